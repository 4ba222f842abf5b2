/**
 * What the constructs and the handlers agree on: the environment of each
 * function, the keys of the table, the message on the queue of failed payments.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { amountMinor, currency, metadata, text } from '../../hardened/handlers/payment-fields';

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d+$/, 'is not a Region');

const tableEnvironment = z.object({
  /** Set by Lambda. */
  AWS_REGION: region,
  TABLE_NAME: z.string().min(1),
});

const storeEnvironment = tableEnvironment.extend({
  /** Of the failed payments. */
  QUEUE_URL: z.string().min(1),
  /** STRONG with a table of multi-Region strong consistency: one item a payment, and one Region wins. */
  CONSISTENCY: z.enum(['EVENTUAL', 'STRONG']).default('EVENTUAL'),
});

export const paymentEnvironment = storeEnvironment.extend({ MAX_BODY_BYTES: z.coerce.number().int().positive().default(16_384) });
export const redriveEnvironment = storeEnvironment;
export const heartbeatEnvironment = tableEnvironment.extend({ OTHER_REGION: region });
export type StoreEnvironment = z.output<typeof storeEnvironment>;

/** Key of the heartbeats; no payment can take it. */
export const HEARTBEAT = 'heartbeat';
export const partitionKey = (paymentId: string): string => `payment#${paymentId}`;
/** With eventual consistency an item for each Region that accepted the payment: replication overwrites neither. */
export const sortKey = ({ CONSISTENCY, AWS_REGION }: StoreEnvironment): string => CONSISTENCY === 'STRONG' ? 'global' : AWS_REGION;

export const PAYMENT_ID = /^[A-Za-z0-9][\w.:-]{0,63}$/;

export const paymentRequestSchema = z.strictObject({
  paymentId: z.string('must be text').regex(PAYMENT_ID, 'must be 1 to 64 letters, digits or _.:-, a letter or digit first'),
  amount: amountMinor,
  currency,
  reference: text(64).optional(),
  metadata,
}, 'must be a JSON object');
export type PaymentRequest = z.output<typeof paymentRequestSchema>;

/** A payment with what is known of its request: what the queue carries while the table fails. */
export const receivedPaymentSchema = z.strictObject({
  payment: paymentRequestSchema,
  idempotencyKey: z.string().regex(/^[\x21-\x7e]{1,64}$/),
  /** Of the request that brought it: its own repetition by the SDK is no second request. */
  requestId: z.string().min(1).max(128),
  correlationId: z.string().min(1).max(128),
  receivedAt: z.iso.datetime(),
}, 'must be a JSON object');
export type ReceivedPayment = z.output<typeof receivedPaymentSchema>;

const canonical = (value: unknown): unknown => typeof value === 'object' && value !== null
  ? Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([name, member]) => [name, canonical(member)])
  : value;

/** Of what the request means: neither the order of its fields nor white space makes it another. The key is part of it. */
export const payloadHash = ({ payment, idempotencyKey }: Pick<ReceivedPayment, 'payment' | 'idempotencyKey'>): string =>
  createHash('sha256').update(JSON.stringify(canonical({ payment, idempotencyKey }))).digest('hex');
