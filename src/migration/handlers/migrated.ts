/**
 * The migrated payment function: takes payments from its queue and writes each
 * once to MySQL, however often it is delivered. What cannot be written now
 * stays on the queue; what can never be is left to the dead-letter queue by itself.
 */
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { authorities } from './authorities';
import { migratedEnvironment, type MigratedEnvironment, operationSchema, type Payment, paymentSchema } from './contract';
import { DatabaseCredentials } from './credentials';
import { Database } from './database';
import { DatabaseError } from './database-error';
import { Deadline } from './deadline';
import { FeatureFlags } from './feature-flags';
import { isUpToDate, migrate } from './migrations';
import { findPayment, findTotals, refuseCardData, type StoredPayment, type Total, writePayment } from './payment-store';
import { type OpenSession, sessionOpener, tlsOptions } from './session';
import { consumeRecords, PoisonError, PostponedError } from '../../hardened/handlers/batch';
import { CARD_DATA, readBody } from '../../hardened/handlers/body';
import { containsCardNumber } from '../../hardened/handlers/card-data';
import { parseEnvironment } from '../../hardened/handlers/environment';
import { count, logger, traced, withMetrics } from '../../hardened/handlers/telemetry';

/** For the answer: no statement runs in the last second. */
const ANSWER_MS = 1_000;
/** No message is begun with less: enough to connect, log in anew and write. */
export const RESERVE_MS = 5_000;

export type OperationResult =
  | { readonly applied: number }
  | { readonly payment: StoredPayment | null }
  | { readonly totals: readonly Total[] };

/** Says which field is at fault, never what was asked. */
export class OperationInvalidError extends Error {
  override readonly name = 'OperationInvalidError';
}

export function createHandler(environment: MigratedEnvironment, open: OpenSession = sessionOpener(tlsOptions(authorities(environment.DATABASE_CA)))) {
  const database = new Database(new DatabaseCredentials(environment), open);
  const flags = new FeatureFlags(environment);
  let hasSchema = false;

  const deadlineIn = (remainingMs: number): Deadline => Deadline.in(remainingMs - ANSWER_MS);

  /** How many versions were applied. */
  const ensureSchema = async (deadline: Deadline): Promise<number> => {
    if (hasSchema) return 0;
    const applied = await database.read(deadline, isUpToDate) ? 0 : await database.exclusive(deadline, migrate);
    if (applied > 0) {
      count('SchemaMigrated');
      logger.info('Schema is up to date', { applied });
    }
    hasSchema = true;
    return applied;
  };

  const refuse = async (messageId: string, at: string[], log: Logger, deadline: Deadline): Promise<void> => {
    await ensureSchema(deadline);
    await database.transaction(deadline, (queryable) => refuseCardData(queryable, messageId, at));
    // Consumed: the dead-letter queue would keep the body, and with it the card number, for two weeks.
    count('CardDataRefused');
    log.error('Refused: holds what looks like card data', { at });
  };

  const write = async (payment: Payment, messageId: string, log: Logger, deadline: Deadline): Promise<void> => {
    const { paymentId } = payment;
    log.appendKeys({ paymentId });
    const { legacyLedger: toLegacyLedger } = await flags.get();
    await ensureSchema(deadline);
    const outcome = await database.transaction(deadline, (queryable) => writePayment(queryable, { payment, messageId, toLegacyLedger }));
    if (outcome === 'conflict') throw new PoisonError('PaymentConflict', 'another payment has the id');
    count(outcome === 'written' ? 'PaymentWritten' : 'PaymentRepeated');
    log.info('Payment', { outcome });
  };

  const handleRecord = async ({ body, messageId }: SQSRecord, log: Logger, remainingMs: () => number): Promise<void> => {
    const deadline = deadlineIn(remainingMs());
    const { faults, value: payment } = readBody(paymentSchema, body, '/amount');
    const cards = faults.filter(({ detail }) => detail === CARD_DATA).map(({ at }) => at);
    // What is no JSON was not searched.
    if (payment === undefined && cards.length === 0 && containsCardNumber(body)) cards.push('');
    try {
      if (cards.length > 0) return await refuse(messageId, cards, log, deadline);
      if (payment === undefined) throw new PoisonError('PaymentMalformed', faults.map(({ at, detail }) => `${at || 'body'} ${detail}`).join('; '));
      return await write(payment, messageId, log, deadline);
    } catch (error) {
      if (!(error instanceof DatabaseError) || ['own', 'duplicate'].includes(error.fault)) throw error;
      count('PaymentPostponed');
      log.warn('The database does not take it now', { reason: error.message });
      throw new PostponedError(error.message);
    }
  };

  const operate = async (event: unknown, context: Context): Promise<OperationResult> => {
    logger.addContext(context);
    const parsed = operationSchema.safeParse(event);
    if (!parsed.success) {
      throw new OperationInvalidError(`Neither messages nor an operation: ${parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'event'} ${message}`).join('; ')}`);
    }
    const asked = parsed.data;
    const deadline = deadlineIn(context.getRemainingTimeInMillis());
    const applied = await ensureSchema(deadline);
    if (asked.operation === 'migrate') return { applied };
    if (asked.operation === 'totals') return { totals: await database.read(deadline, (queryable) => findTotals(queryable, asked.merchantId)) };
    return { payment: await database.read(deadline, (queryable) => findPayment(queryable, asked.paymentId)) ?? null };
  };

  const consume = consumeRecords('migrated', RESERVE_MS, handleRecord);
  return async (event: unknown, context: Context): Promise<SQSBatchResponse | OperationResult> => {
    const isBatch = typeof event === 'object' && event !== null && 'Records' in event;
    return isBatch ? consume(event as SQSEvent, context) : withMetrics(() => traced('migrated', () => operate(event, context)));
  };
}

export const handler = createHandler(parseEnvironment(migratedEnvironment));
