import { createHmac, randomUUID, sign } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { crc32 } from 'node:zlib';
import { hmacValidator } from '@adyen/api-library';
import Stripe from 'stripe';
import { openssl } from '../openssl';

export const PROVIDERS = ['stripe', 'adyen', 'paypal', 'square', 'partner'] as const;
export type ProviderId = (typeof PROVIDERS)[number];

/** A payment as the test thinks of it. */
export interface Wish {
  readonly provider: ProviderId;
  readonly amountMinor?: number;
  /** Genuinely signed, but a field is missing. */
  readonly poison?: boolean;
  /** Age of the signature, where the scheme has one. */
  readonly ageSeconds?: number;
  readonly method?: string;
}

export interface Webhook {
  readonly provider: ProviderId;
  readonly paymentId: string;
  readonly kind: 'plain' | 'poison' | 'risky';
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** Five times the limit in USD, EUR and GBP: the fraud rules of the golden reject it. */
export const RISKY_MINOR = 5_000_000;
const CERTIFICATE_URL = 'https://api.paypal.com/v1/notifications/certs/CERT-deployed-test';
const stripe = new Stripe('sk_test_unused');

/** The senders: signs as the providers do, by their own libraries or the openssl of Node; never by code under test. */
export class Senders {
  public readonly secrets: Record<ProviderId, object>;
  private readonly keys: Record<ProviderId, string> = {
    stripe: `whsec_${randomUUID()}`,
    adyen: randomUUID().replaceAll('-', '').repeat(2),
    paypal: '4JH86294D6297924G',
    square: randomUUID(),
    partner: randomUUID(),
  };
  private readonly paypalKey: string;

  /** `urls`: what each provider was told to call. `folder` takes PayPal's key and certificate, made for this run. */
  public constructor(private readonly urls: Record<ProviderId, string>, folder: string) {
    const key = path.join(folder, 'paypal.key');
    const certificate = path.join(folder, 'paypal.pem');
    const host = 'messageverificationcerts.paypal.com';
    openssl(folder, 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2',
      '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`);
    this.paypalKey = fs.readFileSync(key, 'utf8');
    const secret = (id: ProviderId, more: object = {}) => ({ current: this.keys[id], ...more });
    this.secrets = {
      stripe: secret('stripe'),
      adyen: secret('adyen'),
      paypal: secret('paypal', { certificates: { [CERTIFICATE_URL]: fs.readFileSync(certificate, 'utf8') } }),
      square: secret('square'),
      partner: secret('partner'),
    };
  }

  public webhook(wish: Wish): Webhook {
    const id = randomUUID();
    const { body, headers } = this[wish.provider](id, wish);
    return {
      provider: wish.provider,
      paymentId: `pay-${id}`,
      kind: wish.poison ? 'poison' : (wish.amountMinor ?? 0) >= RISKY_MINOR ? 'risky' : 'plain',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    };
  }

  /** As if by somebody who does not know the key. */
  public forged(provider: ProviderId): Webhook {
    const genuine = this.keys[provider];
    this.keys[provider] = provider === 'adyen' ? '00'.repeat(32) : `${genuine}-wrong`;
    try {
      return this.webhook({ provider });
    } finally {
      this.keys[provider] = genuine;
    }
  }

  private stripe(id: string, { amountMinor = 2000, poison, ageSeconds = 0 }: Wish) {
    const timestamp = Math.floor(Date.now() / 1000) - ageSeconds;
    const body = JSON.stringify({
      id: `evt-${id}`,
      object: 'event',
      type: 'payment_intent.succeeded',
      created: timestamp,
      data: {
        object: {
          id: `pay-${id}`,
          object: 'payment_intent',
          currency: 'usd',
          payment_method_types: ['card'],
          status: 'succeeded',
          ...!poison && { amount: amountMinor, amount_received: amountMinor },
        },
      },
    });
    const secret = this.keys.stripe;
    return { body, headers: { 'Stripe-Signature': stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp }) } };
  }

  private adyen(id: string, { amountMinor = 1130, poison }: Wish) {
    const item = {
      pspReference: `pay-${id}`,
      originalReference: '',
      merchantAccountCode: 'TestMerchant',
      merchantReference: `order-${id}`,
      amount: { value: amountMinor, currency: 'EUR' },
      eventCode: 'AUTHORISATION',
      success: 'true',
      paymentMethod: 'ideal',
      ...!poison && { eventDate: new Date().toISOString() },
    };
    type Signable = Parameters<InstanceType<typeof hmacValidator>['calculateHmac']>[0];
    const hmacSignature = new hmacValidator().calculateHmac(item as unknown as Signable, this.keys.adyen);
    const body = JSON.stringify({
      live: 'false', notificationItems: [{ NotificationRequestItem: { ...item, additionalData: { hmacSignature } } }],
    });
    return { body, headers: {} };
  }

  private paypal(id: string, { amountMinor = 3000, poison, ageSeconds = 0 }: Wish) {
    const body = JSON.stringify({
      id: `WH-${id}`,
      create_time: new Date().toISOString(),
      resource_type: 'capture',
      event_type: 'PAYMENT.CAPTURE.COMPLETED',
      resource: { id: `pay-${id}`, status: 'COMPLETED', ...!poison && { amount: { currency_code: 'USD', value: (amountMinor / 100).toFixed(2) } } },
    });
    const time = new Date(Date.now() - ageSeconds * 1000).toISOString();
    const signature = sign('sha256', Buffer.from(`${id}|${time}|${this.keys.paypal}|${crc32(body)}`), this.paypalKey).toString('base64');
    return {
      body,
      headers: {
        'PayPal-Transmission-Id': id,
        'PayPal-Transmission-Time': time,
        'PayPal-Transmission-Sig': signature,
        'PayPal-Cert-Url': CERTIFICATE_URL,
        'PayPal-Auth-Algo': 'SHA256withRSA',
      },
    };
  }

  private square(id: string, { amountMinor = 100, poison }: Wish) {
    const body = JSON.stringify({
      event_id: `evt-${id}`,
      type: 'payment.updated',
      created_at: new Date().toISOString(),
      data: {
        object: {
          payment: { id: `pay-${id}`, status: 'COMPLETED', source_type: 'EXTERNAL', ...!poison && { amount_money: { amount: amountMinor, currency: 'GBP' } } },
        },
      },
    });
    return { body, headers: { 'X-Square-HmacSha256-Signature': createHmac('sha256', this.keys.square).update(this.urls.square + body).digest('base64') } };
  }

  private partner(id: string, { amountMinor = 1050, poison, method = 'card' }: Wish) {
    const body = JSON.stringify({
      id: `evt-${id}`,
      type: 'payment.succeeded',
      created_at: new Date().toISOString(),
      payment: { id: `pay-${id}`, currency: 'EUR', method, status: 'succeeded', country: 'DE', ...!poison && { amount_minor: amountMinor } },
    });
    return { body, headers: { 'X-Hub-Signature-256': `sha256=${createHmac('sha256', this.keys.partner).update(body).digest('hex')}` } };
  }
}
