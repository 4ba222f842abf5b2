import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { CertificateUnavailableError } from './types';

/** The sender chooses the URL: anything but PayPal's own path would let it choose the key as well. No port, user, query or dot segment fits. */
const LOCATION = /^https:\/\/(api\.paypal\.com|api\.sandbox\.paypal\.com)\/v1\/notifications\/certs\/[\w-]+$/;
const LIVE_SUBJECT = 'messageverificationcerts.paypal.com';
/** The sandbox never speaks for the live host; the other way round both subjects are PayPal's. */
const SUBJECTS = new Map([
  ['api.paypal.com', [LIVE_SUBJECT]],
  ['api.sandbox.paypal.com', [LIVE_SUBJECT, 'messageverificationcerts.sandbox.paypal.com']],
]);

const TIMEOUT_MS = 2_000;
const LARGEST_DOWNLOAD = 65_536;
const LARGEST_CACHE = 16;
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Chains by URL. PayPal puts a new certificate under a new URL, so that entries do not age. */
const downloads = new Map<string, X509Certificate[]>();

function parseChain(pem: string): X509Certificate[] {
  try {
    return (pem.match(PEM) ?? []).map((certificate) => new X509Certificate(certificate));
  } catch {
    return [];
  }
}

const issues = (issuer: X509Certificate, certificate: X509Certificate): boolean =>
  issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

/** A lone certificate rests on the TLS connection to PayPal, which Node checks against the same roots. */
function isChained(chain: X509Certificate[]): boolean {
  const last = chain.at(-1);
  if (!last) return false;
  if (chain.length === 1) return true;
  return chain.every((certificate, at) => at === chain.length - 1 || issues(chain[at + 1], certificate))
    && rootCertificates.some((pem) => {
      const root = new X509Certificate(pem);
      return root.fingerprint256 === last.fingerprint256 || issues(root, last);
    });
}

async function download(url: string): Promise<X509Certificate[]> {
  const known = downloads.get(url);
  if (known) return known;
  let pem: string;
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    // A URL that PayPal does not know comes from somebody else.
    if (response.status >= 400 && response.status < 500 && response.status !== 429) return [];
    if (!response.ok) throw new Error(`status ${response.status}`);
    pem = await response.text();
  } catch (cause) {
    throw new CertificateUnavailableError('PayPal certificate cannot be downloaded', { cause });
  }
  const chain = pem.length <= LARGEST_DOWNLOAD ? parseChain(pem) : [];
  if (!isChained(chain)) return [];
  if (downloads.size >= LARGEST_CACHE) downloads.clear();
  downloads.set(url, chain);
  return chain;
}

/** The RSA certificate behind the URL if it may be trusted at the time of receipt. */
export async function findPaypalCertificate(
  url: string, pinned: Readonly<Record<string, string>>, mayDownload: boolean, receivedAtMs: number,
): Promise<X509Certificate | undefined> {
  const subjects = SUBJECTS.get(LOCATION.exec(url)?.[1] ?? '');
  if (!subjects) return undefined;
  const pem = pinned[url];
  // The rest of a pinned chain adds nothing: whoever writes the secret vouches for its first certificate.
  const chain = pem === undefined ? (mayDownload ? await download(url) : []) : parseChain(pem).slice(0, 1);
  const isCurrent = (certificate: X509Certificate) =>
    Date.parse(certificate.validFrom) <= receivedAtMs && receivedAtMs <= Date.parse(certificate.validTo);

  const [leaf] = chain;
  const trusted = leaf !== undefined
    && chain.every(isCurrent)
    && leaf.publicKey.asymmetricKeyType === 'rsa'
    && subjects.some((subject) => leaf.checkHost(subject, { wildcards: false }) !== undefined);
  return trusted ? leaf : undefined;
}
