/**
 * Processor of one provider's queue. A message is consumed when every payment
 * in it has an execution, or when it is irrelevant; any other stays
 * on the queue and ends in the provider's DLQ.
 */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyAlreadyInProgressError } from '@aws-lambda-powertools/idempotency';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import { MalformedEventError, normalise } from './adapters';
import { authenticate } from './authentication';
import { processorEnvironment } from './contract';
import { createIntake } from './intake';
import { type Message, readMessage } from './message';
import { parseEnvironment } from '../../hardened/handlers/environment';
import { count, logger, metrics, withMetrics } from '../../hardened/handlers/telemetry';

class SignatureRejectedError extends Error {
  override readonly name = 'SignatureRejectedError';
}

function explain(log: Logger, error: unknown): void {
  if (error instanceof MalformedEventError) {
    count('EventMalformed');
    log.warn('Malformed event left to the dead-letter queue', { field: error.field, fault: error.message });
  } else if (error instanceof SignatureRejectedError) {
    log.info('Left to the dead-letter queue');
  } else if (error instanceof IdempotencyAlreadyInProgressError) {
    // Cannot be consumed yet: the attempt in progress may still fail.
    log.info('Same event in progress, left for a retry');
  } else {
    log.error('Event left for a retry', error instanceof Error ? error : String(error));
  }
}

export function createHandler(environment: z.output<typeof processorEnvironment>) {
  const { PROVIDER: provider, VERIFY_SIGNATURE, RETENTION_SECONDS: retentionSeconds } = environment;
  const intake = createIntake(environment);
  metrics.setDefaultDimensions({ provider: provider.id });

  /** The provider has its 200 already, and a wrong key of ours looks like a forgery: what is refused goes to the DLQ, never away. */
  const verify = async ({ headers, body, url, receivedAtMs }: Message, log: Logger): Promise<void> => {
    const verdict = await authenticate({ config: provider, headers, body: Buffer.from(body), url, receivedAtMs });
    if (verdict.valid) return;
    count('SignatureRejected');
    log.warn('Signature rejected', { reason: verdict.reason });
    throw new SignatureRejectedError(verdict.reason);
  };

  const handle = async (message: Message, log: Logger): Promise<void> => {
    if (VERIFY_SIGNATURE === 'true') await verify(message, log);
    // DynamoDB deletes at this second: processed time + retention.
    const expiresAtSeconds = Math.floor(Date.now() / 1000) + retentionSeconds;
    const { payments, ignored } = normalise(provider, message.body, { ...message, expiresAtSeconds });
    if (ignored) {
      count('EventIgnored');
      log.info('Ignored', { reason: ignored });
      if (payments.length === 0) await intake.archiveIgnored(message);
    }
    // All are tried; those that succeed are duplicates on the retry.
    const results = await Promise.allSettled(payments.map(payment => intake.accept(payment, message.body)));
    const failed = results.find(result => result.status === 'rejected');
    if (failed) throw failed.reason;
  };

  const handleRecord = async (record: SQSRecord): Promise<void> => {
    // Records run side by side: each needs a logger of its own for its correlation id.
    const log = logger.createChild({ persistentKeys: { provider: provider.id, messageId: record.messageId } });
    try {
      const message = readMessage(record);
      log.setCorrelationId(message.correlationId);
      await handle(message, log);
    } catch (error) {
      explain(log, error);
      throw error;
    }
  };

  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => withMetrics(async () => {
    logger.addContext(context);
    intake.begin(context);
    // A batch that fails as a whole is still reported item by item: it is no fault of the function.
    return processPartialResponse(event, handleRecord, new BatchProcessor(EventType.SQS), { context, throwOnFullBatchFailure: false });
  });
}

export const handler = createHandler(parseEnvironment(processorEnvironment));
