/** Who the service is to the database, from Secrets Manager or from its own environment. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Config } from './config';
import { POSTGRES_PORT } from './secret';
import { type Credentials, credentialsOf, parseDatabaseSecret, SecretUnusableError } from '../../hardened/handlers/database-secret';

export type { Credentials };

/** Reads anew at each call; who calls decides when. */
export type CredentialSource = () => Promise<Credentials>;

/** A hanging Secrets Manager must not hang a payment. */
const CLIENT_CONFIG = { maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true } };

function fromSecretsManager(arn: string, config: Config): CredentialSource {
  // The Region is in the ARN: a task without AWS_REGION starts as well.
  const client = new SecretsManagerClient({ ...CLIENT_CONFIG, region: arn.split(':')[3] });
  return async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    return credentialsOf(parseDatabaseSecret(SecretString, POSTGRES_PORT), config);
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
