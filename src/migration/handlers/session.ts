/** One connection: TLS with the chain and the name, never a statement with a value in its text but by the driver's own escaping. */
import { isIP } from 'node:net';
import { type Connection, createConnection, type SslOptions } from 'mysql2/promise';
import { DatabaseError, databaseError } from './database-error';
import { Deadline } from './deadline';
import type { Credentials } from '../../hardened/handlers/database-secret';

const CONNECT_MS = 2_000;
const STATEMENT_MS = 5_000;

/** What statements need. The rows of a SELECT; for all else what it did. */
export interface Queryable {
  select<R>(statement: string, values?: readonly unknown[]): Promise<R[]>;
  execute(statement: string, values?: readonly unknown[]): Promise<void>;
}

export interface Session extends Queryable {
  /** Of no more use. */
  readonly isBroken: boolean;
  /** For what is sent from now on. */
  deadline: Deadline;
  ping(limitMs: number): Promise<void>;
  close(): void;
}

export type OpenSession = (credentials: Credentials, deadline: Deadline) => Promise<Session>;

/** Chain and name, as `sslmode=verify-full`; one object for all connections, so that the authorities are parsed once. */
export const tlsOptions = (ca: string[]): SslOptions => ({ ca, rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' });

class MySqlSession implements Session {
  isBroken = false;

  constructor(private readonly connection: Connection, public deadline: Deadline) {
    // An idle connection that ends is replaced at the next use; without a listener it would end the process.
    connection.on('error', () => this.close());
    connection.on('end', () => this.close());
  }

  async select<R>(statement: string, values: readonly unknown[] = []): Promise<R[]> {
    return await this.send(statement, values) as R[];
  }

  async execute(statement: string, values: readonly unknown[] = []): Promise<void> {
    await this.send(statement, values);
  }

  async ping(limitMs: number): Promise<void> {
    await this.query('SELECT 1', [], limitMs);
  }

  close(): void {
    this.isBroken = true;
    this.connection.destroy();
  }

  private send(statement: string, values: readonly unknown[]): Promise<unknown> {
    if (this.deadline.leftMs() <= 0) {
      // A transaction is left open: only the end of the connection ends it for sure.
      this.close();
      return Promise.reject(new DatabaseError('unavailable', 'NO_TIME_LEFT'));
    }
    return this.query(statement, values, this.deadline.most(STATEMENT_MS));
  }

  /** As text and not prepared: a prepared statement would pin the connection of RDS Proxy. */
  private async query(sql: string, values: readonly unknown[], timeout: number): Promise<unknown> {
    try {
      const [result] = await this.connection.query({ sql, values: [...values], timeout });
      return result;
    } catch (cause) {
      const error = databaseError(cause);
      // After a timeout the answer still comes, and would be taken for that of the next statement.
      if (error.fault === 'unavailable') this.close();
      throw error;
    }
  }
}

export const sessionOpener = (ssl: SslOptions): OpenSession => async (credentials, deadline) => {
  // The driver would compare the certificate with "localhost".
  if (isIP(credentials.host)) throw new DatabaseError('own', 'HOST_IS_NO_NAME');
  const connection = await createConnection({
    ...credentials,
    ssl,
    connectTimeout: deadline.most(CONNECT_MS),
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    // An object where a value is expected is text, and no part of a statement.
    stringifyObjects: true,
    multipleStatements: false,
    enableKeepAlive: true,
    connectAttributes: { program_name: 'payment-migrated' },
  }).catch((error: unknown) => { throw databaseError(error); });
  return new MySqlSession(connection, deadline);
};
