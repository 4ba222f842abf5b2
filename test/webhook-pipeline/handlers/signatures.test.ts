import { WebhooksHelper } from 'square';
import * as signed from './support/signed-requests';
import {
  adyenBody, adyenRequest, ADYEN_ITEM, ADYEN_SIGNATURE, certificate, hmacRequest, paypalDownloadRequest, paypalRequest,
  RECEIVED_AT, signedByAdyen, SIGNED_AT_SECONDS, squareRequest, stripeRequest, STRIPE_SECRET,
} from './support/signed-requests';
import {
  CertificateUnavailableError, verifySignature, type SignatureFault, type SignatureInput,
} from '../../../src/webhook-pipeline/handlers/signatures';

jest.mock('node:tls', () => {
  const tls = jest.requireActual<typeof import('node:tls')>('node:tls');
  const { readFileSync } = jest.requireActual<typeof import('node:fs')>('node:fs');
  // Beside real roots, that of the fixtures.
  return { ...tls, rootCertificates: [...tls.rootCertificates.slice(0, 2), readFileSync(`${__dirname}/fixtures/paypal-root.pem`, 'utf8')] };
});

const VALID = { valid: true };
const refused = (reason: SignatureFault) => ({ valid: false, reason });
const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] += copy[at] % 2 === 0 ? 1 : -1;
  return copy;
};
const withHeader = (input: SignatureInput, name: string, value: string | undefined): SignatureInput =>
  ({ ...input, headers: { ...input.headers, [name]: value } });

interface Scheme { name: string; genuine: () => SignatureInput; header: string; others: string[] }
const HEADER_SCHEMES: Scheme[] = [
  { name: 'stripe', genuine: stripeRequest, header: 'stripe-signature', others: [] },
  {
    name: 'paypal',
    genuine: paypalRequest,
    header: 'paypal-transmission-sig',
    others: ['paypal-transmission-id', 'paypal-transmission-time', 'paypal-cert-url', 'paypal-auth-algo'],
  },
  { name: 'square', genuine: squareRequest, header: 'x-square-hmacsha256-signature', others: [] },
  { name: 'hmac', genuine: hmacRequest, header: 'x-hub-signature-256', others: [] },
];
const ALL_SCHEMES = [...HEADER_SCHEMES, { name: 'adyen', genuine: adyenRequest, header: '', others: [] }];

describe.each(ALL_SCHEMES)('WH-12 $name', ({ genuine }) => {
  it('accepts a genuine request', async () => {
    expect(await verifySignature(genuine())).toEqual(VALID);
  });

  it('accepts the previous secret while rotating', async () => {
    const input = genuine();
    const rotated = { ...input.secret, current: 'ab'.repeat(32), previous: input.secret.current };
    expect(await verifySignature({ ...input, secret: rotated })).toEqual(VALID);
  });

  it('refuses a wrong secret', async () => {
    const input = genuine();
    const wrong = { ...input.secret, current: 'ab'.repeat(32), previous: 'cd'.repeat(32) };
    expect(await verifySignature({ ...input, secret: wrong })).toEqual(refused('mismatch'));
  });
});

describe.each(HEADER_SCHEMES)('WH-12 $name', ({ genuine, header, others }) => {
  it('refuses a body with any one byte changed, added or removed', async () => {
    const input = genuine();
    const bodies = [...input.body.keys()].map((at) => flipped(input.body, at));
    bodies.push(Buffer.concat([input.body, Buffer.from('\n')]), input.body.subarray(0, -1), Buffer.alloc(0));
    for (const body of bodies) expect(await verifySignature({ ...input, body })).toEqual(refused('mismatch'));
  });

  it('refuses a header with any one character changed', async () => {
    const input = genuine();
    const value = input.headers[header] ?? '';
    for (const at of Buffer.from(value).keys()) {
      const verdict = await verifySignature(withHeader(input, header, flipped(Buffer.from(value), at).toString('latin1')));
      expect(verdict).toMatchObject({ valid: false });
    }
    expect(value.length).toBeGreaterThan(40);
  });

  it.each([header, ...others])('refuses a request without %s', async (name) => {
    expect(await verifySignature(withHeader(genuine(), name, undefined))).toEqual(refused('missing'));
    expect(await verifySignature(withHeader(genuine(), name, ''))).toEqual(refused('missing'));
  });

  it.each(['x', 'é'.repeat(32), ',,,===', '\u{1F4A9}', '-'.repeat(5_000)])('does not throw at a header like %.10s', async (value) => {
    expect(await verifySignature(withHeader(genuine(), header, value))).toMatchObject({ valid: false });
  });
});

