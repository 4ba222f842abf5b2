/** Genuine requests per scheme, signed by the providers' own libraries or the openssl CLI; never by the code under test. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hmacValidator } from '@adyen/api-library';
import Stripe from 'stripe';
import type { ProviderConfig } from '../../../../src/webhook-pipeline/handlers/contract';
import type { SignatureInput } from '../../../../src/webhook-pipeline/handlers/signatures';

export const RECEIVED_AT = Date.parse('2026-01-15T10:00:05Z');
export const SIGNED_AT_SECONDS = RECEIVED_AT / 1000 - 5;
export const URL_OF_REQUEST = 'https://api.example.com/prod/webhooks/provider';
const TOLERANCE_SECONDS = 300;

const fixture = (name: string): Buffer => readFileSync(join(__dirname, '..', 'fixtures', name));
export const certificate = (name: string): string => fixture(`paypal-${name}.pem`).toString();

export const opensslHmac = (key: string, ...parts: (string | Buffer)[]): Buffer =>
  execFileSync('openssl', ['dgst', '-sha256', '-hmac', key, '-binary'], { input: Buffer.concat(parts.map((part) => Buffer.from(part))) });

const request = (scheme: ProviderConfig['scheme'], current: string, body: Buffer, headers: Record<string, string>): SignatureInput => ({
  config: { id: scheme, scheme, toleranceSeconds: TOLERANCE_SECONDS },
  secret: { current },
  headers,
  body,
  url: URL_OF_REQUEST,
  receivedAtMs: RECEIVED_AT,
});

const JSON_BODY = Buffer.from('{"id":"evt_1","note":"Grüße, 支付"}');

export const STRIPE_SECRET = 'whsec_test_0123456789abcdef';
export function stripeRequest(timestamp = SIGNED_AT_SECONDS, secret = STRIPE_SECRET): SignatureInput {
  const header = new Stripe('sk_test_unused').webhooks.generateTestHeaderString({ payload: JSON_BODY.toString(), secret, timestamp });
  return request('stripe', STRIPE_SECRET, JSON_BODY, { 'stripe-signature': header });
}

/** Key, item and signature of Adyen's manual. */
export const ADYEN_KEY = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056';
export const ADYEN_SIGNATURE = 'coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=';
export const ADYEN_ITEM = {
  pspReference: '7914073381342284',
  originalReference: '',
  merchantAccountCode: 'TestMerchant',
  merchantReference: 'TestPayment-1407325143704',
  amount: { value: 1130, currency: 'EUR' },
  eventCode: 'AUTHORISATION',
  success: 'true',
};
type AdyenItem = Record<string, unknown>;

export const signedByAdyen = (item: AdyenItem, key = ADYEN_KEY): AdyenItem => {
  type Signable = Parameters<InstanceType<typeof hmacValidator>['calculateHmac']>[0];
  return { ...item, additionalData: { hmacSignature: new hmacValidator().calculateHmac(item as unknown as Signable, key) } };
};
export const adyenBody = (...items: AdyenItem[]): Buffer =>
  Buffer.from(JSON.stringify({ live: 'false', notificationItems: items.map((item) => ({ NotificationRequestItem: item })) }));
export const adyenRequest = (body = adyenBody(signedByAdyen(ADYEN_ITEM))): SignatureInput => request('adyen', ADYEN_KEY, body, {});

export const PAYPAL_URL = 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-5edc0ebc';
/** With the certificate pinned. */
export function paypalRequest(pem = certificate('certificate'), url = PAYPAL_URL): SignatureInput {
  const { id, time, webhookId, signature } = JSON.parse(fixture('paypal.json').toString()) as Record<string, string>;
  const input = request('paypal', webhookId, fixture('paypal-body.json'), {
    'paypal-transmission-id': id,
    'paypal-transmission-time': time,
    'paypal-transmission-sig': signature,
    'paypal-cert-url': url,
    'paypal-auth-algo': 'SHA256withRSA',
  });
  return { ...input, config: { ...input.config, certificates: 'pinned' }, secret: { ...input.secret, certificates: { [url]: pem } } };
}

/** With nothing pinned and the download allowed. */
export function paypalDownloadRequest(url: string): SignatureInput {
  const { config, secret, ...rest } = paypalRequest('', url);
  return { ...rest, config: { ...config, certificates: 'fetch' }, secret: { current: secret.current } };
}

export const SQUARE_KEY = 'square-signature-key';
export const squareRequest = (): SignatureInput => request('square', SQUARE_KEY, JSON_BODY, {
  'x-square-hmacsha256-signature': opensslHmac(SQUARE_KEY, URL_OF_REQUEST, JSON_BODY).toString('base64'),
});

export const HMAC_KEY = 'generic-signature-key';
export const hmacRequest = (): SignatureInput => request('hmac', HMAC_KEY, JSON_BODY, {
  'x-hub-signature-256': `sha256=${opensslHmac(HMAC_KEY, JSON_BODY).toString('hex')}`,
});
