/** A batch of messages, one after the other: what fails stays on the queue by itself. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { json } from '../../../hardened/handlers/json';
import { count, logger, traced, withMetrics } from '../../../hardened/handlers/telemetry';

/** For the answer, and for the message that is begun last: its requests are cut off by the client before. */
export const RESERVE_MS = 20_000;

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

export function readJson<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  const parsed = json(schema).safeParse(text);
  if (parsed.success) return parsed.data as z.output<T>;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'message'}: ${message}`);
  throw new PoisonError('MessageMalformed', faults.join('; '));
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

export type HandleMessage = (body: string, log: Logger) => Promise<void>;

export const consume = (name: string, handle: HandleMessage) =>
  (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => withMetrics(() => traced(name, async () => {
    logger.addContext(context);
    const handleRecord = async ({ messageId, body }: SQSRecord): Promise<void> => {
      const log = logger.createChild({ persistentKeys: { messageId } });
      try {
        if (context.getRemainingTimeInMillis() < RESERVE_MS) throw new PostponedError('the time is too short for another message');
        await handle(body, log);
      } catch (error) {
        explain(log, error);
        throw error;
      }
    };
    return processPartialResponse(event, handleRecord, new BatchProcessor(EventType.SQS), {
      context, processInParallel: false, throwOnFullBatchFailure: false,
    });
  }));
