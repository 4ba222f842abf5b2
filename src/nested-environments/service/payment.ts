/** A payment as it comes in, and as it is kept. */
import * as z from 'zod';
import { amountMinor, currency, metadata, text } from '../../hardened/handlers/payment-fields';

export const paymentRequestSchema = z.strictObject({
  amountMinor,
  currency,
  merchantReference: text(64),
  /** Of the payment provider, in place of the card. */
  paymentToken: z.string('must be text').regex(/^[\w.:~+/=-]{8,256}$/, 'must be 8 to 256 letters, digits or _.:~+/=-'),
  metadata,
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
