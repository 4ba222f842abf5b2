/**
 * The schema, made at start. Tasks that start at once take turns under an
 * advisory lock, which ends with the transaction. Only ever add to the list,
 * and only what the version before can live with: while a deployment rolls,
 * both run. What takes longer than the statement timeout is a job of its own.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE payments (
    id uuid PRIMARY KEY,
    idempotency_key varchar(64) NOT NULL UNIQUE,
    request_hash char(64) NOT NULL,
    status text NOT NULL DEFAULT 'accepted',
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    merchant_reference text NOT NULL,
    payment_token text NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE payment_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payment_id uuid NOT NULL REFERENCES payments (id),
    type text NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz
  );
  CREATE INDEX payment_events_payment ON payment_events (payment_id);
  CREATE INDEX payment_events_unpublished ON payment_events (id) WHERE published_at IS NULL`,
];

/** Any number, as long as it stays the same. */
export const LOCK = 7_264_102;

interface Client {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** Within a transaction. How many were applied. */
export async function migrate(client: Client): Promise<number> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  await client.query('CREATE TABLE IF NOT EXISTS schema_migrations (version int PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())');
  const { rows } = await client.query('SELECT coalesce(max(version), 0) AS version FROM schema_migrations');
  const { version } = rows[0] as { version: number };
  // A newer version than ours: the service was rolled back, the schema was not.
  const missing = MIGRATIONS.slice(version);
  for (const [index, statements] of missing.entries()) {
    await client.query(statements);
    await client.query('INSERT INTO schema_migrations (version) VALUES ($1)', [version + index + 1]);
  }
  return missing.length;
}
