/**
 * Takes a payment event in, once: the body to the archive, then an execution of
 * the workflow. A failure forgets the event, so that the retry starts over; a
 * crash is forgotten when the invocation's deadline has passed.
 */
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, type PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import type { z } from 'zod';
import { archiveKey, sha256 } from './adapters';
import type { Payment, processorEnvironment, WorkflowInput } from './contract';
import type { Message } from './message';
import { CLIENT_CONFIG } from '../../hardened/handlers/aws-client';
import { count, tracer } from '../../hardened/handlers/telemetry';

export interface Intake {
  /** Lets an event in progress expire with the invocation. */
  begin(context: Context): void;
  accept(payment: Payment, body: string): Promise<unknown>;
  archiveIgnored(message: Message): Promise<void>;
}

/** Deterministic: Step Functions itself refuses a second execution of the event for 90 days. */
const executionName = (payment: Payment): string => `${payment.provider}-${sha256(payment.event_id).slice(0, 48)}`;

export function createIntake(environment: z.output<typeof processorEnvironment>): Intake {
  const { PROVIDER, TABLE_NAME, ARCHIVE_BUCKET, STATE_MACHINE_ARN, RETENTION_SECONDS } = environment;
  const s3 = tracer.captureAWSv3Client(new S3Client(CLIENT_CONFIG));
  // Throttling is waited for here: each failure would spend a receive, and a long burst would end in the DLQ.
  const sfn = tracer.captureAWSv3Client(new SFNClient({ ...CLIENT_CONFIG, maxAttempts: 6, retryMode: 'adaptive' }));
  const dynamodb = tracer.captureAWSv3Client(new DynamoDBClient(CLIENT_CONFIG));

  const archive = (key: string, body: string, metadata: PutObjectCommandInput['Metadata']) => s3.send(new PutObjectCommand({
    Bucket: ARCHIVE_BUCKET,
    Key: key,
    Body: body,
    ContentType: 'application/json',
    StorageClass: 'INTELLIGENT_TIERING',
    Metadata: { 'webhook-provider': PROVIDER.id, ...metadata },
  }));

  const start = async (payment: Payment): Promise<'PaymentAccepted' | 'DuplicateEvent'> => {
    const input: WorkflowInput = { payment };
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn: STATE_MACHINE_ARN, name: executionName(payment), input: JSON.stringify(input) }));
      return 'PaymentAccepted';
    } catch (error) {
      // An earlier attempt got this far and could not note it.
      if (error instanceof ExecutionAlreadyExists) return 'DuplicateEvent';
      throw error;
    }
  };

  const config = new IdempotencyConfig({
    eventKeyJmesPath: 'event_id',
    throwOnNoIdempotencyKey: true,
    hashFunction: 'sha256',
    expiresAfterSeconds: RETENTION_SECONDS,
    responseHook: (response) => {
      count('DuplicateEvent');
      return response;
    },
  });

  return {
    begin: context => config.registerLambdaContext(context),
    accept: makeIdempotent(async (payment: Payment, body: string) => {
      // The archive comes first: what the workflow knows of can always be read again.
      await archive(payment.archive_key, body, { 'state-key': payment.state_key });
      count(await start(payment));
      return { execution: executionName(payment) };
    }, {
      config,
      keyPrefix: PROVIDER.id,
      persistenceStore: new DynamoDBPersistenceLayer({
        tableName: TABLE_NAME, keyAttr: 'webhook_id', expiryAttr: 'processed_timestamp', awsSdkV3Client: dynamodb,
      }),
    }),
    archiveIgnored: async ({ body, receivedAtMs }) => {
      await archive(archiveKey('ignored', PROVIDER.id, new Date(receivedAtMs), body), body, {});
    },
  };
}
