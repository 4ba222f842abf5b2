import './support/environment';
import { X509Certificate } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { CARD } from './support/payment';
import { authorities } from '../../../src/migration/handlers/authorities';
import { DatabaseError, databaseError } from '../../../src/migration/handlers/database-error';
import { Deadline } from '../../../src/migration/handlers/deadline';
import { majorUnits } from '../../../src/migration/handlers/payment-store';
import { getDecoder, getEncoder } from '../../../src/migration/handlers/utf8-only';

describe('MG-05 whose certificates the database may show', () => {
  test.each([
    ['amazon', ['Amazon Root CA 1', 'Amazon Root CA 4']], ['rds', ['Amazon RDS eu-west-2 Root CA RSA2048 G1', 'Amazon Root CA 1']],
  ])('MG-05 %s: authorities of Amazon alone, each can be read', (source, wanted) => {
    const subjects = authorities(source).map((pem) => new X509Certificate(pem).subject);
    for (const name of wanted) expect(subjects.filter((subject) => subject.includes(name))).not.toEqual([]);
    expect(subjects.filter((subject) => !/Amazon|Starfield/.test(subject))).toEqual([]);
  });

  test('MG-05 a file: each of its certificates', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ca-'));
    const file = path.join(folder, 'ca.pem');
    const [first, second] = authorities('amazon');
    fs.writeFileSync(file, `# bundle\n${first}\n${second}\n`);
    expect(authorities(file)).toEqual([first, second].map((pem) => pem.trim()));
    fs.writeFileSync(file, 'nothing');
    expect(() => authorities(file)).toThrow(`Invalid environment: DATABASE_CA: ${file} holds no certificate`);
    fs.rmSync(folder, { recursive: true });
    expect(() => authorities(file)).toThrow(`DATABASE_CA: ${file} cannot be read`);
  });
});

test('MG-05 what the bundle has in place of iconv-lite knows UTF-8', () => {
  expect([getDecoder().write(getEncoder().write('Zürich €')), getDecoder().end(), getEncoder().end()]).toEqual(['Zürich €', undefined, undefined]);
});

describe('MG-05 what went wrong', () => {
  const driver = (fields: object) => Object.assign(new Error(`Duplicate entry '${CARD}'`), { sql: `INSERT ${CARD}` }, fields);
  test.each([
    ['ER_DUP_ENTRY', 1062, '23000', 'duplicate'], ['ER_ACCESS_DENIED_ERROR', 1045, '28000', 'login'], ['ER_ACCOUNT_HAS_BEEN_LOCKED', 3118, 'HY000', 'login'],
    ['ER_LOCK_DEADLOCK', 1213, '40001', 'contention'], ['ER_LOCK_WAIT_TIMEOUT', 1205, 'HY000', 'contention'],
    ['ER_CON_COUNT_ERROR', 1040, '08004', 'unavailable'], ['ER_TOO_MANY_USER_CONNECTIONS', 1203, '42000', 'unavailable'],
    ['ER_OPTION_PREVENTS_STATEMENT', 1290, 'HY000', 'unavailable'], ['ECONNRESET', undefined, undefined, 'unavailable'],
    ['ER_PARSE_ERROR', 1064, '42000', 'own'], ['ER_DATA_TOO_LONG', 1406, '22001', 'own'],
    ['ER_CHECK_CONSTRAINT_VIOLATED', 3819, 'HY000', 'own'],
  ])('MG-05 %s is %s %s: %s', (code, errno, sqlState, fault) => {
    expect(databaseError(driver({ code, errno, sqlState }))).toMatchObject({ code, fault });
  });

  test.each([
    ['HANDSHAKE_SSL_ERROR', 'unable to verify the first certificate', 'own'], ['HANDSHAKE_SSL_ERROR', "Hostname/IP does not match certificate's altnames", 'own'],
    ['HANDSHAKE_NO_SSL_SUPPORT', 'Server does not support secure connection', 'own'], ['HANDSHAKE_SSL_ERROR', 'read ECONNRESET', 'unavailable'],
  ])('MG-05 %s, %s: said, and %s', (code, message, fault) => {
    expect(databaseError(Object.assign(new Error(message), { code }))).toMatchObject({ fault, message: `Database: ${code} (${message})` });
  });

  test('MG-05 nothing that was sent is in the error', () => {
    const error = databaseError(driver({ code: 'ER_DUP_ENTRY', errno: 1062, sqlState: '23000' }));
    expect({ ...error, message: error.message, cause: error.cause }).toEqual({
      name: 'DatabaseError', message: 'Database: ER_DUP_ENTRY', code: 'ER_DUP_ENTRY', fault: 'duplicate', cause: undefined,
    });
    expect(databaseError(error)).toBe(error);
    for (const other of ['text', undefined, new Error('plain')]) expect(databaseError(other)).toMatchObject({ code: 'UNKNOWN', fault: 'unavailable' });
    expect(new DatabaseError('own', 'X').stack).not.toContain(CARD);
  });
});

test('MG-05 a deadline gives no timer of 0', () => {
  expect(Deadline.in(-5).most(1_000)).toBe(1);
  expect(Deadline.in(100_000).most(1_000)).toBe(1_000);
});

test.each([[1_050, 'EUR', '10.50'], [5, 'EUR', '0.05'], [1, 'JPY', '1'], [1_234, 'BHD', '1.234'], [Number.MAX_SAFE_INTEGER, 'USD', '90071992547409.91']])(
  'MG-05 %d %s for the legacy ledger: %s', (amount, currency, text) => { expect(majorUnits(amount, currency)).toBe(text); });
