import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { ChangeMessageVisibilityCommand, DeleteMessageCommand, Message, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Aws } from './aws';
import { DeployedStack } from './deploy';
import { INGESTING, VISIBILITY } from './event-api-differences';
import { Answer, dataPlaneOf } from './http';
import { depthOf, drain, itemsOf, limitConsumers, logged, makeQueue, setVisibility, until } from './operator';

export const SOURCES = ['payments.api', 'payments.batch', 'payments.partner'] as const;
export const RULES = ['by-type', 'by-source', 'by-amount', 'processed'] as const;
export type RuleName = (typeof RULES)[number];
export type FunctionName = 'auth' | 'ingest' | 'process' | 'store';
export type QueueName = 'ProcessQueue' | 'ProcessDlq' | 'StoreQueue' | 'StoreDlq' | 'ReviewQueue' | 'ReviewDlq' | 'IngestFailures' | 'BusUndelivered';
export const QUEUES: readonly QueueName[] = ['ProcessQueue', 'ProcessDlq', 'StoreQueue', 'StoreDlq', 'ReviewQueue', 'ReviewDlq', 'IngestFailures', 'BusUndelivered'];

/** From which an event is of high value in the golden, in EUR. */
export const HIGH_MINOR = 1_000_000;
/** Patience with what takes a moment, on a machine that is busy with other things. */
export const SECONDS = 60;
const TIMEOUT_MS = 30_000;

/** The body of `POST /events`, as a sender thinks of it; no code under test makes it. */
export interface PaymentEvent {
  readonly eventId: string;
  readonly source: string;
  readonly type: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly currency: string;
  readonly occurredAt: string;
  readonly reference?: string;
  readonly metadata?: Record<string, string>;
}

export const newEvent = (more: Partial<PaymentEvent> = {}): PaymentEvent => ({
  eventId: `evt-${randomUUID()}`,
  source: 'payments.api',
  type: 'payment.captured',
  paymentId: `pay-${randomUUID()}`,
  amount: 1250,
  currency: 'EUR',
  occurredAt: new Date().toISOString(),
  ...more,
});

/** What is recorded, by its kind: `INGESTED`, `PROCESSED`. */
export type Records = Record<string, Record<string, unknown>>;

/** The table in parts. */
export interface Recorded {
  /** By `source#eventId`. */
  readonly events: Map<string, Records>;
  /** By the id of the request. */
  readonly refusals: Map<string, Record<string, unknown>>;
  readonly trail: Record<string, unknown>[];
}

export const keyOf = ({ source, eventId }: Pick<PaymentEvent, 'source' | 'eventId'>): string => `${source}#${eventId}`;
export const requestIdOf = ({ body }: Answer): string => (JSON.parse(body) as { requestId: string }).requestId;

/** The deployed event API, as its senders and its operator see it. */
export class EventApi {
  /** Of senders; `previous` is accepted beside it. */
  public tokens = { current: '', previous: '' };
  private readonly observers = new Map<RuleName, string>();

  public constructor(public readonly aws: Aws, private readonly stack: DeployedStack) {}

  public output(name: string): string {
    const value = this.stack.outputs[name];
    if (!value) throw new Error(`No output ${name}`);
    return value;
  }

  public functionName(name: FunctionName): string {
    return this.output(`${name[0].toUpperCase()}${name.slice(1)}FunctionArn`).split(':').at(-1)!;
  }

  public queue(name: QueueName): string { return this.output(`${name}Url`); }
  public get table(): string { return this.output('TableName'); }

  /** What an operator does after the deployment. */
  public async prepare(): Promise<void> {
    await limitConsumers(this.aws);
    await this.aws.rest('lambda', 'PUT', `/2017-10-31/functions/${this.functionName('ingest')}/concurrency`, { ReservedConcurrentExecutions: INGESTING });
    for (const name of ['ProcessQueue', 'StoreQueue'] as const) await setVisibility(this.aws, this.queue(name), VISIBILITY);
    await this.rotate();
  }

  /** As a sender: the token is right unless the headers say otherwise. */
  public async send(body: string, headers: Record<string, string> = {}, method = 'POST', url = this.output('EventPostUrl')): Promise<Answer> {
    const response = await fetch(dataPlaneOf(this.aws.endpoint, url), {
      method,
      headers: { 'authorization': `Bearer ${this.tokens.current}`, 'content-type': 'application/json', ...headers },
      body: method === 'GET' ? undefined : body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  }

  /** Sends an event that the API takes: its answer. */
  public async post(event: PaymentEvent, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await this.send(JSON.stringify(event), headers);
    assert.equal(answer.status, 202, `${event.source} got ${answer.status} ${answer.body}`);
    return answer;
  }

  /** What is recorded of an event. */
  public async recordsOf(event: Pick<PaymentEvent, 'source' | 'eventId'>): Promise<Records> {
    const { Items: items = [] } = await this.aws.dynamodb.send(new QueryCommand({
      TableName: this.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: `EVENT#${keyOf(event)}` } },
      ConsistentRead: true,
    }));
    return Object.fromEntries(items.map((item) => unmarshall(item)).map((item) => [String(item.sk), item]));
  }

