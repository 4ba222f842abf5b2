/**
 * What went wrong with the database, without what was sent there: errors of
 * the driver carry the statement, and those of the server quote values.
 */
import { types } from 'node:util';

export type DatabaseFault =
  /** The unique key is taken. */
  | 'duplicate'
  /** User or password are refused: nothing ran. */
  | 'login'
  /** A deadlock, or a lock that was not had in time: the same again may succeed at once. */
  | 'contention'
  /** No answer, or not now. What was sent may have happened. */
  | 'unavailable'
  /** A mistake of ours: data, constraints, syntax, rights, whom we trust. */
  | 'own';

const BY_NUMBER: Record<number, DatabaseFault> = {
  1045: 'login', // ER_ACCESS_DENIED_ERROR
  1062: 'duplicate', // ER_DUP_ENTRY
  1203: 'unavailable', // ER_TOO_MANY_USER_CONNECTIONS, by its SQLSTATE a mistake of ours
  1205: 'contention', // ER_LOCK_WAIT_TIMEOUT
  1213: 'contention', // ER_LOCK_DEADLOCK
  1226: 'unavailable', // ER_USER_LIMIT_REACHED, as 1203
  1698: 'login', // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
  1862: 'login', // ER_MUST_CHANGE_PASSWORD_LOGIN
  3118: 'login', // ER_ACCOUNT_HAS_BEEN_LOCKED
  3819: 'own', // ER_CHECK_CONSTRAINT_VIOLATED
};

export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  constructor(readonly fault: DatabaseFault, readonly code: string, detail = '') {
    super(`Database: ${code}${detail && ` (${detail})`}`);
  }
}

/** Why there is no TLS: said by the driver before anything was sent. */
const tlsDetail = ({ code, message }: { code?: string; message: string }): string => code?.startsWith('HANDSHAKE_') ? message : '';

/** Another authority or another name, or a server that knows no TLS: the next attempt meets the same. A handshake that was cut off passes. */
const isUntrusted = (code: string | undefined, detail: string): boolean =>
  code === 'HANDSHAKE_NO_SSL_SUPPORT' || code === 'HANDSHAKE_SSL_ERROR' && /certificate|altnames/i.test(detail);

export function databaseError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const given = (types.isNativeError(error) ? error : { message: '' }) as { code?: string; errno?: number; sqlState?: string; message: string };
  const { code, errno, sqlState } = given;
  const detail = tlsDetail(given);
  // SQLSTATE classes: data, constraints, syntax and rights. Everything else passes.
  const isOwn = /^(?:22|23|42)/.test(sqlState ?? '') || isUntrusted(code, detail);
  return new DatabaseError((errno === undefined ? undefined : BY_NUMBER[errno]) ?? (isOwn ? 'own' : 'unavailable'), code ?? 'UNKNOWN', detail);
}
