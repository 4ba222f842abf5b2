import { createHmac } from 'node:crypto';
import { safeEqual } from './compare';
import { invalid, VALID, type SignatureInput, type SignatureVerdict } from './types';
import { acceptedSecrets } from '../secret-schema';

const HEADER = 'x-square-hmacsha256-signature';

/** Base64 HMAC-SHA256 over URL + body. Square signs no time: replay is stopped by idempotency. */
export function verifySquare({ config, secret, headers, body, url }: SignatureInput): SignatureVerdict {
  const signature = headers[HEADER];
  if (!signature) return invalid('missing');
  // Behind a CDN or a custom domain Square signs the URL that it knows, not the one that arrives.
  const signedUrl = config.notificationUrl ?? url;
  return acceptedSecrets(secret).some((key) => safeEqual(createHmac('sha256', key).update(signedUrl).update(body).digest('base64'), signature))
    ? VALID
    : invalid('mismatch');
}
