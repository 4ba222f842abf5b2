/** What the constructs, the producers and the handler agree on: the environment, the message on the queue, the operations. */
import * as z from 'zod';
import { canonicalJson, type Json, sha256 } from '../../hardened/handlers/canonical-json';
import { amountMinor, currency, metadata, text } from '../../hardened/handlers/payment-fields';

/** Digits alone: `Number('')` is 0. */
const port = z.string().regex(/^\d{1,5}$/, 'is not a port').transform(Number).pipe(z.number().min(1, 'is not a port').max(65_535, 'is not a port'));

/** Certificate authorities that the bundle holds: of RDS Proxy, and of RDS itself. */
export const AMAZON = 'amazon';
export const RDS = 'rds';

export const migratedEnvironment = z.object({
  DATABASE_SECRET_ARN: z.string().regex(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+$/, 'is not the ARN of a secret'),
  /** Endpoint of the proxy, in place of the host that the secret names. */
  DATABASE_HOST: z.string().min(1, 'is empty').optional(),
  DATABASE_PORT: port.optional(),
  DATABASE_NAME: z.string().min(1, 'is empty').optional(),
  /** `amazon` for a proxy, `rds` for an instance, or a file of certificates in PEM. */
  DATABASE_CA: z.string().min(1, 'is empty').default(AMAZON),
  /** Of AppConfig's agent; without it the flags have their defaults. */
  FEATURE_FLAGS_PATH: z.string()
    .regex(/^\/applications\/[\w.-]+\/environments\/[\w.-]+\/configurations\/[\w.-]+$/, 'is not /applications/../environments/../configurations/..').optional(),
  /** The extension's own variable. */
  AWS_APPCONFIG_EXTENSION_HTTP_PORT: port.default(2_772),
});
export type MigratedEnvironment = z.output<typeof migratedEnvironment>;

const id = z.string('must be text').regex(/^[A-Za-z0-9][\w.:-]{0,63}$/, 'must be 1 to 64 letters, digits or _.:-, a letter or digit first');

/** MySQL's DATETIME knows neither every year of ISO 8601 nor an offset. */
const time = z.iso.datetime({ offset: true, error: 'must be a date and time with Z or an offset' })
  .transform((given) => new Date(given).toISOString())
  .refine((given) => /^20\d\d-/.test(given), 'must be of this century');

export const paymentSchema = z.strictObject({
  paymentId: id,
  merchantId: id,
  amount: amountMinor,
  currency,
  occurredAt: time,
  /** By which the system that is migrated knows the payment. */
  legacyId: id.optional(),
  reference: text(64).optional(),
  metadata,
}, 'must be a JSON object');
export type Payment = z.output<typeof paymentSchema>;

/** Of what the message means: neither the order of its fields nor white space makes it another. */
export const payloadHash = (payment: Payment): string => sha256(canonicalJson(payment as Json));

/** What the function is asked by whoever may invoke it, beside the messages of its queue. */
export const operationSchema = z.discriminatedUnion('operation', [
  z.strictObject({ operation: z.literal('migrate') }),
  z.strictObject({ operation: z.literal('payment'), paymentId: id }),
  z.strictObject({ operation: z.literal('totals'), merchantId: id }),
]);
export type Operation = z.output<typeof operationSchema>;
