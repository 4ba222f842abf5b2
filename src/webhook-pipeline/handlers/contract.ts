/**
 * What the construct and its handlers agree on: the environment of each
 * function, the message on a provider's queue and the input of the workflow.
 * Parsed, never trusted: a function with a wrong environment fails at start.
 */
import * as z from 'zod';
import { json } from '../../hardened/handlers/json';

export const providerConfigSchema = z.object({
  /** Id of the provider, the last segment of its path. */
  id: z.string(),
  scheme: z.enum(['stripe', 'adyen', 'paypal', 'square', 'hmac']),
  /** ARN of the secret: JSON `{ "current": "...", "previous"?: "...", "certificates"?: { "<url>": "<pem>" } }`. */
  secretId: z.string().optional(),
  queueUrl: z.string().optional(),
  /** Header of the signature; only the scheme `hmac` lets you choose it. Lower case. */
  header: z.string().optional(),
  /** The URL that Square signs; the URL of the request when absent. */
  notificationUrl: z.string().optional(),
  /** Accepted age of a signature in seconds, judged against the time of receipt. */
  toleranceSeconds: z.number().int().positive(),
  /** PayPal: `pinned` reads certificates from the secret, `fetch` also downloads from PayPal's own hosts. */
  certificates: z.enum(['pinned', 'fetch']).optional(),
});
export type ProviderConfig = z.infer<typeof providerConfigSchema>;

export const validatorEnvironment = z.object({
  PROVIDERS: json(z.array(providerConfigSchema.required({ secretId: true, queueUrl: true })).min(1)),
  MAX_BODY_BYTES: z.coerce.number().int().positive(),
});

export const processorEnvironment = z.object({
  PROVIDER: json(providerConfigSchema),
  /** `true` where the API writes straight to the queue: the signature is checked here. */
  VERIFY_SIGNATURE: z.enum(['true', 'false']),
  TABLE_NAME: z.string(),
  ARCHIVE_BUCKET: z.string(),
  STATE_MACHINE_ARN: z.string(),
  /** How long an event is remembered, in seconds. */
  RETENTION_SECONDS: z.coerce.number().int().positive(),
});

export const fraudRulesSchema = z.object({
  /** Currency -> amount in minor units from which a payment counts as unusually high. */
  amountLimits: z.record(z.string(), z.number().int().positive()),
  /** ISO 3166-1 alpha-2 countries of the payer that are always rejected. */
  blockedCountries: z.array(z.string()),
});
export const fraudEnvironment = z.object({ FRAUD_RULES: json(fraudRulesSchema) });

export const dispatcherEnvironment = z.object({
  NOTIFICATION: json(z.discriminatedUnion('type', [
    z.object({ type: z.literal('sns'), topicArn: z.string() }),
    z.object({ type: z.literal('http'), endpoint: z.url(), timeoutMs: z.number().int().positive() }),
  ])),
});

export const archivalEnvironment = z.object({ TABLE_NAME: z.string(), ARCHIVE_BUCKET: z.string() });

/**
 * Message attributes beside the raw body on a provider's queue. Written by the
 * validator, or by API Gateway itself in direct mode.
 */
export const ATTRIBUTES = {
  /** Epoch milliseconds at which API Gateway took the request. */
  receivedAt: 'receivedAt',
  /** API Gateway's request id, the correlation id of every log line. */
  requestId: 'requestId',
  /** URL as the provider called it, without a query. */
  url: 'url',
  /** JSON object of the signature headers, names in lower case. Direct mode only. */
  signatureHeaders: 'signatureHeaders',
} as const;

/** Headers that a scheme signs with; `hmac` uses `ProviderConfig.header`. */
export const SIGNATURE_HEADERS = {
  stripe: ['stripe-signature'],
  adyen: [],
  paypal: ['paypal-transmission-id', 'paypal-transmission-time', 'paypal-transmission-sig', 'paypal-cert-url', 'paypal-auth-algo'],
  square: ['x-square-hmacsha256-signature'],
  hmac: [],
} as const satisfies Record<ProviderConfig['scheme'], readonly string[]>;

/** EventBridge compares numbers only within +-5e9: a larger amount is matched as this one. */
export const LARGEST_MATCHED_AMOUNT = 5_000_000_000;

/** A payment event in the pipeline's own terms: input of the workflow and detail of its events. */
export const paymentSchema = z.object({
  provider: z.string(),
  event_id: z.string().min(1),
  event_type: z.string(),
  payment_id: z.string().min(1),
  payment_type: z.enum(['card', 'wallet', 'bank_transfer', 'other']),
  status: z.enum(['pending', 'authorized', 'succeeded', 'failed', 'refunded', 'disputed', 'canceled']),
  /** Integer, in the ISO 4217 minor unit of `currency`. */
  amount_minor: z.number().int().nonnegative(),
  /** `amount_minor`, at most LARGEST_MATCHED_AMOUNT. */
  amount_match: z.number().int().nonnegative(),
  /** ISO 4217, upper case. */
  currency: z.string().length(3),
  /** ISO 3166-1 alpha-2 of the payer, empty where the provider does not say. */
  country: z.string(),
  /** Sorts as text: 14 digits of epoch milliseconds, then the rank of the status. */
  version: z.string(),
  occurred_at: z.string(),
  received_at: z.string(),
  /** Key of the payment in the table: `payment#provider#payment_id`. */
  state_key: z.string(),
  /** Key of the raw body in the archive bucket. */
  archive_key: z.string(),
  /** Epoch seconds, as text, at which the table forgets the payment: processed time + retention. */
  expires_at: z.string(),
  correlation_id: z.string(),
});
export type Payment = z.infer<typeof paymentSchema>;

export interface WorkflowInput { readonly payment: Payment }
export interface FraudResult { readonly score: number; readonly reasons: string[] }
export interface NotificationInput { readonly payment: Payment; readonly outcome: 'PROCESSED' | 'REJECTED' }
