import './support/environment';
import { FakeMySql, fault } from './support/fake-mysql';
import { CREDENTIALS } from './support/payment';
import type { Credentials } from '../../../src/hardened/handlers/database-secret';
import type { DatabaseCredentials } from '../../../src/migration/handlers/credentials';
import { AWAY_MS, Database, PATIENCE_MS, REFUSED_MS } from '../../../src/migration/handlers/database';
import { Deadline } from '../../../src/migration/handlers/deadline';
import type { Queryable } from '../../../src/migration/handlers/session';
import { captureOutput } from '../../hardened/handlers/support/lambda';

const mockClock = { nowMs: 1_800_000_000_000, afterSleep: () => undefined as unknown };
jest.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => {
    mockClock.nowMs += ms;
    mockClock.afterSleep();
  },
}));
/** As the clock of a frozen environment, which runs no timer. */
const pass = (ms: number) => { mockClock.nowMs += ms; };

const insert = async (queryable: Queryable) => {
  await queryable.execute('INSERT');
  return 'done';
};
const second = { ...CREDENTIALS, password: 'second' };

function setUp() {
  const mysql = new FakeMySql();
  const secret = { known: CREDENTIALS, others: [] as Credentials[], reads: 0 };
  const credentials = {
    current: async () => secret.known,
    async *others() {
      secret.reads += 1;
      yield* secret.others;
    },
    accept: (accepted: Credentials) => { secret.known = accepted; },
  } as unknown as DatabaseCredentials;
  const database = new Database(credentials, mysql.open);
  return { mysql, secret, database, write: (ms = 25_000) => database.transaction(Deadline.in(ms), insert) };
}

let output: ReturnType<typeof captureOutput>;
beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => mockClock.nowMs);
  mockClock.afterSleep = () => undefined;
  output = captureOutput();
});
afterEach(() => {
  output.restore();
  jest.restoreAllMocks();
});

test('MG-05 one transaction, one connection for many, and no ping while it is busy', async () => {
  const { mysql, write } = setUp();
  expect([await write(), await write()]).toEqual(['done', 'done']);
  expect(mysql.log).toEqual(['START TRANSACTION', 'INSERT', 'COMMIT', 'START TRANSACTION', 'INSERT', 'COMMIT']);
  expect([mysql.opened.length, mysql.pings, mysql.closed]).toEqual([1, 0, 0]);
});

test('MG-05 after a pause the connection is asked whether it lives, and made anew where it does not, or is old', async () => {
  const { mysql, write } = setUp();
  await write();
  pass(5_000);
  await write();
  expect([mysql.opened.length, mysql.pings]).toEqual([1, 1]);
  pass(5_000);
  mysql.ping = () => { throw fault('unavailable', 'ECONNRESET'); };
  await write();
  expect([mysql.opened.length, mysql.pings, mysql.closed]).toEqual([2, 2, 1]);
  pass(3_600_000);
  await write();
  expect([mysql.opened.length, mysql.pings, mysql.closed]).toEqual([3, 2, 2]);
});

test.each([['deadlock', 'contention', 1], ['a lost connection', 'unavailable', 2]] as const)('MG-05 %s: all of the transaction again', async (_case, kind, connections) => {
  const { mysql, write } = setUp();
  let failures = 2;
  mysql.answer = (text) => {
    if (text === 'COMMIT' && (failures -= 1) === 0) throw fault(kind);
    return undefined;
  };
  await write();
  expect(await write()).toBe('done');
  expect(mysql.opened).toHaveLength(connections);
  expect(mysql.log.slice(3)).toEqual([
    'START TRANSACTION', 'INSERT', 'COMMIT', ...kind === 'contention' ? ['ROLLBACK'] : [], 'START TRANSACTION', 'INSERT', 'COMMIT',
  ]);
});

