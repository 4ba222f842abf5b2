import { PARAMETER } from './support/environment';
import { busEvent, CONFIGURATION, destination, invocation, paymentEvent } from './support/events';
import { awsError, FakeAws } from './support/fake-aws';
import { ATTEMPTS } from '../../../src/event-api/handlers/audited-table';
import {
  type Anchor, type Assessment, ChainVerifier, eventKey, ingestInputSchema, type IngestResult, normalise, type NormalisedEvent,
  type PaymentEvent, shardOf, type ShardReport,
} from '../../../src/event-api/handlers/shared';
import { createHandler } from '../../../src/event-api/handlers/store';
import { captureOutput, context, metricsIn, sqsRecord } from '../../hardened/handlers/support/lambda';

let aws: FakeAws;
let output: ReturnType<typeof captureOutput>;
let handle: ReturnType<typeof createHandler>;
let table: string;
let testNumber = 0;
const SHARDS = CONFIGURATION.auditShards;

const normalised = (overrides: Partial<PaymentEvent> = {}): NormalisedEvent => normalise(paymentEvent(overrides), ingestInputSchema.parse(invocation('')));
const published = (event = normalised(), busEventId = 'bus-1'): IngestResult => ({ outcome: 'published', event, sourceIp: '192.0.2.1', busEventId });
const ingested = (event = normalised(), busEventId = 'bus-1') => sqsRecord(destination(invocation(''), published(event, busEventId)));
const assessment: Assessment = { amountClass: 'normal', riskFlags: [], fee: 61 };
const processed = (event = normalised()) => sqsRecord(busEvent({ Source: 'payments.processor', DetailType: 'payment.processed', Detail: JSON.stringify({ event, assessment }) }));
const refused = () => sqsRecord(destination(invocation('4111111111111111'), {
  outcome: 'refused', reason: 'card-data', at: ['/metadata/note'], requestId: 'request-1', receivedAt: '2026-03-01T12:00:05.000Z', principal: 'token-current', sourceIp: '192.0.2.1',
}));

/** Message ids that stay on the queue. */
const left = async (records: ReturnType<typeof sqsRecord>[], by = handle): Promise<string[]> =>
  (await by({ Records: records }, context(50_000))).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
const metrics = () => metricsIn(output.text());
const anchors = (): Anchor[] => output.text().split('\n').filter((line) => line.includes('Audit anchor')).map((line) => (JSON.parse(line) as { anchor: Anchor }).anchor);
const items = async (prefix: string) => (await aws.items(table)).filter(({ pk }) => String(pk).startsWith(prefix));

async function trail(): Promise<ShardReport[]> {
  const all = (await items('AUDIT#')).toSorted((a, b) => String(a.sk) < String(b.sk) ? -1 : 1);
  return Array.from({ length: SHARDS }, (_, shard) => {
    const verifier = new ChainVerifier(shard, anchors());
    for (const item of all.filter(({ pk }) => pk === `AUDIT#${shard}`)) verifier.add(item);
    return verifier.report();
  });
}
async function expectSound(records: number): Promise<void> {
  const reports = await trail();
  expect(reports.filter(({ fault }) => fault)).toEqual([]);
  expect(reports.reduce((sum, { items: count }) => sum + count, 0)).toBe(records);
}

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
afterEach(() => output.restore());

test('EV-05 the result of ingest: an item, findable by type and time, and a record in the audit trail, in one transaction', async () => {
  expect(await left([ingested()])).toEqual([]);
  expect(aws.calls.filter((call) => /Put|Transact/.test(call))).toEqual(['TransactWriteItems']);
  expect(await items('EVENT#')).toEqual([{
    pk: 'EVENT#payments.api#evt-1',
    sk: 'INGESTED',
    ...normalised(),
    sourceIp: '192.0.2.1',
    gsi1pk: 'INGESTED#payment.captured',
    gsi1sk: '2026-03-01T12:00:00.000Z#payments.api#evt-1',
  }]);
  const [audit] = await items('AUDIT#');
  expect(JSON.parse(audit.record as string)).toEqual({ kind: 'INGESTED', event: normalised(), sourceIp: '192.0.2.1' });
  await expectSound(1);
  expect(metrics()).toEqual({ IngestedStored: 1 });
});

