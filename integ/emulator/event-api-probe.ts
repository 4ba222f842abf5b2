import { strict as assert } from 'node:assert';
import { create } from './deploy';
import { EventApi } from './event-api';
import { roleOf } from './operator';

const STACK = 'EventApiProbe';
const ROLES = ['ingest', 'process', 'store'] as const;
const DENIED = 'AccessDeniedException';

/** One call: client, command, input, and what comes of it. */
type Probe = readonly [client: string, command: string, input: object, expected: string];

/** Runs calls with the role of another function: the name of each error, or `done`. */
const CODE = `exports.handler = (calls) => Promise.all(calls.map(async ([name, command, input]) => {
  const client = require('@aws-sdk/client-' + name);
  const Client = client[{ dynamodb: 'DynamoDBClient', eventbridge: 'EventBridgeClient', sqs: 'SQSClient' }[name]];
  return new Client({}).send(new client[command + 'Command'](input)).then(() => 'done', (error) => error.name);
}));`;

/** What the roles of the functions let them do: asked with their own credentials, by functions of ours. */
export async function runProbes(api: EventApi): Promise<string> {
  const roles = await Promise.all(ROLES.map((name) => roleOf(api.aws, api.functionName(name))));
  await create(api.aws, STACK, {
    TemplateBody: JSON.stringify({
      Resources: Object.fromEntries(ROLES.map((name, at) => [name, {
        Type: 'AWS::Lambda::Function',
        Properties: { FunctionName: `probe-${name}`, Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: 30, Role: roles[at], Code: { ZipFile: CODE } },
      }])),
    }),
  });
  const [{ pk: shard, sk: sequence }] = (await api.recorded()).trail;
  const probes = probesOf(api, String(shard), String(sequence));
  for (const name of ROLES) {
    const found = JSON.parse(await api.aws.rest('lambda', 'POST', `/2015-03-31/functions/probe-${name}/invocations`, probes[name])) as string[];
    probes[name].forEach(([, command, input, expected], at) => assert.equal(found[at], expected, `${name}: ${command} ${JSON.stringify(input)}`));
  }
  const all = Object.values(probes).flat();
  return `${all.filter(([, , , expected]) => expected === DENIED).length} of ${all.length} calls denied: no audit item is updated or deleted, nobody sends as another source`;
}

/** `shard` and `sequence`: an audit item that is there. */
function probesOf(api: EventApi, shard: string, sequence: string): Record<(typeof ROLES)[number], Probe[]> {
  const TableName = api.table;
  const key = (pk: string, sk = sequence) => ({ pk: { S: pk }, sk: { S: sk } });
  const put = (pk: string, expected: string): Probe =>
    ['dynamodb', 'PutItem', { TableName, Item: key(pk), ConditionExpression: 'attribute_not_exists(pk)' }, expected];
  const remove = (pk: string, expected: string): Probe => ['dynamodb', 'DeleteItem', { TableName, Key: key(pk, 'probe') }, expected];
  const update = (pk: string): Probe =>
    ['dynamodb', 'UpdateItem', { TableName, Key: key(pk), UpdateExpression: 'SET #r = :r', ExpressionAttributeNames: { '#r': 'record' }, ExpressionAttributeValues: { ':r': { S: '{}' } } }, DENIED];
  const query = (pk: string, expected: string): Probe =>
    ['dynamodb', 'Query', { TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: pk } } }, expected];
  const transact = (...pks: string[]): Probe =>
    ['dynamodb', 'TransactWriteItems', { TransactItems: pks.map((pk) => ({ Put: { TableName, Item: key(pk, 'probe') } })) }, DENIED];
  const publish = (Source: string, expected: string): Probe =>
    ['eventbridge', 'PutEvents', { Entries: [{ EventBusName: api.output('EventBusName'), Source, DetailType: 'probe', Detail: '{}' }] }, expected];
  const scan: Probe = ['dynamodb', 'Scan', { TableName }, DENIED];
  const send: Probe = ['sqs', 'SendMessage', { QueueUrl: api.queue('ProcessQueue'), MessageBody: '{}' }, 'AccessDenied'];
  const taken = 'ConditionalCheckFailedException';
  return {
    ingest: [publish('payments.api', 'done'), publish('payments.processor', DENIED), publish('payments.other', DENIED), put(shard, DENIED), query(shard, DENIED), send],
    process: [
      publish('payments.processor', 'done'), publish('payments.api', DENIED), put('CLAIM#probe', 'done'), remove('CLAIM#probe', 'done'), put('EVENT#probe', DENIED),
      put(shard, DENIED), update(shard), remove(shard, DENIED), scan, send,
    ],
    store: [
      query(shard, 'done'), put(shard, taken), update(shard), remove(shard, DENIED), update('EVENT#probe'), remove('EVENT#probe', DENIED), put('CLAIM#probe', DENIED),
      transact(shard, 'CLAIM#probe'), query('EVENT#probe', DENIED), scan, publish('payments.processor', DENIED), send,
    ],
  };
}
