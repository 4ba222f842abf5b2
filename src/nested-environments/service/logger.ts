/**
 * One JSON object a line, with the keys of the Lambda functions of this
 * library, so that one query of Logs Insights reads both. Bodies, keys, URLs
 * and messages of the database are never logged: a caller can put a card
 * number into any of them.
 */
import { types } from 'node:util';
import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger };

/** What may be said of a failure. PostgreSQL quotes data in `message` and `detail`; its SQLSTATE is five letters or digits. */
export function faultOf(error: unknown): Record<string, unknown> {
  if (!types.isNativeError(error)) return { name: 'unknown' };
  const { code, routine, cause } = error as Error & { code?: unknown; routine?: unknown };
  const isOfPostgres = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && 'severity' in error;
  return {
    name: error.name,
    code,
    ...isOfPostgres ? { routine } : { message: error.message },
    ...types.isNativeError(cause) ? { cause: faultOf(cause) } : {},
  };
}

export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino({
    level,
    base: { service: 'payment-processor' },
    messageKey: 'message',
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label.toUpperCase() }) },
    serializers: { err: faultOf },
  }, destination);
}
