/**
 * The connections to PostgreSQL. When the password was rotated, a new
 * connection is refused; then the secret is read again, and the connections
 * are made anew with what it says now: rotation may change the user as well.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'node:util';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import type { Config } from './config';
import type { CredentialSource, Credentials } from './credentials';
import type { Logger } from './logger';
import { migrate } from './migrations';

/** The database does not answer, or not now: the caller may come again. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
}

/** How long a probe may take; the load balancer waits longer. */
const PROBE_MS = 1_000;
/** A wrong password must not become a storm on Secrets Manager. */
const RENEWAL_MS = 1_000;
const LONGEST_WAIT_MS = 5_000;

const codeOf = (error: unknown): string => types.isNativeError(error) && 'code' in error ? String(error.code) : '';
/** Only a new connection logs in, so nothing ran yet. */
const isRefusedLogin = (error: unknown): boolean => ['28P01', '28000'].includes(codeOf(error));
/** SQLSTATE classes of our own mistakes: data, constraints, syntax and rights. Everything else passes. */
const isOwnMistake = (error: unknown): boolean => /^(?:22|23|42)[0-9A-Z]{3}$/.test(codeOf(error));

const isLoopback = (host: string): boolean => ['localhost', '127.0.0.1', '::1'].includes(host);

type TlsSettings = Pick<Config, 'DATABASE_TLS' | 'ca'>;
export type DatabaseSettings = TlsSettings & Pick<Config, 'DATABASE_POOL_SIZE' | 'DATABASE_CONNECT_TIMEOUT_MS' | 'DATABASE_STATEMENT_TIMEOUT_MS'>;

/** `sslmode=verify-full`: the chain and the name. `host` is what the name is compared with where it is an address. */
function tlsOf({ DATABASE_TLS, ca }: TlsSettings, host: string): PoolConfig['ssl'] {
  if (DATABASE_TLS === 'verify-full') return { ca, host, rejectUnauthorized: true, minVersion: 'TLSv1.2' };
  if (!isLoopback(host)) throw new DatabaseUnavailableError('DATABASE_TLS=disable is for a database on loopback alone');
  return false;
}

function poolConfig(settings: DatabaseSettings, credentials: Credentials): PoolConfig {
  const statement = settings.DATABASE_STATEMENT_TIMEOUT_MS;
  return {
    ...credentials,
    ssl: tlsOf(settings, credentials.host),
    max: settings.DATABASE_POOL_SIZE,
    connectionTimeoutMillis: settings.DATABASE_CONNECT_TIMEOUT_MS,
    statement_timeout: statement,
    // Where the server is gone, nobody there stops the statement.
    query_timeout: statement + 1_000,
    idle_in_transaction_session_timeout: 2 * statement,
    idleTimeoutMillis: 30_000,
    // Spreads the connections again after a failover.
    maxLifetimeSeconds: 900,
    keepAlive: true,
    application_name: 'payment-processor',
  };
}

interface Connections {
  readonly credentials: Credentials;
  readonly work: Pool;
  /** A connection of its own: a busy service is still a ready one. */
  readonly probe: Pool;
}

export interface DatabaseOptions {
  readonly settings: DatabaseSettings;
  readonly source: CredentialSource;
  readonly logger: Logger;
  /** Of tests. */
  readonly createPool?: (config: PoolConfig) => Pool;
}

export class Database {
  private connections?: Connections;
  private opening?: Promise<Connections>;
  private renewing?: Promise<Connections | undefined>;
  private probing?: Promise<boolean>;
  private renewedAtMs = -Infinity;
  private prepared = false;

  constructor(private readonly options: DatabaseOptions) {
  }

  /** Makes the schema, again and again until it is there. False: told to stop before. */
  async prepare(stop: AbortSignal): Promise<boolean> {
    for (let wait = 250; !stop.aborted; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      try {
        const applied = await this.transaction(migrate);
        this.prepared = true;
        this.options.logger.info({ applied }, 'Schema is up to date');
        return true;
      } catch (error) {
        this.options.logger.warn({ err: error }, 'Database not ready');
        await sleep(wait, undefined, { signal: stop }).catch(() => undefined);
      }
    }
    return false;
  }

