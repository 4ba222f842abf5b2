import './support/environment';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, NotFound, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler } from '../../../src/webhook-pipeline/handlers/archival';
import { type DynamoDb, startDynamoDb } from '../../hardened/handlers/support/dynamodb';
import { captureOutput, metricsIn } from '../../hardened/handlers/support/lambda';

const s3 = mockClient(S3Client);
let dynamodb: DynamoDb;
let table: string;
let testNumber = 0;
let output: ReturnType<typeof captureOutput>;

const handler = () => createHandler({ TABLE_NAME: table, ARCHIVE_BUCKET: 'archive' });
const record = (key: string, fields: Record<string, unknown> = {}) => ({
  eventVersion: '2.3',
  eventSource: 'aws:s3',
  eventName: 'LifecycleTransition',
  eventTime: '2026-04-01T00:00:00.000Z',
  s3: { bucket: { name: 'archive' }, object: { key, versionId: 'v1', sequencer: '00' } },
  lifecycleEventData: { transitionEventData: { destinationStorageClass: 'GLACIER_IR' } },
  ...fields,
});
const put = (stateKey: string, archiveKey: string) => dynamodb.client.send(new PutItemCommand({
  TableName: table, Item: { webhook_id: { S: stateKey }, payment_status: { S: 'succeeded' }, archive_key: { S: archiveKey } },
}));
const head = (key: string, stateKey: string) =>
  s3.on(HeadObjectCommand, { Bucket: 'archive', Key: key, VersionId: 'v1' }).resolves({ Metadata: { 'state-key': stateKey }, StorageClass: 'STANDARD' });

beforeAll(async () => {
  dynamodb = await startDynamoDb();
  process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamodb.endpoint;
});
afterAll(() => dynamodb.stop());
beforeEach(async () => {
  table = `table-${testNumber += 1}`;
  s3.reset();
  s3.on(HeadObjectCommand).rejects(new NotFound({ message: 'NotFound', $metadata: { httpStatusCode: 404 } }));
  await dynamodb.createTable(table);
  output = captureOutput();
});
afterEach(() => output.restore());

test('WH-09 a payment whose body moved to the archive class is marked, once or many times alike', async () => {
  await put('payment#shop#a b+c', 'payments/shop/2026/03/01/a b+c.json');
  head('payments/shop/2026/03/01/a b+c.json', 'payment#shop#a b+c');
  const event = { Records: [record('payments/shop/2026/03/01/a+b%2Bc.json')] };
  await handler()(event);
  const marked = await dynamodb.get(table, 'payment#shop#a b+c');
  expect(marked).toEqual({
    webhook_id: 'payment#shop#a b+c',
    payment_status: 'succeeded',
    archive_status: 'ARCHIVED',
    archived_at: '2026-04-01T00:00:00.000Z',
    archive_key: 'payments/shop/2026/03/01/a b+c.json',
    archive_storage_class: 'GLACIER_IR',
  });
  await handler()(event);
  expect(await dynamodb.get(table, 'payment#shop#a b+c')).toEqual(marked);
});

test('WH-09 a payment that the table has forgotten is not brought back', async () => {
  head('payments/shop/1.json', 'payment#shop#1');
  await handler()({ Records: [record('payments/shop/1.json')] });
  expect(await dynamodb.items(table)).toEqual([]);
  expect(metricsIn(output.text())).toEqual({ ArchivedWithoutState: 1 });
});

test('WH-09 the body of an older event moves: the payment is not marked, its newest body has not moved', async () => {
  await put('payment#shop#1', 'payments/shop/newer.json');
  head('payments/shop/older.json', 'payment#shop#1');
  await handler()({ Records: [record('payments/shop/older.json')] });
  expect(await dynamodb.get(table, 'payment#shop#1')).toMatchObject({ archive_key: 'payments/shop/newer.json' });
  expect(await dynamodb.get(table, 'payment#shop#1')).not.toHaveProperty('archive_status');
  expect(metricsIn(output.text())).toEqual({ ArchivedWithoutState: 1 });
});

test('WH-09 the move to Intelligent-Tiering, on arrival, is no archiving', async () => {
  await put('payment#shop#1', 'payments/shop/1.json');
  head('payments/shop/1.json', 'payment#shop#1');
  await handler()({ Records: [record('payments/shop/1.json', { lifecycleEventData: { transitionEventData: { destinationStorageClass: 'INTELLIGENT_TIERING' } } })] });
  expect(await dynamodb.get(table, 'payment#shop#1')).not.toHaveProperty('archive_status');
});

test('WH-09 one failing record fails the invocation after the others were marked; the retry marks the rest', async () => {
  await Promise.all([put('payment#shop#1', 'payments/shop/1.json'), put('payment#shop#3', 'payments/shop/3.json')]);
  head('payments/shop/1.json', 'payment#shop#1');
  head('payments/shop/3.json', 'payment#shop#3');
  s3.on(HeadObjectCommand, { Key: 'payments/shop/2.json' }).resolves({ Metadata: {} });
  const event = { Records: [record('payments/shop/2.json'), record('payments/shop/0.json'), record('payments/shop/1.json'), record('payments/shop/3.json')] };
  await expect(handler()(event)).rejects.toThrow('2 of 4 transitions not noted');
  for (const key of ['payment#shop#1', 'payment#shop#3']) expect(await dynamodb.get(table, key)).toMatchObject({ archive_status: 'ARCHIVED' });
});

test('WH-09 the table fails: the invocation fails, and its retry succeeds', async () => {
  head('payments/shop/1.json', 'payment#shop#1');
  await dynamodb.deleteTable(table);
  const event = { Records: [record('payments/shop/1.json')] };
  await expect(handler()(event)).rejects.toThrow(AggregateError);
  await dynamodb.createTable(table);
  await put('payment#shop#1', 'payments/shop/1.json');
  await handler()(event);
  expect(await dynamodb.get(table, 'payment#shop#1')).toMatchObject({ archive_status: 'ARCHIVED' });
});

test.each([
  ['an object that was created', record('payments/shop/1.json', { eventName: 'ObjectCreated:Put' })],
  ['an ignored event\'s body', record('ignored/shop/1.json')],
])('WH-09 %s is ignored', async (_case, ignored) => {
  await put('payment#shop#1', 'payments/shop/1.json');
  head('payments/shop/1.json', 'payment#shop#1');
  await handler()({ Records: [ignored] });
  expect(await dynamodb.get(table, 'payment#shop#1')).not.toHaveProperty('archive_status');
  expect(output.text()).toContain('"message":"Ignored"');
});
