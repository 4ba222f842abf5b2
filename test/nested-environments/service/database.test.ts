import { FakePools, broken, refusedLogin } from './support/fake-pool';
import { memoryLog } from './support/log';
import type { Credentials } from '../../../src/nested-environments/service/credentials';
import { Database, type DatabaseSettings } from '../../../src/nested-environments/service/database';

const SETTINGS: DatabaseSettings = {
  DATABASE_TLS: 'verify-full', ca: 'PEM', DATABASE_POOL_SIZE: 7, DATABASE_CONNECT_TIMEOUT_MS: 2_000, DATABASE_STATEMENT_TIMEOUT_MS: 5_000,
};
const FIRST: Credentials = { user: 'payments', password: 'first', host: 'db.internal', port: 5_432, database: 'payments' };
const never = new AbortController().signal;

function setUp(settings: Partial<DatabaseSettings> = {}, credentials: Credentials = FIRST) {
  const pools = new FakePools();
  const log = memoryLog();
  const secret = { now: credentials, reads: 0, fault: undefined as Error | undefined };
  const source = async () => {
    secret.reads += 1;
    if (secret.fault) throw secret.fault;
    return secret.now;
  };
  const database = new Database({ settings: { ...SETTINGS, ...settings }, source, logger: log.logger, createPool: pools.create });
  return { pools, log, secret, database };
}

test('chain and name of the server are verified, and nothing waits for ever', async () => {
  const { pools, database } = setUp();
  await database.prepare(never);
  expect(pools.made).toMatchObject([
    {
      user: 'payments',
      password: 'first',
      ssl: { ca: 'PEM', host: 'db.internal', rejectUnauthorized: true, minVersion: 'TLSv1.2' },
      max: 7,
      connectionTimeoutMillis: 2_000,
      statement_timeout: 5_000,
      query_timeout: 6_000,
    },
    { max: 1, connectionTimeoutMillis: 1_000, statement_timeout: 1_000, query_timeout: 1_000 },
  ]);
});

test('without TLS only a database on loopback is used', async () => {
  const near = setUp({ DATABASE_TLS: 'disable' }, { ...FIRST, host: '127.0.0.1' });
  await near.database.prepare(never);
  expect(near.pools.made[0].ssl).toBe(false);
  const far = setUp({ DATABASE_TLS: 'disable' });
  expect(await far.database.prepare(AbortSignal.timeout(20))).toBe(false);
  expect(far.pools.made).toEqual([]);
  expect(far.log.text()).toContain('loopback alone');
});

test('the schema is made in one transaction under a lock; before it nothing is taken', async () => {
  const { pools, database } = setUp();
  await expect(database.query('SELECT 1', [])).rejects.toThrow('schema is not there');
  expect(await database.isReady()).toBe(false);
  expect(await database.prepare(never)).toBe(true);
  expect(pools.statements.map((text) => text.trim().split(/\s+/).slice(0, 2).join(' '))).toEqual([
    'BEGIN', 'SELECT pg_advisory_xact_lock($1)', 'CREATE TABLE', 'SELECT coalesce(max(version),', 'CREATE TABLE', 'INSERT INTO', 'COMMIT',
  ]);
  expect(await database.isReady()).toBe(true);
});

test('a schema that is there, or newer, is left alone', async () => {
  const { pools, database } = setUp();
  pools.answer = (text) => text.includes('max(version)') ? [{ version: 9 }] : [];
  await database.prepare(never);
  expect(pools.statements.filter((text) => text.includes('CREATE TABLE payments'))).toEqual([]);
});

test('a database that is away at the start is asked again', async () => {
  const { pools, secret, log, database } = setUp();
  secret.fault = new Error('no Secrets Manager');
  let failures = 0;
  pools.login = () => {
    if ((failures += 1) === 1) throw broken('ECONNREFUSED');
  };
  const prepared = database.prepare(never);
  await new Promise((resolve) => setTimeout(resolve, 20));
  secret.fault = undefined;
  expect(await prepared).toBe(true);
  expect(log.lines().map(({ message }) => message)).toEqual(['Database not ready', 'Database not ready', 'Schema is up to date']);
});

test('a statement that fails in a transaction throws the connection away', async () => {
  const { pools, database } = setUp();
  const fine = pools.answer;
  pools.answer = (text, config) => {
    if (text === 'COMMIT' && pools.discarded === 0) throw broken('57P01');
    return fine(text, config);
  };
  await database.prepare(never);
  expect(pools.discarded).toBe(1);
});

