import './support/environment';
import { EventEmitter } from 'node:events';
import { createConnection } from 'mysql2/promise';
import { CARD, CREDENTIALS } from './support/payment';
import { Deadline } from '../../../src/migration/handlers/deadline';
import { sessionOpener, tlsOptions } from '../../../src/migration/handlers/session';

jest.mock('mysql2/promise', () => ({ createConnection: jest.fn() }));

const driver = (code: string, fields: object = {}) => Object.assign(new Error(`at '${CARD}'`), { code, sql: CARD, ...fields });
const connect = jest.mocked(createConnection);

beforeEach(() => { connect.mockReset(); });

function setUp() {
  const connection = Object.assign(new EventEmitter(), { query: jest.fn().mockResolvedValue([[{ one: 1 }], []]), destroy: jest.fn() });
  connect.mockResolvedValue(connection as never);
  return { connection, open: (ms = 60_000) => sessionOpener(tlsOptions(['PEM']))(CREDENTIALS, Deadline.in(ms)) };
}

test('MG-05 chain and name are verified, nothing is prepared, and no value is a number that lost digits', async () => {
  const { open } = setUp();
  await open();
  expect(connect.mock.calls[0][0]).toMatchObject({
    ...CREDENTIALS,
    ssl: { ca: ['PEM'], rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' },
    connectTimeout: 2_000,
    multipleStatements: false,
    stringifyObjects: true,
    bigNumberStrings: true,
    timezone: 'Z',
  });
  await open(300);
  expect(connect.mock.calls[1][0]).toMatchObject({ connectTimeout: expect.closeTo(300, -2) });
});

test('MG-05 a statement has the time that is left, five seconds at most', async () => {
  const { connection, open } = setUp();
  const session = await open();
  expect(await session.select('SELECT ?', ['a'])).toEqual([{ one: 1 }]);
  await session.execute('START TRANSACTION');
  await session.ping(700);
  session.deadline = Deadline.in(1_000);
  await session.select('SELECT 2');
  expect(connection.query.mock.calls.map(([options]: [unknown]) => options)).toEqual([
    { sql: 'SELECT ?', values: ['a'], timeout: 5_000 }, { sql: 'START TRANSACTION', values: [], timeout: 5_000 }, { sql: 'SELECT 1', values: [], timeout: 700 },
    { sql: 'SELECT 2', values: [], timeout: expect.closeTo(1_000, -2) },
  ]);
});

test('MG-05 without time nothing is sent, and the connection goes with what is open on it', async () => {
  const { connection, open } = setUp();
  const session = await open();
  session.deadline = Deadline.in(-1);
  await expect(session.execute('COMMIT')).rejects.toMatchObject({ fault: 'unavailable', code: 'NO_TIME_LEFT' });
  expect([connection.query.mock.calls.length, connection.destroy.mock.calls.length, session.isBroken]).toEqual([0, 1, true]);
});

test('MG-05 after a timeout the connection goes: its answer would be taken for the next one; after a deadlock it stays', async () => {
  const { connection, open } = setUp();
  const session = await open();
  connection.query.mockRejectedValueOnce(driver('ER_LOCK_DEADLOCK', { errno: 1213, sqlState: '40001' }));
  const deadlock: unknown = await session.execute('x').catch((error: unknown) => error);
  expect(deadlock).toMatchObject({ fault: 'contention' });
  expect(JSON.stringify(deadlock)).not.toContain(CARD);
  expect(session.isBroken).toBe(false);
  connection.query.mockRejectedValueOnce(driver('PROTOCOL_SEQUENCE_TIMEOUT'));
  await expect(session.execute('x')).rejects.toMatchObject({ fault: 'unavailable' });
  expect(session.isBroken).toBe(true);
});

test.each(['error', 'end'])('MG-05 an idle connection with the event "%s" is of no more use, and ends no process', async (event) => {
  const { connection, open } = setUp();
  const session = await open();
  connection.emit(event, driver('ECONNRESET'));
  expect(session.isBroken).toBe(true);
});

test('MG-05 fails when the host is an address, which the driver would not compare with the certificate', async () => {
  setUp();
  await expect(sessionOpener(tlsOptions(['PEM']))({ ...CREDENTIALS, host: '10.0.0.1' }, Deadline.in(1_000))).rejects.toMatchObject({ fault: 'own', code: 'HOST_IS_NO_NAME' });
  expect(connect).not.toHaveBeenCalled();
});

test('MG-05 fails when the login is refused', async () => {
  const { open } = setUp();
  connect.mockRejectedValue(driver('ER_ACCESS_DENIED_ERROR', { errno: 1045, sqlState: '28000' }));
  await expect(open()).rejects.toMatchObject({ name: 'DatabaseError', fault: 'login' });
});
