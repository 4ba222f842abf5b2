/** The tokens that are accepted, as Secrets Manager knows them: JSON `{ "current": "...", "previous"?: "..." }`. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { FAST_CLIENT_CONFIG } from './aws-client';
import { json } from './json';
import { secretText } from './secret-text';
import { count, logger, tracer } from './telemetry';

export const MAX_AGE_MS = 300_000;
/** Anybody can send a wrong token, and Secrets Manager is paid and throttled per call. */
export const REFRESH_AFTER_MS = 30_000;

export interface KnownToken {
  readonly version: 'current' | 'previous';
  readonly token: string;
}

/** Somebody has to edit the secret. Says what is wrong and never what is in it. */
export class TokenUnusableError extends Error {
  override readonly name = 'TokenUnusableError';
}

const secretSchema = json(z.object({
  current: secretText(16),
  /** Accepted beside `current` until the secret holds it no more. */
  previous: secretText(16).optional(),
}, 'is not a JSON object'));

export class TokenSource {
  private readonly client = tracer.captureAWSv3Client(new SecretsManagerClient(FAST_CLIENT_CONFIG));
  private known: readonly KnownToken[] = [];
  private askedAtMs = -Infinity;
  /** Why the last question had no answer. */
  private failure?: unknown;

  constructor(private readonly secretId: string) {
  }

  async tokens(): Promise<readonly KnownToken[]> {
    if (this.known.length === 0 || this.ageMs() >= MAX_AGE_MS) await this.ask();
    // What was valid a while ago is still the best that is known: an API must not stop with Secrets Manager.
    if (this.known.length === 0) throw this.failure;
    return this.known;
  }

  /** After a wrong token: it may be a new one. Throws where that cannot be told. */
  async refreshed(): Promise<readonly KnownToken[]> {
    if (this.ageMs() >= REFRESH_AFTER_MS) await this.ask();
    if (this.failure !== undefined) throw this.failure;
    return this.known;
  }

  private ageMs(): number {
    return Date.now() - this.askedAtMs;
  }

  private async ask(): Promise<void> {
    this.askedAtMs = Date.now();
    try {
      this.known = await this.read();
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
      count('TokenUnreadable');
      logger.error('The token cannot be read', error as Error);
    }
  }

  private async read(): Promise<readonly KnownToken[]> {
    const { SecretString: text } = await this.client.send(new GetSecretValueCommand({ SecretId: this.secretId }));
    const parsed = secretSchema.safeParse(text);
    if (!parsed.success) {
      throw new TokenUnusableError(parsed.error.issues.map(({ path, message }) => `${String(path[0] ?? 'secret')}: ${message}`).join('; '));
    }
    const { current, previous } = parsed.data;
    return [{ version: 'current', token: current }, ...previous === undefined ? [] : [{ version: 'previous', token: previous } as const]];
  }
}
