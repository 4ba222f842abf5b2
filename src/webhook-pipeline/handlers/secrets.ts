import { TransformParameterError } from '@aws-lambda-powertools/parameters/errors';
import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import type { ProviderConfig } from './contract';
import { isAdyenKey, providerSecretSchema, type ProviderSecret } from './secret-schema';
import { CLIENT_CONFIG } from '../../hardened/handlers/aws-client';

const MAX_AGE_SECONDS = 300;

/** Somebody has to edit the secret. Says what is wrong and never what is in it. */
export class SecretUnusableError extends Error {
  public readonly name = 'SecretUnusableError';

  public constructor(public readonly providerId: string, fault: string) {
    super(`The secret of provider ${providerId} is unusable: ${fault}`);
  }
}

export interface LoadedSecret {
  readonly secret: ProviderSecret;
  readonly fetchedAtMs: number;
}

const provider = new SecretsProvider({ clientConfig: CLIENT_CONFIG });

/** Powertools returns the same object until it fetches again, so the object's identity tells the age. */
const loaded = new WeakMap<object, LoadedSecret>();

function parse({ id, scheme }: ProviderConfig, raw: unknown): ProviderSecret {
  const parsed = providerSecretSchema.safeParse(raw);
  if (!parsed.success) {
    throw new SecretUnusableError(id, parsed.error.issues.map(({ path, message }) => `${String(path[0] ?? 'JSON')}: ${message}`).join('; '));
  }
  if (scheme === 'adyen' && !isAdyenKey(parsed.data.current)) throw new SecretUnusableError(id, 'current: is not hex');
  return parsed.data;
}

export async function loadSecret(config: ProviderConfig, forceFetch = false): Promise<LoadedSecret> {
  if (!config.secretId) throw new SecretUnusableError(config.id, 'no secret is configured');
  let raw: unknown;
  try {
    raw = await provider.get(config.secretId, { maxAge: MAX_AGE_SECONDS, transform: 'json', forceFetch });
  } catch (error) {
    // The message of a failed JSON.parse quotes the secret.
    if (error instanceof TransformParameterError) throw new SecretUnusableError(config.id, 'is not JSON');
    throw error;
  }
  if (typeof raw !== 'object' || raw === null) throw new SecretUnusableError(config.id, 'is not a JSON object');
  const known = loaded.get(raw);
  if (known) return known;
  const fresh = { secret: parse(config, raw), fetchedAtMs: Date.now() };
  loaded.set(raw, fresh);
  return fresh;
}
