/**
 * Takes a payment once, however often it is sent. The unique key in the
 * database decides, not a look beforehand: of many requests at once with one
 * key, one writes, and the others read what it wrote.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Payment, PaymentRequest } from './payment';

export interface NewPayment extends PaymentRequest {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly requestHash: string;
}

export interface PaymentStore {
  /** Undefined where the key is taken. The audit event is written with it, or neither. */
  insert(payment: NewPayment): Promise<Payment | undefined>;
  findByKey(idempotencyKey: string): Promise<{ readonly payment: Payment; readonly requestHash: string } | undefined>;
  findById(id: string): Promise<Payment | undefined>;
}

export type Outcome =
  | { readonly kind: 'created' | 'replayed'; readonly payment: Payment }
  | { readonly kind: 'conflict' };

const sorted = (entries: Record<string, unknown>) => Object.entries(entries).sort(([a], [b]) => a < b ? -1 : 1);

/** Of what the body means: neither the order of its fields nor white space makes it another. */
export function hashOf(request: PaymentRequest): string {
  const canonical = sorted({ ...request, metadata: sorted(request.metadata) });
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex');
}

export async function accept(store: PaymentStore, idempotencyKey: string, request: PaymentRequest): Promise<Outcome> {
  const requestHash = hashOf(request);
  const created = await store.insert({ ...request, id: randomUUID(), idempotencyKey, requestHash });
  if (created) return { kind: 'created', payment: created };
  const first = await store.findByKey(idempotencyKey);
  if (!first) throw new Error('The payment that holds the key is gone');
  return first.requestHash === requestHash ? { kind: 'replayed', payment: first.payment } : { kind: 'conflict' };
}