describe('WH-12 stripe', () => {
  const at = (seconds: number) => verifySignature(stripeRequest(SIGNED_AT_SECONDS + 5 + seconds));

  it('accepts up to the tolerance and refuses an older signature as stale', async () => {
    expect(await at(-300)).toEqual(VALID);
    expect(await at(-301)).toEqual(refused('stale'));
  });

  it('refuses a signature from too far in the future', async () => {
    expect(await at(300)).toEqual(VALID);
    expect(await at(301)).toEqual(refused('stale'));
  });

  it('judges the age by the time of receipt, not by the clock', async () => {
    const old = stripeRequest(1_500_000_000);
    expect(await verifySignature({ ...old, receivedAtMs: 1_500_000_010_000 })).toEqual(VALID);
  });

  it('accepts one good v1 among several and ignores v0', async () => {
    const input = stripeRequest();
    const [t, v1] = (input.headers['stripe-signature'] ?? '').split(',');
    const other = `v1=${'0'.repeat(64)}`;
    expect(await verifySignature(withHeader(input, 'stripe-signature', [t, other, v1, 'v0=1'].join(',')))).toEqual(VALID);
    expect(await verifySignature(withHeader(input, 'stripe-signature', [t, v1.replace('v1', 'v0')].join(',')))).toEqual(refused('malformed'));
  });

  it('refuses a forged time as a mismatch', async () => {
    const input = stripeRequest(SIGNED_AT_SECONDS - 10_000);
    const header = (input.headers['stripe-signature'] ?? '').replace(/t=\d+/, `t=${SIGNED_AT_SECONDS}`);
    expect(await verifySignature(withHeader(input, 'stripe-signature', header))).toEqual(refused('mismatch'));
  });

  it.each(['t=,v1=ab', 't=abc,v1=ab', 't=-1,v1=ab', 't=1e9,v1=ab', 'v1=ab', 't=1768471200'])('calls %s malformed', async (header) => {
    expect(await verifySignature(withHeader(stripeRequest(), 'stripe-signature', header))).toEqual(refused('malformed'));
  });

  it('signs the bytes, not a text made of them', async () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const signature = signed.opensslHmac(STRIPE_SECRET, `${SIGNED_AT_SECONDS}.`, body).toString('hex');
    const input = { ...stripeRequest(), body, headers: { 'stripe-signature': `t=${SIGNED_AT_SECONDS},v1=${signature}` } };
    expect(await verifySignature(input)).toEqual(VALID);
  });
});