test('MG-05 a mistake of ours is rolled back and not repeated; a connection that cannot roll back goes', async () => {
  const { mysql, write } = setUp();
  mysql.answer = (text) => {
    if (text === 'INSERT') throw fault('own');
    return undefined;
  };
  await expect(write()).rejects.toMatchObject({ fault: 'own' });
  expect([mysql.log.at(-1), mysql.closed]).toEqual(['ROLLBACK', 0]);
  mysql.answer = (text) => {
    if (text === 'INSERT' || text === 'ROLLBACK') throw fault('own');
    return undefined;
  };
  await expect(write()).rejects.toMatchObject({ fault: 'own' });
  expect(mysql.closed).toBe(1);
});

test('MG-05 a database that is away is tried for a while, then not for a moment, then again', async () => {
  const { mysql, write } = setUp();
  mysql.login = () => { throw fault('unavailable', 'ECONNREFUSED'); };
  const began = Date.now();
  await expect(write()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const tries = mysql.opened.length;
  expect(Date.now() - began).toBeLessThanOrEqual(PATIENCE_MS + 100);
  expect(tries).toBeGreaterThan(5);
  await expect(write()).rejects.toMatchObject({ code: 'AWAY_A_MOMENT_AGO' });
  expect(mysql.opened).toHaveLength(tries);
  pass(AWAY_MS);
  mysql.login = () => undefined;
  expect(await write()).toBe('done');
});

test('MG-05 where only the time was short, the next one tries', async () => {
  const { mysql, write } = setUp();
  mysql.login = () => { throw fault('unavailable', 'ECONNREFUSED'); };
  await expect(write(500)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  mysql.login = () => undefined;
  expect(await write(500)).toBe('done');
});

describe('MG-05 when the password was rotated', () => {
  const rotated = () => {
    const all = setUp();
    all.mysql.login = ({ password }) => {
      if (password !== 'second') throw fault('login', 'ER_ACCESS_DENIED_ERROR');
    };
    return all;
  };

  test('MG-05 the payment is written with what the secret says now', async () => {
    const { mysql, secret, write } = rotated();
    secret.others = [second];
    expect(await write()).toBe('done');
    expect(mysql.opened.map(({ password }) => password)).toEqual(['first', 'second']);
    expect(secret.known).toBe(second);
  });

  test('MG-05 the current version may be refused as well, and the pending one valid', async () => {
    const { mysql, secret, write } = rotated();
    secret.others = [{ ...CREDENTIALS, password: 'between' }, second];
    expect(await write()).toBe('done');
    expect(mysql.opened.map(({ password }) => password)).toEqual(['first', 'between', 'second']);
  });

  test('MG-05 until the secret says something new it is read every other second, and the database asked no oftener', async () => {
    const { mysql, secret, write } = rotated();
    await expect(write()).rejects.toMatchObject({ fault: 'login' });
    const most = PATIENCE_MS / REFUSED_MS + 1;
    expect(secret.reads).toBeGreaterThan(1);
    expect(secret.reads).toBeLessThanOrEqual(most);
    expect(mysql.opened.length).toBeLessThanOrEqual(most);
  });

  test('MG-05 and is then used at once', async () => {
    const { secret, write } = rotated();
    const at = Date.now() + 3_000;
    mockClock.afterSleep = () => {
      if (Date.now() > at) secret.others = [second];
    };
    expect(await write()).toBe('done');
    expect(secret.reads).toBe(3);
  });

  test('MG-05 fails when the database goes away meanwhile: as that, and no wrong password', async () => {
    const { mysql, secret, write } = rotated();
    secret.others = [second];
    mysql.login = ({ password }) => { throw password === 'second' ? fault('own', 'ER_DBACCESS_DENIED_ERROR') : fault('login'); };
    await expect(write()).rejects.toMatchObject({ code: 'ER_DBACCESS_DENIED_ERROR' });
  });
});

test('MG-05 exclusive work has a connection to itself', async () => {
  const { mysql, database, write } = setUp();
  expect(await database.exclusive(Deadline.in(5_000), insert)).toBe('done');
  expect(mysql.closed).toBe(1);
  await write();
  expect(mysql.opened).toHaveLength(2);
  expect(await database.read(Deadline.in(5_000), (queryable) => queryable.select('SELECT 1'))).toEqual([]);
});
