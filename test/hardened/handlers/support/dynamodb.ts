import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';

type Item = Record<string, unknown>;

export interface DynamoDb {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** With a partition key and, where a second name is given, a sort key. */
  createTable(name: string, ...keys: string[]): Promise<void>;
  deleteTable(name: string): Promise<void>;
  items(table: string): Promise<Item[]>;
  get(table: string, webhookId: string): Promise<Item | undefined>;
  stop(): Promise<void>;
}

/** The DynamoDB API in this process, on a free loopback port. */
export async function startDynamoDb(): Promise<DynamoDb> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  const documents = DynamoDBDocumentClient.from(client);
  return {
    endpoint,
    client,
    createTable: async (name, ...given) => {
      const keys = given.length > 0 ? given : ['webhook_id'];
      await client.send(new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map(key => ({ AttributeName: key, AttributeType: 'S' })),
        KeySchema: keys.map((key, index) => ({ AttributeName: key, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      }));
    },
    deleteTable: async (name) => { await client.send(new DeleteTableCommand({ TableName: name })); },
    items: async table => (await documents.send(new ScanCommand({ TableName: table }))).Items ?? [],
    get: async (table, webhookId) => (await documents.send(new GetCommand({ TableName: table, Key: { webhook_id: webhookId } }))).Item,
    stop: async () => {
      client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
