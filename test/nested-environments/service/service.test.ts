import * as fs from 'node:fs';
import { createServer } from 'node:net';
import * as path from 'node:path';
import { freePort } from '../../../integ/ports';
import { createLogger, faultOf } from '../../../src/nested-environments/service/logger';
import { run, type Host } from '../../../src/nested-environments/service/service';

const SOURCE = path.join(__dirname, '../../../src/nested-environments/service');
const SECRET = JSON.stringify({ username: 'a', password: 'hunter2-hunter2', host: '127.0.0.1', port: 9, dbname: 'payments' });

function setUp(env: NodeJS.ProcessEnv) {
  const lines: string[] = [];
  const listeners = new Map<string, (reason: unknown) => void>();
  let exited: (code: number) => void;
  const exit = new Promise<number>((resolve) => { exited = resolve; });
  const host: Host = {
    env,
    exit: (code) => exited(code),
    on: (event, listener) => { listeners.set(event, listener); },
    output: { write: (line) => { lines.push(line); } },
  };
  return { host, exit, listeners, output: () => lines.join('') };
}

const env = async (): Promise<NodeJS.ProcessEnv> => ({
  PORT: String(await freePort()),
  LISTEN_HOST: '127.0.0.1',
  DATABASE_SECRET: SECRET,
  DATABASE_TLS: 'disable',
  DRAIN_DELAY_MS: '20',
  STOP_TIMEOUT_MS: '5000',
});

afterEach(() => jest.restoreAllMocks());

test('alive before the database is there, not ready; SIGTERM ends it in order with 0', async () => {
  const settings = await env();
  const { host, exit, listeners, output } = setUp(settings);
  const running = run(host);
  const get = (name: string) => fetch(`http://127.0.0.1:${settings.PORT}/${name}`);
  while (!output().includes('Listening')) await new Promise((resolve) => setTimeout(resolve, 10));
  expect([(await get('health')).status, (await get('ready')).status]).toEqual([200, 503]);
  listeners.get('SIGTERM')!('SIGTERM');
  expect(await exit).toBe(0);
  await running;
  await expect(get('health')).rejects.toThrow();
  expect(output()).toContain('"reason":"SIGTERM"');
  expect(output()).not.toContain('hunter2');
});

test('a wrong configuration is one line with all faults, without a stack trace, and 1', async () => {
  const { host, exit, output } = setUp({ PORT: 'http', LOG_LEVEL: 'x' });
  await run(host);
  expect(await exit).toBe(1);
  expect(output().trim().split('\n')).toHaveLength(1);
  const line = JSON.parse(output()) as { faults: string[] };
  expect(line).toMatchObject({ level: 'FATAL', service: 'payment-processor' });
  expect(line.faults).toHaveLength(4);
  expect(output()).not.toMatch(/\bat .*\.(?:ts|js)/);
});

test('a port that is taken, and what nobody caught, end the process with 1', async () => {
  const settings = await env();
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(Number(settings.PORT), '127.0.0.1', resolve); });
  const { host, exit, listeners, output } = setUp(settings);
  await run(host);
  expect(await exit).toBe(1);
  expect(output()).toContain('EADDRINUSE');
  listeners.get('uncaughtException')!(new Error('surprise'));
  expect(output()).toContain('surprise');
  await new Promise((resolve) => { server.close(resolve); });
});

test('what is said of a failure: no stack, and no message of PostgreSQL', () => {
  const ofPostgres = Object.assign(new Error('secret'), { code: '22P02', severity: 'ERROR', routine: 'r', detail: 'secret' });
  expect(faultOf(new Error('outer', { cause: ofPostgres }))).toEqual({
    name: 'Error', code: undefined, message: 'outer', cause: { name: 'Error', code: '22P02', routine: 'r' },
  });
  expect(faultOf('secret')).toEqual({ name: 'unknown' });
});

test('a line has the keys of the Lambda functions', () => {
  let line = '';
  createLogger('info', { write: (text: string) => { line = text; } }).warn('hello');
  expect(JSON.parse(line)).toEqual({ level: 'WARN', message: 'hello', service: 'payment-processor', timestamp: expect.stringMatching(/^\d{4}-.*Z$/) });
});

describe('programs', () => {
  const load = (file: string) => jest.isolateModules(() => { jest.requireActual(path.join(SOURCE, file)); });
  const spyOnExit = () => jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never);

  test('the service gets the process', () => {
    const hosts: Host[] = [];
    jest.doMock(path.join(SOURCE, 'service'), () => ({ run: async (host: Host) => { hosts.push(host); } }));
    load('main.ts');
    const [exit, on] = [spyOnExit(), jest.spyOn(process, 'on').mockReturnThis()];
    hosts[0].exit(3);
    hosts[0].on('SIGTERM', () => undefined);
    expect(hosts[0].env).toBe(process.env);
    expect([exit.mock.calls[0][0], on.mock.calls[0][0]]).toEqual([3, 'SIGTERM']);
  });

  test('the health check is 0 where the service answers 200, otherwise 1', async () => {
    const answer = jest.spyOn(globalThis, 'fetch');
    const exit = spyOnExit();
    const codes = async () => {
      load('health.ts');
      await new Promise(setImmediate);
      return exit.mock.lastCall?.[0];
    };
    answer.mockResolvedValueOnce(new Response('', { status: 200 }));
    expect(await codes()).toBe(0);
    answer.mockResolvedValueOnce(new Response('', { status: 503 }));
    expect(await codes()).toBe(1);
    exit.mockClear();
    process.env.PORT = '9090';
    answer.mockRejectedValueOnce(new Error('refused'));
    expect(await codes()).toBe(1);
    delete process.env.PORT;
    expect(answer.mock.calls.map(([url]) => String(url).split(':')[2])).toEqual(['8080/health', '8080/health', '9090/health']);
  });
});

/** The image cannot be built here; what can be read is. */
test('the Dockerfile: a pinned base, no root, no shell, the bundles and the authorities of RDS', () => {
  const lines = fs.readFileSync(path.join(SOURCE, 'Dockerfile'), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['FROM', 'ADD', 'RUN', 'WORKDIR', 'COPY', 'ENV', 'EXPOSE', 'USER', 'STOPSIGNAL', 'CMD']);
  expect(lines[0]).toMatch(/^FROM public\.ecr\.aws\/docker\/library\/node:\d+-slim$/);
  expect(lines[1]).toBe('ADD --chmod=444 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /etc/ssl/rds/global-bundle.pem');
  expect(lines[4]).toBe('COPY --chmod=444 index.js health.js ./');
  expect(lines.slice(-4)).toEqual(['EXPOSE 8080', 'USER 1000:1000', 'STOPSIGNAL SIGTERM', 'CMD ["node", "index.js"]']);
});
