/**
 * PayPal: captures and authorisations. The payment of a capture, and of its
 * refunds, is the capture; an authorisation stands for itself.
 * https://developer.paypal.com/api/rest/webhooks/event-names/
 */
import * as z from 'zod';
import { type Adapter, country, eventType, id, lookup, MalformedEventError, moneyAt, parse } from './event';
import type { Payment } from '../contract';
import { fromDecimal } from '../money';

const EVENTS: Readonly<Record<string, Payment['status']>> = {
  'PAYMENT.AUTHORIZATION.CREATED': 'authorized',
  'PAYMENT.AUTHORIZATION.VOIDED': 'canceled',
  'PAYMENT.CAPTURE.PENDING': 'pending',
  'PAYMENT.CAPTURE.COMPLETED': 'succeeded',
  'PAYMENT.CAPTURE.DENIED': 'failed',
  'PAYMENT.CAPTURE.DECLINED': 'failed',
  'PAYMENT.CAPTURE.REFUNDED': 'refunded',
  // PayPal took the money back, after a dispute for one.
  'PAYMENT.CAPTURE.REVERSED': 'refunded',
};

const envelope = z.object({
  id,
  event_type: eventType,
  create_time: z.iso.datetime({ offset: true }),
  resource_type: z.string().nullish(),
  resource: z.unknown().optional(),
});
const resource = z.object({
  id,
  amount: z.object({ value: z.string(), currency_code: z.string() }),
  links: z.array(z.object({ rel: z.string(), href: z.string() })).nullish(),
  payer: z.object({ address: z.object({ country_code: country }).nullish() }).nullish(),
});
type Resource = z.output<typeof resource>;

/** A refund names its capture only in the link `up`. */
function captureOf({ links }: Resource): string {
  const up = links?.find(link => link.rel === 'up')?.href ?? '';
  const capture = /\/payments\/captures\/([\w-]+)$/.exec(up)?.[1];
  if (!capture) throw new MalformedEventError('resource.links', 'no capture');
  return capture;
}

export const paypal: Adapter = (event) => {
  const { id: eventId, event_type: type, create_time: created, resource_type: kind, resource: content } = parse(envelope, event);
  const status = lookup(EVENTS, type);
  if (!status) return { events: [], ignored: `event type ${type}` };
  const read = parse(resource, content, ['resource']);
  return {
    events: [{
      eventId,
      eventType: type,
      paymentId: kind === 'refund' ? captureOf(read) : read.id,
      paymentType: 'wallet',
      status,
      money: moneyAt('resource.amount.value', () => fromDecimal(read.amount.value, read.amount.currency_code)),
      country: read.payer?.address?.country_code ?? undefined,
      occurredAtMs: Date.parse(created),
    }],
  };
};
