/**
 * Stripe: payment intents, charges and their disputes. The payment is the
 * payment intent; a charge without one stands for itself.
 * https://docs.stripe.com/api/events/types
 */
import * as z from 'zod';
import { type Adapter, country, eventType, id, lookup, moneyAt, parse } from './event';
import type { Payment } from '../contract';
import { fromMinor, STRIPE_EXPONENTS } from '../money';

type AmountField = 'amount' | 'amount_received' | 'amount_captured' | 'amount_refunded' | 'amount_capturable';

/** Refunds may be partial, so the amount is what was refunded. */
const EVENTS: Readonly<Record<string, readonly [Payment['status'], AmountField]>> = {
  'payment_intent.created': ['pending', 'amount'],
  'payment_intent.processing': ['pending', 'amount'],
  'payment_intent.requires_action': ['pending', 'amount'],
  'payment_intent.amount_capturable_updated': ['authorized', 'amount_capturable'],
  'payment_intent.succeeded': ['succeeded', 'amount_received'],
  'payment_intent.payment_failed': ['failed', 'amount'],
  'payment_intent.canceled': ['canceled', 'amount'],
  'charge.pending': ['pending', 'amount'],
  'charge.succeeded': ['succeeded', 'amount'],
  'charge.captured': ['succeeded', 'amount_captured'],
  'charge.failed': ['failed', 'amount'],
  'charge.expired': ['canceled', 'amount'],
  'charge.refunded': ['refunded', 'amount_refunded'],
  'charge.dispute.created': ['disputed', 'amount'],
  'charge.dispute.funds_withdrawn': ['disputed', 'amount'],
  'charge.dispute.funds_reinstated': ['succeeded', 'amount'],
};

const WALLETS = ['paypal', 'alipay', 'wechat_pay', 'cashapp', 'link', 'amazon_pay', 'revolut_pay', 'grabpay', 'mobilepay'];
const BANKS = ['us_bank_account', 'acss_debit', 'sepa_debit', 'bacs_debit', 'au_becs_debit', 'ideal', 'bancontact', 'eps', 'p24',
  'customer_balance', 'ach_debit', 'ach_credit_transfer', 'pay_by_bank', 'blik', 'twint'];

const envelope = z.object({ id, type: eventType, created: z.number().int().nonnegative(), data: z.object({ object: z.unknown().optional() }) });
const amount = z.number().optional();
const object = z.object({
  id,
  currency: z.string(),
  amount: z.number(),
  amount_received: amount,
  amount_captured: amount,
  amount_refunded: amount,
  amount_capturable: amount,
  captured: z.boolean().nullish(),
  payment_intent: id.nullish(),
  charge: id.nullish(),
  payment_method_types: z.array(z.string()).nullish(),
  payment_method_details: z.object({
    type: z.string().nullish(),
    card: z.object({ country, wallet: z.unknown().optional() }).nullish(),
  }).nullish(),
  billing_details: z.object({ address: z.object({ country }).nullish() }).nullish(),
});

function paymentType({ payment_method_details: details, payment_method_types: types }: z.output<typeof object>): Payment['payment_type'] {
  // An intent only lists what it would accept: several mean that it is not known.
  const method = details?.type ?? (types?.length === 1 ? types[0] : '');
  if (method === 'card') return details?.card?.wallet ? 'wallet' : 'card';
  if (method === 'card_present') return 'card';
  if (WALLETS.includes(method)) return 'wallet';
  return BANKS.includes(method) ? 'bank_transfer' : 'other';
}

export const stripe: Adapter = (event) => {
  const { id: eventId, type, created, data } = parse(envelope, event);
  const known = lookup(EVENTS, type);
  if (!known) return { events: [], ignored: `event type ${type}` };
  const read = parse(object, data.object, ['data', 'object']);
  const [listed, field] = known;
  const value = read[field] ?? read.amount;
  return {
    events: [{
      eventId,
      eventType: type,
      paymentId: read.payment_intent ?? read.charge ?? read.id,
      paymentType: paymentType(read),
      // A charge that waits for its capture has only been authorised.
      status: type === 'charge.succeeded' && read.captured === false ? 'authorized' : listed,
      money: moneyAt(`data.object.${field}`, () => fromMinor(value, read.currency, STRIPE_EXPONENTS)),
      country: read.billing_details?.address?.country ?? read.payment_method_details?.card?.country ?? undefined,
      occurredAtMs: created * 1000,
    }],
  };
};
