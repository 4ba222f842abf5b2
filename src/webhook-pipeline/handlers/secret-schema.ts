import * as z from 'zod';
import { secretText } from '../../hardened/handlers/secret-text';

const signingSecret = secretText(8);

export const providerSecretSchema = z.object({
  /** Shared secret of the scheme; PayPal: the webhook id. */
  current: signingSecret,
  /** Accepted beside `current` while rotating. */
  previous: signingSecret.optional(),
  /** PayPal: pinned certificates, URL -> PEM. */
  certificates: z.record(z.string(), z.string()).optional(),
});
export type ProviderSecret = z.infer<typeof providerSecretSchema>;

export const acceptedSecrets = (secret: ProviderSecret): string[] =>
  secret.previous === undefined ? [secret.current] : [secret.current, secret.previous];

/** Adyen hands its key out as hex. */
export const isAdyenKey = (key: string): boolean => key.length % 2 === 0 && /^[0-9a-f]+$/i.test(key);
