/** Two Regions with a table each, in one emulator; what a caller sends, and what it gets. */
import { PutCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { paymentEnvironment, redriveEnvironment } from '../../../../src/disaster-recovery/handlers/contract';
import { createHandler as createPayment } from '../../../../src/disaster-recovery/handlers/payment';
import { createHandler as createRedrive } from '../../../../src/disaster-recovery/handlers/redrive';
import type { DynamoDb } from '../../../hardened/handlers/support/dynamodb';
import { context } from '../../../hardened/handlers/support/lambda';

export const CARD = '4111111111111111';
export const PAYMENT = { paymentId: 'pay_1', amount: 1050, currency: 'EUR', reference: 'order 7', metadata: { shop: 'Berlin', channel: 'web' } };
export const RECEIVED_AT = '2026-03-01T12:00:05.000Z';

type Fields = Record<string, unknown>;
export interface Answer { status: number; headers: Record<string, unknown>; body: Fields }

let requests = 0;

/** As API Gateway's REST API sends it, apart from what is never read. */
export const apiEvent = (httpMethod: string, path: string, fields: Fields = {}): Fields => {
  const id = /^\/payments\/(.+)$/.exec(path)?.[1];
  return {
    resource: id === undefined ? path : '/payments/{id}',
    path,
    httpMethod,
    headers: { 'X-Correlation-Id': 'order-7' },
    pathParameters: id === undefined ? null : { id },
    body: null,
    isBase64Encoded: false,
    requestContext: { requestId: `request-${requests += 1}`, requestTimeEpoch: Date.parse(RECEIVED_AT) },
    ...fields,
  };
};

export const answerOf = ({ statusCode, headers = {}, body }: APIGatewayProxyResult): Answer =>
  ({ status: statusCode, headers, body: JSON.parse(body) as Fields });

export interface RegionOptions { readonly tableName: string; readonly queueUrl: string; readonly name?: string; readonly consistency?: string }

/** The functions of a Region. */
export function region({ tableName, queueUrl, name = 'us-east-1', consistency = 'EVENTUAL' }: RegionOptions) {
  const environment = { AWS_REGION: name, TABLE_NAME: tableName, QUEUE_URL: queueUrl, CONSISTENCY: consistency, MAX_BODY_BYTES: '4096' };
  const handle = createPayment(paymentEnvironment.parse(environment));
  const call = async (event: unknown, remainingMs = 15_000) => answerOf(await handle(event, context(remainingMs)));
  return {
    call,
    post: (body: unknown, fields: Fields = {}, remainingMs?: number) =>
      call(apiEvent('POST', '/payments', { body: typeof body === 'string' ? body : JSON.stringify(body), ...fields }), remainingMs),
    get: (id: string) => call(apiEvent('GET', `/payments/${id}`)),
    health: () => call(apiEvent('GET', '/health')),
    redrive: createRedrive(redriveEnvironment.parse(environment)),
  };
}

/**
 * What a global table with eventual consistency does between two Regions, at
 * the moment of a test's choice: every item goes to the other side, and of two
 * with the same key the one that is copied last wins. It never asks for a
 * condition: a conditional put is judged in its own Region alone.
 */
export async function replicate(dynamodb: DynamoDb, one: string, other: string): Promise<void> {
  const documents = DynamoDBDocumentClient.from(dynamodb.client);
  const [left, right] = await Promise.all([dynamodb.items(one), dynamodb.items(other)]);
  for (const Item of left) await documents.send(new PutCommand({ TableName: other, Item }));
  for (const Item of right) await documents.send(new PutCommand({ TableName: one, Item }));
}
