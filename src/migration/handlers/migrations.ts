/**
 * The schema, made at the first use of each execution environment or by the
 * operation `migrate`. Those that start at once take turns under a named lock.
 * Only ever add to the list, and only what the version before can live with:
 * while a deployment rolls, both run. MySQL commits each statement of a schema
 * by itself: every one must bear being run again after a crash.
 */
import { DatabaseError } from './database-error';
import type { Queryable } from './session';

const TABLE = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';
const ID = 'VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin';

const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE IF NOT EXISTS payments (
      payment_id ${ID} NOT NULL PRIMARY KEY,
      payload_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      merchant_id ${ID} NOT NULL,
      amount_minor BIGINT UNSIGNED NOT NULL,
      currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      legacy_id ${ID} NULL,
      reference VARCHAR(64) NULL,
      metadata JSON NOT NULL,
      in_legacy_ledger BOOLEAN NOT NULL,
      occurred_at DATETIME(3) NOT NULL,
      written_at DATETIME(3) NOT NULL,
      CONSTRAINT payments_amount CHECK (amount_minor > 0),
      KEY payments_merchant (merchant_id, occurred_at),
      KEY payments_left_out (in_legacy_ledger, payment_id)
    ) ${TABLE}`,
    // As many as there are: a sum of amounts may be larger than any of them.
    `CREATE TABLE IF NOT EXISTS merchant_totals (
      merchant_id ${ID} NOT NULL,
      currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      payments BIGINT UNSIGNED NOT NULL,
      amount_minor DECIMAL(38, 0) NOT NULL,
      PRIMARY KEY (merchant_id, currency)
    ) ${TABLE}`,
    // What the system that is migrated reads: amounts in the major unit, ids of its own.
    `CREATE TABLE IF NOT EXISTS legacy_ledger (
      payment_id ${ID} NOT NULL PRIMARY KEY,
      legacy_id ${ID} NOT NULL,
      merchant_id ${ID} NOT NULL,
      amount DECIMAL(24, 4) NOT NULL,
      currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      booked_at DATETIME(3) NOT NULL,
      KEY legacy_ledger_id (legacy_id)
    ) ${TABLE}`,
    // Never a payload: it may hold what must not be kept.
    `CREATE TABLE IF NOT EXISTS refusals (
      refusal_key VARCHAR(192) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
      reason ENUM('conflict', 'card-data') NOT NULL,
      message_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      payment_id ${ID} NULL,
      places JSON NOT NULL,
      refused_at DATETIME(3) NOT NULL,
      KEY refusals_payment (payment_id)
    ) ${TABLE}`,
  ],
];

export const LOCK = 'payments.schema';
const LOCK_SECONDS = 3;
const VERSIONS = `CREATE TABLE IF NOT EXISTS schema_migrations (version INT NOT NULL PRIMARY KEY, applied_at DATETIME(3) NOT NULL) ${TABLE}`;

async function versionOf(queryable: Queryable): Promise<number> {
  const [{ version }] = await queryable.select<{ version: unknown }>('SELECT COALESCE(MAX(version), 0) AS version FROM schema_migrations');
  return Number(version);
}

/** Without a lock: on most starts there is nothing to do. A newer version than ours is fine: the function was rolled back, the schema was not. */
export async function isUpToDate(queryable: Queryable): Promise<boolean> {
  try {
    return await versionOf(queryable) >= MIGRATIONS.length;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === 'ER_NO_SUCH_TABLE') return false;
    throw error;
  }
}

/** How many were applied. */
export async function migrate(queryable: Queryable): Promise<number> {
  const [{ held }] = await queryable.select<{ held: unknown }>('SELECT GET_LOCK(?, ?) AS held', [LOCK, LOCK_SECONDS]);
  // Another makes it: the next attempt finds it done.
  if (Number(held) !== 1) throw new DatabaseError('contention', 'SCHEMA_LOCKED');
  await queryable.execute(VERSIONS);
  const version = await versionOf(queryable);
  const missing = MIGRATIONS.slice(version);
  for (const [index, statements] of missing.entries()) {
    for (const statement of statements) await queryable.execute(statement);
    await queryable.execute('INSERT INTO schema_migrations (version, applied_at) VALUES (?, UTC_TIMESTAMP(3))', [version + index + 1]);
  }
  // The lock ends with the connection.
  return missing.length;
}
