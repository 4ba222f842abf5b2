/**
 * Puts payments that the table did not take where they belong. What is written
 * already is consumed; what can never be written goes to the DLQ by itself,
 * after the receives that the queue allows.
 */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { receivedPaymentSchema, redriveEnvironment, type StoreEnvironment } from './contract';
import { FailedPayments } from './failed-payments';
import { PaymentTable, TableUnavailableError } from './payment-table';
import { countDuplicates } from './telemetry';
import { readBody } from '../../hardened/handlers/body';
import { parseEnvironment } from '../../hardened/handlers/environment';
import { count, logger, traced, withMetrics } from '../../hardened/handlers/telemetry';

const TABLE_MS = 8_000;
const RESERVE_MS = 3_000;
/** Seconds to wait after the first receive, the second and so on: the five that the queue allows outlast a failure of seven hours. */
export const WAITS = [60, 600, 3_600, 21_600];

class PoisonError extends Error {
  override readonly name = 'PoisonError';
}

export function createHandler(environment: StoreEnvironment) {
  const table = new PaymentTable(environment);
  const queue = new FailedPayments(environment.QUEUE_URL);

  const redrive = async (record: SQSRecord, log: Logger, budgetMs: number): Promise<void> => {
    const { faults, value: received } = readBody(receivedPaymentSchema, record.body, '/payment/amount');
    if (faults.length > 0 || received === undefined) {
      count('RedriveMalformed');
      log.error('No payment, left to the dead-letter queue', { faults });
      throw new PoisonError('no payment');
    }
    log.setCorrelationId(received.correlationId);
    log.appendKeys({ paymentId: received.payment.paymentId });
    const { kind, stored } = await table.accept(received, budgetMs);
    countDuplicates(stored, log);
    if (kind === 'conflict') {
      // Its caller was told that it is queued: nobody else will notice.
      count('RedriveConflict');
      log.error('Another payment has the id, left to the dead-letter queue');
      throw new PoisonError('another payment has the id');
    }
    count(kind === 'accepted' ? 'PaymentRedriven' : 'PaymentRepeated');
    log.info('Redriven', { outcome: kind });
  };

  const postpone = async ({ receiptHandle, attributes }: SQSRecord, log: Logger): Promise<void> => {
    const receives = Number(attributes.ApproximateReceiveCount);
    const seconds = WAITS[receives - 1];
    // The last receive goes to the DLQ at once when its time is over.
    if (seconds === undefined) return;
    await queue.postpone(receiptHandle, seconds)
      .catch((error: unknown) => { log.warn('Comes again when the queue gives it', error as Error); });
  };

  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => withMetrics(() => traced('redrive', async () => {
    const handleRecord = async (record: SQSRecord): Promise<void> => {
      // Records run side by side: each needs a logger of its own for its correlation id.
      const log = logger.createChild({ persistentKeys: { messageId: record.messageId } });
      log.addContext(context);
      try {
        await redrive(record, log, Math.max(1, Math.min(TABLE_MS, context.getRemainingTimeInMillis() - RESERVE_MS)));
      } catch (error) {
        if (error instanceof TableUnavailableError) {
          count('RedrivePostponed');
          log.warn('Table does not take the payment yet', error);
          await postpone(record, log);
        } else if (!(error instanceof PoisonError)) {
          log.error('Left for a retry', error as Error);
        }
        throw error;
      }
    };
    return processPartialResponse(event, handleRecord, new BatchProcessor(EventType.SQS), { context, throwOnFullBatchFailure: false });
  }));
}

export const handler = createHandler(parseEnvironment(redriveEnvironment));
