import { VALID } from './support/payment';
import { PostgresStore } from '../../../src/nested-environments/service/postgres-store';

const ROW = {
  id: 'id', status: 'accepted', amount_minor: '9007199254740991', currency: 'EUR', merchant_reference: 'r', metadata: {}, created_at: new Date(0),
};
const PAYMENT = {
  id: 'id', status: 'accepted', amountMinor: Number.MAX_SAFE_INTEGER, currency: 'EUR', merchantReference: 'r', metadata: {}, createdAt: '1970-01-01T00:00:00.000Z',
};

function setUp(rows: unknown[]) {
  const asked: { text: string; values: readonly unknown[] }[] = [];
  const store = new PostgresStore({
    query: async <R>(text: string, values: readonly unknown[]) => {
      asked.push({ text, values });
      return rows as R[];
    },
  });
  return { asked, store };
}

test('a payment and its event are written by one statement, with values as parameters', async () => {
  const { asked, store } = setUp([ROW]);
  expect(await store.insert({ ...VALID, id: 'id', idempotencyKey: 'key', requestHash: 'hash' })).toEqual(PAYMENT);
  expect(asked).toHaveLength(1);
  expect(asked[0].text).toMatch(/ON CONFLICT \(idempotency_key\) DO NOTHING[^]+INSERT INTO payment_events/);
  expect(asked[0].values).toEqual(['id', 'key', 'hash', 1_099, 'EUR', VALID.merchantReference, VALID.paymentToken, JSON.stringify(VALID.metadata)]);
});

test('what is found is read, what is not is undefined', async () => {
  const found = setUp([{ ...ROW, request_hash: 'hash' }]).store;
  expect(await found.findByKey('key')).toEqual({ payment: PAYMENT, requestHash: 'hash' });
  expect(await found.findById('id')).toEqual(PAYMENT);
  const none = setUp([]).store;
  expect(await none.insert({ ...VALID, id: 'id', idempotencyKey: 'key', requestHash: 'hash' })).toBeUndefined();
  expect(await none.findByKey('key')).toBeUndefined();
  expect(await none.findById('id')).toBeUndefined();
});
