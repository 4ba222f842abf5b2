/**
 * Marks payments whose body the archive bucket has moved to its archive class.
 * Invoked asynchronously: a failure is retried by Lambda, then kept in its DLQ.
 */
import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { archivalEnvironment } from './contract';
import { CLIENT_CONFIG } from '../../hardened/handlers/aws-client';
import { parseEnvironment } from '../../hardened/handlers/environment';
import { count, logger, tracer, withMetrics } from '../../hardened/handlers/telemetry';

const eventSchema = z.object({
  Records: z.array(z.object({
    eventName: z.string(),
    eventTime: z.string(),
    s3: z.object({
      object: z.object({
        // Keys arrive as in a query: encoded, a space as `+`.
        key: z.string().transform(key => decodeURIComponent(key.replaceAll('+', ' '))),
        versionId: z.string().optional(),
      }),
    }),
    lifecycleEventData: z.object({ transitionEventData: z.object({ destinationStorageClass: z.string() }) }).optional(),
  })),
});
type Transition = z.output<typeof eventSchema>['Records'][number];

export function createHandler({ TABLE_NAME, ARCHIVE_BUCKET }: z.output<typeof archivalEnvironment>) {
  const s3 = tracer.captureAWSv3Client(new S3Client(CLIENT_CONFIG));
  const dynamodb = tracer.captureAWSv3Client(new DynamoDBClient(CLIENT_CONFIG));

  const mark = async ({ eventTime, s3: { object: { key, versionId } }, lifecycleEventData }: Transition): Promise<void> => {
    // On arrival: the tier of young bodies, not the archive.
    if (lifecycleEventData?.transitionEventData.destinationStorageClass === 'INTELLIGENT_TIERING') return;
    const head = await s3.send(new HeadObjectCommand({ Bucket: ARCHIVE_BUCKET, Key: key, VersionId: versionId }));
    const stateKey = head.Metadata?.['state-key'];
    if (!stateKey) throw new Error(`object ${key} names no payment`);
    const storageClass = lifecycleEventData?.transitionEventData.destinationStorageClass ?? head.StorageClass ?? 'STANDARD';
    try {
      await dynamodb.send(new UpdateItemCommand({
        TableName: TABLE_NAME,
        Key: { webhook_id: { S: stateKey } },
        UpdateExpression: 'SET archive_status = :status, archived_at = :at, archive_storage_class = :class',
        // Only the body of the payment's newest event counts; and the table forgets payments: an update must bring none back.
        ConditionExpression: 'archive_key = :key',
        // The event's own time, so that a repetition writes the same.
        ExpressionAttributeValues: { ':status': { S: 'ARCHIVED' }, ':at': { S: eventTime }, ':key': { S: key }, ':class': { S: storageClass } },
      }));
      count('PaymentArchived');
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      count('ArchivedWithoutState');
    }
  };

  return (event: unknown): Promise<void> => withMetrics(async () => {
    const { Records: records } = eventSchema.parse(event);
    const wanted = records.filter(({ eventName, s3: { object } }) =>
      /(^|:)LifecycleTransition$/.test(eventName) && object.key.startsWith('payments/'));
    for (const { eventName, s3: { object } } of records.filter(record => !wanted.includes(record))) {
      logger.info('Ignored', { eventName, key: object.key });
    }
    // All are tried before a failure fails the invocation.
    const results = await Promise.allSettled(wanted.map(mark));
    const faults = results.flatMap(result => result.status === 'rejected' ? [result.reason as Error] : []);
    for (const fault of faults) logger.error('Archival not noted', fault);
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} of ${wanted.length} transitions not noted`);
  });
}

export const handler = createHandler(parseEnvironment(archivalEnvironment));
