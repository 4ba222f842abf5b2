/** A batch of messages, one after the other: what fails stays on the queue by itself. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { count, logger, traced, withMetrics } from './telemetry';

/** No attempt can succeed: left to the dead-letter queue. Says what is wrong and never the content. */
export class PoisonError extends Error {
  override readonly name = 'PoisonError';
  constructor(readonly metric: string, message: string) {
    super(message);
  }
}

/** Nothing is wrong with the message: its time will come. */
export class PostponedError extends Error {
  override readonly name = 'PostponedError';
}

function explain(log: Logger, error: unknown): void {
  if (error instanceof PoisonError) {
    count(error.metric);
    log.error('Left to the dead-letter queue', { reason: error.message });
  } else if (error instanceof PostponedError) {
    log.info('Left for later', { reason: error.message });
  } else {
    log.error('Left for a retry', error as Error);
  }
}

export type HandleRecord = (record: SQSRecord, log: Logger, remainingMs: () => number) => Promise<void>;

/** `reserveMs`: no message is begun with less time than this. */
export const consumeRecords = (name: string, reserveMs: number, handle: HandleRecord) =>
  (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => withMetrics(() => traced(name, async () => {
    logger.addContext(context);
    const remainingMs = () => context.getRemainingTimeInMillis();
    const handleRecord = async (record: SQSRecord): Promise<void> => {
      const log = logger.createChild({ persistentKeys: { messageId: record.messageId } });
      try {
        if (remainingMs() < reserveMs) throw new PostponedError('the time is too short for another message');
        await handle(record, log, remainingMs);
      } catch (error) {
        explain(log, error);
        throw error;
      }
    };
    return processPartialResponse(event, handleRecord, new BatchProcessor(EventType.SQS), {
      context, processInParallel: false, throwOnFullBatchFailure: false,
    });
  }));
