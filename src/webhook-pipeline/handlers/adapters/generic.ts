/**
 * Scheme `hmac`: a provider that can be told what to send.
 *
 *     { "id": "evt_1", "type": "payment.succeeded", "created_at": "2026-01-31T12:00:00.000Z",
 *       "payment": { "id": "pay_1", "amount_minor": 1050, "currency": "EUR", "method": "card",
 *                    "status": "succeeded", "country": "DE" } }
 *
 * `amount` (decimal text, "10.50") may stand in place of `amount_minor`.
 * Types that do not begin with `payment.` are ignored.
 */
import * as z from 'zod';
import { type Adapter, country, eventType, id, moneyAt, parse } from './event';
import { paymentSchema } from '../contract';
import { fromDecimal, fromMinor } from '../money';

const envelope = z.object({ id, type: eventType, created_at: z.iso.datetime({ offset: true }), payment: z.unknown().optional() });
const common = { id, currency: z.string(), method: paymentSchema.shape.payment_type, status: paymentSchema.shape.status, country };
const payment = z.object({ ...common, amount_minor: z.number().optional(), amount: z.string().optional() })
  .refine(read => (read.amount === undefined) !== (read.amount_minor === undefined), { path: ['amount_minor'] });

export const generic: Adapter = (event) => {
  const { id: eventId, type, created_at: created, payment: content } = parse(envelope, event);
  if (!type.startsWith('payment.')) return { events: [], ignored: `event type ${type}` };
  const read = parse(payment, content, ['payment']);
  const { amount, amount_minor: minor = NaN } = read;
  return {
    events: [{
      eventId,
      eventType: type,
      paymentId: read.id,
      paymentType: read.method,
      status: read.status,
      money: amount === undefined
        ? moneyAt('payment.amount_minor', () => fromMinor(minor, read.currency))
        : moneyAt('payment.amount', () => fromDecimal(amount, read.currency)),
      country: read.country ?? undefined,
      occurredAtMs: Date.parse(created),
    }],
  };
};
