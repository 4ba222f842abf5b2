import '../../hardened/handlers/support/environment';
import {
  ChangeMessageVisibilityCommand, DeleteMessageCommand, GetQueueAttributesCommand, type Message, ReceiveMessageCommand, SendMessageCommand,
  SetQueueAttributesCommand, SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { CARD, PAYMENT, RECEIVED_AT, region } from './support/regions';
import { WAITS } from '../../../src/disaster-recovery/handlers/redrive';
import { type DynamoDb, startDynamoDb } from '../../hardened/handlers/support/dynamodb';
import { captureOutput, context, metricsIn, sqsRecord } from '../../hardened/handlers/support/lambda';
import { type SqsEmulator, startSqsEmulator } from '../../hardened/handlers/support/sqs-emulator';

let dynamodb: DynamoDb;
let emulator: SqsEmulator;
let sqs: SQSClient;
let tableName: string;
let queueUrl: string;
let dlqUrl: string;
let output: ReturnType<typeof captureOutput>;
let testNumber = 0;

const RECEIVED = { payment: PAYMENT, idempotencyKey: 'pay_1', requestId: 'request-0', correlationId: 'order-7', receivedAt: RECEIVED_AT };
const body = (fields: object = {}, payment: object = {}) => JSON.stringify({ ...RECEIVED, payment: { ...PAYMENT, ...payment }, ...fields });
const metrics = () => {
  const { ColdStart: _cold, ...sums } = metricsIn(output.text());
  return sums;
};
const here = () => region({ tableName, queueUrl });
const left = async (records: SQSRecord[], handle = here().redrive): Promise<string[]> =>
  (await handle({ Records: records }, context())).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

const send = (text: string) => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: text }));
const receive = async (url: string): Promise<Message[]> => (await sqs.send(new ReceiveMessageCommand({
  QueueUrl: url, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'],
}))).Messages ?? [];

/** What the event source mapping does, until the queue gives nothing more: deletes what was not reported. */
async function pollUntilEmpty(handle = here().redrive): Promise<void> {
  for (let messages = await receive(queueUrl); messages.length > 0; messages = await receive(queueUrl)) {
    const failed = await left(messages.map(({ Body = '', MessageId = '', ReceiptHandle = '', Attributes = {} }): SQSRecord => {
      const record = sqsRecord(Body, {}, MessageId);
      return {
        ...record,
        receiptHandle: ReceiptHandle,
        messageAttributes: {},
        attributes: { ...record.attributes, ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? '' },
      };
    }), handle);
    for (const { ReceiptHandle } of messages.filter(({ MessageId = '' }) => !failed.includes(MessageId))) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
  }
}

beforeAll(async () => {
  [dynamodb, emulator] = await Promise.all([startDynamoDb(), startSqsEmulator()]);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamodb.endpoint;
  process.env.AWS_ENDPOINT_URL_SQS = emulator.endpoint;
  sqs = new SQSClient();
});
afterAll(() => {
  sqs.destroy();
  return Promise.all([dynamodb.stop(), emulator.stop()]);
});

beforeEach(async () => {
  testNumber += 1;
  tableName = `payments-${testNumber}`;
  dlqUrl = await emulator.createQueue(`dlq-${testNumber}`);
  queueUrl = await emulator.createQueue(`failed-${testNumber}`);
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: dlqUrl, AttributeNames: ['QueueArn'] }));
  await sqs.send(new SetQueueAttributesCommand({
    QueueUrl: queueUrl, Attributes: { VisibilityTimeout: '0', RedrivePolicy: JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: 5 }) },
  }));
  await dynamodb.createTable(tableName, 'pk', 'sk');
  output = captureOutput();
});
afterEach(() => {
  output.restore();
  jest.restoreAllMocks();
});

