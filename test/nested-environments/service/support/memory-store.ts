import type { NewPayment, PaymentStore } from '../../../../src/nested-environments/service/accept';
import type { Payment } from '../../../../src/nested-environments/service/payment';

/** Decides by the key as the database does: in one step. */
export class MemoryStore implements PaymentStore {
  readonly rows = new Map<string, { payment: Payment; requestHash: string }>();
  /** Thrown by every call. */
  fault?: Error;
  /** Before every answer. */
  delay: () => Promise<void> = async () => undefined;

  async insert(row: NewPayment): Promise<Payment | undefined> {
    await this.enter();
    if (this.rows.has(row.idempotencyKey)) return undefined;
    const { id, amountMinor, currency, merchantReference, metadata, requestHash } = row;
    const payment = { id, status: 'accepted', amountMinor, currency, merchantReference, metadata, createdAt: '2026-11-22T10:00:00.000Z' };
    this.rows.set(row.idempotencyKey, { payment, requestHash });
    return payment;
  }

  async findByKey(key: string) {
    await this.enter();
    return this.rows.get(key);
  }

  async findById(id: string): Promise<Payment | undefined> {
    await this.enter();
    return [...this.rows.values()].find(({ payment }) => payment.id === id)?.payment;
  }

  private async enter(): Promise<void> {
    await this.delay();
    if (this.fault) throw this.fault;
  }
}
