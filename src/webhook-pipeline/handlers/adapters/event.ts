/**
 * What every adapter shares: from the few facts that a provider's event states
 * to a Payment. Everything follows from the message and its attributes, so a
 * retry starts an identical execution.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { LARGEST_MATCHED_AMOUNT, type Payment, type ProviderConfig } from '../contract';
import { MoneyError, type Money } from '../money';

export interface EventContext {
  readonly receivedAtMs: number;
  readonly correlationId: string;
  /** When the table forgets the payment. */
  readonly expiresAtSeconds: number;
}

export interface Normalised {
  readonly payments: Payment[];
  /** Why an event, or a part of it, concerns no payment. */
  readonly ignored?: string;
}

/** Facts that an adapter reads out of an event. */
export interface Facts {
  readonly eventId: string;
  readonly eventType: string;
  readonly paymentId: string;
  readonly paymentType: Payment['payment_type'];
  readonly status: Payment['status'];
  readonly money: Money;
  readonly country?: string;
  readonly occurredAtMs: number;
}

export interface AdapterResult {
  readonly events: Facts[];
  readonly ignored?: string;
}
export type Adapter = (event: unknown) => AdapterResult;

/** Names the field at fault, never its content. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
  constructor(readonly field: string, fault: string) {
    super(`${field}: ${fault}`);
  }
}

/** Visible ASCII: ids become keys, S3 metadata and HTTP headers. */
export const id = z.string().regex(/^[\x21-\x7e]{1,255}$/);
export const eventType = z.string().regex(/^[\w.-]{1,100}$/);
export const country = z.string().regex(/^[A-Za-z]{2}$/).nullish().catch(undefined);
const CLOCK_SKEW_MS = 86_400_000;

/** Later states outrank earlier ones of the same millisecond (or second, as Stripe counts). */
const RANK: Record<Payment['status'], number> = {
  pending: 0, authorized: 1, canceled: 2, failed: 2, succeeded: 2, refunded: 3, disputed: 4,
};

/** Own entries only: an event of type `constructor` is not in any table. */
export const lookup = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined => Object.hasOwn(table, key) ? table[key] : undefined;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const archiveKey = (folder: string, provider: string, day: Date, name: string): string =>
  `${folder}/${provider}/${day.toISOString().slice(0, 10).replaceAll('-', '/')}/${sha256(name)}.json`;

export function parse<T extends z.ZodType>(schema: T, value: unknown, prefix: readonly PropertyKey[] = []): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MalformedEventError([...prefix, ...issue.path].join('.') || '(body)', issue.code);
}

/** Money at a field: a fault of the amount is a fault of the event. */
export function moneyAt(field: string, read: () => Money): Money {
  try {
    return read();
  } catch (error) {
    throw error instanceof MoneyError ? new MalformedEventError(field, error.fault) : error;
  }
}

export function toPayment(provider: ProviderConfig, facts: Facts, context: EventContext): Payment {
  // A version from the future would shut out every true event that follows.
  if (facts.occurredAtMs < 0 || facts.occurredAtMs > context.receivedAtMs + CLOCK_SKEW_MS) {
    throw new MalformedEventError('(event time)', 'outside the accepted range');
  }
  const occurred = new Date(facts.occurredAtMs);
  return {
    provider: provider.id,
    event_id: facts.eventId,
    event_type: facts.eventType,
    payment_id: facts.paymentId,
    payment_type: facts.paymentType,
    status: facts.status,
    ...facts.money,
    amount_match: Math.min(facts.money.amount_minor, LARGEST_MATCHED_AMOUNT),
    country: facts.country?.toUpperCase() ?? '',
    version: `${String(facts.occurredAtMs).padStart(14, '0')}-${RANK[facts.status]}`,
    occurred_at: occurred.toISOString(),
    received_at: new Date(context.receivedAtMs).toISOString(),
    state_key: `payment#${provider.id}#${facts.paymentId}`,
    archive_key: archiveKey('payments', provider.id, occurred, facts.eventId),
    expires_at: String(context.expiresAtSeconds),
    correlation_id: context.correlationId,
  };
}
