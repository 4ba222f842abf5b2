import { PARAMETER } from './support/environment';
import { CONFIGURATION, invocation, paymentEvent } from './support/events';
import { FakeAws } from './support/fake-aws';
import { createHandler } from '../../../src/event-api/handlers/ingest';
import { canonicalJson, type IngestResult, ingestResultSchema, LARGEST_MATCHED_AMOUNT, normalisedEventSchema, sha256 } from '../../../src/event-api/handlers/shared';
import { captureOutput, context, metricsIn } from '../../hardened/handlers/support/lambda';

let aws: FakeAws;
let output: ReturnType<typeof captureOutput>;
let handle: ReturnType<typeof createHandler>;
const ingest = (body: unknown, overrides = {}): Promise<IngestResult> => handle(invocation(body, overrides), context());
const detail = () => JSON.parse(aws.published[0].Detail!) as Record<string, unknown>;
const metrics = () => metricsIn(output.text());

beforeAll(async () => {
  aws = await FakeAws.start();
  process.env.AWS_ENDPOINT_URL = aws.endpoint;
});
afterAll(() => aws.stop());
beforeEach(() => {
  aws.forget();
  aws.parameters.set(PARAMETER, JSON.stringify(CONFIGURATION));
  output = captureOutput();
  handle = createHandler({ CONFIG_PARAMETER: PARAMETER });
});
afterEach(() => {
  output.restore();
  jest.restoreAllMocks();
});

test('EV-07 an event goes onto the bus with its source, its type, and what rules match', async () => {
  const result = await ingest(paymentEvent());
  expect(aws.published).toEqual([expect.objectContaining({ EventBusName: 'payments', Source: 'payments.api', DetailType: 'payment.captured' })]);
  expect(detail()).toMatchObject({
    eventId: 'evt-1',
    source: 'payments.api',
    type: 'payment.captured',
    amount: 12_345,
    amountMatch: 12_345,
    currency: 'EUR',
    occurredAt: '2026-03-01T12:00:00.000Z',
    requestId: 'request-1',
    receivedAt: '2026-03-01T12:00:05.000Z',
    principal: 'token-current',
    metadata: { channel: 'web' },
  });
  expect(normalisedEventSchema.parse(detail())).toEqual(detail());
  expect(aws.published[0].Time).toBe(Date.parse('2026-03-01T12:00:05.000Z') / 1_000);
  // EV-03: the destination gets a result with a type.
  expect(result).toEqual({ outcome: 'published', event: detail(), sourceIp: '192.0.2.1', busEventId: 'bus-1' });
  expect(ingestResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  expect(metrics()).toEqual({ EventIngested: 1 });
});

test('EV-07 the numbers of an amount that EventBridge cannot compare are capped for its rules alone', async () => {
  await ingest(paymentEvent({ amount: Number.MAX_SAFE_INTEGER }));
  expect(detail()).toMatchObject({ amount: Number.MAX_SAFE_INTEGER, amountMatch: LARGEST_MATCHED_AMOUNT });
});

test('EV-05 the hash is of the content: another request, another order of members, another zone of the same time', async () => {
  const event = paymentEvent();
  const turned = Object.fromEntries(Object.entries({ ...event, occurredAt: '2026-03-01T12:00:00Z' }).reverse());
  await ingest(event);
  await ingest(turned, { requestId: 'request-2', receivedAt: '1' });
  await ingest({ ...event, amount: 12_346 });
  await ingest({ ...event, metadata: undefined });
  const hashes = aws.published.map(({ Detail }) => (JSON.parse(Detail!) as { contentHash: string }).contentHash);
  expect(hashes[1]).toBe(hashes[0]);
  expect(new Set(hashes).size).toBe(3);
  const { eventId, source, type, paymentId, amount, currency, reference, metadata } = event;
  expect(hashes[0]).toBe(sha256(canonicalJson({ eventId, source, type, paymentId, amount, currency, reference, metadata, occurredAt: '2026-03-01T12:00:00.000Z' })));
});

describe('EV-03 what is thrown ends in the failure destination', () => {
  test.each([
    ['no JSON', '{', 'body is not JSON'],
    ['no object', '[]', 'body must be a JSON object'],
    ['all that is wrong with it', paymentEvent({ amount: 1.5, currency: 'EURO', eventId: '' }),
      '/eventId must be 1 to 64 letters, digits or _.:-, a letter or digit first; /amount must be a whole number in the minor unit, at most 2^53 - 1; /currency must be an ISO 4217 code in upper case'],
    ['half a character', paymentEvent({ reference: '\ud83d' }), '/reference must be whole characters'],
    ['a type that no rule matches', paymentEvent({ type: 'refund.made' }), '/type must be payment. and one to three words'],
    ['the type that only process publishes', paymentEvent({ type: 'payment.processed' }), '/type is reserved'],
    ['21 entries', paymentEvent({ metadata: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`a${index}`, 'b'])) }), '/metadata must have at most 20 entries'],
  ])('EV-03 fails when the body is %s', async (_, body, message) => {
    await expect(ingest(body)).rejects.toMatchObject({ name: 'EventRefusedError', message: expect.stringContaining(message) });
    expect(aws.published).toEqual([]);
    expect(metrics()).toEqual({ EventMalformed: 1 });
  });

  test('EV-03 fails when the invocation is not the API\'s', async () => {
    await expect(handle({ requestId: 'r' }, context())).rejects.toMatchObject({ message: 'no request of the API: receivedAt, principal, sourceIp, body' });
    expect(metrics()).toEqual({ EventMalformed: 1 });
  });

  test.each(['payments.unknown', 'payments.processor'])('EV-07 fails when the source is %s', async (source) => {
    await expect(ingest(paymentEvent({ source }))).rejects.toMatchObject({ message: 'the source is none of the configured ones' });
    expect(aws.published).toEqual([]);
    expect(metrics()).toEqual({ SourceUnknown: 1 });
  });

  test('EV-03 fails when the bus takes the request and not the event', async () => {
    aws.fail('PutEvents', { status: 200, body: { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }] } });
    await expect(ingest(paymentEvent())).rejects.toMatchObject({ name: 'NotPublishedError', message: 'the bus refused the event: ThrottlingException' });
    aws.fail('PutEvents', { status: 200, body: { FailedEntryCount: 0, Entries: [] } });
    await expect(ingest(paymentEvent())).rejects.toMatchObject({ message: 'the bus refused the event: no answer for it' });
    aws.fail('PutEvents', { status: 200, body: { FailedEntryCount: 0 } });
    await expect(ingest(paymentEvent())).rejects.toMatchObject({ name: 'NotPublishedError' });
    expect(metrics()).toEqual({});
    expect(output.text()).not.toContain('Ünal');
  });
});

