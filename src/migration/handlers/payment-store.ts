/** The statements: MySQL 8.4, and nothing that MariaDB lacks. All of a payment is in one transaction. */
import { type Payment, payloadHash } from './contract';
import { DatabaseError } from './database-error';
import type { Queryable } from './session';
import { minorUnitOf } from '../../hardened/handlers/iso4217';

export type Outcome = 'written' | 'repeated' | 'conflict';

export interface StoredPayment extends Omit<Payment, 'metadata'> {
  readonly metadata: Record<string, string>;
  readonly inLegacyLedger: boolean;
  readonly writtenAt: string;
}

export interface Total {
  readonly currency: string;
  readonly payments: number;
  /** In the minor unit; text, since a sum may be more than a number of JSON can hold. */
  readonly amount: string;
}

interface PaymentRow {
  readonly payment_id: string;
  readonly merchant_id: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly legacy_id: string | null;
  readonly reference: string | null;
  readonly metadata: string;
  readonly in_legacy_ledger: number;
  readonly occurred_at: string;
  readonly written_at: string;
}

/** MySQL's DATETIME has neither T nor Z. All are UTC. */
const toDateTime = (iso: string): string => iso.slice(0, -1).replace('T', ' ');
const fromDateTime = (text: string): string => `${text.replace(' ', 'T')}Z`;

/** `1050` EUR is `10.50`: by its digits, since no fraction of a number is exact. */
export function majorUnits(amount: number, currency: string): string {
  const decimals = minorUnitOf(currency) ?? 0;
  const digits = String(amount).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** A message that comes again names the same refusal. */
const REFUSE = `INSERT INTO refusals (refusal_key, reason, message_id, payment_id, places, refused_at)
  VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE refusal_key = refusal_key`;

/** The key decides, not a look beforehand: of many at once one writes, and the others read what it wrote. */
async function insert(queryable: Queryable, payment: Payment, hash: string, legacy: boolean): Promise<boolean> {
  const { paymentId, merchantId, amount, currency, occurredAt, legacyId, reference, metadata } = payment;
  try {
    await queryable.execute(`INSERT INTO payments
      (payment_id, payload_hash, merchant_id, amount_minor, currency, legacy_id, reference, metadata, in_legacy_ledger, occurred_at, written_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))`,
    [paymentId, hash, merchantId, amount, currency, legacyId ?? null, reference ?? null, JSON.stringify(metadata), legacy, toDateTime(occurredAt)]);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.fault === 'duplicate') return false;
    throw error;
  }
}

export interface Write {
  readonly payment: Payment;
  readonly messageId: string;
  /** Whether the system that is migrated gets it as well. */
  readonly toLegacyLedger: boolean;
}

/** Within a transaction. */
export async function writePayment(queryable: Queryable, { payment, messageId, toLegacyLedger }: Write): Promise<Outcome> {
  const { paymentId, merchantId, amount, currency, occurredAt, legacyId } = payment;
  const hash = payloadHash(payment);
  const legacy = toLegacyLedger && legacyId !== undefined;
  if (!await insert(queryable, payment, hash, legacy)) {
    const [stored] = await queryable.select<{ payload_hash: string }>('SELECT payload_hash FROM payments WHERE payment_id = ?', [paymentId]);
    // Removed between the two: the next attempt sees it as it is then.
    if (!stored) throw new DatabaseError('contention', 'PAYMENT_GONE');
    if (stored.payload_hash === hash) return 'repeated';
    await queryable.execute(REFUSE, [`${paymentId}#${hash}`, 'conflict', messageId, paymentId, '[]']);
    return 'conflict';
  }
  await queryable.execute(`INSERT INTO merchant_totals (merchant_id, currency, payments, amount_minor) VALUES (?, ?, 1, ?)
    ON DUPLICATE KEY UPDATE payments = payments + 1, amount_minor = amount_minor + ?`, [merchantId, currency, amount, amount]);
  if (legacy) {
    await queryable.execute('INSERT INTO legacy_ledger (payment_id, legacy_id, merchant_id, amount, currency, booked_at) VALUES (?, ?, ?, ?, ?, ?)',
      [paymentId, legacyId, merchantId, majorUnits(amount, currency), currency, toDateTime(occurredAt)]);
  }
  return 'written';
}

/** Of a message with card data: where, never what. */
export async function refuseCardData(queryable: Queryable, messageId: string, places: readonly string[]): Promise<void> {
  await queryable.execute(REFUSE, [`message#${messageId}`, 'card-data', messageId, null, JSON.stringify(places)]);
}

export async function findPayment(queryable: Queryable, paymentId: string): Promise<StoredPayment | undefined> {
  const [row] = await queryable.select<PaymentRow>(`SELECT payment_id, merchant_id, amount_minor, currency, legacy_id, reference, metadata,
    in_legacy_ledger, occurred_at, written_at FROM payments WHERE payment_id = ?`, [paymentId]);
  return row && {
    paymentId: row.payment_id,
    merchantId: row.merchant_id,
    // Exact: what was taken is a safe integer.
    amount: Number(row.amount_minor),
    currency: row.currency,
    legacyId: row.legacy_id ?? undefined,
    reference: row.reference ?? undefined,
    metadata: JSON.parse(row.metadata) as Record<string, string>,
    inLegacyLedger: Number(row.in_legacy_ledger) === 1,
    occurredAt: fromDateTime(row.occurred_at),
    writtenAt: fromDateTime(row.written_at),
  };
}

export async function findTotals(queryable: Queryable, merchantId: string): Promise<Total[]> {
  const rows = await queryable.select<{ currency: string; payments: string; amount_minor: string }>(
    'SELECT currency, payments, amount_minor FROM merchant_totals WHERE merchant_id = ? ORDER BY currency', [merchantId]);
  return rows.map(({ currency, payments, amount_minor: amount }) => ({ currency, payments: Number(payments), amount: String(amount) }));
}
