import { PARAMETER } from './support/environment';
import { busEvent, CONFIGURATION, invocation, paymentEvent } from './support/events';
import { awsError, FakeAws } from './support/fake-aws';
import { assess } from '../../../src/event-api/handlers/assess';
import { createHandler } from '../../../src/event-api/handlers/process';
import {
  ingestInputSchema, normalise, type NormalisedEvent, type PaymentEvent, processedDetailSchema, RESERVE_MS, sharedConfigurationSchema,
} from '../../../src/event-api/handlers/shared';
import { captureOutput, context, metricsIn, sqsRecord } from '../../hardened/handlers/support/lambda';

let aws: FakeAws;
let output: ReturnType<typeof captureOutput>;
let handle: ReturnType<typeof createHandler>;
let table: string;
let testNumber = 0;

const normalised = (overrides: Partial<PaymentEvent> = {}): NormalisedEvent => normalise(paymentEvent(overrides), ingestInputSchema.parse(invocation('')));
const message = (event: object = normalised(), source = 'payments.api') => sqsRecord(busEvent({ Source: source, DetailType: 'payment.captured', Detail: JSON.stringify(event) }));
/** Message ids that stay on the queue. */
const left = async (records: ReturnType<typeof sqsRecord>[], remainingMs = 50_000, by = handle): Promise<string[]> =>
  (await by({ Records: records }, context(remainingMs))).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
const metrics = () => metricsIn(output.text());
const details = () => aws.published.map(({ Detail }) => processedDetailSchema.parse(JSON.parse(Detail!)));

beforeAll(async () => {
  aws = await FakeAws.start();
  process.env.AWS_ENDPOINT_URL = aws.endpoint;
});
afterAll(() => aws.stop());
beforeEach(async () => {
  aws.forget();
  table = `events-${testNumber += 1}`;
  aws.parameters.set(PARAMETER, JSON.stringify({ ...CONFIGURATION, tableName: table }));
  output = captureOutput();
  handle = createHandler({ CONFIG_PARAMETER: PARAMETER });
  await aws.createTable(table);
});
afterEach(() => {
  output.restore();
  jest.restoreAllMocks();
});

test('EV-07 an event is assessed and published as processed, by a source of its own', async () => {
  expect(await left([message()])).toEqual([]);
  expect(aws.published).toEqual([expect.objectContaining({ EventBusName: 'payments', Source: 'payments.processor', DetailType: 'payment.processed' })]);
  expect(details()).toEqual([{ event: normalised(), assessment: { amountClass: 'normal', riskFlags: [], fee: 36 + 25 } }]);
  expect(metrics()).toEqual({ EventProcessed: 1 });
});

