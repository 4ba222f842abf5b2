/**
 * Writes this Region's heartbeat and reads the other's, once a minute. The
 * write makes DynamoDB's own ReplicationLatency exist when nobody pays; the age
 * of what is read tells of the other Region, in whatever way it fell silent.
 */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import type { z } from 'zod';
import { HEARTBEAT, heartbeatEnvironment } from './contract';
import { CLIENT_CONFIG } from '../../hardened/handlers/aws-client';
import { parseEnvironment } from '../../hardened/handlers/environment';
import { logger, metrics, traced, tracer, withMetrics } from '../../hardened/handlers/telemetry';

export function createHandler({ TABLE_NAME, AWS_REGION, OTHER_REGION }: z.output<typeof heartbeatEnvironment>) {
  const dynamodb = tracer.captureAWSv3Client(new DynamoDBClient(CLIENT_CONFIG));
  const key = (region: string) => ({ pk: { S: HEARTBEAT }, sk: { S: region } });

  const beat = () => dynamodb.send(new PutItemCommand({ TableName: TABLE_NAME, Item: { ...key(AWS_REGION), at: { N: String(Date.now()) } } }));

  const listen = async (): Promise<void> => {
    const { Item: item } = await dynamodb.send(new GetItemCommand({ TableName: TABLE_NAME, Key: key(OTHER_REGION), ConsistentRead: true }));
    const at = Number(item?.at?.N);
    if (!Number.isFinite(at)) {
      // In the first minutes, or where the other Region was never deployed. No metric: an age would be made up.
      logger.warn('The other Region has no heartbeat yet', { otherRegion: OTHER_REGION });
      return;
    }
    // The clocks of two Regions differ by milliseconds.
    const seconds = Math.max(0, (Date.now() - at) / 1_000);
    metrics.addDimension('SourceRegion', OTHER_REGION);
    metrics.addMetric('ReplicationAge', MetricUnit.Seconds, seconds);
    logger.info('Heartbeat', { otherRegion: OTHER_REGION, replicationAgeSeconds: seconds });
  };

  return (_event: unknown, context: Context): Promise<void> => withMetrics(() => traced('heartbeat', async () => {
    logger.addContext(context);
    // Both are tried: a table that takes nothing may still be read.
    const results = await Promise.allSettled([beat(), listen()]);
    const faults = results.flatMap((result) => result.status === 'rejected' ? [result.reason as Error] : []);
    for (const fault of faults) logger.error('Heartbeat failed', fault);
    if (faults.length > 0) throw new AggregateError(faults, `heartbeat: ${faults.length} of 2 requests failed`);
  }));
}

export const handler = createHandler(parseEnvironment(heartbeatEnvironment));
