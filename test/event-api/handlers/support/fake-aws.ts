/**
 * The AWS that the handlers meet, over HTTP on a free loopback port: dynalite for
 * DynamoDB, in front of it the TransactWriteItems that dynalite lacks, and of
 * EventBridge and Systems Manager the one operation each that is called.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AttributeValue, CreateTableCommand, DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand,
  type TransactWriteItemsInput,
} from '@aws-sdk/client-dynamodb';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import dynalite from 'dynalite';

type Item = Record<string, AttributeValue>;
export type Phase = 'before' | 'after';
/** Of an entry the wire has the time as a number. */
export type Published = Omit<PutEventsRequestEntry, 'Time'> & { readonly Time: number };

/** An answer other than what the service would say. */
export interface Fault {
  readonly status: number;
  readonly body: object;
}
export const awsError = (type: string, status = 400, more: object = {}): Fault =>
  ({ status, body: { __type: type, message: type, Message: type, ...more } });

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

export class FakeAws {
  static async start(): Promise<FakeAws> {
    const aws = new FakeAws();
    aws.dynamodb.listen(0, '127.0.0.1');
    aws.server.listen(0, '127.0.0.1');
    await Promise.all([once(aws.dynamodb, 'listening'), once(aws.server, 'listening')]);
    aws.client = new DynamoDBClient({ endpoint: aws.urlOf(aws.dynamodb), region: 'us-east-1', credentials });
    return aws;
  }

  /** By name. */
  readonly parameters = new Map<string, string>();
  readonly published: Published[] = [];
  /** Every operation that was asked for. */
  readonly calls: string[] = [];
  /** Answers instead of the service, in order. */
  readonly faults: { readonly operation: string; readonly fault: Fault }[] = [];
  /** Its clock; the SDK tries again what fails by a service whose clock differs from its own. */
  aheadMs = 0;

  private client!: DynamoDBClient;
  private readonly dynamodb = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  private readonly server = createServer((request, response) => { void this.answer(request, response); });
  private readonly tokens = new Set<string>();
  private transactions: Promise<unknown> = Promise.resolve();

  /** Called around each operation; may throw to hang up. */
  around: (phase: Phase, operation: string) => Promise<void> | void = () => undefined;

  get endpoint(): string {
    return this.urlOf(this.server);
  }

  async createTable(name: string): Promise<void> {
    await this.client.send(new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
      GlobalSecondaryIndexes: [{
        IndexName: 'gsi1',
        Projection: { ProjectionType: 'ALL' },
        KeySchema: [{ AttributeName: 'gsi1pk', KeyType: 'HASH' }, { AttributeName: 'gsi1sk', KeyType: 'RANGE' }],
      }],
    }));
  }

  async items(table: string): Promise<Record<string, unknown>[]> {
    const { Items: items = [] } = await this.client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
    return items.map((item) => unmarshall(item));
  }

  async put(table: string, item: Item): Promise<void> {
    await this.client.send(new PutItemCommand({ TableName: table, Item: item }));
  }

  async remove(table: string, pk: string, sk: string): Promise<void> {
    await this.client.send(new DeleteItemCommand({ TableName: table, Key: { pk: { S: pk }, sk: { S: sk } } }));
  }

  fail(operation: string, fault: Fault, times = 1): void {
    for (let time = 0; time < times; time += 1) this.faults.push({ operation, fault });
  }

  forget(): void {
    for (const list of [this.published, this.calls, this.faults]) list.length = 0;
    this.around = () => undefined;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    for (const server of [this.server, this.dynamodb]) {
      server.closeAllConnections();
      server.close();
    }
    await Promise.all([once(this.server, 'close'), once(this.dynamodb, 'close')]);
  }

  private urlOf(server: { address(): unknown }): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const operation = String(request.headers['x-amz-target']).split('.').at(-1)!;
    this.calls.push(operation);
    try {
      await this.around('before', operation);
      const index = this.faults.findIndex((entry) => entry.operation === operation);
      const result = index >= 0 ? this.faults.splice(index, 1)[0].fault : await this.serve(operation, request, body);
      await this.around('after', operation);
      const date = new Date(Date.now() + this.aheadMs).toUTCString();
      response.writeHead(result.status, { 'content-type': 'application/x-amz-json-1.0', date }).end(JSON.stringify(result.body));
    } catch {
      request.socket.destroy();
    }
  }

  private async serve(operation: string, request: IncomingMessage, body: Buffer): Promise<Fault> {
    const input = (): never => JSON.parse(body.toString()) as never;
    if (operation === 'PutEvents') return this.putEvents(input());
    if (operation === 'GetParameter') return this.getParameter(input());
    if (operation === 'TransactWriteItems') {
      // One at a time: nobody sees half of it.
      const done = this.transactions.then(() => this.transact(input()));
      this.transactions = done.catch(() => undefined);
      return done;
    }
    const { 'x-amz-target': target, authorization, 'x-amz-date': date, 'content-type': type } = request.headers as Record<string, string>;
    const answer = await fetch(this.urlOf(this.dynamodb), {
      method: 'POST', headers: { 'x-amz-target': target, authorization, 'x-amz-date': date, 'content-type': type }, body,
    });
    return { status: answer.status, body: await answer.json() as object };
  }

  private putEvents({ Entries: entries }: { Entries: Published[] }): Fault {
    const answers = entries.map((entry) => ({ EventId: `bus-${this.published.push(entry)}` }));
    return { status: 200, body: { FailedEntryCount: 0, Entries: answers } };
  }

  private getParameter({ Name: name }: { Name: string }): Fault {
    const value = this.parameters.get(name);
    if (value === undefined) return awsError('ParameterNotFound');
    return { status: 200, body: { Parameter: { Name: name, Value: value, Type: 'String', Version: 1 } } };
  }

  /** Each put is a conditional put of dynalite; where one fails those before it are taken back. */
  private async transact({ TransactItems: items = [], ClientRequestToken: token = '' }: TransactWriteItemsInput): Promise<Fault> {
    if (this.tokens.has(token)) return { status: 200, body: {} };
    const written: { readonly table: string; readonly key: Item; readonly old?: Item }[] = [];
    const reasons: object[] = [];
    for (const { Put: put } of items) {
      const { TableName: table, Item: item, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = put!;
      const key = { pk: item!.pk, sk: item!.sk };
      const { Item: old } = await this.client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }));
      try {
        await this.client.send(new PutItemCommand({
          TableName: table, Item: item, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues,
        }));
        written.push({ table: table!, key, old });
        reasons.push({ Code: 'None' });
      } catch (error) {
        const { name, message } = error as Error;
        if (name !== 'ConditionalCheckFailedException') throw error;
        const shown = put!.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? { Item: old } : {};
        reasons.push({ Code: 'ConditionalCheckFailed', Message: message, ...shown });
      }
    }
    if (written.length === items.length) {
      this.tokens.add(token);
      return { status: 200, body: {} };
    }
    for (const { table, key, old } of written) {
      await (old ? this.put(table, old) : this.remove(table, key.pk.S!, key.sk.S!));
    }
    return awsError('com.amazonaws.dynamodb.v20120810#TransactionCanceledException', 400, { CancellationReasons: reasons });
  }
}
