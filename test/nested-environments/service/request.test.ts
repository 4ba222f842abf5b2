import { CARD, VALID } from './support/payment';
import type { Fault } from '../../../src/hardened/handlers/body';
import { parsePayment, requestIdOf } from '../../../src/nested-environments/service/request';

const KEY = 'b1f5a2f0-6a0e-4f4e-9f0e-0a2b6f0c1d2e';
const parse = (body: unknown, headers: Record<string, string> = { 'idempotency-key': KEY }) => parsePayment(headers, JSON.stringify(body));
const faults = (body: unknown, headers?: Record<string, string>): string[] => {
  const parsed = parse(body, headers);
  return 'faults' in parsed ? parsed.faults.map(({ in: where, at, detail }: Fault) => `${where} ${at}: ${detail}`) : [];
};

test('a valid payment is taken as it is; metadata may be absent', () => {
  expect(parse(VALID)).toEqual({ key: KEY, payment: VALID });
  expect(parse({ ...VALID, metadata: undefined })).toEqual({ key: KEY, payment: { ...VALID, metadata: {} } });
});

test.each(['EUR', 'JPY', 'KWD', 'XOF', 'IDR'])('%s is a currency', (currency) => {
  expect(faults({ ...VALID, currency })).toEqual([]);
});

test('every fault is told at once, of the header and of the body, and no value with it', () => {
  expect(faults({
    amountMinor: 10.5, currency: 'eur', merchantReference: '', paymentToken: 'x', metadata: { '1a': 'b', 'c': 5 }, tip: 1, [CARD]: 1, cvv: '123',
  }, {}).sort()).toEqual([
    'body /(a card number): looks like card data: send a token of the payment provider',
    'body /amountMinor: must be a whole number in the minor unit, at most 2^53 - 1',
    'body /currency: must be an ISO 4217 code in upper case',
    'body /cvv: looks like card data: send a token of the payment provider',
    'body /merchantReference: must not be empty',
    'body /metadata/c: must be text',
    'body /metadata: must be named by 1 to 40 letters, digits or _.-, a letter first',
    'body /paymentToken: must be 8 to 256 letters, digits or _.:~+/=-',
    'body /tip: is unknown',
    'header idempotency-key: is missing',
  ]);
});

test.each<[string, object, string]>([
  ['zero', { amountMinor: 0 }, '/amountMinor: must be more than 0'],
  ['a negative amount', { amountMinor: -1 }, '/amountMinor: must be more than 0'],
  ['an amount that is not exact', { amountMinor: 2 ** 53 }, '/amountMinor: must be a whole number in the minor unit, at most 2^53 - 1'],
  ['an amount as text', { amountMinor: '10' }, '/amountMinor: must be a whole number in the minor unit, at most 2^53 - 1'],
  ['gold', { currency: 'XAU' }, '/currency: must be an ISO 4217 code in upper case'],
  ['no currency', { currency: undefined }, '/currency: must be text'],
  ['a NUL', { merchantReference: 'a\0b' }, '/merchantReference: must not have control characters'],
  ['half a surrogate pair', { merchantReference: 'a\ud800b' }, '/merchantReference: must not have control characters'],
  ['a long reference', { merchantReference: 'a'.repeat(65) }, '/merchantReference: must have at most 64 characters'],
  ['metadata as a list', { metadata: [] }, '/metadata: must be an object of text'],
  ['much metadata', { metadata: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`k${n}`, 'v'])) }, '/metadata: must have at most 20 entries'],
  ['a card number as the token', { paymentToken: CARD }, '/paymentToken: looks like card data: send a token of the payment provider'],
  ['a card number as the reference', { merchantReference: CARD }, '/merchantReference: looks like card data: send a token of the payment provider'],
])('refused: %s', (_name, change, fault) => {
  expect(faults({ ...VALID, ...change })).toEqual([`body ${fault}`]);
});

test.each([[null], [[]], ['text'], [5]])('%j is no payment', (body) => {
  expect(faults(body)).toEqual(['body : must be a JSON object']);
});

test('a body that is not JSON is not quoted', () => {
  expect(parsePayment({ 'idempotency-key': KEY }, `{"pan": ${CARD}`)).toEqual({ faults: [{ in: 'body', at: '', detail: 'is not JSON' }] });
});

test.each([
  ['65 characters', 'a'.repeat(65)], ['nothing', ''], ['two headers', 'a, b'], ['a card number', CARD],
])('as a key is refused: %s', (_name, key) => {
  expect(faults(VALID, { 'idempotency-key': key })).toHaveLength(1);
});

test('the id of a request is the caller\'s, the load balancer\'s, or made up', () => {
  expect(requestIdOf({ 'x-request-id': 'caller-0001' })).toBe('caller-0001');
  expect(requestIdOf({ 'x-amzn-trace-id': 'Self=1-a;Root=1-67891233-abcdef012345678912345678' })).toBe('1-67891233-abcdef012345678912345678');
  for (const headers of [{}, { 'x-request-id': CARD }, { 'x-request-id': 'a b' }, { 'x-amzn-trace-id': 'Self=1' }]) {
    expect(requestIdOf(headers)).toMatch(/^[0-9a-f-]{36}$/);
  }
});
