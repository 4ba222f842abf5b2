/**
 * What can go wrong with a notification. The workflow's Retry and Catch match
 * on the names.
 */
export class RetryableNotificationError extends Error {
  override readonly name = 'RetryableNotificationError';
}
export class PermanentNotificationError extends Error {
  override readonly name = 'PermanentNotificationError';
}
/** The receiver failed repeatedly: nothing was sent. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';
}

const RETRYABLE_STATUS = [408, 425, 429];
const THROTTLED = /throttl|toomanyrequests|limitexceeded|timeout/i;

/** Whether the same request may succeed later. */
const isRetryable = (status: number): boolean => status >= 500 || RETRYABLE_STATUS.includes(status);

/** A redirect counts as permanent: following it would send payments where nobody configured. */
export const errorOfStatus = (status: number): Error => isRetryable(status)
  ? new RetryableNotificationError(`receiver answered ${status}`)
  : new PermanentNotificationError(`receiver answered ${status}`);

interface ServiceError extends Error { $metadata: { httpStatusCode?: number } }
const isServiceError = (error: unknown): error is ServiceError => error instanceof Error && '$metadata' in error;

/** Network errors and timeouts carry no answer of the receiver: retry. */
export function classify(error: unknown): Error {
  if (error instanceof RetryableNotificationError || error instanceof PermanentNotificationError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const status = isServiceError(error) ? error.$metadata.httpStatusCode ?? 500 : 500;
  const retryable = THROTTLED.test(name) || isRetryable(status);
  return new (retryable ? RetryableNotificationError : PermanentNotificationError)(`${name}: ${message}`, { cause: error });
}
