/** The secret of a database, as RDS and its rotation write it. */
import * as z from 'zod';
import { json } from './json';

/** Somebody has to edit the secret. Says what is wrong and never what is in it. */
export class SecretUnusableError extends Error {
  override readonly name = 'SecretUnusableError';
}

/** `port`: where the secret names none. */
export const databaseSecretSchema = (port: number) => z.object({
  username: z.string('is missing').min(1, 'is empty'),
  password: z.string('is missing').min(1, 'is empty'),
  host: z.string().min(1, 'is empty').optional(),
  /** A number from RDS, text from people. */
  port: z.coerce.number('is not a port').int('is not a port').min(1, 'is not a port').max(65_535, 'is not a port').default(port),
  dbname: z.string().min(1, 'is empty').optional(),
}, 'is not a JSON object');
export type DatabaseSecret = z.output<ReturnType<typeof databaseSecretSchema>>;

export interface Credentials {
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

/** In place of what the secret names: a proxy, another database. */
export interface DatabaseOverrides {
  readonly DATABASE_HOST?: string;
  readonly DATABASE_PORT?: number;
  readonly DATABASE_NAME?: string;
}

export function credentialsOf(secret: DatabaseSecret, { DATABASE_HOST, DATABASE_PORT, DATABASE_NAME }: DatabaseOverrides): Credentials {
  const host = DATABASE_HOST ?? secret.host;
  const database = DATABASE_NAME ?? secret.dbname;
  if (!host || !database) throw new SecretUnusableError(`The secret names no ${host ? 'dbname' : 'host'}`);
  return { user: secret.username, password: secret.password, host, port: DATABASE_PORT ?? secret.port, database };
}

export function parseDatabaseSecret(text: string | undefined, port: number): DatabaseSecret {
  const parsed = json(databaseSecretSchema(port)).safeParse(text ?? '');
  if (parsed.success) return parsed.data;
  throw new SecretUnusableError(`The secret is unusable: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; ')}`);
}
