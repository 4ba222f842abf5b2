/** A payment as it comes in, and as it is kept. */
import { codes } from 'currency-codes';
import * as z from 'zod';

/** ISO 4217 without the X.. codes that are no money: metals, funds, tests. Those of a union (XOF, XAF, XCD, XPF) are. */
const CURRENCIES = new Set(codes().filter((code) => !/^X(A[GU]|B[A-D]|DR|P[DT]|SU|TS|UA|XX)$/.test(code)));

/** PostgreSQL stores neither NUL nor half a surrogate pair, and nobody reads control characters. */
const text = (most: number) => z.string('must be text').min(1, 'must not be empty').max(most, `must have at most ${most} characters`)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not have control characters');

const METADATA_ENTRIES = 20;

export const paymentRequestSchema = z.strictObject({
  /** In the minor unit of the currency: never a fraction. */
  amountMinor: z.int('must be a whole number in the minor unit, at most 2^53 - 1').positive('must be more than 0'),
  currency: z.string('must be text').refine((code) => CURRENCIES.has(code), 'must be an ISO 4217 code in upper case'),
  merchantReference: text(64),
  /** Of the payment provider, in place of the card. */
  paymentToken: z.string('must be text').regex(/^[\w.:~+/=-]{8,256}$/, 'must be 8 to 256 letters, digits or _.:~+/=-'),
  metadata: z.record(
    z.string().regex(/^[A-Za-z][\w.-]{0,39}$/, 'must be named by 1 to 40 letters, digits or _.-, a letter first'), text(500), 'must be an object of text',
  ).refine((entries) => Object.keys(entries).length <= METADATA_ENTRIES, `must have at most ${METADATA_ENTRIES} entries`).default({}),
}, 'must be a JSON object');
export type PaymentRequest = z.output<typeof paymentRequestSchema>;

/** As it is answered: the token stays inside. */
export interface Payment {
  readonly id: string;
  readonly status: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly merchantReference: string;
  readonly metadata: Record<string, string>;
  readonly createdAt: string;
}