describe('DR-08 failed payments are redriven', () => {
  test('DR-08 from the API through the queue into the table, as of the time of the request', async () => {
    const { post, get, redrive } = here();
    await dynamodb.deleteTable(tableName);
    expect((await post(PAYMENT)).status).toBe(202);
    await dynamodb.createTable(tableName, 'pk', 'sk');
    await pollUntilEmpty(redrive);
    expect(await get('pay_1')).toMatchObject({ status: 200, body: { status: 'ACCEPTED', ...PAYMENT, acceptedAt: RECEIVED_AT } });
    expect((await post(PAYMENT)).status).toBe(200);
    expect(await receive(dlqUrl)).toEqual([]);
    expect(metrics()).toEqual({ PaymentQueued: 1, PaymentRedriven: 1, PaymentRepeated: 1 });
  });

  test('DR-08 the same message ten times at once, and later: one item', async () => {
    const records = Array.from({ length: 10 }, () => sqsRecord(body()));
    expect(await left(records)).toEqual([]);
    expect(await left([sqsRecord(body())])).toEqual([]);
    expect(await dynamodb.items(tableName)).toHaveLength(1);
  });

  test('DR-08 the caller came again meanwhile, and got through: nothing is left to do', async () => {
    const { post } = here();
    await post(PAYMENT);
    expect(await left([sqsRecord(body())])).toEqual([]);
    expect(await dynamodb.items(tableName)).toHaveLength(1);
    expect(metrics()).toEqual({ PaymentAccepted: 1, PaymentRepeated: 1 });
  });

  test('DR-08 a poison message goes to the DLQ by itself after five receives, as it came; its neighbours are written', async () => {
    const poison = '{"payment": ';
    for (const text of [body(), poison, body({}, { paymentId: 'p2' }), body({}, { paymentId: 'p3' })]) await send(text);
    await pollUntilEmpty();
    expect((await receive(dlqUrl)).map(({ Body }) => Body)).toEqual([poison]);
    expect((await dynamodb.items(tableName)).map(({ paymentId }) => paymentId).sort()).toEqual(['p2', 'p3', 'pay_1']);
    expect(metrics()).toEqual({ PaymentRedriven: 3, RedriveMalformed: 5 });
  });

  test.each([
    ['another shape', '{}'], ['a fraction', body({}, { amount: 0.5 })], ['no time', body({ receivedAt: 'yesterday' })], ['card data', body({}, { reference: CARD })],
    ['an unknown field', body({ cvv: '123' })],
  ])('DR-08 fails when the message is of %s: that record alone', async (_case, text) => {
    expect(await left([sqsRecord(text, {}, 'bad'), sqsRecord(body(), {}, 'good')])).toEqual(['bad']);
    expect(await dynamodb.items(tableName)).toHaveLength(1);
    expect(metrics()).toEqual({ PaymentRedriven: 1, RedriveMalformed: 1 });
    expect(output.text()).not.toContain(CARD);
  });

  test('DR-08 fails when another payment took the id: its caller was told that it is queued, so it is kept', async () => {
    await here().post({ ...PAYMENT, amount: 1 });
    await send(body());
    await pollUntilEmpty();
    expect(await receive(dlqUrl)).toHaveLength(1);
    expect(metrics()).toEqual({ PaymentAccepted: 1, RedriveConflict: 5 });
    expect(output.text()).toContain('"correlation_id":"order-7"');
  });
});

describe('DR-08 the table still fails', () => {
  const record = (receives: number, messageId = 'm'): SQSRecord => {
    const given = sqsRecord(body(), {}, messageId);
    return { ...given, attributes: { ...given.attributes, ApproximateReceiveCount: String(receives) } };
  };

  test('DR-08 the message waits longer each time, so that five receives outlast an outage of hours', async () => {
    await dynamodb.deleteTable(tableName);
    const changed = jest.spyOn(SQSClient.prototype, 'send').mockImplementation((() => Promise.resolve({})) as never);
    const handle = here().redrive;
    for (const receives of [1, 2, 3, 4, 5]) expect(await left([record(receives)], handle)).toEqual(['m']);
    expect(changed.mock.calls.map(([{ input }]) => input)).toEqual(WAITS.map((VisibilityTimeout) => ({ QueueUrl: queueUrl, ReceiptHandle: 'm', VisibilityTimeout })));
    expect(WAITS.reduce((sum, seconds) => sum + seconds, 0)).toBeGreaterThan(7 * 3_600);
    // What SQS takes at most.
    expect(Math.max(...WAITS)).toBeLessThan(12 * 3_600);
    expect(metrics()).toEqual({ RedrivePostponed: 5 });
  });

  test('DR-08 on a queue: hidden for its time, then written', async () => {
    await send(body());
    await dynamodb.deleteTable(tableName);
    await pollUntilEmpty();
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessagesNotVisible'] }));
    expect(Attributes).toEqual({ ApproximateNumberOfMessagesNotVisible: '1' });
    expect(await receive(dlqUrl)).toEqual([]);
    expect(metrics()).toEqual({ RedrivePostponed: 1 });
  });

  test('DR-08 where the wait cannot be set, the queue\'s own holds', async () => {
    await dynamodb.deleteTable(tableName);
    jest.spyOn(SQSClient.prototype, 'send').mockImplementation(((command: unknown) => {
      expect(command).toBeInstanceOf(ChangeMessageVisibilityCommand);
      return Promise.reject(new Error('receipt expired'));
    }) as never);
    expect(await left([record(1)])).toEqual(['m']);
    expect(output.text()).toContain('receipt expired');
  });

  test('DR-08 an item that nobody can read leaves the message to its retries', async () => {
    const { PutCommand, DynamoDBDocumentClient } = jest.requireActual<typeof import('@aws-sdk/lib-dynamodb')>('@aws-sdk/lib-dynamodb');
    await DynamoDBDocumentClient.from(dynamodb.client).send(new PutCommand({ TableName: tableName, Item: { pk: 'payment#pay_1', sk: 'us-east-1' } }));
    expect(await left([record(1)])).toEqual(['m']);
    expect(metrics()).toEqual({});
    expect(output.text()).toContain('Left for a retry');
  });
});
