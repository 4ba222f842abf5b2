import './support/environment';
import { createHmac } from 'node:crypto';
import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  DeleteMessageCommand, GetQueueAttributesCommand, type Message, ReceiveMessageCommand, SendMessageCommand, SetQueueAttributesCommand, SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { adyenEvent, adyenItem, paypalEvent, shopEvent, stripeEvent, stripeIntent } from './support/payloads';
import { normalise } from '../../../src/webhook-pipeline/handlers/adapters';
import { paymentSchema, processorEnvironment, type WorkflowInput } from '../../../src/webhook-pipeline/handlers/contract';
import { createHandler } from '../../../src/webhook-pipeline/handlers/processor';
import { type DynamoDb, startDynamoDb } from '../../hardened/handlers/support/dynamodb';
import { captureOutput, context, metricsIn, RECEIVED_AT_MS, sqsRecord } from '../../hardened/handlers/support/lambda';
import { type SqsEmulator, startSqsEmulator } from '../../hardened/handlers/support/sqs-emulator';

const sfn = mockClient(SFNClient);
const secrets = mockClient(SecretsManagerClient);
let dynamodb: DynamoDb;
let emulator: SqsEmulator;
let s3: S3Client;
let output: ReturnType<typeof captureOutput>;
/** Executions by name, as Step Functions keeps them. */
let executions: Map<string, string>;
let table: string;
let bucket: string;
let testNumber = 0;

const startExecution = ({ name = '', input = '' }: { name?: string; input?: string }) => {
  if (executions.has(name) && executions.get(name) !== input) throw new ExecutionAlreadyExists({ message: 'exists', $metadata: {} });
  executions.set(name, input);
  return { executionArn: `arn:${name}`, startDate: new Date() };
};
const started = () => [...executions.values()].map(input => paymentSchema.parse((JSON.parse(input) as WorkflowInput).payment));

const processor = (overrides: Record<string, string> = {}, provider: Record<string, unknown> = {}) => createHandler(processorEnvironment.parse({
  ...process.env,
  TABLE_NAME: table,
  ARCHIVE_BUCKET: bucket,
  PROVIDER: JSON.stringify({ id: 'shop', scheme: 'hmac', toleranceSeconds: 300, ...provider }),
  ...overrides,
}));
type Processor = ReturnType<typeof processor>;

/** Message ids that stay on the queue. */
const left = async (handle: Processor, records: SQSRecord[], remainingMs?: number): Promise<string[]> =>
  (await handle({ Records: records }, context(remainingMs))).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
const metrics = () => metricsIn(output.text());
const keys = async () => ((await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? []).map(({ Key }) => Key ?? '');
const createBucket = (name: string) => s3.send(new CreateBucketCommand({ Bucket: name }));

beforeAll(async () => {
  [dynamodb, emulator] = await Promise.all([startDynamoDb(), startSqsEmulator()]);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamodb.endpoint;
  process.env.AWS_ENDPOINT_URL_S3 = emulator.endpoint;
  s3 = new S3Client({ forcePathStyle: true });
});
afterAll(() => Promise.all([dynamodb.stop(), emulator.stop()]));

beforeEach(async () => {
  testNumber += 1;
  table = `table-${testNumber}`;
  bucket = `archive-${testNumber}`;
  executions = new Map();
  sfn.reset();
  secrets.reset();
  sfn.on(StartExecutionCommand).callsFake(startExecution);
  output = captureOutput();
  await Promise.all([dynamodb.createTable(table), createBucket(bucket)]);
});
afterEach(() => output.restore());

test('WH-07 an event is archived as it came, then given to the workflow', async () => {
  const body = shopEvent();
  const sent = jest.spyOn(S3Client.prototype, 'send');
  expect(await left(processor(), [sqsRecord(body)])).toEqual([]);
  // The emulator keeps no storage class.
  expect(sent.mock.calls[0][0].input).toMatchObject({ StorageClass: 'INTELLIGENT_TIERING' });
  sent.mockRestore();

  const [payment] = started();
  expect(payment).toMatchObject({ payment_id: 'pay_1', amount_minor: 1050, correlation_id: 'request-1', state_key: 'payment#shop#pay_1' });
  expect([...executions.keys()][0]).toMatch(/^shop-[0-9a-f]{48}$/);
  const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: payment.archive_key }));
  expect(await object.Body?.transformToString()).toBe(body);
  expect(object).toMatchObject({ ContentType: 'application/json', Metadata: { 'state-key': payment.state_key, 'webhook-provider': 'shop' } });
  expect(metrics()).toEqual({ PaymentAccepted: 1 });
});

