import * as fs from 'node:fs';
import * as path from 'node:path';
import { Browser, chromium, Page } from 'playwright-core';
import { ensureDebian } from '../debian';

const FONTS = '/usr/share/fonts/truetype/liberation';

export function findChromium(searched = process.env.PATH ?? '', fonts = FONTS): string | undefined {
  const found = searched.split(path.delimiter).map((folder) => path.join(folder, 'chromium')).find((file) => fs.existsSync(file));
  return fs.existsSync(fonts) ? found : undefined;
}

/** Debian's: playwright-core brings none. With a font as wide as Helvetica, which the drawings are measured for. */
export const ensureChromium = (): string => ensureDebian({
  test: 'page', needs: 'chromium and Liberation Sans', packages: ['chromium', 'fonts-liberation'], find: () => findChromium(),
});

/** Root has no sandbox; what is opened is our own page, whose policy is tested. */
export const launch = (executablePath: string): Promise<Browser> => chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });

export type Scheme = 'light' | 'dark';

export interface Opened {
  readonly page: Page;
  /** Errors of scripts and of the console, dialogs, and requests for anything but the page. */
  readonly complaints: string[];
}

export interface OpenOptions { readonly width?: number; readonly javaScriptEnabled?: boolean }

export async function open(browser: Browser, url: string, scheme: Scheme, more: OpenOptions = {}): Promise<Opened> {
  const page = await browser.newPage({
    colorScheme: scheme, viewport: { width: more.width ?? 1500, height: 1000 }, javaScriptEnabled: more.javaScriptEnabled ?? true, reducedMotion: 'reduce',
  });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url.split('#')[0]) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}