  /** Waits until an event is ingested and processed. */
  public settled(event: Pick<PaymentEvent, 'source' | 'eventId'>, ...kinds: string[]): Promise<Records> {
    const wanted = kinds.length > 0 ? kinds : ['INGESTED', 'PROCESSED'];
    return until(`${wanted.join(' and ')} of ${keyOf(event)}`, SECONDS, async () => {
      const records = await this.recordsOf(event);
      return wanted.every((kind) => kind in records) && records;
    });
  }

  public async recorded(): Promise<Recorded> {
    const recorded: Recorded = { events: new Map(), refusals: new Map(), trail: [] };
    for (const item of (await itemsOf(this.aws, this.table)).map((one) => unmarshall(one))) {
      const [kind, ...key] = String(item.pk).split('#');
      if (kind === 'AUDIT') recorded.trail.push(item);
      if (kind === 'REFUSED') recorded.refusals.set(key.join('#'), item);
      if (kind === 'EVENT') recorded.events.set(key.join('#'), { ...recorded.events.get(key.join('#')), [String(item.sk)]: item });
    }
    return recorded;
  }

  /** What a rule has matched since the last time: it gets a target beside those of the golden. */
  public async matched(rule: RuleName): Promise<PaymentEvent[]> {
    if (!this.observers.has(rule)) this.observers.set(rule, await this.observe(rule));
    return (await drain(this.aws, this.observers.get(rule)!)).map(({ Body }) => {
      const { detail } = JSON.parse(Body!) as { detail: PaymentEvent | { event: PaymentEvent } };
      return 'event' in detail ? detail.event : detail;
    });
  }

  public depth(name: QueueName): Promise<number> { return depthOf(this.aws, this.queue(name)); }

  /** Each queue with its messages. */
  public async depths(): Promise<Record<string, number>> {
    return Object.fromEntries(await Promise.all(QUEUES.map(async (name) => [name, await this.depth(name)] as const)));
  }

  /** Whether nothing waits to be processed or stored. */
  public async isQuiet(): Promise<boolean> { return await this.depth('ProcessQueue') === 0 && await this.depth('StoreQueue') === 0; }
  public async quiet(): Promise<void> { await until('empty queues to process and to store', SECONDS, () => this.isQuiet()); }

  public logged(name: FunctionName, text: string, since = 0): Promise<string[]> { return logged(this.aws, this.functionName(name), text, since); }

  /** As an operator who sends an event again. */
  public async invokeAsynchronously(name: FunctionName, payload: object): Promise<void> {
    await this.aws.rest('lambda', 'POST', `/2015-03-31/functions/${this.functionName(name)}/invocations`, payload, { 'x-amz-invocation-type': 'Event' });
  }

  /** The messages of a dead-letter queue that hold a text, back to their queue; what `start-message-move-task` does. How many. */
  public async moveBack(from: QueueName, to: QueueName, text: string): Promise<number> {
    return this.takeOut(from, text, ({ Body }) => this.aws.sqs.send(new SendMessageCommand({ QueueUrl: this.queue(to), MessageBody: Body })));
  }

  /** Takes the messages that hold a text out of a queue, each after `handle`; the others stay. How many. */
  public async takeOut(from: QueueName, text: string, handle: (message: Message) => Promise<unknown>): Promise<number> {
    const QueueUrl = this.queue(from);
    const all: Message[] = [];
    for (;;) {
      const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 });
      const { Messages: messages = [] } = await this.aws.sqs.send(receive);
      if (messages.length === 0) break;
      all.push(...messages);
    }
    const wanted = all.filter(({ Body }) => Body!.includes(text));
    for (const message of all) {
      const { ReceiptHandle } = message;
      if (wanted.includes(message)) {
        await handle(message);
        await this.aws.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      } else {
        await this.aws.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
      }
    }
    return wanted.length;
  }

  /** A new token; the one of the deployment goes on as the previous one. */
  private async rotate(): Promise<void> {
    const SecretId = this.output('TokenSecretArn');
    const { SecretString: made } = await this.aws.secrets.send(new GetSecretValueCommand({ SecretId }));
    const { current: previous } = JSON.parse(made!) as { current: string };
    assert.match(previous, /^[A-Za-z0-9]{64}$/, 'the token of the deployment');
    this.tokens = { current: randomUUID().repeat(2), previous };
    await this.aws.secrets.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(this.tokens) }));
  }

  private async observe(rule: RuleName): Promise<string> {
    const EventBusName = this.output('EventBusName');
    const events = (action: string, input: object) => this.aws.json('events', `AWSEvents.${action}`, { EventBusName, ...input });
    const { Rules: rules } = await events('ListRules', {}) as { Rules: { Name: string; Arn: string }[] };
    const found = rules.find(({ Name }) => Name.includes(rule));
    if (!found) throw new Error(`No rule ${rule} on ${EventBusName}`);
    const { url, arn } = await makeQueue(this.aws, `observer-${rule}`, 'events.amazonaws.com', found.Arn);
    await events('PutTargets', { Rule: found.Name, Targets: [{ Id: 'Observer', Arn: arn }] });
    return url;
  }
}
