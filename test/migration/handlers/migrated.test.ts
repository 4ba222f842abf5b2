import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SQSBatchResponse } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { ARN } from './support/environment';
import { FakeMySql, fault } from './support/fake-mysql';
import { CARD, PAYMENT, SECRET } from './support/payment';
import { migratedEnvironment, payloadHash, paymentSchema } from '../../../src/migration/handlers/contract';
import { createHandler, handler, RESERVE_MS } from '../../../src/migration/handlers/migrated';
import { captureOutput, context, metricsIn, sqsRecord } from '../../hardened/handlers/support/lambda';

/** Waiting takes no time, and the clock goes on by it. */
const mockWaited = { ms: 0 };
jest.mock('node:timers/promises', () => ({ setTimeout: async (ms: number) => { mockWaited.ms += ms; } }));

const manager = mockClient(SecretsManagerClient);
let mysql: FakeMySql;
let output: ReturnType<typeof captureOutput>;

const HASH = payloadHash(paymentSchema.parse(PAYMENT));
const body = (change: object = {}) => JSON.stringify({ ...PAYMENT, ...change });
const create = (environment: object = {}) => createHandler(migratedEnvironment.parse({ DATABASE_SECRET_ARN: ARN, ...environment }), mysql.open);
async function left(bodies: string[], handle = create(), remainingMs = 30_000): Promise<string[]> {
  const event = { Records: bodies.map((text, n) => sqsRecord(text, {}, `m${n}`)) };
  const { batchItemFailures } = await handle(event, context(remainingMs)) as SQSBatchResponse;
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}
const metrics = () => {
  const { ColdStart: _cold, ...sums } = metricsIn(output.text());
  return sums;
};
/** The table has it. */
const isStored = (hash: string | undefined) => (text: string) => {
  if (text.startsWith('INSERT INTO payments')) throw fault('duplicate', 'ER_DUP_ENTRY');
  return text.startsWith('SELECT payload_hash') && hash !== undefined ? [{ payload_hash: hash }] : undefined;
};

beforeEach(() => {
  manager.reset();
  manager.on(GetSecretValueCommand, { SecretId: ARN, VersionStage: 'AWSCURRENT' }).resolves({ SecretString: JSON.stringify(SECRET) });
  mysql = new FakeMySql();
  const { now } = Date;
  mockWaited.ms = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => now() + mockWaited.ms);
  output = captureOutput();
});
afterEach(() => {
  output.restore();
  jest.restoreAllMocks();
});

describe('MG-05 a payment is written once', () => {
  test('MG-05 payment, totals and the legacy ledger in one transaction', async () => {
    expect(await left([body()])).toEqual([]);
    expect(mysql.log).toEqual([
      'SELECT COALESCE(MAX(version), 0)', 'START TRANSACTION', 'INSERT INTO payments', 'INSERT INTO merchant_totals', 'INSERT INTO legacy_ledger', 'COMMIT',
    ]);
    expect(mysql.values[2]).toEqual([
      'pay_1', HASH, 'shop', 1_050, 'EUR', 'L-1', 'order 7', '{"channel":"web"}', true, '2026-11-22 09:00:00.500',
    ]);
    expect(mysql.values[3]).toEqual(['shop', 'EUR', 1_050, 1_050]);
    expect(mysql.values[4]).toEqual(['pay_1', 'L-1', 'shop', '10.50', 'EUR', '2026-11-22 09:00:00.500']);
    expect(metrics()).toEqual({ PaymentWritten: 1 });
  });

  test('MG-05 what the legacy system does not know is not written there', async () => {
    await left([body({ legacyId: undefined, reference: undefined })]);
    expect(mysql.log).not.toContain('INSERT INTO legacy_ledger');
    expect(mysql.values[2].slice(5, 9)).toEqual([null, null, '{"channel":"web"}', false]);
  });

  test('MG-11 the flag ends the second write', async () => {
    const asked = jest.spyOn(global, 'fetch').mockResolvedValue(new Response('{"legacyLedger": {"enabled": false}}'));
    await left([body()], create({ FEATURE_FLAGS_PATH: '/applications/a/environments/e/configurations/c' }));
    expect(asked.mock.calls[0][0]).toBe('http://localhost:2772/applications/a/environments/e/configurations/c');
    expect(mysql.log).not.toContain('INSERT INTO legacy_ledger');
    expect(mysql.values[2][8]).toBe(false);
  });

  test('MG-05 a repetition changes nothing', async () => {
    mysql.answer = isStored(HASH);
    expect(await left([body()])).toEqual([]);
    expect(mysql.log.slice(1)).toEqual(['START TRANSACTION', 'INSERT INTO payments', 'SELECT payload_hash FROM', 'COMMIT']);
    expect(metrics()).toEqual({ PaymentRepeated: 1 });
  });

  test('MG-05 fails when another payment has the id: recorded, and left to the dead-letter queue by itself', async () => {
    mysql.answer = isStored('0'.repeat(64));
    expect(await left([body()])).toEqual(['m0']);
    expect(mysql.log.slice(1)).toEqual(['START TRANSACTION', 'INSERT INTO payments', 'SELECT payload_hash FROM', 'INSERT INTO refusals', 'COMMIT']);
    expect(mysql.values.at(-2)).toEqual([`pay_1#${HASH}`, 'conflict', 'm0', 'pay_1', '[]']);
    expect(metrics()).toEqual({ PaymentConflict: 1 });
  });

  test('MG-05 one that was removed in the meantime is written at the next attempt', async () => {
    const stored = isStored(undefined);
    let isFirst = true;
    mysql.answer = (text) => {
      const seen = isFirst ? stored : () => undefined;
      isFirst &&= !text.startsWith('SELECT payload_hash');
      return seen(text);
    };
    expect(await left([body()])).toEqual([]);
    expect(metrics()).toEqual({ TransactionRetried: 1, PaymentWritten: 1 });
  });
});

