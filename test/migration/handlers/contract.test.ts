import { ARN } from './support/environment';
import { CARD, PAYMENT } from './support/payment';
import { parseEnvironment } from '../../../src/hardened/handlers/environment';
import { migratedEnvironment, operationSchema, payloadHash, paymentSchema } from '../../../src/migration/handlers/contract';

const parse = (change: object) => paymentSchema.safeParse({ ...PAYMENT, ...change });
const faults = (change: object) => parse(change).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`);

test('MG-05 a payment is read, its time in UTC', () => {
  expect(parse({}).data).toEqual({ ...PAYMENT, occurredAt: '2026-11-22T09:00:00.500Z' });
  const { legacyId: _id, reference: _reference, metadata: _metadata, ...least } = PAYMENT;
  expect(paymentSchema.parse(least)).toMatchObject({ metadata: {} });
});

test.each<[string, object, RegExp]>([
  ['a fraction', { amount: 0.5 }, /^amount must be a whole number/], ['nothing to pay', { amount: 0 }, /^amount must be more than 0/],
  ['a lost bit', { amount: 2 ** 53 }, /^amount/], ['no currency', { currency: 'EURO' }, /^currency/], ['an id of spaces', { paymentId: 'a b' }, /^paymentId/],
  ['no time', { occurredAt: 'yesterday' }, /^occurredAt/], ['a time of no offset', { occurredAt: '2026-11-22T10:00:00' }, /^occurredAt/],
  ['another century', { occurredAt: '1999-12-31T23:59:59Z' }, /^occurredAt must be of this century/], ['an unknown field', { cvv: '123' }, /must be a JSON object/],
  ['an empty reference', { reference: '' }, /^reference/], ['metadata of numbers', { metadata: { n: 1 } }, /^metadata/],
])('MG-05 fails when a payment has %s', (_case, change, message) => {
  expect(faults(change)).toEqual([expect.stringMatching(message)]);
});

test('MG-05 the hash is of the meaning: order and offset do not change it, every field does', () => {
  const hash = (change: object) => payloadHash(paymentSchema.parse({ ...PAYMENT, ...change }));
  const { metadata, ...rest } = PAYMENT;
  expect(payloadHash(paymentSchema.parse({ metadata, ...rest, occurredAt: '2026-11-22T09:00:00.500Z' }))).toBe(hash({}));
  const changes = [
    { amount: 1 }, { currency: 'USD' }, { merchantId: 'other' }, { legacyId: 'L-2' }, { legacyId: undefined }, { reference: 'x' }, { metadata: {} },
    { occurredAt: '2026-11-22T10:00:01Z' }, { paymentId: 'pay_2' },
  ];
  expect(new Set([{}, ...changes].map(hash)).size).toBe(changes.length + 1);
});

test('MG-05 the environment: every fault at once, by name and never by value', () => {
  expect(migratedEnvironment.parse({ DATABASE_SECRET_ARN: ARN })).toEqual({ DATABASE_SECRET_ARN: ARN, DATABASE_CA: 'amazon', AWS_APPCONFIG_EXTENSION_HTTP_PORT: 2_772 });
  const wrong = {
    DATABASE_SECRET_ARN: CARD, DATABASE_HOST: '', DATABASE_PORT: '0', DATABASE_NAME: '', DATABASE_CA: '', FEATURE_FLAGS_PATH: '/flags', AWS_APPCONFIG_EXTENSION_HTTP_PORT: '99999',
  };
  const read = () => parseEnvironment(migratedEnvironment, wrong);
  for (const name of Object.keys(wrong)) expect(read).toThrow(name);
  expect(read).not.toThrow(CARD);
});

test('MG-05 operations are three', () => {
  for (const given of [{ operation: 'migrate' }, { operation: 'payment', paymentId: 'p' }, { operation: 'totals', merchantId: 'm' }]) {
    expect(operationSchema.parse(given)).toEqual(given);
  }
  for (const given of [{}, { operation: 'drop' }, { operation: 'payment' }, { operation: 'migrate', force: true }]) {
    expect(operationSchema.safeParse(given).success).toBe(false);
  }
});