test('EV-05 what process publishes: an item and a record beside it, in the same shard', async () => {
  expect(await left([ingested(), processed()])).toEqual([]);
  expect(await items('EVENT#')).toEqual(expect.arrayContaining([
    { pk: 'EVENT#payments.api#evt-1', sk: 'PROCESSED', ...normalised(), assessment, gsi1pk: 'PROCESSED#payment.captured', gsi1sk: expect.any(String) },
  ]));
  const shard = shardOf(eventKey(normalised()), SHARDS);
  const audit = await items('AUDIT#');
  expect(audit.map(({ pk, sequence }) => [pk, sequence]).toSorted()).toEqual([[`AUDIT#${shard}`, 1], [`AUDIT#${shard}`, 2]]);
  // EV-05: the heads are noted out of reach of the table's writers.
  const inOrder = audit.toSorted((a, b) => Number(a.sequence) - Number(b.sequence));
  expect(anchors()).toEqual(inOrder.map(({ sequence, hash }) => ({ shard, sequence, hash })));
  expect(metrics()).toEqual({ IngestedStored: 1, ProcessedStored: 1 });
});

test('EV-05 a refusal is kept without what was refused', async () => {
  expect(await left([refused(), refused()])).toEqual([]);
  expect(await items('REFUSED#')).toEqual([expect.objectContaining({ pk: 'REFUSED#request-1', sk: 'REFUSED', reason: 'card-data', at: ['/metadata/note'] })]);
  expect(JSON.stringify(await aws.items(table))).not.toContain('41111111');
  expect(output.text()).not.toContain('41111111');
  await expectSound(1);
  expect(metrics()).toEqual({ RefusalStored: 1, DuplicateEvent: 1 });
});

test('EV-05 delivered again, or sent again by the caller, nothing is written twice', async () => {
  const again = { ...normalised(), requestId: 'request-2', receivedAt: '2026-03-01T13:00:00.000Z' };
  expect(await left([ingested(), ingested(undefined, 'bus-2'), processed(), processed(), ingested(again), processed(again)])).toEqual([]);
  expect(await items('EVENT#')).toHaveLength(2);
  await expectSound(2);
  expect(metrics()).toEqual({ IngestedStored: 1, ProcessedStored: 1, DuplicateEvent: 4 });
});

test('EV-06 fails when another event is stored under the same id: left to the dead-letter queue', async () => {
  const other = ingested(normalised({ amount: 1 }));
  expect(await left([ingested(), other])).toEqual([other.messageId]);
  expect(await items('EVENT#')).toEqual([expect.objectContaining({ amount: 12_345 })]);
  await expectSound(1);
  expect(metrics()).toEqual({ IngestedStored: 1, EventConflict: 1 });
});

test('EV-06 fails when a message is poison: it fails alone, and its log has none of it', async () => {
  const envelope = JSON.parse(destination({}, published())) as { requestContext: object };
  const poison = [
    sqsRecord('no JSON'),
    sqsRecord('{}'),
    // Whoever may publish as another source is not the processor.
    sqsRecord(busEvent({ Source: 'payments.api', DetailType: 'payment.processed', Detail: JSON.stringify({ event: normalised(), assessment }) })),
    sqsRecord(busEvent({ Source: 'payments.processor', DetailType: 'payment.processed', Detail: '{}' })),
    sqsRecord(JSON.stringify({ ...envelope, requestContext: { condition: 'RetriesExhausted' } })),
    sqsRecord(destination({}, { outcome: 'published' })),
  ];
  expect(await left([...poison.slice(0, 3), ingested(), ...poison.slice(3)])).toEqual(poison.map(({ messageId }) => messageId));
  await expectSound(1);
  expect(metrics()).toEqual({ IngestedStored: 1, MessageMalformed: poison.length });
  expect(output.text()).not.toContain('Order 7');
});

