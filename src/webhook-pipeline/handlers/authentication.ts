import { loadSecret } from './secrets';
import { verifySignature, type SignatureInput, type SignatureVerdict } from './signatures';

const REFRESH_AFTER_MS = 30_000;

/** When a provider's secret was last fetched because of a refusal. */
const refreshedAt = new Map<string, number>();

/**
 * Verifies against the cached secret and, where a rotation would explain the
 * refusal, once more against the current one. Limited, because anybody can
 * cause a refusal and Secrets Manager is paid and throttled per call.
 */
export async function authenticate(request: Omit<SignatureInput, 'secret'>): Promise<SignatureVerdict> {
  const { config } = request;
  const { secret, fetchedAtMs } = await loadSecret(config);
  const verdict = await verifySignature({ ...request, secret });
  // A pinned certificate is part of the secret too.
  if (verdict.valid || (verdict.reason !== 'mismatch' && verdict.reason !== 'untrusted-certificate')) return verdict;

  const now = Date.now();
  const lastKnown = Math.max(fetchedAtMs, refreshedAt.get(config.id) ?? 0);
  if (now - lastKnown <= REFRESH_AFTER_MS) return verdict;
  refreshedAt.set(config.id, now);
  const current = await loadSecret(config, true);
  return verifySignature({ ...request, secret: current.secret });
}
