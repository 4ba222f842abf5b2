/** Who the service is to the database, from Secrets Manager or from its own environment. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Config } from './config';
import { secretSchema, type Secret } from './secret';
import { json } from '../../hardened/handlers/json';

export interface Credentials {
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

/** Reads anew at each call; who calls decides when. */
export type CredentialSource = () => Promise<Credentials>;

/** Somebody has to edit the secret. Says what is wrong and never what is in it. */
export class SecretUnusableError extends Error {
  override readonly name = 'SecretUnusableError';
}

/** A hanging Secrets Manager must not hang a payment. */
const CLIENT_CONFIG = { maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true } };

type Overrides = Pick<Config, 'DATABASE_HOST' | 'DATABASE_PORT' | 'DATABASE_NAME'>;

function credentialsOf(secret: Secret, { DATABASE_HOST, DATABASE_PORT, DATABASE_NAME }: Overrides): Credentials {
  const host = DATABASE_HOST ?? secret.host;
  const database = DATABASE_NAME ?? secret.dbname;
  if (!host || !database) throw new SecretUnusableError(`The secret names no ${host ? 'dbname' : 'host'}`);
  return { user: secret.username, password: secret.password, host, port: DATABASE_PORT ?? secret.port, database };
}

function fromSecretsManager(arn: string, config: Config): CredentialSource {
  // The Region is in the ARN: a task without AWS_REGION starts as well.
  const client = new SecretsManagerClient({ ...CLIENT_CONFIG, region: arn.split(':')[3] });
  return async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    const parsed = json(secretSchema).safeParse(SecretString ?? '');
    if (!parsed.success) {
      throw new SecretUnusableError(`The secret is unusable: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; ')}`);
    }
    return credentialsOf(parsed.data, config);
  };
}

export function credentialSource(config: Config): CredentialSource {
  if (config.DATABASE_SECRET_ARN !== undefined) return fromSecretsManager(config.DATABASE_SECRET_ARN, config);
  const secret = config.DATABASE_SECRET;
  return async () => {
    if (!secret) throw new SecretUnusableError('There is no secret');
    return credentialsOf(secret, config);
  };
}
