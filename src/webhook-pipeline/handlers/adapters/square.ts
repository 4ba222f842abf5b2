/**
 * Square: payments and refunds. The payment of a refund is the one it refunds.
 * https://developer.squareup.com/docs/webhooks/v2webhook-events-tech-ref
 */
import * as z from 'zod';
import { type Adapter, country, eventType, type Facts, id, lookup, moneyAt, parse } from './event';
import type { Payment } from '../contract';
import { fromMinor } from '../money';

const STATUSES: Readonly<Record<string, Payment['status']>> = {
  PENDING: 'pending', APPROVED: 'authorized', COMPLETED: 'succeeded', CANCELED: 'canceled', FAILED: 'failed',
};
const METHODS: Readonly<Record<string, Payment['payment_type']>> = {
  CARD: 'card', WALLET: 'wallet', BANK_ACCOUNT: 'bank_transfer',
};

const envelope = z.object({
  event_id: id,
  type: eventType,
  created_at: z.iso.datetime({ offset: true }),
  data: z.object({ object: z.unknown().optional() }).nullish(),
});
const money = z.object({ amount: z.number(), currency: z.string() });
const paymentObject = z.object({
  payment: z.object({
    id,
    status: z.enum(['PENDING', 'APPROVED', 'COMPLETED', 'CANCELED', 'FAILED']),
    amount_money: money,
    refunded_money: money.nullish(),
    source_type: z.string().nullish(),
    billing_address: z.object({ country }).nullish(),
  }),
});
const refundObject = z.object({
  refund: z.object({ payment_id: id, status: z.string(), amount_money: money }),
});
type Content = Omit<Facts, 'eventId' | 'eventType' | 'occurredAtMs'>;

function paymentOf(value: unknown): Content {
  const { payment } = parse(paymentObject, value, ['data', 'object']);
  // An update after a refund still says COMPLETED: the refund would be undone.
  const refunded = payment.refunded_money && payment.refunded_money.amount > 0 ? payment.refunded_money : undefined;
  const field = refunded ? 'refunded_money' : 'amount_money';
  const { amount, currency } = refunded ?? payment.amount_money;
  return {
    paymentId: payment.id,
    paymentType: lookup(METHODS, payment.source_type ?? '') ?? 'other',
    status: refunded ? 'refunded' : STATUSES[payment.status],
    money: moneyAt(`data.object.payment.${field}.amount`, () => fromMinor(amount, currency)),
    country: payment.billing_address?.country ?? undefined,
  };
}

function refundOf(value: unknown): Content | string {
  const { refund } = parse(refundObject, value, ['data', 'object']);
  if (refund.status !== 'COMPLETED') return 'refund not completed';
  const { amount, currency } = refund.amount_money;
  return {
    paymentId: refund.payment_id,
    paymentType: 'other',
    status: 'refunded',
    money: moneyAt('data.object.refund.amount_money.amount', () => fromMinor(amount, currency)),
  };
}

const READERS: Readonly<Record<string, (value: unknown) => Content | string>> = {
  'payment.created': paymentOf, 'payment.updated': paymentOf, 'refund.created': refundOf, 'refund.updated': refundOf,
};

export const square: Adapter = (event) => {
  const { event_id: eventId, type, created_at: created, data } = parse(envelope, event);
  const content = lookup(READERS, type)?.(data?.object) ?? `event type ${type}`;
  if (typeof content === 'string') return { events: [], ignored: content };
  return { events: [{ eventId, eventType: type, occurredAtMs: Date.parse(created), ...content }] };
};
