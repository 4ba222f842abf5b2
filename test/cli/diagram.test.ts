import * as fs from 'node:fs';
import * as path from 'node:path';
import { cli, FLAWED, folderOf, removeFolders } from './cli';

afterEach(removeFolders);

test('draws to the standard output', () => {
  const { code, stdout, stderr } = cli(['diagram', path.join(folderOf({ 'payments.template.yaml': FLAWED }), 'payments.template.yaml')]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^<svg [\s\S]*<title id="title">Architecture of payments<\/title>[\s\S]*Queue on failure to SQS queue Dlq[\s\S]*<\/svg>\n$/);
});

test('draws to a file, under a heading of its own', () => {
  const folder = folderOf({ 'a.yaml': FLAWED });
  const output = path.join(folder, 'a.svg');
  expect(cli(['diagram', folder, '--output', output, '--title', 'Ours & theirs'])).toEqual({ code: 0, stdout: '', stderr: `2 resources, 2 parts, 1 link, see ${output}\n` });
  expect(fs.readFileSync(output, 'utf8')).toContain('Architecture of Ours &amp; theirs');
});

test('draws several templates as one', () => {
  const folder = folderOf({ 'a.yaml': FLAWED, 'b.yaml': FLAWED });
  const { stdout } = cli(['diagram', path.join(folder, 'a.yaml'), path.join(folder, 'b.yaml')]);
  expect(stdout).toContain('Architecture of a, b');
  expect(stdout).toContain('4 resources in 2 stacks');
});

test.each([
  ['fails in one line when nothing is there', ['missing.yaml'], 'error: missing.yaml: no such file or folder\n'],
  ['fails in one line when it is no template', [path.join(__dirname, 'cli.ts')], /^error: .*cli\.ts: .*\n$/],
])('%s', (_, args, message) => {
  const { code, stdout, stderr } = cli(['diagram', ...args]);
  expect([code, stdout]).toEqual([2, '']);
  if (typeof message === 'string') expect(stderr).toBe(message);
  else expect(stderr).toMatch(message);
});

test.each(['a.png', 'a.pdf', 'a.svg.png', 'A.SVGZ'])('fails when %s should hold SVG, and writes nothing', (name) => {
  const folder = folderOf({ 'a.yaml': FLAWED });
  const output = path.join(folder, name);
  expect(cli(['diagram', folder, '--output', output])).toEqual({
    code: 2, stdout: '', stderr: `error: --output ${output}: drawings are SVG; name a file that ends in .svg, or - for the standard output\n`,
  });
  expect(fs.readdirSync(folder)).toEqual(['a.yaml']);
});

test.each(['a', 'a.SVG'])('draws to %s', (name) => {
  const folder = folderOf({ 'a.yaml': FLAWED });
  expect(cli(['diagram', folder, '--output', path.join(folder, name)]).code).toBe(0);
  expect(fs.readFileSync(path.join(folder, name), 'utf8')).toMatch(/^<svg /);
});

test('draws to the standard output with --output -', () => {
  const { code, stdout, stderr } = cli(['diagram', folderOf({ 'a.yaml': FLAWED }), '--output', '-']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^<svg /);
});

test('fails when the file cannot be written', () => {
  const folder = folderOf({ 'a.yaml': FLAWED });
  expect(cli(['diagram', folder, '--output', path.join(folder, 'no', 'a.svg')])).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: --output .*a\.svg: cannot be written \(ENOENT\)\n$/) });
});

test('draws the rest when a file of a folder cannot be read, and fails', () => {
  const { code, stdout, stderr } = cli(['diagram', folderOf({ 'a.yaml': FLAWED, 'b.yaml': 'Resources: {' })]);
  expect(code).toBe(2);
  expect(stdout).toContain('</svg>');
  expect(stderr).toMatch(/^error: .*b\.yaml/);
});
