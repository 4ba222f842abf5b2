/**
 * Tells the merchant's system about a payment: a topic or an HTTP endpoint.
 * Retries are the workflow's; this function says which of them can succeed.
 */
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleType, timeout, TimeoutStrategy } from 'cockatiel';
import * as z from 'zod';
import { dispatcherEnvironment, type NotificationInput, paymentSchema } from './contract';
import { CircuitOpenError, classify, errorOfStatus, PermanentNotificationError, RetryableNotificationError } from './notification-errors';
import { CLIENT_CONFIG } from '../../hardened/handlers/aws-client';
import { parseEnvironment } from '../../hardened/handlers/environment';
import { count, logger, tracer, withMetrics } from '../../hardened/handlers/telemetry';

export { CircuitOpenError, PermanentNotificationError, RetryableNotificationError };

type Target = z.output<typeof dispatcherEnvironment>['NOTIFICATION'];
type Send = (input: NotificationInput) => Promise<unknown>;

const FAILURES_TO_OPEN = 5;
export const HALF_OPEN_AFTER_MS = 30_000;

const inputSchema = z.object({ payment: paymentSchema, outcome: z.enum(['PROCESSED', 'REJECTED']) });

/** The same for every attempt: the receiver drops repetitions by it. */
const idempotencyKey = ({ payment, outcome }: NotificationInput): string => `${payment.provider}#${payment.event_id}#${outcome}`;

const httpSender = (endpoint: string, timeoutMs: number): Send => {
  const limit = timeout(timeoutMs, TimeoutStrategy.Aggressive);
  return input => limit.execute(async ({ signal }) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey(input),
        'x-correlation-id': input.payment.correlation_id,
      },
      body: JSON.stringify(input),
      redirect: 'manual',
      signal,
    });
    await response.body?.cancel();
    if (!response.ok) throw errorOfStatus(response.status);
  });
};

const snsSender = (topicArn: string): Send => {
  const sns = tracer.captureAWSv3Client(new SNSClient(CLIENT_CONFIG));
  const text = (value: string) => ({ DataType: 'String', StringValue: value });
  return input => sns.send(new PublishCommand({
    TopicArn: topicArn,
    Message: JSON.stringify(input),
    MessageAttributes: {
      provider: text(input.payment.provider),
      status: text(input.payment.status),
      outcome: text(input.outcome),
      idempotencyKey: text(idempotencyKey(input)),
      correlationId: text(input.payment.correlation_id),
    },
  }));
};

export function createHandler(target: Target) {
  const send = target.type === 'sns' ? snsSender(target.topicArn) : httpSender(target.endpoint, target.timeoutMs);
  // One breaker for an execution environment. A refusal of one payment says nothing about the receiver's health.
  const breaker = circuitBreaker(handleType(RetryableNotificationError), {
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN), halfOpenAfter: HALF_OPEN_AFTER_MS,
  });

  return (event: unknown): Promise<void> => withMetrics(async () => {
    const parsed = inputSchema.safeParse(event);
    if (!parsed.success) throw new PermanentNotificationError(`input: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`);
    const input = parsed.data;
    const keys = { correlation_id: input.payment.correlation_id, provider: input.payment.provider };
    try {
      await breaker.execute(() => send(input).catch((error: unknown) => { throw classify(error); }));
      count('NotificationSent');
    } catch (cause) {
      const error = cause instanceof BrokenCircuitError ? new CircuitOpenError('receiver failed repeatedly, nothing was sent') : cause as Error;
      count(error.name);
      logger.warn('Notification failed', { ...keys, error: error.name, reason: error.message });
      throw error;
    }
  });
}

export const handler = createHandler(parseEnvironment(dispatcherEnvironment).NOTIFICATION);