describe('WH-12 adyen', () => {
  it("accepts the example of Adyen's manual", async () => {
    const item = { ...ADYEN_ITEM, additionalData: { hmacSignature: ADYEN_SIGNATURE } };
    expect(await verifySignature(adyenRequest(adyenBody(item)))).toEqual(VALID);
  });

  it.each([
    ['colons', { merchantReference: '14-08-2020-09:53:00' }],
    ['backslashes', { merchantReference: 'a\\b\\:c' }],
    ['other scripts', { merchantReference: 'Grüße-支付' }],
    ['an original reference', { originalReference: '8313547924770610', eventCode: 'CAPTURE' }],
    ['no amount to speak of', { amount: { value: 0, currency: 'JPY' } }],
  ])("agrees with Adyen's library on %s", async (_, change) => {
    expect(await verifySignature(adyenRequest(adyenBody(signedByAdyen({ ...ADYEN_ITEM, ...change }))))).toEqual(VALID);
  });

  it.each([
    ['pspReference', { pspReference: '7914073381342285' }],
    ['originalReference', { originalReference: 'x' }],
    ['merchantAccountCode', { merchantAccountCode: 'OtherMerchant' }],
    ['merchantReference', { merchantReference: 'TestPayment-0' }],
    ['amount.value', { amount: { value: 1131, currency: 'EUR' } }],
    ['amount.currency', { amount: { value: 1130, currency: 'USD' } }],
    ['eventCode', { eventCode: 'REFUND' }],
    ['success', { success: 'false' }],
  ])('refuses a changed %s', async (_, change) => {
    expect(await verifySignature(adyenRequest(adyenBody({ ...signedByAdyen(ADYEN_ITEM), ...change })))).toEqual(refused('mismatch'));
  });

  it('refuses two items of which one is forged, in either order', async () => {
    const genuine = signedByAdyen({ ...ADYEN_ITEM, pspReference: 'B' });
    const forged = { ...signedByAdyen(ADYEN_ITEM), success: 'false' };
    expect(await verifySignature(adyenRequest(adyenBody(genuine, signedByAdyen(ADYEN_ITEM))))).toEqual(VALID);
    expect(await verifySignature(adyenRequest(adyenBody(genuine, forged)))).toEqual(refused('mismatch'));
    expect(await verifySignature(adyenRequest(adyenBody(forged, genuine)))).toEqual(refused('mismatch'));
  });

  it('refuses an item without a signature beside a signed one', async () => {
    expect(await verifySignature(adyenRequest(adyenBody(signedByAdyen(ADYEN_ITEM), ADYEN_ITEM)))).toEqual(refused('missing'));
  });

  it.each(['', '{', 'null', '[]', '{}', '{"notificationItems":[]}', '{"notificationItems":[{}]}', '\uFFFE'])('calls the body %s malformed', async (body) => {
    expect(await verifySignature(adyenRequest(Buffer.from(body)))).toEqual(refused('malformed'));
  });

  it('never signs with the empty key that a secret without hex decodes to', async () => {
    const input = adyenRequest(adyenBody(signedByAdyen(ADYEN_ITEM, '')));
    for (const current of ['not-hex-at-all', 'zz'.repeat(32), 'abc']) {
      expect(await verifySignature({ ...input, secret: { current } })).toEqual(refused('mismatch'));
    }
  });

  it('has no tolerance: Adyen signs no time and repeats for days', async () => {
    expect(await verifySignature({ ...adyenRequest(), receivedAtMs: RECEIVED_AT + 7 * 86_400_000 })).toEqual(VALID);
  });
});

describe('WH-12 square', () => {
  it("agrees with Square's library", async () => {
    const { body, url, headers, secret } = squareRequest();
    expect(await WebhooksHelper.verifySignature({
      requestBody: body.toString(),
      signatureHeader: headers['x-square-hmacsha256-signature'] ?? '',
      signatureKey: secret.current,
      notificationUrl: url,
    })).toBe(true);
  });

  it('signs the URL, by preference the configured one', async () => {
    const input = squareRequest();
    expect(await verifySignature({ ...input, url: 'https://internal.example.com/' })).toEqual(refused('mismatch'));
    const config = { ...input.config, notificationUrl: input.url };
    expect(await verifySignature({ ...input, config, url: 'https://internal.example.com/' })).toEqual(VALID);
  });
});

