import * as path from 'node:path';
import { cli, FLAWED, folderOf, ONLY, removeFolders } from './cli';
import { fileFromHere, fromHere } from '../../src/cli/here';

const before = process.cwd();
afterEach(() => {
  process.chdir(before);
  removeFolders();
});

/** A template with a nested one, which is found by its full path; and one with a fault, for the notes. */
const NESTED = {
  'main.yaml': `${FLAWED}  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./child.yaml } }
  Broken: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./broken.yaml } }
`,
  'child.yaml': FLAWED,
  'broken.yaml': '- 1',
};
const lines = (text: string) => text.split('\n').filter((line) => /\.yaml:\d+:\d+/.test(line)).map((line) => line.trim().replace(/:\d+:\d+.*/, ''));

test.each([
  ['audit', 'relative', ONLY],
  ['audit', 'absolute', ONLY],
  ['compare', 'relative', ['--system', 'webhook-pipeline']],
  ['compare', 'absolute', ['--system', 'webhook-pipeline']],
])('%s of a path that is %s: every place is told from the working directory', (command, kind, options) => {
  const folder = folderOf(NESTED);
  process.chdir(folder);
  const { stdout } = cli([command, kind === 'relative' ? 'main.yaml' : path.join(process.cwd(), 'main.yaml'), ...options]);
  expect([...new Set(lines(stdout))].sort()).toEqual(['child.yaml', 'main.yaml']);
  expect(stdout.replace(/\s+/g, ' ')).toContain('nested stack Broken: broken.yaml: is not a CloudFormation template');
  expect(stdout).not.toContain(process.cwd());
});

test('elsewhere every place is told in full', () => {
  const folder = folderOf(NESTED);
  process.chdir(folderOf({}));
  const { stdout } = cli(['audit', path.relative(process.cwd(), path.join(folder, 'main.yaml')), ...ONLY]);
  const real = path.resolve(path.relative(process.cwd(), folder));
  expect([...new Set(lines(stdout))].sort()).toEqual([path.join(real, 'child.yaml'), path.join(real, 'main.yaml')]);
});

test('a file is named from here, in sentences too', () => {
  const here = process.cwd();
  expect([`${here}/a b.yaml`, 'x/../a.yaml', '../a.yaml', '..a.yaml', here, '-'].map(fileFromHere)).toEqual(['a b.yaml', 'a.yaml', path.resolve('..', 'a.yaml'), '..a.yaml', '.', '-']);
  expect(fromHere(`${here}/a.yaml: nested in ${here}/b.yaml + /elsewhere${here}/c.yaml`)).toBe(`a.yaml: nested in b.yaml + /elsewhere${here}/c.yaml`);
  process.chdir('/');
  expect(fromHere('/etc/a.yaml is /')).toBe('/etc/a.yaml is /');
});