test('WH-05 the record of an event is keyed by provider and expires after the retention', async () => {
  await left(processor(), [sqsRecord(shopEvent())]);
  const [item] = await dynamodb.items(table);
  expect(item).toMatchObject({ webhook_id: expect.stringMatching(/^shop#[\w+/=]{44}$/), status: 'COMPLETED' });
  expect(Number(item.processed_timestamp) - Date.now() / 1000).toBeCloseTo(86_400, -2);
});

test('WH-11 the same event id of two providers is two events', async () => {
  await left(processor(), [sqsRecord(shopEvent())]);
  await left(processor({}, { id: 'other' }), [sqsRecord(shopEvent())]);
  expect(started().map(({ provider }) => provider)).toEqual(['shop', 'other']);
});

describe('WH-05 duplicates', () => {
  test('WH-05 the same event ten times at once starts one execution; the others wait, then are consumed', async () => {
    const handle = processor();
    const records = Array.from({ length: 10 }, () => sqsRecord(shopEvent()));
    const results = await Promise.all([left(handle, records.slice(0, 5)), ...records.slice(5).map(record => left(handle, [record]))]);
    const waiting = results.flat();
    expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(1);
    // Whoever met the attempt in progress must not be consumed: it might still fail.
    expect(waiting.length).toBeGreaterThan(0);

    expect(await left(handle, records.filter(({ messageId }) => waiting.includes(messageId)))).toEqual([]);
    expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(1);
    expect(metrics()).toEqual({ PaymentAccepted: 1, DuplicateEvent: 9 });
  });

  test('WH-05 a replay after completion is consumed without another execution', async () => {
    const handle = processor();
    await left(handle, [sqsRecord(shopEvent())]);
    // The provider's repetition is a request of its own.
    expect(await left(handle, [sqsRecord(shopEvent(), { requestId: 'request-2', receivedAt: String(RECEIVED_AT_MS + 60_000) })])).toEqual([]);
    expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(1);
    expect(metrics()).toEqual({ PaymentAccepted: 1, DuplicateEvent: 1 });
  });

  test('WH-05 a replay that the table has forgotten meets the execution of the same name', async () => {
    await left(processor(), [sqsRecord(shopEvent())]);
    await dynamodb.deleteTable(table);
    await dynamodb.createTable(table);
    expect(await left(processor(), [sqsRecord(shopEvent(), { requestId: 'request-2' })])).toEqual([]);
    expect(executions.size).toBe(1);
    expect(metrics()).toEqual({ PaymentAccepted: 1, DuplicateEvent: 1 });
  });

  test('WH-05 an attempt that crashed holds the event until its deadline, then the retry takes it over', async () => {
    let crash = () => {};
    sfn.on(StartExecutionCommand).callsFakeOnce(() => new Promise((_resolve, reject) => { crash = () => reject(new Error('too late')); }))
      .callsFake(startExecution);
    const handle = processor();
    const hanging = left(handle, [sqsRecord(shopEvent())], 300);
    while (sfn.commandCalls(StartExecutionCommand).length === 0) await new Promise(resolve => setTimeout(resolve, 5));

    expect(await left(handle, [sqsRecord(shopEvent(), {}, 'retry')])).toEqual(['retry']);
    await new Promise(resolve => setTimeout(resolve, 350));
    expect(await left(handle, [sqsRecord(shopEvent(), {}, 'retry')])).toEqual([]);
    expect(executions.size).toBe(1);
    crash();
    await hanging;
  });
});

test('WH-05 events out of order: the table keeps the newer state, and a repetition of it passes', async () => {
  await left(processor(), [
    sqsRecord(shopEvent('e2', { status: 'succeeded' }, { created_at: '2026-03-01T12:00:00.000Z' })),
    sqsRecord(shopEvent('e1', { status: 'authorized' }, { created_at: '2026-03-01T11:59:59.000Z' })),
  ]);
  const [e1, e2] = started().sort((a, b) => a.event_id.localeCompare(b.event_id));
  expect(e1.version < e2.version).toBe(true);

  // The workflow's update, as its direct integration sends it.
  const update = ({ state_key, version, event_id, status }: typeof e1) => dynamodb.client.send(new UpdateItemCommand({
    TableName: table,
    Key: { webhook_id: { S: state_key } },
    UpdateExpression: 'SET #version = :version, last_event_id = :event_id, payment_status = :status',
    ConditionExpression: 'attribute_not_exists(webhook_id) OR #version <= :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': { S: version }, ':event_id': { S: event_id }, ':status': { S: status } },
  }));
  await update(e2);
  await expect(update(e1)).rejects.toThrow(ConditionalCheckFailedException);
  await update(e2);
  expect(await dynamodb.get(table, e1.state_key)).toMatchObject({ payment_status: 'succeeded', last_event_id: 'e2' });
});

describe('WH-06 malformed messages go to the DLQ, alone', () => {
  test.each([
    ['a fraction of a cent', 'stripe', stripeEvent('payment_intent.succeeded', { ...stripeIntent, amount_received: 10.5 })],
    ['an unknown currency', 'stripe', stripeEvent('payment_intent.succeeded', { ...stripeIntent, currency: 'zzz' })],
    ['a fraction of a yen', 'paypal', paypalEvent({}, { amount: { currency_code: 'JPY', value: '10.50' } })],
    ['no JSON', 'stripe', '4242424242424242'.slice(0, 3) + '{'],
    ['an empty object', 'adyen', '{}'],
    ['an id too long for a key', 'hmac', shopEvent('e'.repeat(300_000))],
  ] as const)('WH-06 %s: the message is reported failed, nothing is started, archived or remembered', async (_case, scheme, body) => {
    expect(await left(processor({}, { scheme }), [sqsRecord(body, {}, 'bad')])).toEqual(['bad']);
    expect(executions.size).toBe(0);
    expect(await keys()).toEqual([]);
    expect(await dynamodb.items(table)).toEqual([]);
    expect(metrics()).toEqual({ EventMalformed: 1 });
  });

  test('WH-06 a message without its attributes is not consumed either', async () => {
    const record = { ...sqsRecord(shopEvent(), {}, 'bare'), messageAttributes: {} };
    expect(await left(processor(), [record])).toEqual(['bare']);
    expect(output.text()).toContain('messageAttributes.receivedAt');
  });

  test('WH-06 partial batch: only the malformed one is reported', async () => {
    expect(await left(processor(), [sqsRecord(shopEvent('e1')), sqsRecord('{', {}, 'bad'), sqsRecord(shopEvent('e2'))])).toEqual(['bad']);
    expect(started().map(({ event_id }) => event_id).sort()).toEqual(['e1', 'e2']);
  });

  test('WH-06 partial batch on a queue: the malformed one is redriven to the DLQ as it came, its neighbours are processed', async () => {
    const sqs = new SQSClient({ endpoint: emulator.endpoint });
    const dlqUrl = await emulator.createQueue('shop-dlq');
    const queueUrl = await emulator.createQueue('shop');
    const arn = (await sqs.send(new GetQueueAttributesCommand({ QueueUrl: dlqUrl, AttributeNames: ['QueueArn'] }))).Attributes?.QueueArn;
    await sqs.send(new SetQueueAttributesCommand({
      QueueUrl: queueUrl, Attributes: { VisibilityTimeout: '0', RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 3 }) },
    }));
    const bodies = [shopEvent('e1'), '{"id": ', shopEvent('e2'), shopEvent('e3')];
    for (const body of bodies) {
      await sqs.send(new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageAttributes: {
          receivedAt: { DataType: 'String', StringValue: String(RECEIVED_AT_MS) }, requestId: { DataType: 'String', StringValue: 'request-1' },
        },
      }));
    }
    const receive = async (url: string): Promise<Message[]> => (await sqs.send(new ReceiveMessageCommand({
      QueueUrl: url, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'],
    }))).Messages ?? [];

    // What the event source mapping does: delete what was not reported.
    const handle = processor();
    for (let messages = await receive(queueUrl); messages.length > 0; messages = await receive(queueUrl)) {
      const failed = await left(handle, messages.map(({ Body = '', MessageAttributes = {}, MessageId }) => sqsRecord(
        Body, Object.fromEntries(Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue])), MessageId,
      )));
      for (const { ReceiptHandle } of messages.filter(({ MessageId = '' }) => !failed.includes(MessageId))) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      }
    }
    const dead = await receive(dlqUrl);
    expect(dead.map(({ Body }) => Body)).toEqual(['{"id": ']);
    expect(dead[0].MessageAttributes?.requestId?.StringValue).toBe('request-1');
    expect(started().map(({ event_id }) => event_id).sort()).toEqual(['e1', 'e2', 'e3']);
    expect(metrics()).toEqual({ PaymentAccepted: 3, EventMalformed: 3 });
    sqs.destroy();
  });

  test('WH-06 a body near the limit of SQS goes to the archive; the execution\'s input stays small', async () => {
    const body = shopEvent('e1', { note: 'x'.repeat(1_000_000) });
    expect(await left(processor(), [sqsRecord(body)])).toEqual([]);
    expect([...executions.values()][0].length).toBeLessThan(2_000);
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: started()[0].archive_key }));
    expect(object.ContentLength).toBe(body.length);
  });
});

