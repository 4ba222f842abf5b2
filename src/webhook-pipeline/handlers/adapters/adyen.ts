/**
 * Adyen: one body carries a list of notification items. The payment is the
 * original authorisation, `originalReference` of every modification.
 * https://docs.adyen.com/development-resources/webhooks/webhook-types
 */
import * as z from 'zod';
import { type Adapter, country, eventType, type Facts, id, lookup, moneyAt, parse } from './event';
import type { Payment } from '../contract';
import { ADYEN_EXPONENTS, fromMinor } from '../money';

type Status = Payment['status'];

/** Status on success and on failure; none where the payment stays as it is. */
const EVENTS: Readonly<Record<string, { readonly done: Status; readonly failed?: Status }>> = {
  AUTHORISATION: { done: 'authorized', failed: 'failed' },
  PENDING: { done: 'pending' },
  CAPTURE: { done: 'succeeded', failed: 'failed' },
  CAPTURE_FAILED: { done: 'failed' },
  REFUND: { done: 'refunded' },
  // The money stays with the merchant after all.
  REFUND_FAILED: { done: 'succeeded' },
  REFUNDED_REVERSED: { done: 'succeeded' },
  CANCELLATION: { done: 'canceled' },
  TECHNICAL_CANCEL: { done: 'canceled' },
  EXPIRE: { done: 'canceled' },
  OFFER_CLOSED: { done: 'failed' },
  NOTIFICATION_OF_CHARGEBACK: { done: 'disputed' },
  CHARGEBACK: { done: 'disputed' },
  SECOND_CHARGEBACK: { done: 'disputed' },
  CHARGEBACK_REVERSED: { done: 'succeeded' },
};

const CARDS = /^(visa|mc|amex|discover|diners|jcb|maestro|cup|cartebancaire|bcmc|elo|hipercard|dankort|scheme|electron|vpay)/;
const WALLETS = /(applepay|googlepay|samsungpay|paywithgoogle|paypal|alipay|wechatpay|mobilepay|vipps|swish|gcash|twint|cashapp|klarna_paynow)/;
const BANKS = /^(ideal|sepa|trustly|directdebit|banktransfer|openbanking|ach$|eps$|giropay|onlinebanking|paybybank|blik|pix)/i;

const envelope = z.object({ notificationItems: z.array(z.object({ NotificationRequestItem: z.unknown() })).min(1) });
const item = z.object({
  pspReference: id,
  originalReference: z.union([z.literal('').transform(() => undefined), id]).nullish(),
  eventCode: eventType,
  // Text in the JSON of a standard webhook.
  success: z.union([z.boolean(), z.enum(['true', 'false']).transform(text => text === 'true')]),
  eventDate: z.iso.datetime({ offset: true }),
  amount: z.object({ value: z.number(), currency: z.string() }).optional(),
  paymentMethod: z.string().nullish(),
  additionalData: z.object({
    'paymentMethodVariant': z.string().nullish(),
    'shopperCountry': country,
    'cardIssuingCountry': country,
    'modification.action': z.string().nullish(),
  }).nullish(),
});
type Item = z.output<typeof item>;

function statusOf({ eventCode, success, additionalData }: Item): Status | undefined {
  if (eventCode === 'CANCEL_OR_REFUND') {
    if (!success) return undefined;
    return additionalData?.['modification.action'] === 'cancel' ? 'canceled' : 'refunded';
  }
  const outcome = lookup(EVENTS, eventCode);
  return success ? outcome?.done : outcome?.failed;
}

function paymentType({ paymentMethod, additionalData }: Item): Payment['payment_type'] {
  const method = additionalData?.paymentMethodVariant ?? paymentMethod ?? '';
  // `visa_applepay` is a wallet, so wallets come first.
  if (WALLETS.test(method)) return 'wallet';
  if (CARDS.test(method)) return 'card';
  return BANKS.test(method) ? 'bank_transfer' : 'other';
}

function factsOf(value: unknown, index: number): Facts | string {
  const path = ['notificationItems', index, 'NotificationRequestItem'];
  const read = parse(item, value, path);
  const { eventCode, success, pspReference, originalReference } = read;
  const status = statusOf(read);
  if (!status) return `event code ${eventCode} success ${success}`;
  const amount = parse(item.shape.amount.unwrap(), read.amount, [...path, 'amount']);
  return {
    eventId: `${pspReference}:${eventCode}:${success}`,
    eventType: eventCode,
    paymentId: originalReference ?? pspReference,
    paymentType: paymentType(read),
    status,
    money: moneyAt([...path, 'amount', 'value'].join('.'), () => fromMinor(amount.value, amount.currency, ADYEN_EXPONENTS)),
    country: read.additionalData?.shopperCountry ?? read.additionalData?.cardIssuingCountry ?? undefined,
    occurredAtMs: Date.parse(read.eventDate),
  };
}

export const adyen: Adapter = (event) => {
  const read = parse(envelope, event).notificationItems.map((entry, index) => factsOf(entry.NotificationRequestItem, index));
  const reasons = read.filter(entry => typeof entry === 'string');
  return { events: read.filter(entry => typeof entry !== 'string'), ignored: reasons.join(', ') || undefined };
};
