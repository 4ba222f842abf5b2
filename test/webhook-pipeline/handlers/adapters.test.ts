import { createHash } from 'node:crypto';
import { adyenEvent, adyenItem, paypalEvent, shopEvent, squareEvent, squarePayment, stripeCharge, stripeEvent, stripeIntent } from './support/payloads';
import { normalise } from '../../../src/webhook-pipeline/handlers/adapters';
import { LARGEST_MATCHED_AMOUNT, paymentSchema, type ProviderConfig } from '../../../src/webhook-pipeline/handlers/contract';

const RECEIVED_AT_MS = Date.parse('2026-03-01T12:00:05.000Z');
const provider = (scheme: ProviderConfig['scheme']): ProviderConfig => ({ id: 'shop', scheme, toleranceSeconds: 300 });
const read = (scheme: ProviderConfig['scheme'], body: string) =>
  normalise(provider(scheme), body, { receivedAtMs: RECEIVED_AT_MS, correlationId: 'request-1', expiresAtSeconds: RECEIVED_AT_MS / 1000 + 86_400 });
const only = (scheme: ProviderConfig['scheme'], body: string) => {
  const { payments } = read(scheme, body);
  expect(payments).toHaveLength(1);
  return paymentSchema.parse(payments[0]);
};
/** 2026-03-01T12:00:00.000Z as a version. */
const at = (rank: number) => `01772366400000-${rank}`;

test('WH-07 a payment in the pipeline\'s terms follows from message and attributes alone', () => {
  const body = shopEvent();
  expect(only('hmac', body)).toEqual({
    provider: 'shop',
    event_id: 'evt_1',
    event_type: 'payment.succeeded',
    payment_id: 'pay_1',
    payment_type: 'card',
    status: 'succeeded',
    amount_minor: 1050,
    amount_match: 1050,
    currency: 'EUR',
    country: 'DE',
    version: at(2),
    occurred_at: '2026-03-01T12:00:00.000Z',
    received_at: '2026-03-01T12:00:05.000Z',
    state_key: 'payment#shop#pay_1',
    archive_key: `payments/shop/2026/03/01/${createHash('sha256').update('evt_1').digest('hex')}.json`,
    expires_at: String(RECEIVED_AT_MS / 1000 + 86_400),
    correlation_id: 'request-1',
  });
  expect(read('hmac', body)).toEqual(read('hmac', body));
});

describe('WH-07 Stripe', () => {
  test.each([
    ['payment_intent.succeeded', stripeIntent, 'succeeded', 2000, 'card', ''],
    ['payment_intent.payment_failed', { ...stripeIntent, amount_received: 0 }, 'failed', 2000, 'card', ''],
    ['payment_intent.amount_capturable_updated', { ...stripeIntent, amount_capturable: 1500 }, 'authorized', 1500, 'card', ''],
    ['payment_intent.canceled', { ...stripeIntent, payment_method_types: ['card', 'link'] }, 'canceled', 2000, 'other', ''],
    ['charge.succeeded', stripeCharge, 'succeeded', 1099, 'card', 'US'],
    ['charge.succeeded', { ...stripeCharge, captured: false }, 'authorized', 1099, 'card', 'US'],
    ['charge.refunded', { ...stripeCharge, amount_refunded: 99 }, 'refunded', 99, 'card', 'US'],
    ['charge.succeeded', { ...stripeCharge, payment_method_details: { type: 'sepa_debit' } }, 'succeeded', 1099, 'bank_transfer', ''],
    ['charge.succeeded', { ...stripeCharge, payment_method_details: { type: 'card', card: { wallet: { type: 'apple_pay' } } } }, 'succeeded', 1099, 'wallet', ''],
    ['charge.succeeded', { ...stripeCharge, payment_method_details: { type: 'card', card: {} } }, 'succeeded', 1099, 'card', ''],
    ['charge.dispute.created', { id: 'du_1', object: 'dispute', amount: 1099, currency: 'eur', charge: 'ch_1', payment_intent: 'pi_9' }, 'disputed', 1099, 'other', ''],
  ])('WH-07 %s (%#)', (type, object, status, amount, paymentType, country) => {
    const payment = only('stripe', stripeEvent(type, object));
    expect(payment).toMatchObject({ status, amount_minor: amount, payment_type: paymentType, country, event_id: 'evt_1NG8Du2eZvKYlo2CUI79vXWy' });
    expect(payment.payment_id).toMatch(/^pi_/);
  });

  test('WH-07 a charge without an intent stands for itself', () => {
    expect(only('stripe', stripeEvent('charge.succeeded', { ...stripeCharge, payment_intent: null })).payment_id).toBe(stripeCharge.id);
  });

  test('WH-07 its own units become ISO 4217: 500 ISK of Stripe are 5 krónur', () => {
    expect(only('stripe', stripeEvent('payment_intent.succeeded', { ...stripeIntent, amount_received: 500, currency: 'isk' })).amount_minor).toBe(5);
  });
});

