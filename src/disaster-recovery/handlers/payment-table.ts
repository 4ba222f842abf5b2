/**
 * Takes a payment once in a Region. The conditional put decides, not the look
 * beforehand: of many requests at once one writes, and the others read what it
 * wrote. Another Region may accept the same payment until replication has told
 * it; then there are two items, and every read of them says so.
 */
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleType, TaskCancelledError, timeout, TimeoutStrategy } from 'cockatiel';
import * as z from 'zod';
import { HEARTBEAT, partitionKey, payloadHash, paymentRequestSchema, type ReceivedPayment, sortKey, type StoreEnvironment } from './contract';
import { FAST_CLIENT_CONFIG } from '../../hardened/handlers/aws-client';
import { tracer } from '../../hardened/handlers/telemetry';

const FAILURES_TO_OPEN = 3;
export const HALF_OPEN_AFTER_MS = 10_000;
/** Route 53 waits 2 s for an answer. */
const PROBE_MS = 1_000;

/** The table does not answer, or not now. A put may have happened all the same. */
export class TableUnavailableError extends Error {
  override readonly name = 'TableUnavailableError';
}

const itemSchema = paymentRequestSchema.extend({
  region: z.string(),
  acceptedAt: z.string(),
  payloadHash: z.string(),
  requestId: z.string(),
}).strip();
type Item = z.output<typeof itemSchema>;

/** The earliest that was accepted, and where else it was. */
export interface StoredPayment {
  readonly item: Item;
  readonly acceptedIn: readonly string[];
  /** Whether the Regions accepted payloads that differ. */
  readonly differs: boolean;
}

export type Outcome =
  | { readonly kind: 'accepted' | 'repeated'; readonly stored: StoredPayment }
  | { readonly kind: 'conflict'; readonly stored: StoredPayment };

/** The same answer in each Region, whatever order the items came in. */
function storedPayment(items: readonly Item[]): StoredPayment {
  const sorted = items.toSorted((a, b) => `${a.acceptedAt}#${a.region}` < `${b.acceptedAt}#${b.region}` ? -1 : 1);
  return { item: sorted[0], acceptedIn: sorted.map((item) => item.region), differs: new Set(items.map((item) => item.payloadHash)).size > 1 };
}

export class PaymentTable {
  private readonly documents: DynamoDBDocumentClient;
  // One for an execution environment: a table that fails again and again is not asked for a while.
  private readonly breaker = circuitBreaker(handleType(TableUnavailableError), {
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN), halfOpenAfter: HALF_OPEN_AFTER_MS,
  });

  constructor(private readonly environment: StoreEnvironment) {
    const client = tracer.captureAWSv3Client(new DynamoDBClient(FAST_CLIENT_CONFIG));
    this.documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  }

  async accept(received: ReceivedPayment, budgetMs: number): Promise<Outcome> {
    const { payment, requestId } = received;
    const hash = payloadHash(received);
    const judge = (stored: StoredPayment): Outcome => {
      if (stored.item.payloadHash !== hash) return { kind: 'conflict', stored };
      return { kind: stored.item.requestId === requestId ? 'accepted' : 'repeated', stored };
    };
    return this.guarded(budgetMs, async (signal) => {
      const before = await this.read(payment.paymentId, signal);
      if (before) return judge(before);
      const item = { ...payment, region: this.environment.AWS_REGION, acceptedAt: received.receivedAt, payloadHash: hash, requestId };
      const key = { pk: partitionKey(payment.paymentId), sk: sortKey(this.environment) };
      const { idempotencyKey, correlationId } = received;
      if (await this.put({ ...key, ...item, idempotencyKey, correlationId }, signal)) return { kind: 'accepted', stored: storedPayment([item]) };
      const winner = await this.read(payment.paymentId, signal);
      if (!winner) throw new TableUnavailableError('The item that holds the key is gone');
      return judge(winner);
    });
  }

  async find(paymentId: string, budgetMs: number): Promise<StoredPayment | undefined> {
    return this.guarded(budgetMs, (signal) => this.read(paymentId, signal));
  }

  /**
   * Whether the table answers now. Past the breaker, or a Region would stay ill until somebody pays. Consistently: who writes answers that,
   * and with strong consistency two of the three Regions; any other read succeeds also in a Region that is cut off and takes no payment.
   */
  async probe(): Promise<void> {
    const { TABLE_NAME, AWS_REGION } = this.environment;
    const heartbeat = new GetCommand({ TableName: TABLE_NAME, Key: { pk: HEARTBEAT, sk: AWS_REGION }, ConsistentRead: true });
    await this.limited(PROBE_MS, (signal) => this.send(this.documents.send(heartbeat, { abortSignal: signal })));
  }

  private async read(paymentId: string, abortSignal: AbortSignal): Promise<StoredPayment | undefined> {
    const { Items: items = [] } = await this.send(this.documents.send(new QueryCommand({
      TableName: this.environment.TABLE_NAME,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': partitionKey(paymentId) },
      ConsistentRead: true,
    }), { abortSignal }));
    return items.length > 0 ? storedPayment(items.map((item) => itemSchema.parse(item))) : undefined;
  }

  /** False: a request beside this one was first. */
  private async put(item: Record<string, unknown>, abortSignal: AbortSignal): Promise<boolean> {
    const put = this.documents.send(new PutCommand({
      TableName: this.environment.TABLE_NAME, Item: item, ConditionExpression: 'attribute_not_exists(pk)',
    }), { abortSignal }).then(() => true, (error: unknown) => {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    });
    return this.send(put);
  }

  private send<T>(request: Promise<T>): Promise<T> {
    return request.catch((cause: unknown) => { throw new TableUnavailableError('DynamoDB failed', { cause }); });
  }

  private async guarded<T>(budgetMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await this.breaker.execute(() => this.limited(budgetMs, work));
    } catch (error) {
      throw error instanceof BrokenCircuitError ? new TableUnavailableError('DynamoDB failed repeatedly, it was not asked', { cause: error }) : error;
    }
  }

  private async limited<T>(budgetMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await timeout(budgetMs, TimeoutStrategy.Aggressive).execute(({ signal }) => work(signal));
    } catch (error) {
      throw error instanceof TaskCancelledError ? new TableUnavailableError(`No answer within ${budgetMs} ms`, { cause: error }) : error;
    }
  }
}
