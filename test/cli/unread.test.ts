import * as path from 'node:path';
import { cli, FLAWED, folderOf, removeFolders } from './cli';
import { CompareReport } from '../../src/compare/result';

afterEach(removeFolders);

const SYSTEM = ['--system', 'webhook-pipeline'];
const FAULT = 'is neither JSON nor YAML: line 1: ';
const compare = (files: Record<string, string>, candidates: (folder: string) => string[], ...args: string[]) => {
  const folder = folderOf(files);
  const { code, stdout, stderr } = cli(['compare', ...candidates(folder), ...SYSTEM, ...args], {}, { columns: 200 });
  return { code, stdout: stdout.replaceAll(`${folder}/`, '').replaceAll(folder, 'folder'), stderr: stderr.replaceAll(`${folder}/`, '') };
};
const each = (...names: string[]) => (folder: string) => names.map((name) => path.join(folder, name));
const BROKEN = { 'a.yaml': FLAWED, 'b.yaml': FLAWED, 'broken.yaml': 'Resources: {' };

describe('fails and names the candidate that cannot be read, and grades the others', () => {
  test('as text, with one other', () => {
    const { code, stdout, stderr } = compare(BROKEN, each('broken.yaml', 'a.yaml'));
    expect(code).toBe(2);
    expect(stdout).toMatch(/\nGrade \d+ of 100: [\s\S]*\n\n✖ Could not be read\n {2}broken\.yaml: is neither JSON nor YAML: line 1: [^:]*$/);
    expect(stderr).toContain(`error: broken.yaml: ${FAULT}`);
  });

  test('as text, below a ranking of the others', () => {
    const { code, stdout } = compare(BROKEN, each('a.yaml', 'broken.yaml', 'b.yaml'));
    expect(code).toBe(2);
    expect(stdout).toMatch(/\n *1\. [\s\S]*\n *2\. [\s\S]*\n\n✖ Could not be read\n {2}broken\.yaml: is neither JSON nor YAML/);
  });

  test('as text, when it is all there is', () => {
    const { code, stdout } = compare(BROKEN, each('broken.yaml'));
    expect(code).toBe(2);
    expect(stdout).toMatch(/^✖ Could not be read\n {2}broken\.yaml: is neither JSON nor YAML: line 1: [^:]*$/);
  });

  test('as JSON', () => {
    const { code, stdout } = compare(BROKEN, each('broken.yaml', 'a.yaml'), '--format', 'json');
    const { candidates, errors } = JSON.parse(stdout) as CompareReport;
    expect(code).toBe(2);
    expect(candidates).toEqual([expect.objectContaining({ candidate: 'a.yaml', grade: expect.anything() as unknown }), { candidate: 'broken.yaml', error: errors[0] }]);
    expect(errors).toEqual([expect.stringContaining(`broken.yaml: ${FAULT}`)]);
  });

  test('as Markdown', () => {
    const { code, stdout } = compare(BROKEN, each('broken.yaml', 'a.yaml'), '--format', 'markdown');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^# Failure analysis: a\.yaml\n/);
    expect(stdout).toMatch(/\n# broken\.yaml\n\nCould not be read: broken\.yaml: is neither JSON nor YAML/);
  });

  test('as HTML', () => {
    const { code, stdout } = compare(BROKEN, each('broken.yaml', 'a.yaml'), '--format', 'html');
    expect(code).toBe(2);
    expect(stdout).toMatch(/<h1>a\.yaml<\/h1>[\s\S]*<h1>broken\.yaml<\/h1><p class="lead">Could not be read: broken\.yaml: is neither JSON nor YAML/);
  });
});

test('a file of a folder that cannot be read is told once in the report, and the rest is graded', () => {
  for (const format of ['text', 'markdown', 'json']) {
    const { code, stdout } = compare(BROKEN, (folder) => [folder], '--format', format);
    expect(code).toBe(2);
    expect(stdout).toMatch(/grade/i);
    // JSON lists what makes the command fail a second time.
    expect(stdout.split(`broken.yaml: ${FAULT}`)).toHaveLength(format === 'json' ? 3 : 2);
  }
});

test('in a ranking of folders it is told below', () => {
  const { code, stdout } = compare({ 'one/a.yaml': FLAWED, 'two/b.yaml': FLAWED, 'two/broken.yaml': 'Resources: {' }, each('one', 'two'));
  expect(code).toBe(2);
  expect(stdout).toMatch(/\n *2\. [\s\S]*\n\n✖ Could not be read\n {2}two\/broken\.yaml: /);
});

test('nothing is said when all was read', () => expect(compare(BROKEN, each('a.yaml', 'b.yaml')).stdout).not.toContain('Could not be read'));
