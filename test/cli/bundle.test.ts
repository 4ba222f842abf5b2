import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FLAWED, folderOf, removeFolders } from './cli';

const BIN = path.join(__dirname, '..', '..', 'bin', 'cdk-payments');
const BUNDLE = path.join(__dirname, '..', '..', 'assets', 'cli', 'cdk-payments.js');
const run = (...args: string[]) => spawnSync(process.execPath, [BIN, ...args], { encoding: 'utf8', env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' } });

afterEach(removeFolders);

// `npm test` builds it first.
(fs.existsSync(BUNDLE) ? describe : describe.skip)('the bundle', () => {
  test('says its version', () => expect(run('--version')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' }));

  test('audits YAML, and exits as it says', () => {
    const { status, stdout, stderr } = run('audit', folderOf({ 'a.yaml': FLAWED }), '--only', 'DlqRetention');
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toContain('Kept 60 s, its source Queue keeps 345600 s');
  });

  test('fails in one line', () => expect(run('audit', 'missing.yaml', '--format', 'sarif')).toMatchObject({ status: 2, stderr: 'error: missing.yaml: no such file or folder\n' }));

  test('ends quietly when nobody reads on', () => {
    const { stdout, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${BIN}" lessons | true`], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['', '']);
  });
});

test('its entry hands on the exit code, and ends when nobody reads on', () => {
  const { argv, exitCode } = process;
  const on = jest.spyOn(process.stdout, 'on').mockReturnThis();
  const exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  process.argv = ['node', BIN, '--version'];
  jest.isolateModules(() => jest.requireActual('../../src/cli/cdk-payments'));
  process.argv = argv;
  expect(process.exitCode).toBe(0);
  process.exitCode = exitCode;
  const [event, listener] = on.mock.calls[0] as unknown as [string, (error: Error) => void];
  expect(event).toBe('error');
  listener(Object.assign(new Error('broken pipe'), { code: 'EPIPE' }));
  expect(exit).toHaveBeenCalledWith();
  expect(() => listener(new Error('disk full'))).toThrow('disk full');
  jest.restoreAllMocks();
});