test('EV-07 an event that two rules match, or that is delivered again, is processed once', async () => {
  const records = [message(), message()];
  expect(await left(records)).toEqual([]);
  expect(await left([message()])).toEqual([]);
  expect(aws.published).toHaveLength(1);
  expect(metrics()).toEqual({ EventProcessed: 1, DuplicateEvent: 2 });
  // Each claim has a partition of its own, and ends.
  const [claim] = await aws.items(table);
  expect(claim).toMatchObject({ pk: expect.stringMatching(/^CLAIM#[\w+/=]{44}$/), sk: 'CLAIM', status: 'COMPLETED' });
  expect(Number(claim.expiresAt) - Date.now() / 1_000).toBeCloseTo(30 * 86_400, -2);
});

test('EV-07 the same event ten times at once is processed once; the others wait, then are consumed', async () => {
  const records = Array.from({ length: 10 }, () => message());
  const waiting = (await Promise.all(records.map((record) => left([record], 50_000, createHandler({ CONFIG_PARAMETER: PARAMETER }))))).flat();
  expect(aws.published).toHaveLength(1);
  expect(await left(records.filter(({ messageId }) => waiting.includes(messageId)))).toEqual([]);
  expect(aws.published).toHaveLength(1);
  expect(metrics()).toEqual({ EventProcessed: 1, DuplicateEvent: 9 });
});

test('EV-07 the same id of two sources is two events', async () => {
  expect(await left([message(), message(normalised({ source: 'payments.batch' }), 'payments.batch')])).toEqual([]);
  expect(details().map(({ event }) => event.source)).toEqual(['payments.api', 'payments.batch']);
});

test('EV-06 fails when another event has the same id: it is left to the dead-letter queue', async () => {
  const other = message(normalised({ amount: 1 }));
  expect(await left([message(), other])).toEqual([other.messageId]);
  expect(aws.published).toHaveLength(1);
  expect(metrics()).toEqual({ EventProcessed: 1, EventConflict: 1 });
});

test('EV-06 fails when a message is poison: it fails alone, and its log has none of it', async () => {
  const poison = [
    sqsRecord('{'), sqsRecord('[]'), sqsRecord('{"id":"1"}'), message({ ...normalised(), amount: -1 }), message(normalised(), 'payments.batch'),
  ];
  expect(await left([poison[0], message(), ...poison.slice(1)])).toEqual(poison.map(({ messageId }) => messageId));
  expect(aws.published).toHaveLength(1);
  expect(metrics()).toEqual({ EventProcessed: 1, MessageMalformed: 5 });
  expect(output.text()).toContain('message: is not JSON');
  expect(output.text()).toContain('detail: amount');
  expect(output.text()).not.toContain('Order 7');
});

test('EV-07 what process publishes is never processed: a rule that sends it here would go round for ever', async () => {
  expect(await left([sqsRecord(busEvent({ Source: 'payments.processor', DetailType: 'payment.processed', Detail: '{}' }))])).toEqual([]);
  expect(aws.published).toEqual([]);
  expect(metrics()).toEqual({ OwnEventIgnored: 1 });
});

test('EV-06 a failure gives the event free: the next receive processes it', async () => {
  aws.fail('PutEvents', awsError('AccessDeniedException'));
  const record = message();
  expect(await left([record])).toEqual([record.messageId]);
  expect(await left([record])).toEqual([]);
  expect(aws.published).toHaveLength(1);
  expect(metrics()).toEqual({ EventProcessed: 1 });
});

test('EV-06 messages for which the time is too short stay on the queue, untouched', async () => {
  const records = [message(), message(normalised({ eventId: 'evt-2' }))];
  expect(await left(records, RESERVE_MS - 1)).toEqual(records.map(({ messageId }) => messageId));
  expect(aws.calls).toEqual([]);
});

test('EV-08 a new configuration holds for the next event', async () => {
  await left([message()]);
  await aws.createTable(`${table}-new`);
  aws.parameters.set(PARAMETER, JSON.stringify({ ...CONFIGURATION, tableName: `${table}-new`, highValue: { EUR: 1 } }));
  jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 301_000);
  await left([message(normalised({ eventId: 'evt-2' }))]);
  expect(details().map(({ assessment }) => assessment.amountClass)).toEqual(['normal', 'high']);
  expect(await aws.items(`${table}-new`)).toHaveLength(1);
  expect(metrics()).toEqual({ EventProcessed: 2, HighValueEvent: 1 });
});

describe('EV-07 assessment', () => {
  const configuration = sharedConfigurationSchema.parse(CONFIGURATION);
  const of = (overrides: Partial<PaymentEvent>) => assess(normalised(overrides), configuration);

  test.each([
    ['below the threshold', { amount: 99_999 }, 'normal', []],
    ['at the threshold', { amount: 100_000 }, 'high', ['high-amount']],
    ['five times the threshold', { amount: 500_000 }, 'high', ['high-amount', 'far-above-threshold']],
    ['the threshold is the currency\'s', { amount: 100_000, currency: 'JPY' }, 'normal', []],
    ['a currency without one', { currency: 'CHF' }, 'unknown', ['no-threshold-for-currency']],
    ['a day late', { occurredAt: '2026-02-28T12:00:05.000Z' }, 'normal', []],
    ['later than a day', { occurredAt: '2026-02-28T12:00:04.999Z' }, 'normal', ['late']],
    ['clocks differ', { occurredAt: '2026-03-01T12:05:05.000Z' }, 'normal', []],
    ['in the future', { occurredAt: '2026-03-01T12:05:05.001Z' }, 'normal', ['in-the-future']],
  ] as const)('EV-07 %s', (_, overrides, amountClass, riskFlags) => {
    expect(of(overrides)).toMatchObject({ amountClass, riskFlags });
  });

  test.each([
    [1, 'EUR', 25], [172, 'EUR', 25], [173, 'EUR', 26], [12_345, 'EUR', 61], [1_000, 'JPY', 3], [12_345, 'CHF', 36],
    // 2^53 - 1: 26,120,926,438,148.77... whole minor units, exactly.
    [Number.MAX_SAFE_INTEGER, 'JPY', Number((BigInt(Number.MAX_SAFE_INTEGER) * 29n + 5_000n) / 10_000n)],
  ])('EV-07 the fee of %d %s is %d minor units', (amount, currency, fee) => {
    expect(of({ amount, currency: currency as PaymentEvent['currency'] }).fee).toBe(fee);
  });

  test('EV-07 other types are free', () => expect(of({ type: 'payment.refunded' }).fee).toBe(0));
});
