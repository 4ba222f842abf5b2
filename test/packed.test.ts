import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');
const LINK = /\]\((?!https?:|#)([^)\s#]+)(?:#[^)\s]*)?\)/g;

/** What npm would pack, as posix paths. */
const packed = (() => {
  let files: readonly string[] | undefined;
  return () => files ??= (JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 26,
  })) as [{ files: readonly { path: string }[] }])[0].files.map(({ path: file }) => file);
})();

/** Pages of ours that a user gets. */
const pages = () => packed().filter((file) => file.endsWith('.md') && !file.startsWith('node_modules/'));

function deadLinks(page: string, text: string): string[] {
  const files = new Set(packed());
  return [...text.matchAll(LINK)].map(([, link]) => link).filter((link) => {
    const target = path.posix.join(path.posix.dirname(page), link).replace(/\/$/, '');
    return !files.has(target) && !packed().some((file) => file.startsWith(`${target}/`));
  });
}

test('every link of a page in the package leads into the package', () => {
  expect(pages()).toEqual(expect.arrayContaining(['README.md', 'API.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'docs/rules.md', 'docs/runbook-event-api.md']));
  const dead = pages().flatMap((page) => deadLinks(page, fs.readFileSync(path.join(ROOT, page), 'utf8')).map((link) => `${page}: ${link}`));
  expect(dead).toEqual([]);
});

test('fails when a link leads to what is not packed', () => {
  const text = '[a](src/hardened/queue.ts#L1) [b](golden) [c](docs/) [d](../README.md) [e](#install) [f](https://example.com/x) [g](API.md#x) [h](docs)';
  expect(deadLinks('README.md', text)).toEqual(['src/hardened/queue.ts', '../README.md']);
  expect(deadLinks('docs/rules.md', '[a](../README.md) [b](rules.md) [c](requirements.md)')).toEqual(['requirements.md']);
});

test('no sources, tests or tools are packed', () => {
  const top = new Set(packed().map((file) => file.split('/')[0]));
  for (const folder of ['src', 'test', 'integ', 'bench', 'tools', 'reports', 'coverage', 'projenrc', '.projen']) expect(top).not.toContain(folder);
  for (const folder of ['assets', 'bin', 'docs', 'examples', 'golden', 'node_modules']) expect(top).toContain(folder);
});