describe('EV-03 card data', () => {
  const CARD = '4111111111111111';

  test.each([
    ['in a text', paymentEvent({ metadata: { note: `paid with ${CARD}` } }), ['/metadata/note']],
    ['in a member of its own', { ...paymentEvent(), cardNumber: 'x' }, ['/cardNumber']],
    ['in what is no JSON', `{"reference":"${CARD}"`, ['']],
  ])('EV-03 is refused, not thrown: the failure destination would keep it (%s)', async (_, body, at) => {
    const result = await ingest(body);
    expect(result).toEqual({
      outcome: 'refused', reason: 'card-data', at, requestId: 'request-1', receivedAt: '2026-03-01T12:00:05.000Z', principal: 'token-current', sourceIp: '192.0.2.1',
    });
    expect(aws.published).toEqual([]);
    expect(metrics()).toEqual({ CardDataRefused: 1 });
    expect(output.text()).not.toContain(CARD);
  });
});

describe('EV-08 shared configuration', () => {
  const later = (ms: number) => jest.spyOn(Date, 'now').mockReturnValue(Date.now() + ms);
  const reads = () => aws.calls.filter((call) => call === 'GetParameter').length;

  test('EV-08 is read once in five minutes', async () => {
    await ingest(paymentEvent());
    await ingest(paymentEvent());
    expect(reads()).toBe(1);
    aws.parameters.set(PARAMETER, JSON.stringify({ ...CONFIGURATION, eventBusName: 'another' }));
    later(301_000);
    await ingest(paymentEvent());
    expect(reads()).toBe(2);
    expect(aws.published.map(({ EventBusName }) => EventBusName)).toEqual(['payments', 'payments', 'another']);
  });

  test('EV-08 fails when it was never usable, and says what is wrong with it', async () => {
    aws.parameters.set(PARAMETER, '{');
    await expect(ingest(paymentEvent())).rejects.toMatchObject({ name: 'ConfigurationUnusableError', message: `${PARAMETER}: JSON: is not JSON` });
    aws.parameters.set(PARAMETER, JSON.stringify({ ...CONFIGURATION, sources: ['payments.processor'], auditShards: 0 }));
    await expect(createHandler({ CONFIG_PARAMETER: PARAMETER })(invocation(paymentEvent()), context())).rejects.toMatchObject({
      message: expect.stringMatching(/sources\.0: must not have payments\.processor; auditShards: /),
    });
    aws.parameters.delete(PARAMETER);
    await expect(createHandler({ CONFIG_PARAMETER: PARAMETER })(invocation(paymentEvent()), context())).rejects.toThrow('ParameterNotFound');
  });

  test('EV-08 the last that was usable goes on when the parameter is spoiled or cannot be read, and is asked for again', async () => {
    await ingest(paymentEvent());
    aws.parameters.set(PARAMETER, 'spoiled');
    const start = Date.now();
    const clock = later(301_000);
    await ingest(paymentEvent());
    await ingest(paymentEvent());
    expect(reads()).toBe(2);
    expect(metrics()).toEqual({ EventIngested: 3, ConfigurationStale: 1 });
    aws.parameters.set(PARAMETER, JSON.stringify({ ...CONFIGURATION, eventBusName: 'mended' }));
    clock.mockReturnValue(start + 700_000);
    await ingest(paymentEvent());
    expect(aws.published.at(-1)?.EventBusName).toBe('mended');
  });
});
