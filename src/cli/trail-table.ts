import { DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { UsageError } from './faults';
import { type Anchor, ChainVerifier, partitionOf, type ShardReport } from '../event-api/handlers/shared/audit-chain';

/** Shards that are read at once. */
const AT_ONCE = 4;

export interface TrailTable {
  readonly table: string;
  /** That of the environment or the profile without one. */
  readonly region?: string;
  readonly shards: number;
}

/** What the user can mend, in his words; undefined for all else. */
function mendable(error: unknown, { table, region }: TrailTable): string | undefined {
  const { name, message } = error as Error;
  const place = `${table}${region === undefined ? '' : ` in ${region}`}`;
  if (name === 'ResourceNotFoundException') return `--table ${place}: there is no such table; check the name, the account and the Region`;
  if (name === 'AccessDeniedException') return `--table ${place}: access denied; dynamodb:Query on the table is needed, and kms:Decrypt on its key`;
  if (name === 'CredentialsProviderError' || name === 'ExpiredTokenException' || name === 'UnrecognizedClientException') {
    return `no valid AWS credentials (${message}); set AWS_PROFILE or AWS_ACCESS_KEY_ID`;
  }
  if (name === 'ValidationException') return `--table ${place}: DynamoDB refuses the query (${message}); is it the table of an event API, with keys pk and sk?`;
  return message === 'Region is missing' ? 'no Region: give --region, or set AWS_REGION' : undefined;
}

/**
 * Reads every shard and follows its chain.
 *
 * @throws UsageError
 */
export async function readTrail(table: TrailTable, anchors: readonly Anchor[]): Promise<ShardReport[]> {
  // The SDK is in the bundle: which Node its later versions will need is no matter of the user.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const client = new DynamoDBClient({ region: table.region });
  const reports: ShardReport[] = [];
  const waiting = Array.from({ length: table.shards }, (_, shard) => shard);
  const read = async (shard: number): Promise<void> => {
    const verifier = new ChainVerifier(shard, anchors);
    const pages = paginateQuery({ client }, {
      TableName: table.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: partitionOf(shard) } },
      ConsistentRead: true,
    });
    for await (const { Items: items = [] } of pages) for (const item of items) verifier.add(unmarshall(item));
    reports[shard] = verifier.report();
  };
  const work = async (): Promise<void> => {
    for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift()) await read(shard);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } catch (error) {
    const fault = mendable(error, table);
    throw fault === undefined ? error : new UsageError([fault]);
  } finally {
    client.destroy();
  }
  return reports;
}