describe('WH-12 hmac', () => {
  const github = {
    ...hmacRequest(),
    secret: { current: "It's a Secret to Everybody" },
    body: Buffer.from('Hello, World!'),
    headers: { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' },
  };

  it("accepts GitHub's published example", async () => {
    expect(await verifySignature(github)).toEqual(VALID);
  });

  it('reads the configured header and no other', async () => {
    const config = { ...github.config, header: 'x-signature' };
    expect(await verifySignature({ ...github, config })).toEqual(refused('missing'));
    expect(await verifySignature({ ...github, config, headers: { 'x-signature': github.headers['x-hub-signature-256'] } })).toEqual(VALID);
  });

  it.each(['sha1=757107ea', '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17', 'sha256=', `sha256=${'g'.repeat(64)}`])('calls %s malformed', async (value) => {
    expect(await verifySignature(withHeader(github, 'x-hub-signature-256', value))).toEqual(refused('malformed'));
  });
});

describe('WH-12 paypal', () => {
  it.each([
    ['another host', 'https://evil.example.com/v1/notifications/certs/CERT-1'],
    ['a host that ends alike', 'https://evil-api.paypal.com/v1/notifications/certs/CERT-1'],
    ['a host that begins alike', 'https://api.paypal.com.evil.example.com/v1/notifications/certs/CERT-1'],
    ['a user', 'https://api.paypal.com@evil.example.com/v1/notifications/certs/CERT-1'],
    ['a password before the right host', 'https://a:b@api.paypal.com/v1/notifications/certs/CERT-1'],
    ['a port', 'https://api.paypal.com:8443/v1/notifications/certs/CERT-1'],
    ['the standard port', 'https://api.paypal.com:443/v1/notifications/certs/CERT-1'],
    ['plain http', 'http://api.paypal.com/v1/notifications/certs/CERT-1'],
    ['another path', 'https://api.paypal.com/v1/oauth2/CERT-1'],
    ['dot segments', 'https://api.paypal.com/v1/notifications/certs/../../files/1'],
    ['encoded dot segments', 'https://api.paypal.com/v1/notifications/certs/%2e%2e/files'],
    ['a query', 'https://api.paypal.com/v1/notifications/certs/CERT-1?to=evil'],
    ['no certificate', 'https://api.paypal.com/v1/notifications/certs/'],
    ['nonsense', 'nonsense'],
  ])('trusts no certificate from %s, pinned or downloaded', async (_, url) => {
    const download = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(certificate('certificate')));
    expect(await verifySignature(paypalRequest(certificate('certificate'), url))).toEqual(refused('untrusted-certificate'));
    expect(await verifySignature(paypalDownloadRequest(url))).toEqual(refused('untrusted-certificate'));
    expect(download).not.toHaveBeenCalled();
  });

  it.each(['expired', 'other-subject', 'sandbox'])('trusts no pinned certificate that is %s', async (name) => {
    expect(await verifySignature(paypalRequest(certificate(name)))).toEqual(refused('untrusted-certificate'));
  });

  it('judges the validity of a certificate by the time of receipt', async () => {
    const input = paypalRequest();
    const time = '2019-12-31T23:59:59Z';
    const early = withHeader({ ...input, receivedAtMs: Date.parse(time) }, 'paypal-transmission-time', time);
    expect(await verifySignature(early)).toEqual(refused('untrusted-certificate'));
  });

  it('takes the sandbox subject from the sandbox host', async () => {
    const url = 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1';
    expect(await verifySignature(paypalRequest(certificate('sandbox'), url))).toEqual(VALID);
  });

  it('does not download where certificates are pinned', async () => {
    const download = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(certificate('certificate')));
    const input = paypalRequest();
    expect(await verifySignature({ ...input, secret: { current: input.secret.current } })).toEqual(refused('untrusted-certificate'));
    expect(await verifySignature({ ...input, secret: { ...input.secret, certificates: { [signed.PAYPAL_URL]: 'no certificate' } } }))
      .toEqual(refused('untrusted-certificate'));
    expect(download).not.toHaveBeenCalled();
  });

  it('accepts up to the tolerance and refuses an older or a future transmission as stale', async () => {
    const input = paypalRequest();
    const sentAt = Date.parse(input.headers['paypal-transmission-time'] ?? '');
    const at = (seconds: number) => verifySignature({ ...input, receivedAtMs: sentAt + seconds * 1000 });
    expect(await at(300)).toEqual(VALID);
    expect(await at(301)).toEqual(refused('stale'));
    expect(await at(-300)).toEqual(VALID);
    expect(await at(-301)).toEqual(refused('stale'));
  });

  it('bounds the future even where the tolerance covers days of retries', async () => {
    const input = paypalRequest();
    const config = { ...input.config, toleranceSeconds: 4 * 86_400 };
    expect(await verifySignature({ ...input, config, receivedAtMs: RECEIVED_AT + 3 * 86_400_000 })).toEqual(VALID);
    expect(await verifySignature({ ...input, config, receivedAtMs: RECEIVED_AT - 3_600_000 })).toEqual(refused('stale'));
  });

  it.each([
    ['paypal-auth-algo', 'SHA1withRSA'],
    ['paypal-auth-algo', 'none'],
    ['paypal-transmission-time', 'yesterday'],
    ['paypal-transmission-time', '2026-13-45T10:00:00Z'],
    ['paypal-transmission-id', 'id|2026-01-15T10:00:00Z'],
    ['paypal-transmission-sig', '!!!'],
  ])('calls %s: %s malformed', async (name, value) => {
    expect(await verifySignature(withHeader(paypalRequest(), name, value))).toEqual(refused('malformed'));
  });

  it.each([
    ['paypal-transmission-id', '103e3700-8b0c-11e6-8695-6b62a8a99ac5'],
    ['paypal-transmission-time', '2026-01-15T10:00:01Z'],
  ])('refuses a changed %s', async (name, value) => {
    expect(await verifySignature(withHeader(paypalRequest(), name, value))).toEqual(refused('mismatch'));
  });
});

