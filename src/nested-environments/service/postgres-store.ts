import type { NewPayment, PaymentStore } from './accept';
import type { Payment } from './payment';

/** What the store needs of the database. */
export interface Queryable {
  query<R>(text: string, values: readonly unknown[]): Promise<R[]>;
}

interface Row {
  readonly id: string;
  readonly status: string;
  /** bigint, which the driver hands over as text. */
  readonly amount_minor: string;
  readonly currency: string;
  readonly merchant_reference: string;
  readonly metadata: Record<string, string>;
  readonly created_at: Date;
}

const COLUMNS = 'id, status, amount_minor, currency, merchant_reference, metadata, created_at';

/** One statement, hence one transaction and one round trip: the event is there when the payment is. */
const INSERT = `
  WITH payment AS (
    INSERT INTO payments (id, idempotency_key, request_hash, amount_minor, currency, merchant_reference, payment_token, metadata)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING ${COLUMNS}
  ), event AS (
    INSERT INTO payment_events (payment_id, type, payload)
    SELECT id, 'payment.accepted', jsonb_build_object(
      'paymentId', id, 'status', status, 'amountMinor', amount_minor, 'currency', currency, 'merchantReference', merchant_reference)
    FROM payment
  )
  SELECT ${COLUMNS} FROM payment`;

const paymentOf = (row: Row): Payment => ({
  id: row.id,
  status: row.status,
  // Exact: what was taken is a safe integer.
  amountMinor: Number(row.amount_minor),
  currency: row.currency,
  merchantReference: row.merchant_reference,
  metadata: row.metadata,
  createdAt: row.created_at.toISOString(),
});

export class PostgresStore implements PaymentStore {
  constructor(private readonly database: Queryable) {
  }

  async insert(payment: NewPayment): Promise<Payment | undefined> {
    const [row] = await this.database.query<Row>(INSERT, [
      payment.id, payment.idempotencyKey, payment.requestHash, payment.amountMinor, payment.currency,
      payment.merchantReference, payment.paymentToken, JSON.stringify(payment.metadata),
    ]);
    return row && paymentOf(row);
  }

  async findByKey(idempotencyKey: string): ReturnType<PaymentStore['findByKey']> {
    const [row] = await this.database.query<Row & { request_hash: string }>(
      `SELECT ${COLUMNS}, request_hash FROM payments WHERE idempotency_key = $1`, [idempotencyKey],
    );
    return row && { payment: paymentOf(row), requestHash: row.request_hash };
  }

  async findById(id: string): Promise<Payment | undefined> {
    const [row] = await this.database.query<Row>(`SELECT ${COLUMNS} FROM payments WHERE id = $1`, [id]);
    return row && paymentOf(row);
  }
}