describe('EV-05 conflicts', () => {
  const conflict = (...codes: string[]) => awsError('TransactionCanceledException', 400, { CancellationReasons: codes.map((Code) => ({ Code })) });

  test('EV-05 forty events by five functions at once: all are stored, every chain is whole', async () => {
    const functions = Array.from({ length: 5 }, () => createHandler({ CONFIG_PARAMETER: PARAMETER }));
    const waiting: ReturnType<typeof sqsRecord>[] = [];
    await Promise.all(functions.map(async (by, index) => {
      const batch = Array.from({ length: 8 }, (_, event) => ingested(normalised({ eventId: `evt-${index}-${event}` })));
      const ids = await left(batch, by);
      waiting.push(...batch.filter(({ messageId }) => ids.includes(messageId)));
    }));
    // Who met others in each of the attempts comes again.
    expect(await left(waiting)).toEqual([]);
    expect(metrics().AuditConflict).toBeGreaterThan(0);
    expect(await items('EVENT#')).toHaveLength(40);
    await expectSound(40);
  });

  test.each([
    ['another writer was first', conflict('None', 'ConditionalCheckFailed')],
    ['another transaction is under way', conflict('None', 'TransactionConflict')],
    ['the table is busy', conflict('ThrottlingError', 'ThrottlingError')],
    ['it does not say why', awsError('TransactionCanceledException')],
  ])('EV-05 %s: the head is read again, and the transaction tried again', async (_, fault) => {
    aws.fail('TransactWriteItems', fault, 2);
    expect(await left([ingested()])).toEqual([]);
    expect(aws.calls.filter((call) => call === 'Query')).toHaveLength(3);
    await expectSound(1);
    expect(metrics()).toEqual({ AuditConflict: 2, IngestedStored: 1 });
  });

  test('EV-05 fails when each of the attempts meets another: the message comes again', async () => {
    aws.fail('TransactWriteItems', conflict('None', 'TransactionConflict'), ATTEMPTS);
    const record = ingested();
    expect(await left([record])).toEqual([record.messageId]);
    expect(await left([record])).toEqual([]);
    await expectSound(1);
    expect(metrics()).toEqual({ AuditConflict: ATTEMPTS, IngestedStored: 1 });
  });

  test('EV-05 fails when the transaction can never succeed, or is denied: no further attempt now', async () => {
    const record = ingested();
    aws.fail('TransactWriteItems', conflict('None', 'ValidationError'));
    expect(await left([record])).toEqual([record.messageId]);
    aws.fail('TransactWriteItems', awsError('AccessDeniedException'));
    expect(await left([record])).toEqual([record.messageId]);
    expect(aws.calls.filter((call) => call === 'TransactWriteItems')).toHaveLength(2);
    expect(await aws.items(table)).toEqual([]);
    expect(output.text()).toContain('the transaction was refused: ValidationError');
  });

  test('EV-06 fails when the head of the trail is spoiled: nothing is chained to it', async () => {
    const shard = shardOf(eventKey(normalised()), SHARDS);
    await aws.put(table, { pk: { S: `AUDIT#${shard}` }, sk: { S: 'zzz' } });
    const record = ingested();
    expect(await left([record])).toEqual([record.messageId]);
    expect(aws.calls).not.toContain('TransactWriteItems');
  });

  test('EV-05 a stored item that the answer does not show is no reason to consume the message', async () => {
    aws.fail('TransactWriteItems', conflict('ConditionalCheckFailed', 'None'));
    const record = ingested();
    expect(await left([record])).toEqual([record.messageId]);
  });
});