describe('when the password was rotated', () => {
  async function rotated() {
    const all = setUp();
    await all.database.prepare(never);
    all.pools.login = ({ password }) => {
      if (password !== 'second') throw refusedLogin();
    };
    return all;
  }

  test('the secret is read again, once for all who were refused, and the old connections end', async () => {
    const { pools, secret, database } = await rotated();
    secret.now = { ...FIRST, user: 'payments_clone', password: 'second' };
    pools.answer = () => [{ id: 1 }];
    expect(await Promise.all(Array.from({ length: 20 }, () => database.query('SELECT 1', [])))).toHaveLength(20);
    expect(secret.reads).toBe(2);
    expect(pools.made.map(({ user }) => user)).toEqual(['payments', 'payments', 'payments_clone', 'payments_clone']);
    expect(pools.ended).toHaveLength(2);
  });

  test('who is refused with connections that others replaced meanwhile uses the new ones', async () => {
    const { pools, secret, database } = await rotated();
    secret.now = { ...FIRST, password: 'second' };
    let held: (error: Error) => void = () => undefined;
    const { login } = pools;
    pools.login = () => undefined;
    pools.answer = (text, { password }) => text === 'late' && password === 'first' ? new Promise((_, reject) => { held = reject; }) : [{ id: 1 }];
    const late = database.query('late', []);
    await new Promise(setImmediate);
    pools.login = login;
    await database.query('early', []);
    held(refusedLogin());
    expect(await late).toEqual([{ id: 1 }]);
    expect(secret.reads).toBe(2);
  });

  test('a secret that says nothing new is 503, and is not read more than once a second', async () => {
    const { secret, database } = await rotated();
    for (let n = 0; n < 3; n += 1) await expect(database.query('SELECT 1', [])).rejects.toMatchObject({ name: 'DatabaseUnavailableError' });
    expect(secret.reads).toBe(2);
  });
});

test.each([['57014', true], ['57P01', true], ['40001', true], ['ECONNRESET', true], ['42P01', false], ['23514', false]])(
  'SQLSTATE %s: unavailable is %s', async (code, unavailable) => {
    const { pools, database } = setUp();
    await database.prepare(never);
    pools.answer = () => { throw broken(code); };
    const error: unknown = await database.query('SELECT 1', []).catch((reason: unknown) => reason);
    expect(error instanceof Error && error.name === 'DatabaseUnavailableError').toBe(unavailable);
  });

describe('ready', () => {
  test('a standby, a failure and silence are not ready; one probe is under way at a time', async () => {
    const { pools, log, database } = setUp();
    await database.prepare(never);
    pools.statements.length = 0;
    expect(await Promise.all([database.isReady(), database.isReady()])).toEqual([true, true]);
    expect(pools.statements).toHaveLength(1);

    pools.answer = () => [{ standby: true }];
    expect(await database.isReady()).toBe(false);
    expect(pools.discarded).toBe(1);

    pools.answer = () => { throw broken('ECONNRESET'); };
    expect(await database.isReady()).toBe(false);
    expect(log.lines().at(-1)).toMatchObject({ message: 'Database not reachable', err: { cause: { code: 'ECONNRESET' } } });

    pools.answer = () => new Promise(() => undefined);
    const began = Date.now();
    expect(await database.isReady()).toBe(false);
    expect(Date.now() - began).toBeLessThan(1_500);
  });
});

test('an idle connection that breaks is a line of log; closing ends both pools, or says that it could not', async () => {
  const { pools, log, database } = setUp();
  await database.close();
  await database.prepare(never);
  for (const emitter of pools.emitters) emitter.emit('error', broken('57P01'));
  expect(log.text().match(/Idle connection lost/g)).toHaveLength(2);
  await expect(database.close()).rejects.toThrow('does not end in order');
  expect(pools.ended).toHaveLength(2);
});

test('pools of pg are made where nobody gives others; nothing connects by that', async () => {
  const { logger, text } = memoryLog();
  const credentials = { ...FIRST, host: '127.0.0.1', port: 9 };
  const database = new Database({ settings: { ...SETTINGS, DATABASE_TLS: 'disable' }, source: async () => credentials, logger });
  expect(await database.prepare(AbortSignal.timeout(100))).toBe(false);
  expect(text()).toContain('ECONNREFUSED');
  await database.close();
});
