import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AttributeValue, paginateScan, ScanCommandInput } from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand, DeleteMessageBatchCommand, GetQueueAttributesCommand, Message, ReceiveMessageCommand, SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { Aws } from './aws';
import { CONSUMERS } from './differences';

/** What an operator does with queues, tables and functions, whichever system they belong to. */
export type Item = Record<string, AttributeValue>;

/** Waits until `probe` answers something. */
export async function until<T>(what: string, seconds: number, probe: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(200);
  }
}

export async function attributesOf({ sqs }: Aws, QueueUrl: string): Promise<Record<string, string>> {
  return (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes ?? {};
}

/** A queue that a service may send to, for a resource of the account: its URL and its ARN. */
export async function makeQueue(aws: Aws, name: string, service: string, source: string): Promise<{ url: string; arn: string }> {
  const { QueueUrl: url } = await aws.sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { QueueArn: arn } = await attributesOf(aws, url!);
  const statement = {
    Effect: 'Allow', Principal: { Service: service }, Action: 'sqs:SendMessage', Resource: arn, Condition: { ArnEquals: { 'aws:SourceArn': source } },
  };
  await aws.sqs.send(new SetQueueAttributesCommand({
    QueueUrl: url, Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) },
  }));
  return { url: url!, arn };
}

/** Messages in a queue: visible, and with a consumer or waiting for their time. */
export async function depthOf(aws: Aws, url: string): Promise<number> {
  const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: taken } = await attributesOf(aws, url);
  return Number(visible) + Number(taken);
}

/** Sets how soon what was not consumed comes again. */
export async function setVisibility({ sqs }: Aws, QueueUrl: string, seconds: number): Promise<void> {
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: String(seconds) } }));
}

async function receive({ sqs }: Aws, QueueUrl: string, VisibilityTimeout: number): Promise<Message[]> {
  return (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout }))).Messages ?? [];
}

/** Takes everything off a queue, as a consumer. */
export async function drain(aws: Aws, url: string): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const messages = await receive(aws, url, 60);
    if (messages.length === 0) return all;
    all.push(...messages);
    await aws.sqs.send(new DeleteMessageBatchCommand({
      QueueUrl: url, Entries: messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle })),
    }));
  }
}

/** What the messages of a queue say; they stay in it, hidden for `seconds`. */
export async function bodiesIn(aws: Aws, url: string, seconds = 60): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const messages = await receive(aws, url, seconds);
    if (messages.length === 0) return bodies;
    bodies.push(...messages.map(({ Body }) => Body!));
  }
}

/** Every item of a table. */
export async function itemsOf({ dynamodb: client }: Aws, TableName: string, more: Partial<ScanCommandInput> = {}): Promise<Item[]> {
  const items: Item[] = [];
  for await (const { Items: page = [] } of paginateScan({ client }, { TableName, ConsistentRead: true, ...more })) items.push(...page);
  return items;
}

/** What a function logged, since a time, that holds a text. */
export async function logged(aws: Aws, functionName: string, text: string, since = 0): Promise<string[]> {
  const found: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await aws.json('logs', 'Logs_20140328.FilterLogEvents', {
      logGroupName: `/aws/lambda/${functionName}`, startTime: since, nextToken,
    }) as { events: { message: string }[]; nextToken?: string };
    found.push(...page.events.map(({ message }) => message).filter((message) => message.includes(text)));
    nextToken = page.nextToken;
  } while (nextToken);
  return found;
}

const MAPPINGS = '/2015-03-31/event-source-mappings/';

/** Changes how queues are read: of one function, or of all. */
async function changeMappings(aws: Aws, change: object, functionName = ''): Promise<void> {
  const { EventSourceMappings: mappings } = JSON.parse(await aws.rest('lambda', 'GET', MAPPINGS)) as {
    EventSourceMappings: { UUID: string; FunctionArn: string }[];
  };
  for (const { UUID: id } of mappings.filter(({ FunctionArn: arn }) => functionName === '' || arn.includes(`:function:${functionName}`))) {
    await aws.rest('lambda', 'PUT', `${MAPPINGS}${id}`, change);
  }
}

/** At most this many batches at once of each queue: two cores choke on a hundred Node processes. */
export const limitConsumers = (aws: Aws) => changeMappings(aws, { ScalingConfig: { MaximumConcurrency: CONSUMERS } });

/** Whether a function reads its queue. */
export const setConsuming = (aws: Aws, functionName: string, Enabled: boolean) => changeMappings(aws, { Enabled }, functionName);

/** The role of a function: its ARN. */
export async function roleOf(aws: Aws, functionName: string): Promise<string> {
  return (JSON.parse(await aws.rest('lambda', 'GET', `/2015-03-31/functions/${functionName}`)) as { Configuration: { Role: string } }).Configuration.Role;
}

/** Runs `work` while a function may not do something. */
export async function whileRefused<T>(aws: Aws, functionName: string, action: string, work: () => Promise<T>): Promise<T> {
  const policy = { RoleName: (await roleOf(aws, functionName)).split('/').at(-1)!, PolicyName: `refuse-${randomUUID()}` };
  const iam = (name: string, parameters: Record<string, string>) => aws.query('iam', name, '2010-05-08', parameters);
  const statement = { Effect: 'Deny', Action: action, Resource: '*' };
  await iam('PutRolePolicy', { ...policy, PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) });
  try {
    return await work();
  } finally {
    await iam('DeleteRolePolicy', policy);
  }
}
