import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FLAWED, folderOf, removeFolders } from './cli';
import { Report } from '../../src/cli/report';

const BIN = path.join(__dirname, '..', '..', 'bin', 'cdk-payments');
const BUNDLE = path.join(__dirname, '..', '..', 'assets', 'cli', 'cdk-payments.js');
const run = (...args: string[]) => runWith({}, ...args);
const runWith = (env: NodeJS.ProcessEnv, ...args: string[]) => spawnSync(process.execPath, [BIN, ...args], {
  encoding: 'utf8', env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1', NODE_DISABLE_COMPILE_CACHE: '1', ...env },
});

afterEach(removeFolders);

// `npm test` builds it first.
(fs.existsSync(BUNDLE) ? describe : describe.skip)('the bundle', () => {
  test('says its version', () => expect(run('--version')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' }));

  test('audits YAML, and exits as it says', () => {
    const { status, stdout, stderr } = run('audit', folderOf({ 'a.yaml': FLAWED }), '--only', 'DlqRetention');
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toContain('Kept 60 s, its source Queue keeps 345600 s');
  });

  test('reads the standard input', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, 'audit', '-', '--only', 'DlqRetention', '--format', 'json'], {
      encoding: 'utf8', input: FLAWED, env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
    });
    expect([status, stderr]).toEqual([1, '']);
    const { templates: [template] } = JSON.parse(stdout) as Report;
    expect(template).toMatchObject({ file: '-', stacks: 1, resources: 2, findings: [{ file: '-', line: expect.any(Number) }] });
    expect(template.findings[0].line).toBeGreaterThan(1);
  });

  test('fails in one line', () => expect(run('audit', 'missing.yaml', '--format', 'sarif')).toMatchObject({ status: 2, stderr: 'error: missing.yaml: no such file or folder\n' }));

  test('reads no audit trail without a Region, and fails in one line', () => {
    const AWS = { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined, AWS_PROFILE: undefined, AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
    expect(runWith(AWS, 'verify-trail', '--table', 'records')).toMatchObject({ status: 2, stdout: '', stderr: 'error: no Region: give --region, or set AWS_REGION\n' });
  });

  describe('the code that is kept for the next run', () => {
    const FILE = `${folderOf({})}/payments.yaml`;
    const audit = (XDG_CACHE_HOME: string, ...more: string[]) => {
      fs.mkdirSync(path.dirname(FILE), { recursive: true });
      fs.writeFileSync(FILE, FLAWED);
      const { status, stdout, stderr } = runWith({ XDG_CACHE_HOME, NODE_DISABLE_COMPILE_CACHE: '' }, 'audit', FILE, ...more, '--format', 'json');
      return { status, stdout, stderr };
    };
    const kept = (home: string) => fs.readdirSync(path.join(home, 'cdk-payments')).map((name) => path.join(home, 'cdk-payments', name));

    test('changes nothing, whole or broken', () => {
      const home = path.join(folderOf({}), 'cache');
      const first = audit(home);
      expect(first).toMatchObject({ status: 1, stderr: '' });
      const [file, ...others] = kept(home);
      expect(others).toEqual([]);
      const written = fs.statSync(file).mtimeMs;
      expect(audit(home)).toEqual(first);
      expect(fs.statSync(file).mtimeMs).toBe(written);
      const bytes = fs.readFileSync(file);
      bytes.fill(0x55, 500_000, 500_100);
      for (const broken of [bytes, bytes.subarray(0, 1000), Buffer.alloc(0)]) {
        fs.writeFileSync(file, broken);
        expect(audit(home)).toEqual(first);
        expect(fs.statSync(file).size).toBeGreaterThan(500_000);
      }
      expect(kept(home)).toEqual([file]);
    });

    test.each([['--only', 'DlqRetention'], ['--help'], ['missing.yaml']])('is not kept after a run that called little: %s', (...more) => {
      const home = folderOf({});
      audit(home, ...more);
      expect(fs.readdirSync(home)).toEqual([]);
    });

    test('is of the user alone', () => {
      const home = path.join(folderOf({}), 'cache');
      audit(home);
      const [file] = kept(home);
      expect([home, path.dirname(file), file].map((one) => fs.statSync(one).mode.toString(8).slice(-3))).toEqual(['700', '700', '600']);
    });

    test('is done without where its folder cannot be made', () => expect(audit('/dev/null')).toMatchObject({ status: 1, stderr: '' }));
  });

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
