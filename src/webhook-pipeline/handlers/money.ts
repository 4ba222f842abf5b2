/**
 * Amounts as integers in the minor unit of ISO 4217, exact or refused: a
 * guessed unit is wrong by a factor of 100.
 */
import { minorUnitOf } from '../../hardened/handlers/iso4217';

export type MoneyFault = 'unknown-currency' | 'fraction-of-minor-unit' | 'too-many-decimals' | 'negative' | 'unsafe-integer' | 'not-a-number';

/** Says what is wrong, never the amount. */
export class MoneyError extends Error {
  override readonly name = 'MoneyError';
  constructor(readonly fault: MoneyFault) {
    super(`amount refused: ${fault}`);
  }
}

export interface Money {
  readonly amount_minor: number;
  readonly currency: string;
}

/** Decimals of the currencies that a provider counts otherwise than ISO 4217. */
export type Exponents = Readonly<Record<string, number>>;

/**
 * https://docs.stripe.com/currencies: ISK and UGX keep two decimals for
 * backward compatibility though ISO has none; MGA is on the zero-decimal list
 * though ISO has two. The rest of that list agrees with ISO.
 */
export const STRIPE_EXPONENTS: Exponents = { ISK: 2, UGX: 2, MGA: 0 };

/** https://docs.adyen.com/development-resources/currency-codes: "differs from ISO". */
export const ADYEN_EXPONENTS: Exponents = { CLP: 2, CVE: 0, IDR: 0, ISK: 2 };

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

const exponentOf = (currency: string): number => {
  const exponent = minorUnitOf(currency);
  if (exponent === undefined) throw new MoneyError('unknown-currency');
  return exponent;
};

const safe = (digits: string): number => {
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) throw new MoneyError('unsafe-integer');
  return value;
};

/** Decimal text times 10^exponent, by moving the point: no floating point anywhere. */
const scaled = (text: string, exponent: number, tooFine: MoneyFault): number => {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) throw new MoneyError('not-a-number');
  if (sign === '-') throw new MoneyError('negative');
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0');
  if (/[^0]/.test(fraction.slice(exponent))) throw new MoneyError(tooFine);
  return safe(whole + kept);
};

/** An amount in the minor unit as the provider counts it. */
export function fromMinor(value: number, currency: string, deviations: Exponents = {}): Money {
  const unit = currency.toUpperCase();
  const exponent = exponentOf(unit);
  if (value < 0) throw new MoneyError('negative');
  if (!Number.isInteger(value)) throw new MoneyError(Number.isFinite(value) ? 'fraction-of-minor-unit' : 'not-a-number');
  if (!Number.isSafeInteger(value)) throw new MoneyError('unsafe-integer');
  const provider = deviations[unit] ?? exponent;
  // The provider's minor units as decimal text of major units, which converts exactly or not at all.
  const digits = String(value).padStart(provider + 1, '0');
  const text = provider === 0 ? digits : `${digits.slice(0, -provider)}.${digits.slice(-provider)}`;
  return { amount_minor: scaled(text, exponent, 'too-many-decimals'), currency: unit };
}

/** An amount in major units, as decimal text: `10.50`. */
export function fromDecimal(text: string, currency: string): Money {
  const unit = currency.toUpperCase();
  return { amount_minor: scaled(text, exponentOf(unit), 'too-many-decimals'), currency: unit };
}
