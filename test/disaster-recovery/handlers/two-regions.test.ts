import '../../hardened/handlers/support/environment';
import { PAYMENT, region, replicate } from './support/regions';
import { type DynamoDb, startDynamoDb } from '../../hardened/handlers/support/dynamodb';
import { captureOutput, context, metricsIn, sqsRecord } from '../../hardened/handlers/support/lambda';

const QUEUE = 'http://127.0.0.1:1/000000000000/none';
const [EAST, OHIO] = ['us-east-1', 'us-east-2'];

let dynamodb: DynamoDb;
let tables: string[];
let output: ReturnType<typeof captureOutput>;
let testNumber = 0;

const at = (receivedAt: string) => ({ requestContext: { requestId: `of-${receivedAt}`, requestTimeEpoch: Date.parse(receivedAt) } });
const LATER = '2026-03-01T12:00:02.000Z';
const EARLIER = '2026-03-01T12:00:01.000Z';
const metrics = () => {
  const { ColdStart: _cold, ...sums } = metricsIn(output.text());
  return sums;
};
const bothRegions = () => [EAST, OHIO].map((name, index) => region({ name, tableName: tables[index], queueUrl: QUEUE }));
const settle = () => replicate(dynamodb, tables[0], tables[1]);

beforeAll(async () => {
  dynamodb = await startDynamoDb();
  process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamodb.endpoint;
});
afterAll(() => dynamodb.stop());

beforeEach(async () => {
  testNumber += 1;
  tables = [EAST, OHIO].map((name) => `${name}-${testNumber}`);
  await Promise.all(tables.map((name) => dynamodb.createTable(name, 'pk', 'sk')));
  output = captureOutput();
});
afterEach(() => output.restore());

describe('DR-09 eventual consistency', () => {
  test('DR-09 once replicated, a repetition in the other Region is a repetition', async () => {
    const [east, ohio] = bothRegions();
    await east.post(PAYMENT);
    await settle();
    expect(await ohio.post(PAYMENT)).toMatchObject({ status: 200, body: { region: EAST, acceptedIn: [EAST] } });
    expect((await ohio.post({ ...PAYMENT, amount: 1 })).status).toBe(409);
    expect(await dynamodb.items(tables[1])).toHaveLength(1);
    expect(metrics()).not.toHaveProperty('PaymentAcceptedTwice');
  });

  test('DR-09 within the window both accept; both items survive, and every read says so with the same answer', async () => {
    const [east, ohio] = bothRegions();
    const answers = await Promise.all([east.post(PAYMENT, at(LATER)), ohio.post(PAYMENT, at(EARLIER))]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    // Each is alone yet: nobody can know.
    expect((await east.get('pay_1')).body).toMatchObject({ acceptedIn: [EAST] });
    expect(metrics()).toEqual({ PaymentAccepted: 2 });

    await settle();
    for (const table of tables) expect((await dynamodb.items(table)).map(({ sk }) => sk).sort()).toEqual([EAST, OHIO]);
    const expected = { status: 200, body: { region: OHIO, acceptedAt: EARLIER, acceptedIn: [OHIO, EAST] } };
    for (const { get, post } of [east, ohio]) {
      expect(await get('pay_1')).toMatchObject(expected);
      expect(await post(PAYMENT)).toMatchObject(expected);
    }
    expect(metrics()).toEqual({ PaymentAccepted: 2, PaymentRepeated: 2, PaymentAcceptedTwice: 4 });
    expect(output.text()).toContain('"payloadsDiffer":false');
  });

  test('DR-09 two payloads within the window: the earlier holds, the other is a conflict, and the log tells that they differ', async () => {
    const [east, ohio] = bothRegions();
    await east.post(PAYMENT, at(EARLIER));
    await ohio.post({ ...PAYMENT, amount: 1 }, at(LATER));
    await settle();
    for (const { post } of [east, ohio]) {
      expect((await post(PAYMENT)).status).toBe(200);
      expect((await post({ ...PAYMENT, amount: 1 })).status).toBe(409);
    }
    expect(output.text()).toContain('"payloadsDiffer":true');
  });

  test('DR-09 accepted in the same millisecond: the same answer in both Regions', async () => {
    const [east, ohio] = bothRegions();
    await ohio.post(PAYMENT, at(EARLIER));
    await east.post(PAYMENT, at(EARLIER));
    await settle();
    for (const { get } of [east, ohio]) expect((await get('pay_1')).body).toMatchObject({ region: EAST, acceptedIn: [EAST, OHIO] });
  });

  test('DR-08 a payment queued in a failing Region and sent again to the other is no second one when it is redriven', async () => {
    const [east, ohio] = bothRegions();
    await ohio.post(PAYMENT);
    await settle();
    const queued = { payment: PAYMENT, idempotencyKey: 'pay_1', requestId: 'r', correlationId: 'c', receivedAt: EARLIER };
    const { batchItemFailures } = await east.redrive({ Records: [sqsRecord(JSON.stringify(queued))] }, context());
    expect(batchItemFailures).toEqual([]);
    expect(await dynamodb.items(tables[0])).toHaveLength(1);
    expect(metrics()).toEqual({ PaymentAccepted: 1, PaymentRepeated: 1 });
  });
});

test('DR-09 strong consistency: one key for all Regions, so that one of them wins', async () => {
  // DynamoDB itself keeps the two replicas as one table.
  const [east, ohio] = [EAST, OHIO].map((name) => region({ name, tableName: tables[0], queueUrl: QUEUE, consistency: 'STRONG' }));
  const answers = await Promise.all(Array.from({ length: 50 }, (_none, index) => (index % 2 ? east : ohio).post(PAYMENT)));
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(49).fill(200), 201]);
  expect(await dynamodb.items(tables[0])).toEqual([expect.objectContaining({ pk: 'payment#pay_1', sk: 'global' })]);
});
