import type { PaymentEvent } from '../../../../src/event-api/handlers/shared/contract';

export const CONFIGURATION = {
  tableName: 'events',
  eventBusName: 'payments',
  sources: ['payments.api', 'payments.batch', 'payments.partner'],
  highValue: { EUR: 100_000, JPY: 150_000 },
  fees: { basisPoints: 29, fixed: { EUR: 25 }, types: ['payment.captured'] },
  auditShards: 4,
};

export const paymentEvent = (overrides: Partial<PaymentEvent> = {}): PaymentEvent => ({
  eventId: 'evt-1',
  source: 'payments.api',
  type: 'payment.captured',
  paymentId: 'pay-1',
  amount: 12_345,
  currency: 'EUR',
  occurredAt: '2026-03-01T13:00:00+01:00',
  reference: 'Order 7 – Ünal\'s "shop"',
  metadata: { channel: 'web' },
  ...overrides,
});

/** What the request template makes of a request. */
export const invocation = (body: unknown, overrides: Record<string, string> = {}) => ({
  requestId: 'request-1',
  receivedAt: String(Date.parse('2026-03-01T12:00:05.000Z')),
  principal: 'token-current',
  sourceIp: '192.0.2.1',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  ...overrides,
});

/** As Lambda sends the result of `ingest` to its destination. */
export const destination = (payload: unknown, result: unknown): string => JSON.stringify({
  version: '1.0',
  timestamp: '2026-03-01T12:00:06.000Z',
  requestContext: { requestId: 'c0ffee', functionArn: 'arn:aws:lambda:us-east-1:111111111111:function:ingest-fn:$LATEST', condition: 'Success', approximateInvokeCount: 1 },
  requestPayload: payload,
  responseContext: { statusCode: 200, executedVersion: '$LATEST' },
  responsePayload: result,
});

/** As a rule of the bus sends an event to a queue. */
export const busEvent = ({ Source, DetailType, Detail }: { Source?: string; DetailType?: string; Detail?: string }, id = 'bus-1'): string => JSON.stringify({
  'version': '0',
  id,
  'detail-type': DetailType,
  'source': Source,
  'account': '111111111111',
  'time': '2026-03-01T12:00:05Z',
  'region': 'us-east-1',
  'resources': [],
  'detail': JSON.parse(Detail ?? '{}') as unknown,
});