describe('WH-12 paypal download', () => {
  let serial = 0;
  /** A new URL for each test: downloads are cached for good. */
  const newUrl = (): string => `https://api.paypal.com/v1/notifications/certs/CERT-test-${serial++}`;
  const download = jest.spyOn(globalThis, 'fetch');
  const serve = (text: string, status = 200) => download.mockImplementation(async () => new Response(text, { status }));
  beforeEach(() => void download.mockReset());
  afterAll(() => download.mockRestore());

  it('downloads once, without following redirects, and keeps the certificate', async () => {
    serve(certificate('certificate'));
    const url = newUrl();
    expect(await verifySignature(paypalDownloadRequest(url))).toEqual(VALID);
    expect(await verifySignature(paypalDownloadRequest(url))).toEqual(VALID);
    expect(download).toHaveBeenCalledTimes(1);
    expect(download).toHaveBeenCalledWith(url, { redirect: 'error', signal: expect.any(AbortSignal) });
  });

  it('accepts a chain that ends at a root of the system', async () => {
    serve(certificate('chain'));
    expect(await verifySignature(paypalDownloadRequest(newUrl()))).toEqual(VALID);
  });

  it.each([
    ['passes through a certificate that is no authority', () => certificate('forged-chain')],
    ['an intermediate of the right name did not sign', () => certificate('namesake-chain')],
    ['ends at no known root', () => certificate('certificate') + certificate('other-subject')],
    ['is out of order', () => certificate('certificate') + certificate('chain')],
    ['is empty', () => ''],
    ['is a page', () => '<html></html>'],
    ['is no certificate', () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    ['is too large', () => certificate('certificate') + '\n'.repeat(70_000)],
    ['has expired', () => certificate('expired')],
  ])('trusts no download that %s', async (_, content) => {
    serve(content());
    expect(await verifySignature(paypalDownloadRequest(newUrl()))).toEqual(refused('untrusted-certificate'));
  });

  it('calls a certificate that PayPal does not know untrusted', async () => {
    serve('', 404);
    expect(await verifySignature(paypalDownloadRequest(newUrl()))).toEqual(refused('untrusted-certificate'));
  });

  it.each([429, 500, 503])('throws a retryable error at status %d and tries again later', async (status) => {
    const url = newUrl();
    serve('', status);
    await expect(verifySignature(paypalDownloadRequest(url))).rejects.toThrow(CertificateUnavailableError);
    serve(certificate('certificate'));
    expect(await verifySignature(paypalDownloadRequest(url))).toEqual(VALID);
  });

  it('throws a retryable error where the host cannot be reached', async () => {
    download.mockRejectedValue(new TypeError('fetch failed'));
    await expect(verifySignature(paypalDownloadRequest(newUrl()))).rejects.toThrow(CertificateUnavailableError);
  });

  it('downloads nothing for a stale request', async () => {
    serve(certificate('certificate'));
    expect(await verifySignature({ ...paypalDownloadRequest(newUrl()), receivedAtMs: RECEIVED_AT + 3_600_000 })).toEqual(refused('stale'));
    expect(download).not.toHaveBeenCalled();
  });
});
