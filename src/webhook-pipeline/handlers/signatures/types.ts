import type { ProviderConfig } from '../contract';
import type { ProviderSecret } from '../secret-schema';

export interface SignatureInput {
  readonly config: ProviderConfig;
  readonly secret: ProviderSecret;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as sent: a signature does not survive parsing. */
  readonly body: Buffer;
  /** URL as the provider called it. */
  readonly url: string;
  /** Time of receipt, so that a message replayed from a queue is judged as it was then. */
  readonly receivedAtMs: number;
}

export type SignatureFault = 'missing' | 'malformed' | 'mismatch' | 'stale' | 'untrusted-certificate';
export type SignatureVerdict = { readonly valid: true } | { readonly valid: false; readonly reason: SignatureFault };
export type Verifier = (input: SignatureInput) => SignatureVerdict | Promise<SignatureVerdict>;

export const VALID: SignatureVerdict = { valid: true };
export const invalid = (reason: SignatureFault): SignatureVerdict => ({ valid: false, reason });

/** Nothing is known about the signature yet: worth a retry, so never a 401. */
export class CertificateUnavailableError extends Error {
  public readonly name = 'CertificateUnavailableError';
}
