/**
 * Writes an item and its audit record in one transaction: neither is ever there
 * without the other, and neither twice.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type CancellationReason, DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  type Anchor, type AuditItem, auditItemSchema, type ChainHead, CLIENT_CONFIG, count, type Json, nextItem, partitionOf, PoisonError, PostponedError,
  shardOf, tracer,
} from 'payment-event-shared';

export interface StoredItem {
  readonly pk: string;
  readonly sk: string;
  /** By it a repetition is told from another item under the same key. */
  readonly contentHash: string;
  readonly [attribute: string]: unknown;
}

export interface Append {
  readonly tableName: string;
  readonly shards: number;
  /** All items of one key are in one shard. */
  readonly key: string;
  readonly item: StoredItem;
  readonly record: Json;
}

export const ATTEMPTS = 8;
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 1_000;
/** Another writer was first, or DynamoDB is busy: the next attempt may succeed. */
const PASSING = new Set(['ConditionalCheckFailed', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

export class AuditedTable {
  private readonly documents = DynamoDBDocumentClient.from(tracer.captureAWSv3Client(new DynamoDBClient(CLIENT_CONFIG)), {
    marshallOptions: { removeUndefinedValues: true },
  });

  /** The new head of the shard; undefined where the item was there before, with its record. */
  async append({ tableName, shards, key, item, record }: Append): Promise<Anchor | undefined> {
    const shard = shardOf(key, shards);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      // Spread over all of the time: those that collided would meet again.
      if (attempt > 0) await sleep(Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt));
      const next = nextItem(shard, await this.head(tableName, shard), record, new Date().toISOString());
      const reasons = await this.write(tableName, item, next);
      if (reasons === undefined) return { shard, sequence: next.sequence, hash: next.hash };
      const [ofItem, ofAudit] = reasons;
      if (ofItem?.Code === 'ConditionalCheckFailed') {
        const stored = ofItem.Item && unmarshall(ofItem.Item);
        if (stored?.contentHash === item.contentHash) return undefined;
        throw new PoisonError('EventConflict', 'another event is stored under the same id');
      }
      const lasting = [ofItem, ofAudit].map((reason) => reason?.Code ?? 'None').find((code) => code !== 'None' && !PASSING.has(code));
      if (lasting !== undefined) throw new Error(`the transaction was refused: ${lasting}`);
      count('AuditConflict');
    }
    throw new PostponedError(`shard ${shard} of the audit trail was taken in each of ${ATTEMPTS} attempts`);
  }

  private async head(tableName: string, shard: number): Promise<ChainHead | undefined> {
    const { Items: [item] = [] } = await this.documents.send(new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': partitionOf(shard) },
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    }));
    return item && auditItemSchema.parse(item);
  }

  /** Why nothing was written; undefined where all was. */
  private async write(tableName: string, item: StoredItem, audit: AuditItem): Promise<CancellationReason[] | undefined> {
    const put = (content: object) => ({
      Put: { TableName: tableName, Item: content, ConditionExpression: 'attribute_not_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const },
    });
    try {
      await this.documents.send(new TransactWriteCommand({ TransactItems: [put(item), put(audit)] }));
      return undefined;
    } catch (error) {
      if (error instanceof TransactionCanceledException) return error.CancellationReasons ?? [];
      throw error;
    }
  }
}
