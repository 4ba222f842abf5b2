import type { Payment } from '../../../../src/webhook-pipeline/handlers/contract';

export const payment = (fields: Partial<Payment> = {}): Payment => ({
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
  version: '01772366400000-2',
  occurred_at: '2026-03-01T12:00:00.000Z',
  received_at: '2026-03-01T12:00:05.000Z',
  state_key: 'payment#shop#pay_1',
  archive_key: 'payments/shop/2026/03/01/abc.json',
  expires_at: '1772452805',
  correlation_id: 'request-1',
  ...fields,
});
