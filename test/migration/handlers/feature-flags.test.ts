import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ARN } from './support/environment';
import { migratedEnvironment } from '../../../src/migration/handlers/contract';
import { DEFAULT_FLAGS, FeatureFlags, MAX_AGE_MS } from '../../../src/migration/handlers/feature-flags';
import { captureOutput } from '../../hardened/handlers/support/lambda';

const PATH = '/applications/payments/environments/live/configurations/flags';
let server: Server;
let answer: { status?: number; body?: string; late?: boolean };
let asked: string[];
let output: ReturnType<typeof captureOutput>;
let now = Date.now();

const flags = (environment: object = { FEATURE_FLAGS_PATH: PATH }) => new FeatureFlags(migratedEnvironment.parse({
  DATABASE_SECRET_ARN: ARN, AWS_APPCONFIG_EXTENSION_HTTP_PORT: String((server.address() as AddressInfo).port), ...environment,
}));
const off = JSON.stringify({ legacyLedger: { enabled: false, until: '2027' }, anothers: { enabled: true } });

beforeAll((done) => {
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const { status = 200, body = '{}', late } = answer;
    if (!late) response.writeHead(status).end(body);
  }).listen(0, 'localhost', done);
});
afterAll((done) => {
  server.closeAllConnections();
  server.close(done);
});
beforeEach(() => {
  asked = [];
  output = captureOutput();
  jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => {
  output.restore();
  jest.restoreAllMocks();
});

test('MG-11 the agent is asked, and then for a while not', async () => {
  answer = { body: off };
  const known = flags();
  expect([await known.get(), await known.get()]).toEqual([{ legacyLedger: false }, { legacyLedger: false }]);
  expect(asked).toEqual([PATH]);
  answer = {};
  now += MAX_AGE_MS;
  expect(await known.get()).toEqual({ legacyLedger: true });
});

test.each<[string, typeof answer]>([
  ['does not answer', { late: true }], ['fails', { status: 500, body: off }], ['answers nonsense', { body: '<html>' }], ['knows no truth', { body: '{"legacyLedger": {"enabled": "yes"}}' }],
])('MG-11 fails when the agent %s: by default both systems get the payment, or what was known holds', async (_case, wrong) => {
  answer = wrong;
  const fresh = flags();
  expect([await fresh.get(), await fresh.get()]).toEqual([DEFAULT_FLAGS, DEFAULT_FLAGS]);
  expect(asked).toHaveLength(1);
  answer = { body: off };
  const known = flags();
  await known.get();
  answer = wrong;
  now += MAX_AGE_MS;
  expect(await known.get()).toEqual({ legacyLedger: false });
  expect(output.text()).toContain('Feature flags cannot be read');
});

test('MG-11 without an agent, and without a path', async () => {
  expect(await flags({ FEATURE_FLAGS_PATH: PATH, AWS_APPCONFIG_EXTENSION_HTTP_PORT: '9' }).get()).toEqual(DEFAULT_FLAGS);
  expect(await flags({}).get()).toEqual(DEFAULT_FLAGS);
  expect(asked).toEqual([]);
});
