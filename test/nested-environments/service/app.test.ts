import type { AddressInfo } from 'node:net';
import { memoryLog } from './support/log';
import { MemoryStore } from './support/memory-store';
import { CARD, VALID } from './support/payment';
import { createApp } from '../../../src/nested-environments/service/app';
import { DatabaseUnavailableError } from '../../../src/nested-environments/service/database';

const log = memoryLog();
const state = { store: new MemoryStore(), ready: true, draining: false };
const app = createApp({
  store: { insert: (row) => state.store.insert(row), findByKey: (key) => state.store.findByKey(key), findById: (id) => state.store.findById(id) },
  isReady: async () => state.ready,
  isDraining: () => state.draining,
  logger: log.logger,
});
let origin = '';

beforeAll(async () => {
  await app.listen({ port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(() => app.close());
beforeEach(() => Object.assign(state, { store: new MemoryStore(), ready: true, draining: false }));
afterEach(() => expect(log.text()).not.toContain(CARD));

const post = (body: unknown, headers: Record<string, string> = {}) => fetch(`${origin}/payments`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'idempotency-key': 'key-1', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const problem = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const body = await response.json() as { status: number; type: string; errors?: { at: string }[] };
  expect(body.status).toBe(response.status);
  return `${response.status} ${body.type.split(':').at(-1)}`;
};

test('201, then 200, then 409, and the payment can be read', async () => {
  const first = await post(VALID);
  expect(first.status).toBe(201);
  const payment = await first.json() as { id: string };
  expect(payment).toEqual({
    id: expect.any(String),
    status: 'accepted',
    createdAt: expect.any(String),
    amountMinor: 1_099,
    currency: 'EUR',
    merchantReference: VALID.merchantReference,
    metadata: VALID.metadata,
  });
  expect(first.headers.get('location')).toBe(`/payments/${payment.id}`);
  expect(first.headers.get('idempotent-replayed')).toBe('false');
  expect(first.headers.get('cache-control')).toBe('no-store');

  const second = await post(VALID);
  expect([second.status, second.headers.get('idempotent-replayed'), await second.json()]).toEqual([200, 'true', payment]);
  expect(await problem(await post({ ...VALID, amountMinor: 1 }))).toBe('409 key-reused');

  const read = await fetch(`${origin}/payments/${payment.id}`);
  expect([read.status, await read.json()]).toEqual([200, payment]);
  expect(log.text()).not.toContain(VALID.paymentToken);
});

test('what is not there is a problem, and its path is in no log', async () => {
  for (const path of ['/payments/00000000-0000-4000-8000-000000000000', `/payments/${CARD}`, `/${CARD}`, '/payments']) {
    expect(await problem(await fetch(origin + path))).toBe('404 not-found');
  }
  expect(await problem(await fetch(`${origin}/payments/%zz${CARD}`))).toBe('400 invalid-request');
});

test('faults of header and body come together, with the id of the request', async () => {
  const response = await post({ ...VALID, amountMinor: 0, merchantReference: CARD }, { 'idempotency-key': 'a b', 'x-request-id': 'caller-0001' });
  expect(response.headers.get('x-request-id')).toBe('caller-0001');
  expect(await response.json()).toEqual({
    type: 'urn:payment-processor:problem:invalid-request',
    title: 'The request is not valid',
    status: 400,
    requestId: 'caller-0001',
    errors: [
      { in: 'header', at: 'idempotency-key', detail: expect.any(String) },
      { in: 'body', at: '/merchantReference', detail: expect.any(String) },
      { in: 'body', at: '/amountMinor', detail: 'must be more than 0' },
    ],
  });
  expect(state.store.rows.size).toBe(0);
});

test('what is not JSON, too large or empty is refused', async () => {
  expect(await problem(await post('{'))).toBe('400 invalid-request');
  expect(await problem(await post('x'.repeat(65_537)))).toBe('413 too-large');
  expect(await problem(await post('a=b', { 'content-type': 'text/plain' }))).toBe('415 not-json');
  expect(await problem(await fetch(`${origin}/payments`, { method: 'POST' }))).toBe('400 invalid-request');
});

test('a database that is away is 503, a mistake of ours 500; neither says what the database said', async () => {
  const said = Object.assign(new Error(`invalid input "${CARD}"`), { code: '22P02', severity: 'ERROR' });
  state.store.fault = new DatabaseUnavailableError('away', { cause: said });
  const away = await post(VALID);
  expect(away.headers.get('retry-after')).toBe('1');
  expect(await problem(away)).toBe('503 unavailable');
  state.store.fault = said;
  expect(await problem(await post(VALID))).toBe('500 internal');
  expect(log.lines().filter(({ level }) => level === 'ERROR')).toMatchObject([
    { message: 'Request failed', err: { name: 'DatabaseUnavailableError', cause: { code: '22P02' } } }, { err: { code: '22P02' } },
  ]);
});

test('health is of the process, ready of the database; SIGTERM ends ready at once, and connections with the next answer', async () => {
  const status = async (path: string) => (await fetch(origin + path)).status;
  expect([await status('/health'), await status('/ready')]).toEqual([200, 200]);
  state.ready = false;
  expect([await status('/health'), await status('/ready')]).toEqual([200, 503]);
  Object.assign(state, { ready: true, draining: true });
  expect([await status('/health'), await problem(await fetch(`${origin}/ready`))]).toEqual([200, '503 not-ready']);
  const taken = await post(VALID);
  expect([taken.status, taken.headers.get('connection')]).toEqual([201, 'close']);
});

test('a connection outlives the idle time of the load balancer, and nobody can send a request for ever', () => {
  expect(app.server.keepAliveTimeout).toBeGreaterThan(60_000);
  expect([app.server.requestTimeout, app.server.headersTimeout]).toEqual([15_000, 15_000]);
});

test('what is open when the service stops is finished', async () => {
  const other = createApp({ store: state.store, isReady: async () => true, isDraining: () => true, logger: log.logger });
  await other.listen({ port: 0, host: '127.0.0.1' });
  let release = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    state.store.delay = () => new Promise((done) => {
      release = done;
      resolve();
    });
  });
  const open = fetch(`http://127.0.0.1:${(other.server.address() as AddressInfo).port}/payments`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': 'k' }, body: JSON.stringify(VALID),
  });
  await arrived;
  const closed = other.close();
  release();
  expect((await open).status).toBe(201);
  await closed;
});
