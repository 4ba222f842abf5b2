/**
 * Who the function is to the database. A rotation by one user first makes the
 * password of AWSPENDING the valid one, and that version AWSCURRENT after it:
 * in between, and until the secret is read again, the known password is refused.
 */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { MigratedEnvironment } from './contract';
import { DatabaseError } from './database-error';
import { FAST_CLIENT_CONFIG } from '../../hardened/handlers/aws-client';
import { type Credentials, credentialsOf, parseDatabaseSecret } from '../../hardened/handlers/database-secret';
import { count, logger, tracer } from '../../hardened/handlers/telemetry';

const MYSQL_PORT = 3_306;

type Stage = 'AWSCURRENT' | 'AWSPENDING';

const isSame = (a: Credentials, b: Credentials): boolean =>
  a.user === b.user && a.password === b.password && a.host === b.host && a.port === b.port && a.database === b.database;

export class DatabaseCredentials {
  private readonly client = tracer.captureAWSv3Client(new SecretsManagerClient(FAST_CLIENT_CONFIG));
  private known?: Credentials;

  constructor(private readonly environment: MigratedEnvironment) {
  }

  async current(): Promise<Credentials> {
    return this.known ??= await this.read('AWSCURRENT');
  }

  /** What may be valid now that `refused` is not, the likeliest first. Read as it is asked for. */
  async *others(refused: Credentials): AsyncGenerator<Credentials> {
    const current = await this.read('AWSCURRENT');
    if (!isSame(current, refused)) yield current;
    const pending = await this.pending();
    if (pending && !isSame(pending, refused) && !isSame(pending, current)) yield pending;
  }

  /** The database took them. */
  accept(credentials: Credentials): void {
    this.known = credentials;
    count('CredentialsRenewed');
    logger.info('Database credentials were renewed');
  }

  /** None, or one that is only being made, is no fault. */
  private async pending(): Promise<Credentials | undefined> {
    return this.read('AWSPENDING').catch(() => undefined);
  }

  private async read(stage: Stage): Promise<Credentials> {
    const { DATABASE_SECRET_ARN: SecretId } = this.environment;
    const { SecretString: text } = await this.client.send(new GetSecretValueCommand({ SecretId, VersionStage: stage }))
      .catch((error: unknown) => { throw new DatabaseError('unavailable', `SECRET_${(error as Error).name}`); });
    return credentialsOf(parseDatabaseSecret(text, MYSQL_PORT), this.environment);
  }
}
