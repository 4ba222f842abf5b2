import { verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { isFresh } from './freshness';
import { findPaypalCertificate } from './paypal-certificate';
import { invalid, VALID, type SignatureInput, type SignatureVerdict } from './types';
import { SIGNATURE_HEADERS } from '../contract';
import { acceptedSecrets } from '../secret-schema';

const ALGORITHM = 'SHA256withRSA';
const INTERNET_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/** Node's decoder skips what it does not know; only the one exact text passes. */
function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** RSA-SHA256 over `id|time|webhookId|crc32(body)`; the secret is the id of the webhook. */
export async function verifyPaypal({ config, secret, headers, body, receivedAtMs }: SignatureInput): Promise<SignatureVerdict> {
  const [id, time, encoded, certificateUrl, algorithm] = SIGNATURE_HEADERS.paypal.map((name) => headers[name]);
  if (!id || !time || !encoded || !certificateUrl || !algorithm) return invalid('missing');
  const signature = decodeBase64(encoded);
  // A `|` in the id would move the boundaries of the signed text.
  if (algorithm !== ALGORITHM || !signature || !INTERNET_TIME.test(time) || id.includes('|')) return invalid('malformed');
  const sentAtMs = Date.parse(time);
  if (Number.isNaN(sentAtMs)) return invalid('malformed');
  // Before the certificate: an old request must not cost a download.
  if (!isFresh(sentAtMs, receivedAtMs, config.toleranceSeconds)) return invalid('stale');

  const certificate = await findPaypalCertificate(certificateUrl, secret.certificates ?? {}, config.certificates === 'fetch', receivedAtMs);
  if (!certificate) return invalid('untrusted-certificate');
  const checksum = crc32(body);
  const genuine = acceptedSecrets(secret).some((webhookId) =>
    verify('sha256', Buffer.from(`${id}|${time}|${webhookId}|${checksum}`), certificate.publicKey, signature));
  return genuine ? VALID : invalid('mismatch');
}