describe('WH-07 Adyen', () => {
  test.each([
    [{}, 'authorized', '7914073381342284:AUTHORISATION:true'],
    [{ success: 'false' }, 'failed', '7914073381342284:AUTHORISATION:false'],
    [{ eventCode: 'CAPTURE', originalReference: '8313547924770610' }, 'succeeded', '7914073381342284:CAPTURE:true'],
    [{ eventCode: 'REFUND', originalReference: '8313547924770610' }, 'refunded', '7914073381342284:REFUND:true'],
    [{ eventCode: 'CANCELLATION', originalReference: '8313547924770610' }, 'canceled', '7914073381342284:CANCELLATION:true'],
    [{ eventCode: 'CHARGEBACK', originalReference: '8313547924770610' }, 'disputed', '7914073381342284:CHARGEBACK:true'],
    [{ eventCode: 'CANCEL_OR_REFUND', additionalData: { 'modification.action': 'cancel' } }, 'canceled', '7914073381342284:CANCEL_OR_REFUND:true'],
  ])('WH-07 %o', (fields, status, eventId) => {
    const payment = only('adyen', adyenEvent(adyenItem(fields)));
    expect(payment).toMatchObject({ status, event_id: eventId, amount_minor: 1130, payment_type: 'card', occurred_at: '2026-03-01T12:00:00.000Z' });
    expect(payment.payment_id).toBe('originalReference' in fields ? '8313547924770610' : '7914073381342284');
  });

  test('WH-07 every item of a body counts, and what concerns no payment is named', () => {
    const { payments, ignored } = read('adyen', adyenEvent(
      adyenItem(), adyenItem({ eventCode: 'REPORT_AVAILABLE', pspReference: 'report_1.csv', amount: undefined }),
      adyenItem({ pspReference: '2222', paymentMethod: 'ideal' }), adyenItem({ eventCode: 'REFUND', success: 'false' }),
    ));
    expect(payments.map(({ payment_id, payment_type }) => [payment_id, payment_type])).toEqual([['7914073381342284', 'card'], ['2222', 'bank_transfer']]);
    expect(ignored).toBe('event code REPORT_AVAILABLE success true, event code REFUND success false');
  });

  test.each([['visa_applepay', 'wallet'], ['sepadirectdebit', 'bank_transfer'], ['giftcard', 'other']])('WH-07 method %s is %s', (method, type) => {
    expect(only('adyen', adyenEvent(adyenItem({ paymentMethod: method }))).payment_type).toBe(type);
  });
});

describe('WH-07 PayPal', () => {
  test.each([
    ['PAYMENT.CAPTURE.COMPLETED', 'succeeded'], ['PAYMENT.CAPTURE.DENIED', 'failed'], ['PAYMENT.CAPTURE.PENDING', 'pending'],
    ['PAYMENT.AUTHORIZATION.CREATED', 'authorized'], ['PAYMENT.AUTHORIZATION.VOIDED', 'canceled'],
  ])('WH-07 %s', (type, status) => {
    expect(only('paypal', paypalEvent({ event_type: type })))
      .toMatchObject({ status, payment_id: '42311647XV020574X', amount_minor: 3000, currency: 'USD', payment_type: 'wallet' });
  });

  test('WH-07 a refund belongs to its capture', () => {
    const links = [{ href: 'https://api.paypal.com/v2/payments/captures/42311647XV020574X', rel: 'up', method: 'GET' }];
    const event = { event_type: 'PAYMENT.CAPTURE.REFUNDED', resource_type: 'refund' };
    expect(only('paypal', paypalEvent(event, { id: '1JU08902781691411', links }))).toMatchObject({ status: 'refunded', payment_id: '42311647XV020574X' });
    expect(() => read('paypal', paypalEvent(event, { links: [] }))).toThrow('resource.links');
  });
});

describe('WH-07 Square', () => {
  test.each([['APPROVED', 'authorized'], ['COMPLETED', 'succeeded'], ['CANCELED', 'canceled'], ['FAILED', 'failed'], ['PENDING', 'pending']])('WH-07 %s', (given, status) => {
    expect(only('square', squareEvent('payment.updated', { payment: { ...squarePayment, status: given } })))
      .toMatchObject({ status, payment_id: squarePayment.id, amount_minor: 100, country: 'US', payment_type: 'card' });
  });

  test('WH-07 an update after a refund does not undo it', () => {
    const payment = { ...squarePayment, status: 'COMPLETED', refunded_money: { amount: 40, currency: 'USD' } };
    expect(only('square', squareEvent('payment.updated', { payment }))).toMatchObject({ status: 'refunded', amount_minor: 40 });
  });

  test('WH-07 a refund belongs to its payment, and counts when completed', () => {
    const refund = { id: 'r_1', payment_id: 'pay_7', status: 'COMPLETED', amount_money: { amount: 40, currency: 'USD' } };
    expect(only('square', squareEvent('refund.updated', { refund }))).toMatchObject({ status: 'refunded', payment_id: 'pay_7' });
    expect(read('square', squareEvent('refund.created', { refund: { ...refund, status: 'PENDING' } }))).toEqual({ payments: [], ignored: 'refund not completed' });
  });
});