describe('MG-05 a message that fails, fails alone', () => {
  test.each([['no JSON', '{"paymentId":'], ['no payment', '{}'], ['a fraction', body({ amount: 0.5 })], ['an unknown field', body({ extra: 1 })]])(
    'MG-05 fails when it is %s', async (_case, poison) => {
      expect(await left([body(), poison, body({ paymentId: 'p2' })])).toEqual(['m1']);
      expect(metrics()).toEqual({ PaymentWritten: 2, PaymentMalformed: 1 });
    });

  test.each([
    ['in a field', body({ reference: CARD }), ['/reference']], ['as a name', body({ cvv: '123' }), ['/cvv']], ['in what is no JSON', `{"pan": "${CARD}"`, ['']],
  ])('MG-05 card data %s is recorded by its place and consumed: it is nowhere kept', async (_case, text, at) => {
    expect(await left([text])).toEqual([]);
    expect(mysql.log.slice(1)).toEqual(['START TRANSACTION', 'INSERT INTO refusals', 'COMMIT']);
    expect(mysql.values.at(-2)).toEqual(['message#m0', 'card-data', 'm0', null, JSON.stringify(at)]);
    expect(metrics()).toEqual({ CardDataRefused: 1 });
    expect(output.text() + JSON.stringify(mysql.values)).not.toContain(CARD);
  });

  test.each(['payments', 'merchant_totals'])('MG-05 a mistake of ours at %s is an error of that message', async (table) => {
    mysql.answer = (text) => {
      if (text.startsWith(`INSERT INTO ${table}`)) throw fault('own', 'ER_BAD_FIELD_ERROR');
      return undefined;
    };
    expect(await left([body()])).toEqual(['m0']);
    expect(metrics()).toEqual({});
    expect(output.text()).toContain('Left for a retry');
  });
});

describe('MG-05 the database is away, or time is', () => {
  test('MG-05 what cannot be written now stays on the queue, the rest of the batch without waiting', async () => {
    mysql.login = () => { throw fault('unavailable', 'ECONNREFUSED'); };
    expect(await left([body(), body({ paymentId: 'p2' }), body({ reference: CARD })], create(), 30_000)).toEqual(['m0', 'm1', 'm2']);
    expect(metrics()).toMatchObject({ PaymentPostponed: 3 });
  });

  test('MG-05 no message is begun that cannot be finished', async () => {
    expect(await left([body()], create(), RESERVE_MS - 1)).toEqual(['m0']);
    expect(mysql.opened).toEqual([]);
  });
});

