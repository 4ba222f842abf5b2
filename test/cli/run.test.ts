import { cli, FLAWED, folderOf, ONLY, removeFolders, SOUND } from './cli';
import { nearest } from '../../src/cli/nearest';
import { LESSONS } from '../../src/lessons';
import * as template from '../../src/template';

afterEach(removeFolders);

test('--version', () => expect(cli(['--version'])).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' }));

test('--help', () => {
  expect(cli(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('lessons') });
  const { code, stdout } = cli(['audit', '--help']);
  expect(code).toBe(0);
  for (const told of ['$ cdk-payments audit cdk.out', 'Exit codes', 'acknowledge:', '--fail-on']) expect(stdout).toContain(told);
  expect(stdout).not.toContain('\u001b');
});

test('without a command: help, and bad usage', () => expect(cli([])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Usage:') }));
test.each([
  [['audit', 'x', '--frmat', 'json'], "error: unknown option '--frmat' (Did you mean --format?)\n"],
  [['adit', 'x'], "error: unknown command 'adit' (Did you mean audit?)\n"],
  [['audit'], "error: missing required argument 'path'\n"],
])('fails when the usage is bad: %j', (args, stderr) => expect(cli(args)).toEqual({ code: 2, stdout: '', stderr }));

describe('a fault of ours', () => {
  const file = () => `${folderOf({ 'a.yaml': SOUND })}/a.yaml`;
  afterEach(() => jest.restoreAllMocks());

  test('is one line, and the other paths go on', () => {
    jest.spyOn(template.Source.prototype, 'position').mockImplementationOnce(() => { throw new Error('so\nit is'); });
    const [a, b] = [`${folderOf({ 'a.yaml': FLAWED })}/a.yaml`, file()];
    const { code, stdout, stderr } = cli(['audit', a, b, ...ONLY]);
    expect([code, stderr]).toEqual([2, `error: ${a}: unexpected: so it is (set DEBUG=cdk-payments to see more)\n`]);
    expect(stdout).toContain('no findings · 1 error');
  });

  test('shows its stack with DEBUG=cdk-payments', () => {
    jest.spyOn(template.Source, 'read').mockImplementation(() => { throw new Error('so it is'); });
    const { code, stderr } = cli(['audit', file(), ...ONLY], { DEBUG: 'cdk-payments' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Error: so it is\n {4}at /);
    expect(stderr).not.toContain('set DEBUG');
  });

  test('is one line wherever it comes from', () => {
    const stdout = { write: () => { throw 'full'; } };
    jest.spyOn(process.stdout, 'write');
    let stderr = '';
    const { run } = jest.requireActual<typeof import('../../src/cli/run')>('../../src/cli/run');
    const code = run(['lessons'], { stdout, stderr: { write: (text: string) => { stderr += text; } }, env: { DEBUG: 'cdk-payments' } });
    expect([code, stderr]).toEqual([2, 'full\nerror: unexpected: full\n']);
  });
});

describe('lessons', () => {
  test('lists them by severity', () => {
    const { code, stdout } = cli(['lessons']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^CRITICAL · \d+\n/);
    for (const { id } of LESSONS) expect(stdout).toMatch(new RegExp(`^  ${id} `, 'm'));
    expect(stdout).toContain(`${LESSONS.length} lessons.`);
  });

  test('prints one in full', () => {
    const { code, stdout } = cli(['lessons', 'redriveatonce']);
    expect(code).toBe(0);
    expect(stdout).toMatchSnapshot();
  });

  test('prints the requirements of PCI DSS', () => {
    const { id, pci = [] } = LESSONS.find((lesson) => lesson.pci)!;
    expect(cli(['lessons', id]).stdout).toContain(`PCI DSS  ${pci[0]}`);
  });

  test('fails when there is no such lesson', () => {
    expect(cli(['lessons', 'Redriv'])).toEqual({ code: 2, stdout: '', stderr: 'error: no lesson is called Redriv; did you mean RedriveAtOnce?\n' });
  });
});

test('nearest names, the likeliest first', () => {
  expect(nearest('dlqretentoin', ['Retention', 'DlqRetention', 'Dlq', 'BucketOpen'])).toEqual(['DlqRetention']);
  expect(nearest('dlq', ['DlqRetention', 'Dln', 'Topic'])).toEqual(['DlqRetention', 'Dln']);
});
