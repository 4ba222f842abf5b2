import '../../hardened/handlers/support/environment';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { heartbeatEnvironment } from '../../../src/disaster-recovery/handlers/contract';
import { createHandler } from '../../../src/disaster-recovery/handlers/heartbeat';
import { type DynamoDb, startDynamoDb } from '../../hardened/handlers/support/dynamodb';
import { captureOutput, context } from '../../hardened/handlers/support/lambda';

let dynamodb: DynamoDb;
let tableName: string;
let output: ReturnType<typeof captureOutput>;
let testNumber = 0;

const beat = async (AWS_REGION = 'us-east-1', OTHER_REGION = 'us-east-2') =>
  createHandler(heartbeatEnvironment.parse({ AWS_REGION, OTHER_REGION, TABLE_NAME: tableName }))({}, context());
const otherBeatAt = (ms: number) => dynamodb.client.send(new PutItemCommand({
  TableName: tableName, Item: { pk: { S: 'heartbeat' }, sk: { S: 'us-east-2' }, at: { N: String(ms) } },
}));
interface Document {
  readonly _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: unknown[] }[] };
  readonly ReplicationAge: number;
}
const documents = () => output.text().split('\n').filter((line) => line.includes('ReplicationAge"'))
  .map((line) => JSON.parse(line) as Document & Record<string, unknown>);

beforeAll(async () => {
  dynamodb = await startDynamoDb();
  process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamodb.endpoint;
});
afterAll(() => dynamodb.stop());

beforeEach(async () => {
  testNumber += 1;
  tableName = `payments-${testNumber}`;
  await dynamodb.createTable(tableName, 'pk', 'sk');
  output = captureOutput();
});
afterEach(() => output.restore());

describe('DR-06 heartbeat', () => {
  test('DR-06 writes its own each time, and says so when the other Region has none yet: no metric', async () => {
    await beat();
    const [first] = await dynamodb.items(tableName);
    expect(first).toEqual({ pk: 'heartbeat', sk: 'us-east-1', at: expect.any(Number) });
    expect(Math.abs(Number(first.at) - Date.now())).toBeLessThan(2_000);
    await beat();
    expect(await dynamodb.items(tableName)).toHaveLength(1);
    expect(documents()).toEqual([]);
    expect(output.text()).toContain('The other Region has no heartbeat yet');
  });

  test('DR-06 the age of the other Region\'s, in seconds, by service and source Region', async () => {
    await beat('us-east-2', 'us-east-1');
    await beat();
    const [{ _aws, ...document }] = documents();
    expect(_aws.CloudWatchMetrics).toEqual([{ Namespace: 'test', Dimensions: [['service', 'SourceRegion']], Metrics: [{ Name: 'ReplicationAge', Unit: 'Seconds' }] }]);
    expect(document).toMatchObject({ service: 'test', SourceRegion: 'us-east-2' });
    expect(document.ReplicationAge).toBeLessThan(2);
  });

  test('DR-06 a Region that fell silent an hour ago shows an hour', async () => {
    await otherBeatAt(Date.now() - 3_600_000);
    await beat();
    expect(documents()[0].ReplicationAge).toBeCloseTo(3_600, -1);
  });

  test('DR-06 a clock that is ahead makes no negative age', async () => {
    await otherBeatAt(Date.now() + 5_000);
    await beat();
    expect(documents()[0].ReplicationAge).toBe(0);
  });

  test('DR-06 fails when the table fails: both requests are told, and Lambda retries', async () => {
    await dynamodb.deleteTable(tableName);
    await expect(beat()).rejects.toThrow('heartbeat: 2 of 2 requests failed');
    expect(output.text()).toContain('ResourceNotFoundException');
  });

  test('DR-06 fails when nothing can be written, and still reads', async () => {
    await otherBeatAt(Date.now() - 90_000);
    const { DynamoDBClient } = jest.requireActual<typeof import('@aws-sdk/client-dynamodb')>('@aws-sdk/client-dynamodb');
    const send = DynamoDBClient.prototype.send as (...args: unknown[]) => Promise<unknown>;
    jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation(async function (this: unknown, ...args: unknown[]) {
      if (args[0] instanceof PutItemCommand) throw new Error('throttled');
      return send.apply(this, args);
    } as never);
    await expect(beat()).rejects.toThrow('heartbeat: 1 of 2 requests failed');
    expect(documents()[0].ReplicationAge).toBeCloseTo(90, 0);
    jest.restoreAllMocks();
  });

  test('DR-06 fails when the other Region is none', () => {
    expect(() => heartbeatEnvironment.parse({ AWS_REGION: 'us-east-1', OTHER_REGION: 'ohio', TABLE_NAME: 't' })).toThrow('is not a Region');
  });
});