describe('MG-05 the schema', () => {
  const fresh = (held: unknown[]) => (text: string) => {
    if (text.includes('GET_LOCK')) return [{ held: held.shift() }];
    if (text.includes('MAX(version)') && !mysql.statements.some((statement) => statement.includes('EXISTS schema_migrations'))) throw fault('own', 'ER_NO_SUCH_TABLE');
    return text.includes('MAX(version)') ? [{ version: 0 }] : undefined;
  };

  test('MG-05 is made before the first payment, under a lock that ends with its connection, and looked at once', async () => {
    mysql.answer = fresh(['1']);
    const handle = create();
    expect(await left([body(), body({ paymentId: 'p2' })], handle)).toEqual([]);
    expect(mysql.log.slice(0, 9)).toEqual([
      'SELECT COALESCE(MAX(version), 0)', 'SELECT GET_LOCK(?, ?)', 'CREATE TABLE IF', 'SELECT COALESCE(MAX(version), 0)',
      'CREATE TABLE IF', 'CREATE TABLE IF', 'CREATE TABLE IF', 'CREATE TABLE IF', 'INSERT INTO schema_migrations',
    ]);
    expect([mysql.closed, mysql.opened.length]).toEqual([1, 2]);
    expect(metrics()).toEqual({ SchemaMigrated: 1, PaymentWritten: 2 });
    expect(await handle({ operation: 'migrate' }, context())).toEqual({ applied: 0 });
  });

  test('MG-05 waits for its turn', async () => {
    mysql.answer = fresh([0, null, 1]);
    expect(await create()({ operation: 'migrate' }, context())).toEqual({ applied: 1 });
  });

  test('MG-05 fails when it cannot be read', async () => {
    mysql.answer = () => { throw fault('own', 'ER_TABLEACCESS_DENIED_ERROR'); };
    await expect(create()({ operation: 'migrate' }, context())).rejects.toMatchObject({ code: 'ER_TABLEACCESS_DENIED_ERROR' });
  });
});

describe('MG-05 what is read', () => {
  const ROW = {
    payment_id: 'pay_1',
    merchant_id: 'shop',
    amount_minor: '1050',
    currency: 'EUR',
    legacy_id: 'L-1',
    reference: 'order 7',
    metadata: '{"channel":"web"}',
    in_legacy_ledger: 1,
    occurred_at: '2026-11-22 09:00:00.500',
    written_at: '2026-11-22 09:00:01.000',
  };
  const PAYMENT_READ = { ...PAYMENT, occurredAt: '2026-11-22T09:00:00.500Z', inLegacyLedger: true, writtenAt: '2026-11-22T09:00:01.000Z' };

  test('MG-05 a payment', async () => {
    const handle = create();
    mysql.answer = (text) => text.startsWith('SELECT payment_id') ? [ROW] : undefined;
    expect(await handle({ operation: 'payment', paymentId: 'pay_1' }, context())).toEqual({ payment: PAYMENT_READ });
    mysql.answer = (text) => text.startsWith('SELECT payment_id') ? [{ ...ROW, legacy_id: null, reference: null, in_legacy_ledger: 0 }] : undefined;
    expect(await handle({ operation: 'payment', paymentId: 'pay_1' }, context())).toEqual({
      payment: { ...PAYMENT_READ, legacyId: undefined, reference: undefined, inLegacyLedger: false },
    });
    mysql.answer = () => undefined;
    expect(await handle({ operation: 'payment', paymentId: 'none' }, context())).toEqual({ payment: null });
  });

  test('MG-05 the totals of a merchant', async () => {
    mysql.answer = (text) => text.includes('FROM merchant_totals') ? [{ currency: 'EUR', payments: '2', amount_minor: '18014398509481982' }] : undefined;
    expect(await create()({ operation: 'totals', merchantId: 'shop' }, context())).toEqual({ totals: [{ currency: 'EUR', payments: 2, amount: '18014398509481982' }] });
  });

  test.each([[CARD], [null], [{ operation: CARD }], [{ operation: 'payment', paymentId: `${CARD} ` }], [{}]])('MG-05 fails when it is asked %#', async (event) => {
    const asked: unknown = await create()(event, context()).catch((error: unknown) => error);
    expect(asked).toMatchObject({ name: 'OperationInvalidError' });
    expect(String(asked)).not.toContain(CARD);
  });
});

test('MG-05 the function itself is made of its environment', async () => {
  expect(await handler({ Records: [] }, context()).catch((error: unknown) => error)).toBeDefined();
  expect(() => createHandler(migratedEnvironment.parse({ DATABASE_SECRET_ARN: ARN, DATABASE_CA: '/none' }))).toThrow('DATABASE_CA');
});