test('WH-07 an ignored event is archived apart and consumed', async () => {
  const body = shopEvent('evt_1', {}, { type: 'customer.updated' });
  expect(await left(processor(), [sqsRecord(body)])).toEqual([]);
  expect(await keys()).toEqual([expect.stringMatching(/^ignored\/shop\/2026\/03\/01\/[0-9a-f]{64}\.json$/)]);
  expect(executions.size).toBe(0);
  expect(metrics()).toEqual({ EventIgnored: 1 });
});

describe('WH-07 downstream failure: the message waits, nothing is remembered, the retry succeeds', () => {
  const expectNothingRemembered = async () => expect(await dynamodb.items(table)).toEqual([]);

  test('WH-07 the archive fails', async () => {
    bucket = `absent-${testNumber}`;
    const handle = processor();
    expect(await left(handle, [sqsRecord(shopEvent(), {}, 'm')])).toEqual(['m']);
    await expectNothingRemembered();
    expect(executions.size).toBe(0);

    await createBucket(bucket);
    expect(await left(handle, [sqsRecord(shopEvent(), {}, 'm')])).toEqual([]);
    expect(executions.size).toBe(1);
  });

  test('WH-07 StartExecution is throttled for one of two', async () => {
    sfn.reset();
    sfn.on(StartExecutionCommand).callsFake((input: { input: string }) => {
      if (input.input.includes('"e1"')) throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
      return startExecution(input);
    });
    const handle = processor();
    expect(await left(handle, [sqsRecord(shopEvent('e1'), {}, 'm1'), sqsRecord(shopEvent('e2'), {}, 'm2')])).toEqual(['m1']);
    expect(await dynamodb.items(table)).toHaveLength(1);

    sfn.reset();
    sfn.on(StartExecutionCommand).callsFake(startExecution);
    expect(await left(handle, [sqsRecord(shopEvent('e1'), {}, 'm1')])).toEqual([]);
    expect(started().map(({ event_id }) => event_id)).toEqual(['e2', 'e1']);
  });

  test('WH-07 the table fails before', async () => {
    await dynamodb.deleteTable(table);
    const handle = processor();
    expect(await left(handle, [sqsRecord(shopEvent(), {}, 'm')])).toEqual(['m']);
    expect(executions.size).toBe(0);
    expect(await keys()).toEqual([]);

    await dynamodb.createTable(table);
    expect(await left(handle, [sqsRecord(shopEvent(), {}, 'm')])).toEqual([]);
    expect(executions.size).toBe(1);
  });

  test('WH-07 the table fails after the start: the retry meets the execution and starts no second one', async () => {
    sfn.reset();
    sfn.on(StartExecutionCommand).callsFake(async (input: { name?: string; input?: string }) => {
      const result = startExecution(input);
      if (sfn.commandCalls(StartExecutionCommand).length === 1) await dynamodb.deleteTable(table);
      return result;
    });
    const handle = processor();
    expect(await left(handle, [sqsRecord(shopEvent(), {}, 'm')])).toEqual(['m']);
    expect(executions.size).toBe(1);

    await dynamodb.createTable(table);
    expect(await left(handle, [sqsRecord(shopEvent(), {}, 'm')])).toEqual([]);
    // The same name with the same input, which Step Functions takes for the same execution.
    expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(2);
    expect(executions.size).toBe(1);
  });

  test('WH-07 one of the payments in a body fails: the item is retried, the other is not started again', async () => {
    sfn.reset();
    sfn.on(StartExecutionCommand).callsFakeOnce(() => { throw new Error('internal'); }).callsFake(startExecution);
    const handle = processor({}, { scheme: 'adyen' });
    const body = adyenEvent(adyenItem({ pspReference: 'A' }), adyenItem({ pspReference: 'B' }));
    expect(await left(handle, [sqsRecord(body, {}, 'm')])).toEqual(['m']);
    expect(executions.size).toBe(1);
    expect(await left(handle, [sqsRecord(body, {}, 'm')])).toEqual([]);
    expect(started().map(({ payment_id }) => payment_id).sort()).toEqual(['A', 'B']);
    expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(3);
  });
});

