/**
 * Does a thing once for each event, whichever rules it matched and however often
 * it is delivered. A failure gives the event free at once, a crash when the
 * invocation's deadline has passed.
 */
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CLIENT_CONFIG, tracer } from 'payment-event-shared';

/** Powertools keeps all claims in one partition, or in a table of their own: each has its own partition here. */
class Claims extends DynamoDBPersistenceLayer {
  protected override getKey(key: string): Record<string, AttributeValue> {
    return { pk: { S: key }, sk: { S: 'CLAIM' } };
  }
}

export interface Claimed {
  /** Of the event. */
  readonly key: string;
  /** Another content under the same key is refused. */
  readonly contentHash: string;
}

interface ClaimsOptions<T extends Claimed> {
  readonly tableName: string;
  readonly rememberSeconds: number;
  /** A JSON value comes of it. */
  readonly work: (input: T) => Promise<Record<string, string>>;
  readonly onRepeated: () => void;
}

export interface ClaimedWork<T> {
  /** `deadlineMs`: how long this attempt holds the event when it never ends. */
  run(input: T, deadlineMs: number): Promise<unknown>;
}

const client = tracer.captureAWSv3Client(new DynamoDBClient(CLIENT_CONFIG));

export function claimed<T extends Claimed>({ tableName, rememberSeconds, work, onRepeated }: ClaimsOptions<T>): ClaimedWork<T> {
  const config = new IdempotencyConfig({
    eventKeyJmesPath: 'key',
    payloadValidationJmesPath: 'contentHash',
    throwOnNoIdempotencyKey: true,
    hashFunction: 'sha256',
    expiresAfterSeconds: rememberSeconds,
    responseHook: (response) => {
      onRepeated();
      return response;
    },
  });
  const run = makeIdempotent(work, {
    config,
    keyPrefix: 'CLAIM',
    persistenceStore: new Claims({ tableName, keyAttr: 'pk', expiryAttr: 'expiresAt', awsSdkV3Client: client }),
  });
  return {
    run: (input, deadlineMs) => {
      // All that it reads of a context.
      config.registerLambdaContext({ getRemainingTimeInMillis: () => deadlineMs } as Parameters<typeof config.registerLambdaContext>[0]);
      return run(input);
    },
  };
}
