/** ISO 4217 without the X.. codes that are no money: metals, funds, tests. Those of a union (XOF, XAF, XCD, XPF) are. */
import { codes, code as find } from 'currency-codes';

const NO_MONEY = /^X(A[GU]|B[A-D]|DR|P[DT]|SU|TS|UA|XX)$/;

export const CURRENCIES: ReadonlySet<string> = new Set(codes().filter((code) => !NO_MONEY.test(code)));

/** Decimals of the minor unit; undefined where there is no such currency. */
export const minorUnitOf = (currency: string): number | undefined => CURRENCIES.has(currency) ? find(currency)?.digits : undefined;
