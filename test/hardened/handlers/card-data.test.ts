import { createHash, randomUUID } from 'node:crypto';
import { cardDataIn, containsCardNumber } from '../../../src/hardened/handlers/card-data';

/** Of Visa, for tests. */
const CARD = '4111111111111111';

test.each([
  ['Visa', '4111111111111111'], ['Visa of 13', '4222222222222'], ['Mastercard', '5555555555554444'], ['Mastercard, 2 series', '2223003122003222'],
  ['American Express', '378282246310005'], ['Diners', '30569309025904'], ['Discover', '6011111111111117'], ['JCB', '3530111333300000'],
  ['Maestro of 19', '6304000000000000000'], ['with spaces', '4111 1111 1111 1111'], ['with hyphens', '4111-1111-1111-1111'],
  ['American Express in groups', '3782 822463 10005'], ['Diners in groups', '3056 930902 5904'], ['19 in groups', '6304 0000 0000 0000 000'],
  ['in a sentence', `my card is ${CARD}, thanks`], ['after a date', `2026-11-22 ${CARD}`], ['after letters', `card${CARD}x`], ['after a hyphen', 'order-4111-1111-1111-1111'], ['beside a UUID', `${randomUUID()} ${CARD}`],
])('a card number is found: %s', (_name, text) => {
  expect(containsCardNumber(text)).toBe(true);
});

test.each([
  ['a wrong check digit', '4111111111111112'], ['epoch milliseconds', '1766400000000'], ['an order number', 'order 2026-001'],
  ['too short', '411111111111'], ['too long', '41111111111111111111'], ['a SHA-256', createHash('sha256').update('x').digest('hex')],
  ['a card number inside an object id', `abcdef01${CARD}`], ['no issuer begins with 9', '9111111111111111'],
])('what is no card number passes: %s', (_name, text) => {
  expect(containsCardNumber(text)).toBe(false);
});

test('no UUID is taken for a card number', () => {
  const groups = ['e93a5404-8414-4267-8122-0917ca6afe85', 'D2EE5314-2560-4638-8435-4E4267A9D85A', 'key-bfa09939-4117-4810-8114-4416b69e2361'];
  const uuids = [...groups, ...Array.from({ length: 20_000 }, () => randomUUID())];
  expect(uuids.filter(containsCardNumber)).toEqual([]);
  expect(containsCardNumber('41111111-1111-1111-1111-111111111111')).toBe(false);
});

test('every place in a body is named, and no value', () => {
  const found = cardDataIn({
    amountMinor: Number(CARD), note: CARD, list: [{ 'a/b~c': CARD }], number: Number(CARD), [CARD]: 1, card: { Card_Number: 'x', CVV: 123, holder: 'A' },
  }, '/amountMinor');
  expect(found).toEqual(['/(a card number)', '/card/CVV', '/card/Card_Number', '/list/0/a~1b~0c', '/note', '/number']);
});

test('a body of brackets alone does not exhaust the stack', () => {
  expect(cardDataIn(JSON.parse('['.repeat(32_000) + ']'.repeat(32_000)), '/amount')).toEqual([]);
  expect(cardDataIn(null, '/amount')).toEqual([]);
});
