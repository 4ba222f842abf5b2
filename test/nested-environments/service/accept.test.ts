import { MemoryStore } from './support/memory-store';
import { VALID } from './support/payment';
import { accept, hashOf } from '../../../src/nested-environments/service/accept';

test('the first writes, the same again reads, another is a conflict', async () => {
  const store = new MemoryStore();
  const first = await accept(store, 'key', VALID);
  expect(first).toMatchObject({ kind: 'created', payment: { amountMinor: 1_099, currency: 'EUR' } });
  expect(await accept(store, 'key', { ...VALID })).toEqual({ ...first, kind: 'replayed' });
  expect(await accept(store, 'key', { ...VALID, amountMinor: 1_100 })).toEqual({ kind: 'conflict' });
  expect(await accept(store, 'another', VALID)).toMatchObject({ kind: 'created' });
  expect(store.rows.size).toBe(2);
});

test('many at once with one key: one is created', async () => {
  const store = new MemoryStore();
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => accept(store, 'key', VALID)));
  expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1);
  expect(new Set(outcomes.map((outcome) => 'payment' in outcome && outcome.payment.id)).size).toBe(1);
});

test('a key without its payment is no success', async () => {
  const store = new MemoryStore();
  store.insert = async () => undefined;
  await expect(accept(store, 'key', VALID)).rejects.toThrow('gone');
});

test('the hash is of the meaning: order does not change it, every field does', () => {
  const { metadata, ...rest } = VALID;
  expect(hashOf({ metadata: { cart: '42', channel: 'web' }, ...rest })).toBe(hashOf(VALID));
  const others = [
    { amountMinor: 1 }, { currency: 'USD' }, { merchantReference: 'x' }, { paymentToken: 'tok_other' }, { metadata: {} }, { metadata: { ...metadata, cart: '43' } },
  ];
  expect(new Set([VALID, ...others.map((change) => ({ ...VALID, ...change }))].map(hashOf)).size).toBe(others.length + 1);
});
