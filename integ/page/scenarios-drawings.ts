import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { open } from './browser';
import { TEXT_OUTSIDE } from './measures';
import { DIAGRAMS, FOLDER } from '../../tools/diagrams';
import { expectEqual } from '../checks';
import type { Report } from '../emulator/report';

/** The drawings of the READMEs, as a browser draws them. */
export async function runDrawingScenarios(report: Report, browser: Browser, shots: string): Promise<void> {
  for (const system of Object.keys(DIAGRAMS)) {
    await report.run(`the drawing of ${system}`, async () => {
      const file = path.join(FOLDER, `${system}.svg`);
      const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(fs.readFileSync(file, 'utf8'))!.map(Number);
      for (const scheme of ['light', 'dark'] as const) {
        const { page, complaints } = await open(browser, pathToFileURL(file).href, scheme);
        await page.setViewportSize({ width, height });
        expectEqual('text outside of its card', await page.evaluate(TEXT_OUTSIDE), []);
        await page.screenshot({ path: path.join(shots, `${system}-${scheme}.png`) });
        expectEqual('errors and requests', complaints, []);
        await page.close();
      }
      return `${width} x ${height}`;
    });
  }
}
