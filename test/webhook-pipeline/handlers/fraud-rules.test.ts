import './support/environment';
import { payment } from './support/payment';
import { handler, RULES, screen } from '../../../src/webhook-pipeline/handlers/fraud-rules';
import { captureOutput } from '../../hardened/handlers/support/lambda';

const rules = { amountLimits: { EUR: 100_000, JPY: 150_000 }, blockedCountries: ['KP'] };

test.each([
  ['an ordinary payment', {}, 0, []],
  ['just under the limit', { amount_minor: 99_999 }, 0, []],
  ['at the limit', { amount_minor: 100_000 }, 40, ['amount-at-limit']],
  ['just under five times the limit', { amount_minor: 499_999 }, 40, ['amount-at-limit']],
  ['at five times the limit', { amount_minor: 500_000 }, 80, ['amount-at-limit', 'amount-far-above-limit']],
  ['the limit is that of the currency', { amount_minor: 149_999, currency: 'JPY' }, 0, []],
  ['a currency without a limit', { amount_minor: 10 ** 12, currency: 'USD' }, 10, ['no-limit-for-currency']],
  ['no country on a small amount', { country: '' }, 0, []],
  ['no country on a large amount', { country: '', amount_minor: 100_000 }, 50, ['amount-at-limit', 'large-amount-without-country']],
  ['a blocked country', { country: 'KP' }, 100, ['blocked-country']],
  ['never more than 100', { country: 'KP', amount_minor: 500_000 }, 100, ['blocked-country', 'amount-at-limit', 'amount-far-above-limit']],
])('WH-07 %s', (_case, fields, score, reasons) => {
  expect(screen(payment(fields), rules)).toEqual({ score, reasons });
});

test.each([['pending', 100], ['authorized', 100], ['succeeded', 100], ['failed', 0], ['refunded', 0], ['disputed', 0], ['canceled', 0]] as const)(
  'WH-07 money that goes back is never held up: %s scores %d', (status, score) => {
    expect(screen(payment({ status, country: 'KP' }), rules).score).toBe(score);
  });

test('WH-07 every rule has its own reason', () => {
  expect(new Set(RULES.map(({ reason }) => reason)).size).toBe(RULES.length);
});

describe('WH-07 the function', () => {
  let output: ReturnType<typeof captureOutput>;
  beforeEach(() => { output = captureOutput(); });
  afterEach(() => output.restore());

  test('WH-07 screens the payment by the rules of its environment and logs no payer', async () => {
    await expect(handler(payment({ country: 'KP' }))).resolves.toEqual({ score: 100, reasons: ['blocked-country'] });
    expect(output.text()).toContain('"correlation_id":"request-1"');
  });

  test('WH-07 an input that is no payment fails by field name', async () => {
    await expect(handler({ ...payment(), amount_minor: 0.5 })).rejects.toThrow('payment.amount_minor');
    await expect(handler({ payment: payment() })).rejects.toThrow('payment.provider');
  });
});
