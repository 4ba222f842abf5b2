import { ADYEN_EXPONENTS, fromDecimal, fromMinor, STRIPE_EXPONENTS } from '../../../src/webhook-pipeline/handlers/money';

describe('WH-07 minor units of ISO 4217', () => {
  test.each([
    [1050, 'eur', 1050], [0, 'USD', 0], [500, 'JPY', 500], [5120, 'KWD', 5120], [100, 'XOF', 100], [Number.MAX_SAFE_INTEGER, 'USD', Number.MAX_SAFE_INTEGER],
  ])('WH-07 %d minor units of %s', (value, currency, expected) => {
    expect(fromMinor(value, currency)).toEqual({ amount_minor: expected, currency: currency.toUpperCase() });
  });

  test.each([
    ['10.50', 'EUR', 1050], ['10.5', 'EUR', 1050], ['10', 'EUR', 1000], ['1050', 'JPY', 1050], ['1.234', 'BHD', 1234], ['0.07', 'USD', 7],
    // 1.1 * 100 and 4.35 * 100 are not integers in floating point.
    ['1.10', 'USD', 110], ['4.35', 'USD', 435], ['90071992547409.91', 'USD', 9_007_199_254_740_991], ['10.00', 'JPY', 10],
  ])('WH-07 %s %s', (text, currency, expected) => {
    expect(fromDecimal(text, currency).amount_minor).toBe(expected);
  });

  test.each([
    ['Stripe', STRIPE_EXPONENTS, 'ISK', 500, 5], ['Stripe', STRIPE_EXPONENTS, 'UGX', 500, 5], ['Stripe', STRIPE_EXPONENTS, 'MGA', 5, 500],
    ['Stripe', STRIPE_EXPONENTS, 'JPY', 500, 500], ['Stripe', STRIPE_EXPONENTS, 'UGX', 0, 0],
    ['Adyen', ADYEN_EXPONENTS, 'CLP', 1000, 10], ['Adyen', ADYEN_EXPONENTS, 'CVE', 10, 1000],
    ['Adyen', ADYEN_EXPONENTS, 'IDR', 10, 1000], ['Adyen', ADYEN_EXPONENTS, 'ISK', 1000, 10], ['Adyen', ADYEN_EXPONENTS, 'EUR', 10, 10],
  ])('WH-07 %s counts %s its own way', (_provider, exponents, currency, value, expected) => {
    expect(fromMinor(value, currency, exponents).amount_minor).toBe(expected);
  });
});

describe('WH-07 an amount that is not exact is refused', () => {
  test.each([
    ['unknown-currency', () => fromMinor(1, 'ABC')],
    ['unknown-currency', () => fromMinor(1, 'XAU')],
    ['unknown-currency', () => fromMinor(1, 'XXX')],
    ['unknown-currency', () => fromDecimal('1', '')],
    ['fraction-of-minor-unit', () => fromMinor(10.5, 'USD')],
    ['negative', () => fromMinor(-1, 'USD')],
    ['negative', () => fromDecimal('-1.00', 'USD')],
    ['unsafe-integer', () => fromMinor(2 ** 53, 'USD')],
    ['unsafe-integer', () => fromDecimal('90071992547409.92', 'USD')],
    ['unsafe-integer', () => fromMinor(Number.MAX_SAFE_INTEGER, 'IDR', ADYEN_EXPONENTS)],
    ['too-many-decimals', () => fromDecimal('10.50', 'JPY')],
    ['too-many-decimals', () => fromDecimal('10.505', 'USD')],
    ['too-many-decimals', () => fromMinor(550, 'ISK', STRIPE_EXPONENTS)],
    ['too-many-decimals', () => fromMinor(1, 'CLP', ADYEN_EXPONENTS)],
    ['not-a-number', () => fromMinor(NaN, 'USD')],
    ['not-a-number', () => fromDecimal('1e3', 'USD')],
    ['not-a-number', () => fromDecimal('1,050.00', 'USD')],
    ['not-a-number', () => fromDecimal('', 'USD')],
  ])('WH-07 %s', (fault, read) => {
    expect(read).toThrow(expect.objectContaining({ name: 'MoneyError', fault }));
  });
});
