export const PAYMENT = {
  paymentId: 'pay_1',
  merchantId: 'shop',
  amount: 1_050,
  currency: 'EUR',
  occurredAt: '2026-11-22T10:00:00.500+01:00',
  legacyId: 'L-1',
  reference: 'order 7',
  metadata: { channel: 'web' },
};
/** A test number of Visa, with a valid check digit. */
export const CARD = '4111111111111111';
export const SECRET = { username: 'payments', password: 'first', host: 'db.internal', port: 3_306, dbname: 'payments' };
export const CREDENTIALS = { user: 'payments', password: 'first', host: 'db.internal', port: 3_306, database: 'payments' };