  async query<R>(text: string, values: readonly unknown[]): Promise<R[]> {
    if (!this.prepared) throw new DatabaseUnavailableError('The schema is not there yet');
    return this.using(async ({ work }) => (await work.query(text, [...values])).rows as R[]);
  }

  /** Whether a payment could be written now: reachable within a second, and no standby. One probe at a time. */
  async isReady(): Promise<boolean> {
    if (!this.prepared) return false;
    this.probing ??= this.probe().finally(() => { this.probing = undefined; });
    return this.probing;
  }

  /** After the last request. */
  async close(): Promise<void> {
    const connections = this.connections;
    this.connections = undefined;
    if (connections) await Promise.all([connections.work.end(), connections.probe.end()]);
  }

  private async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return this.using(async (connections) => {
      const client = await connections.work.connect();
      try {
        await client.query('BEGIN');
        const result = await work(client);
        await client.query('COMMIT');
        client.release();
        return result;
      } catch (error) {
        // The connection goes, and with it the transaction.
        client.release(true);
        throw error;
      }
    });
  }

  private async probe(): Promise<boolean> {
    const late = new AbortController();
    const answer = this.using(async ({ probe }) => {
      const client = await probe.connect();
      try {
        const { rows } = await client.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby');
        // After a failover the name may still lead to the former writer: look again with a new connection.
        const isWriter = rows[0]?.standby === false;
        client.release(!isWriter);
        return isWriter;
      } catch (error) {
        client.release(true);
        throw error;
      }
    }).catch((error: unknown) => {
      this.options.logger.warn({ err: error }, 'Database not reachable');
      return false;
    });
    const tooLate = sleep(PROBE_MS, false, { signal: late.signal }).catch(() => false);
    try {
      return await Promise.race([answer, tooLate]);
    } finally {
      late.abort();
    }
  }

  /** Runs `work`, with renewed credentials where the login was refused. */
  private async using<T>(work: (connections: Connections) => Promise<T>): Promise<T> {
    try {
      const connections = await this.open();
      try {
        return await work(connections);
      } catch (error) {
        const renewed = isRefusedLogin(error) ? await this.renew(connections) : undefined;
        if (!renewed) throw error;
        return await work(renewed);
      }
    } catch (error) {
      if (error instanceof DatabaseUnavailableError || isOwnMistake(error)) throw error;
      throw new DatabaseUnavailableError('The database cannot be used now', { cause: error });
    }
  }

  private async open(): Promise<Connections> {
    if (this.connections) return this.connections;
    this.opening ??= this.options.source()
      .then((credentials) => this.connections = this.connect(credentials))
      .finally(() => { this.opening = undefined; });
    return this.opening;
  }

  /** Undefined: the secret says nothing new. */
  private async renew(refused: Connections): Promise<Connections | undefined> {
    if (this.connections && this.connections !== refused) return this.connections;
    this.renewing ??= this.readAgain(refused).finally(() => { this.renewing = undefined; });
    return this.renewing;
  }

  private async readAgain(refused: Connections): Promise<Connections | undefined> {
    if (Date.now() - this.renewedAtMs < RENEWAL_MS) return undefined;
    this.renewedAtMs = Date.now();
    const credentials = await this.options.source();
    const { user, password, host, port, database } = refused.credentials;
    const isSame = credentials.user === user && credentials.password === password
      && credentials.host === host && credentials.port === port && credentials.database === database;
    if (isSame) return undefined;
    this.options.logger.info('Database credentials were renewed');
    this.connections = this.connect(credentials);
    // Ends once the statements that run are done.
    for (const pool of [refused.work, refused.probe]) pool.end().catch(() => undefined);
    return this.connections;
  }

  private connect(credentials: Credentials): Connections {
    const config = poolConfig(this.options.settings, credentials);
    const create = this.options.createPool ?? ((of: PoolConfig) => new Pool(of));
    const probe = { max: 1, connectionTimeoutMillis: PROBE_MS, statement_timeout: PROBE_MS, query_timeout: PROBE_MS };
    const connections = { credentials, work: create(config), probe: create({ ...config, ...probe }) };
    for (const pool of [connections.work, connections.probe]) {
      // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
      pool.on('error', (error) => this.options.logger.warn({ err: error }, 'Idle connection lost'));
    }
    return connections;
  }
}
