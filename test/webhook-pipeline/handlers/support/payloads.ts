/** Events as the providers document them, cut to a readable size; with the personal data that must never be logged. */
type Fields = Record<string, unknown>;

export const shopEvent = (id = 'evt_1', payment: Fields = {}, event: Fields = {}): string => JSON.stringify({
  id,
  type: 'payment.succeeded',
  created_at: '2026-03-01T12:00:00.000Z',
  payment: { id: 'pay_1', amount_minor: 1050, currency: 'EUR', method: 'card', status: 'succeeded', country: 'DE', ...payment },
  payer: { name: 'Jane Roe', card: '4242424242424242' },
  ...event,
});

export const stripeEvent = (type: string, object: Fields = {}, event: Fields = {}): string => JSON.stringify({
  id: 'evt_1NG8Du2eZvKYlo2CUI79vXWy',
  object: 'event',
  api_version: '2025-03-31.basil',
  created: 1772366400,
  livemode: false,
  type,
  data: { object },
  ...event,
});

export const stripeIntent = {
  id: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
  object: 'payment_intent',
  amount: 2000,
  amount_capturable: 0,
  amount_received: 2000,
  currency: 'usd',
  latest_charge: 'ch_1',
  payment_method_types: ['card'],
  status: 'succeeded',
  receipt_email: 'jane@example.com',
};

export const stripeCharge = {
  id: 'ch_3MmlLrLkdIwHu7ix0snN0B15',
  object: 'charge',
  amount: 1099,
  amount_captured: 1099,
  amount_refunded: 0,
  captured: true,
  currency: 'eur',
  payment_intent: 'pi_3MmlLrLkdIwHu7ix0',
  billing_details: { address: { country: null, city: null }, name: null },
  payment_method_details: { type: 'card', card: { brand: 'visa', country: 'US', last4: '4242', wallet: null } },
};

export const adyenItem = (item: Fields = {}): Fields => ({
  additionalData: { expiryDate: '12/2030', authCode: '1234', cardSummary: '7777', hmacSignature: 'c2lnbmF0dXJl', shopperCountry: 'NL' },
  amount: { currency: 'EUR', value: 1130 },
  eventCode: 'AUTHORISATION',
  eventDate: '2026-03-01T13:00:00+01:00',
  merchantAccountCode: 'TestMerchant',
  merchantReference: 'TestPayment-1407325143704',
  operations: ['CANCEL', 'CAPTURE', 'REFUND'],
  originalReference: '',
  paymentMethod: 'visa',
  pspReference: '7914073381342284',
  reason: '',
  success: 'true',
  ...item,
});

export const adyenEvent = (...items: Fields[]): string => JSON.stringify({
  live: 'false', notificationItems: items.map(item => ({ NotificationRequestItem: item })),
});

export const paypalEvent = (event: Fields = {}, resource: Fields = {}): string => JSON.stringify({
  id: 'WH-58D329510W468432D-8HN650336L201105X',
  event_version: '1.0',
  create_time: '2026-03-01T12:00:00.000Z',
  resource_type: 'capture',
  event_type: 'PAYMENT.CAPTURE.COMPLETED',
  summary: 'Payment completed for $ 30.0 USD',
  resource: {
    id: '42311647XV020574X',
    amount: { currency_code: 'USD', value: '30.00' },
    final_capture: true,
    seller_protection: { status: 'ELIGIBLE' },
    links: [
      { href: 'https://api.paypal.com/v2/payments/captures/42311647XV020574X', rel: 'self', method: 'GET' },
      { href: 'https://api.paypal.com/v2/payments/authorizations/38K30157CT', rel: 'up', method: 'GET' },
    ],
    status: 'COMPLETED',
    ...resource,
  },
  ...event,
});

export const squareEvent = (type: string, object: Fields): string => JSON.stringify({
  merchant_id: '6SSW7HV8K2ST5',
  type,
  event_id: '13b867cf-db3d-4b1c-90b6-2f32a9d78124',
  created_at: '2026-03-01T12:00:00.000Z',
  data: { type: 'payment', id: 'hYy9pRFVxpDsO1FB05SunFWUe9JZY', object },
});

export const squarePayment = {
  id: 'hYy9pRFVxpDsO1FB05SunFWUe9JZY',
  status: 'APPROVED',
  source_type: 'CARD',
  amount_money: { amount: 100, currency: 'USD' },
  billing_address: { country: 'US' },
  card_details: { card: { bin: '411111', last_4: '1111' } },
  version: 3,
};
