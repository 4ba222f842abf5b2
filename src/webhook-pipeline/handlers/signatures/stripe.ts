import { createHmac } from 'node:crypto';
import { safeEqual } from './compare';
import { isFresh } from './freshness';
import { invalid, VALID, type SignatureInput, type SignatureVerdict } from './types';
import { acceptedSecrets } from '../secret-schema';

const HEADER = 'stripe-signature';

/** `t=<epoch seconds>,v1=<hex>[,v1=<hex>]`: Stripe signs with two secrets while one is rolled; `v0` is not a signature. */
function parseHeader(header: string): { timestamp: string; signatures: string[] } | undefined {
  let timestamp = '';
  const signatures: string[] = [];
  for (const part of header.split(',')) {
    const at = part.indexOf('=');
    const key = part.slice(0, at).trim();
    if (key === 't') timestamp = part.slice(at + 1);
    if (key === 'v1') signatures.push(part.slice(at + 1));
  }
  return /^\d{1,11}$/.test(timestamp) && signatures.length > 0 ? { timestamp, signatures } : undefined;
}

/** HMAC-SHA256 over `t.body`. */
export function verifyStripe({ config, secret, headers, body, receivedAtMs }: SignatureInput): SignatureVerdict {
  const header = headers[HEADER];
  if (!header) return invalid('missing');
  const parsed = parseHeader(header);
  if (!parsed) return invalid('malformed');

  const { timestamp, signatures } = parsed;
  const matches = acceptedSecrets(secret).some((key) => {
    const expected = createHmac('sha256', key).update(`${timestamp}.`).update(body).digest('hex');
    return signatures.some((signature) => safeEqual(expected, signature));
  });
  if (!matches) return invalid('mismatch');
  // After the signature: only Stripe's own time is worth calling stale.
  return isFresh(Number(timestamp) * 1000, receivedAtMs, config.toleranceSeconds) ? VALID : invalid('stale');
}