describe('WH-12 where the API writes straight to the queue, the signature is checked here', () => {
  const SECRET = 'a-signing-secret-of-the-shop';
  const direct = (provider: Record<string, unknown> = {}) =>
    processor({ VERIFY_SIGNATURE: 'true' }, { header: 'x-signature', secretId: `secret-${testNumber}`, ...provider });
  const signed = (headers: Record<string, string>) => ({ signatureHeaders: JSON.stringify(headers) });
  const hmac = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex');

  beforeEach(() => { secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify({ current: SECRET }) }); });

  test('WH-12 a genuine message is processed', async () => {
    const body = shopEvent();
    expect(await left(direct(), [sqsRecord(body, signed({ 'x-signature': `sha256=${hmac(body)}` }))])).toEqual([]);
    expect(executions.size).toBe(1);
  });

  test('WH-12 a forged message is counted, starts nothing, and is left to the DLQ: a wrong key of ours looks the same', async () => {
    const forged = sqsRecord(shopEvent(), signed({ 'x-signature': `sha256=${hmac('another')}` }), 'forged');
    const unreadable = sqsRecord('{', { signatureHeaders: '{"x-signature":"\\\'"}' }, 'unreadable');
    expect(await left(direct(), [forged, sqsRecord(shopEvent(), {}, 'unsigned'), unreadable])).toEqual(['forged', 'unsigned', 'unreadable']);
    expect(executions.size).toBe(0);
    expect(await keys()).toEqual([]);
    expect(metrics()).toEqual({ SignatureRejected: 3 });
  });

  test('WH-12 without the secret nothing is known: the message waits and the retry succeeds', async () => {
    secrets.reset();
    secrets.on(GetSecretValueCommand).rejects(new Error('throttled'));
    const body = shopEvent();
    const record = sqsRecord(body, signed({ 'x-signature': `sha256=${hmac(body)}` }), 'm');
    expect(await left(direct(), [record])).toEqual(['m']);
    secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify({ current: SECRET }) });
    expect(await left(direct(), [record])).toEqual([]);
    expect(executions.size).toBe(1);
  });

  test('WH-12 the replay window is judged by the time of receipt, however long the message waited', async () => {
    const body = stripeEvent('payment_intent.succeeded', stripeIntent);
    const message = (signedAtMs: number) => {
      const t = Math.floor(signedAtMs / 1000);
      return sqsRecord(body, signed({ 'stripe-signature': `t=${t},v1=${hmac(`${t}.${body}`)}` }));
    };
    const handle = direct({ scheme: 'stripe', header: undefined });
    expect(await left(handle, [message(RECEIVED_AT_MS - 600_000)])).toHaveLength(1);
    expect(executions.size).toBe(0);
    expect(await left(handle, [message(RECEIVED_AT_MS - 100_000)])).toEqual([]);
    expect(executions.size).toBe(1);
  });
});

