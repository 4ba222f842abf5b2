import { Duration } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** How a provider signs. */
export enum SignatureScheme {
  /** `Stripe-Signature: t=..,v1=..`, HMAC-SHA256 over time and body. */
  STRIPE = 'stripe',
  /** HMAC-SHA256 in each notification item. */
  ADYEN = 'adyen',
  /** RSA-SHA256 by PayPal's certificate. */
  PAYPAL = 'paypal',
  /** HMAC-SHA256 over URL and body. */
  SQUARE = 'square',
  /** `sha256=<hex>`, HMAC-SHA256 over the body. */
  HMAC = 'hmac',
}

/** What every provider may set. */
export interface PaymentProviderProps {
  /**
   * Id of the provider: last segment of its path and part of its resources' names. Two providers need two ids.
   * @default - the name of the scheme
   */
  readonly id?: string;
  /**
   * Secret with the signing key: JSON `{ "current": "...", "previous"?: "..." }`. Both are accepted, so that you can rotate.
   * @default - a secret without a key is made: webhooks get 503, and are sent again, until you store the provider's key in it (in direct mode they wait in the queue, then in the DLQ)
   */
  readonly secret?: secretsmanager.ISecret;
  /**
   * Age at which a signature counts as replayed, for schemes that sign a time (Stripe, PayPal).
   *
   * Stripe signs each retry anew. Whether PayPal does is not documented, so its window covers the three days of its
   * retries; within it, a replay is stopped by idempotency.
   * @default Duration.minutes(5), for PayPal Duration.days(4)
   */
  readonly tolerance?: Duration;
}

/** Props of Square. */
export interface SquareProviderProps extends PaymentProviderProps {
  /**
   * The notification URL as registered with Square, which signs it.
   * @default - the URL that the request came to
   */
  readonly notificationUrl?: string;
}

/** Props of a provider with a plain HMAC. */
export interface HmacProviderProps extends PaymentProviderProps {
  /**
   * Header with `sha256=<hex>`.
   * @default 'X-Hub-Signature-256'
   */
  readonly header?: string;
}

interface Settings extends PaymentProviderProps {
  readonly notificationUrl?: string;
  readonly header?: string;
}

/** A payment provider that sends webhooks (WH-12). Add one, and it gets queue, DLQ, processor, role, secret and logs of its own (WH-11). */
export class PaymentProvider {
  /**
   * Stripe. The key is the endpoint's signing secret, `whsec_...`.
   * @see https://docs.stripe.com/webhooks#verify-manually
   */
  public static stripe(props?: PaymentProviderProps): PaymentProvider {
    return new PaymentProvider(SignatureScheme.STRIPE, props ?? {});
  }

  /**
   * Adyen. The key is the webhook's HMAC key, in hex.
   * @see https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures
   */
  public static adyen(props?: PaymentProviderProps): PaymentProvider {
    return new PaymentProvider(SignatureScheme.ADYEN, props ?? {});
  }

  /**
   * PayPal. The key is the webhook's id; in a network without a way out, put PayPal's certificate beside it:
   * `{ "current": "<webhook id>", "certificates": { "<url>": "<pem>" } }`.
   * @see https://developer.paypal.com/api/rest/webhooks/rest/
   */
  public static paypal(props?: PaymentProviderProps): PaymentProvider {
    return new PaymentProvider(SignatureScheme.PAYPAL, props ?? {});
  }

  /**
   * Square. The key is the subscription's signature key.
   * @see https://developer.squareup.com/docs/webhooks/step3validate
   */
  public static square(props?: SquareProviderProps): PaymentProvider {
    return new PaymentProvider(SignatureScheme.SQUARE, props ?? {});
  }

  /** Any provider that signs the body with HMAC-SHA256, as GitHub does. The event is this library's generic one, see README. */
  public static hmac(providerId: string, props?: HmacProviderProps): PaymentProvider {
    return new PaymentProvider(SignatureScheme.HMAC, { ...props, id: providerId });
  }

  /** Id of the provider. */
  public readonly id: string;
  /** Your secret, when you gave one. */
  public readonly secret?: secretsmanager.ISecret;
  /** Age at which a signature counts as replayed. */
  public readonly tolerance: Duration;
  /** The URL that Square signs. */
  public readonly notificationUrl?: string;
  /** The header that a plain HMAC is in. */
  public readonly header?: string;

  private constructor(/** How the provider signs. */ public readonly scheme: SignatureScheme, settings: Settings) {
    this.id = settings.id ?? scheme;
    this.secret = settings.secret;
    this.tolerance = settings.tolerance ?? (scheme === SignatureScheme.PAYPAL ? Duration.days(4) : Duration.minutes(5));
    this.notificationUrl = settings.notificationUrl;
    this.header = settings.header;
  }
}