test.each([
  ['stripe', stripeEvent('customer.created', {})], ['stripe', stripeEvent('constructor', {})], ['paypal', paypalEvent({ event_type: 'CHECKOUT.ORDER.APPROVED' })],
  ['square', squareEvent('invoice.created', {})], ['hmac', shopEvent('evt_1', {}, { type: 'customer.updated', payment: undefined })],
  ['adyen', adyenEvent(adyenItem({ eventCode: 'toString' }))],
] as const)('WH-07 %s: an event that concerns no payment is ignored with its reason (%#)', (scheme, body) => {
  expect(read(scheme, body)).toEqual({ payments: [], ignored: expect.stringMatching(/^event (type|code) \w/) });
});

describe('WH-07 a malformed event names its field and never its content', () => {
  test.each([
    ['stripe', stripeEvent('payment_intent.succeeded', { ...stripeIntent, amount_received: 10.5 }), 'data.object.amount_received'],
    ['stripe', stripeEvent('payment_intent.succeeded', { ...stripeIntent, currency: 'zzz' }), 'data.object.amount_received'],
    ['stripe', stripeEvent('payment_intent.succeeded', { ...stripeIntent, id: undefined }), 'data.object.id'],
    ['stripe', stripeEvent('payment_intent.succeeded', stripeIntent, { created: '4242424242424242' }), 'created'],
    ['adyen', adyenEvent(adyenItem(), adyenItem({ eventDate: '4242424242424242' })), 'notificationItems.1.NotificationRequestItem.eventDate'],
    ['adyen', adyenEvent(adyenItem({ amount: { currency: 'ISK', value: 1130 } })), 'notificationItems.0.NotificationRequestItem.amount.value'],
    ['adyen', adyenEvent(adyenItem({ amount: undefined })), 'notificationItems.0.NotificationRequestItem.amount'],
    ['adyen', adyenEvent(), 'notificationItems'],
    ['paypal', paypalEvent({}, { amount: { currency_code: 'JPY', value: '10.50' } }), 'resource.amount.value'],
    ['square', squareEvent('payment.updated', { payment: { ...squarePayment, status: '4242424242424242' } }), 'data.object.payment.status'],
    ['hmac', shopEvent('evt_1', { amount_minor: -1 }), 'payment.amount_minor'],
    ['hmac', shopEvent('evt_1', { amount: '10.50' }), 'payment.amount_minor'],
    ['hmac', shopEvent('evt_1', { amount_minor: undefined }), 'payment.amount_minor'],
    ['hmac', shopEvent('4242 4242 4242 4242'), 'id'],
    ['hmac', shopEvent('evt_1', { id: '4242'.repeat(100) }), 'payment.id'],
    ['hmac', shopEvent('evt_1', { status: 'unheard-of' }), 'payment.status'],
    ['hmac', '{"id": 4242424242424242', '(body)'],
    ['hmac', '[]', '(body)'],
    ['hmac', 'null', '(body)'],
  ] as const)('WH-07 %s (%#)', (scheme, body, field) => {
    let fault: unknown;
    try { read(scheme, body); } catch (error) { fault = error; }
    expect(fault).toMatchObject({ name: 'MalformedEventError', field });
    expect(String(fault)).not.toMatch(/4242|unheard/);
  });
});

test('WH-05 versions sort by time, then by rank of the status, as text', () => {
  const version = (status: string, created: string) => only('hmac', shopEvent('e', { status }, { created_at: created })).version;
  const [early, late] = ['2001-09-09T01:46:39.999Z', '2001-09-09T01:46:40.000Z'];
  const ordered = [
    version('disputed', '1999-12-31T23:59:59.999Z'), version('disputed', early), version('pending', late),
    version('authorized', late), version('succeeded', late), version('refunded', late), version('disputed', late),
  ];
  expect([...ordered].sort()).toEqual(ordered);
  expect(new Set(ordered).size).toBe(ordered.length);
});

test('WH-05 an event from the future is refused: its version would shut out the true ones', () => {
  expect(() => read('hmac', shopEvent('e', {}, { created_at: '2026-03-03T12:00:00.000Z' }))).toThrow('(event time)');
});

test('WH-08 EventBridge matches at most 5e9: the amount to match is capped, the amount is not', () => {
  const amount = LARGEST_MATCHED_AMOUNT + 1;
  expect(only('hmac', shopEvent('e', { amount_minor: amount }))).toMatchObject({ amount_minor: amount, amount_match: LARGEST_MATCHED_AMOUNT });
});
