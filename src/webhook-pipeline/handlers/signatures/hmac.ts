import { createHmac } from 'node:crypto';
import { safeEqual } from './compare';
import { invalid, VALID, type SignatureInput, type SignatureVerdict } from './types';
import { acceptedSecrets } from '../secret-schema';

/** GitHub's name, which most generic senders took over. */
const DEFAULT_HEADER = 'x-hub-signature-256';
const SHAPE = /^sha256=([0-9a-f]{64})$/i;

/** `sha256=<hex>` HMAC of the body. No time is signed: replay is stopped by idempotency. */
export function verifyHmac({ config, secret, headers, body }: SignatureInput): SignatureVerdict {
  const header = headers[config.header ?? DEFAULT_HEADER];
  if (!header) return invalid('missing');
  const signature = SHAPE.exec(header)?.[1]?.toLowerCase();
  if (!signature) return invalid('malformed');
  return acceptedSecrets(secret).some((key) => safeEqual(createHmac('sha256', key).update(body).digest('hex'), signature))
    ? VALID
    : invalid('mismatch');
}