test('WH-12 no log line and no metric carries anything of a body', async () => {
  const handle = processor();
  await dynamodb.client.send(new PutItemCommand({ TableName: table, Item: { webhook_id: { S: 'other' } } }));
  await left(handle, [
    sqsRecord(shopEvent('e1')), sqsRecord(shopEvent('e1')), sqsRecord('{"card":"4242424242424242"'),
    sqsRecord(shopEvent('e2', { amount_minor: 0.5 })), sqsRecord(shopEvent('e3', {}, { type: 'customer.updated' })),
  ]);
  bucket = `absent-${testNumber}`;
  await left(processor(), [sqsRecord(shopEvent('e4'))]);
  const text = output.text();
  expect(text).toContain('"correlation_id":"request-1"');
  expect(text).toContain('NoSuchBucket');
  expect(text).not.toMatch(/4242|Jane Roe/);
});

test('WH-07 a retry of a message starts an identical execution', () => {
  const provider = { id: 'shop', scheme: 'hmac', toleranceSeconds: 300 } as const;
  const facts = { receivedAtMs: RECEIVED_AT_MS, correlationId: 'request-1', expiresAtSeconds: RECEIVED_AT_MS / 1000 + 86_400 };
  const first = JSON.stringify(normalise(provider, shopEvent(), facts));
  jest.useFakeTimers({ now: RECEIVED_AT_MS + 3_600_000 });
  expect(JSON.stringify(normalise(provider, shopEvent(), facts))).toBe(first);
  jest.useRealTimers();
});
