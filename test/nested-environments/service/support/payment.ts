export const VALID = {
  amountMinor: 1_099,
  currency: 'EUR',
  merchantReference: 'order 2026-001',
  paymentToken: 'tok_1N3T00LkdIwHu7ixt44h1F8k',
  metadata: { channel: 'web', cart: '42' },
};
/** A test number of Visa, with a valid check digit. */
export const CARD = '4111111111111111';
