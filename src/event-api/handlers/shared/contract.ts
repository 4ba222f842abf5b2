/**
 * What the API, the constructs and the handlers agree on. The schemas are the
 * one source of the types and, by `npx projen models`, of the API's models:
 * patterns keep to what every dialect of regular expressions means the same by.
 */
import * as z from 'zod';
import { DEFAULT_SHARDS } from './audit-chain';
import { canonicalJson, sha256 } from '../../../hardened/handlers/canonical-json';
import { CURRENCIES } from '../../../hardened/handlers/iso4217';
import { json } from '../../../hardened/handlers/json';
import { amountMinor } from '../../../hardened/handlers/payment-fields';

/** Source of the events that `process` publishes; nobody may post as it. */
export const PROCESSOR = 'payments.processor';
export const PROCESSED = 'payment.processed';
/** EventBridge compares numbers only within +-5e9: a larger amount is matched as this one. */
export const LARGEST_MATCHED_AMOUNT = 5_000_000_000;

/** Counts characters, as JSON Schema does. No half of a surrogate pair: it is JSON, and no UTF-8. */
const text = (most: number) => z.string('must be text').min(1, 'must not be empty')
  .regex(/^[^\u0000-\u001F\u007F-\u009F]*$/, 'must not have control characters')
  .refine((given) => [...given].length <= most, `must have at most ${most} characters`)
  .refine((given) => !/\p{Cs}/u.test(given), 'must be whole characters')
  .meta({ maxLength: most });

const id = z.string('must be text').regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/, 'must be 1 to 64 letters, digits or _.:-, a letter or digit first');
const sourceName = z.string('must be text').regex(/^[a-z][a-z0-9.-]{1,62}[a-z0-9]$/, 'must be 3 to 64 small letters, digits, dots or hyphens, a letter first');
/** Every type has this beginning: an event that no rule matches would be lost. */
const eventType = z.string('must be text').regex(/^payment(\.[a-z][a-z0-9_]{0,31}){1,3}$/, 'must be payment. and one to three words of small letters, digits or _, with dots between')
  .refine((type) => type !== PROCESSED, 'is reserved');
const currency = z.enum([...CURRENCIES], 'must be an ISO 4217 code in upper case');
const METADATA_ENTRIES = 20;
const metadata = z.record(
  z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,39}$/, 'must be named by 1 to 40 letters, digits or _.-, a letter first'), text(500), 'must be an object of text',
).refine((entries) => Object.keys(entries).length <= METADATA_ENTRIES, `must have at most ${METADATA_ENTRIES} entries`);

/** The body of `POST /events`. */
export const paymentEventSchema = z.strictObject({
  eventId: id.describe('Chosen by the sender, once for each event: a repetition is recognised by it'),
  source: sourceName.describe('The sending system'),
  type: eventType.describe('What happened'),
  paymentId: id,
  amount: amountMinor.describe('In the minor unit of the currency'),
  currency: currency.describe('ISO 4217'),
  occurredAt: z.iso.datetime({ offset: true, error: 'must be a date and time with Z or an offset' }),
  reference: text(64).optional(),
  metadata: metadata.meta({ maxProperties: METADATA_ENTRIES }).optional(),
}, 'must be a JSON object').meta({ title: 'PaymentEvent' });
export type PaymentEvent = z.output<typeof paymentEventSchema>;

/** The answer to what was taken. */
export const acceptedSchema = z.strictObject({
  requestId: z.string().describe('Name it when you ask about the event'),
  status: z.literal('accepted'),
}).meta({ title: 'Accepted' });

/** The answer to all else, after RFC 9457. */
export const problemSchema = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int().min(400).max(599),
  requestId: z.string(),
}).meta({ title: 'Problem' });

/** What the request template makes of a request: all of it text, so that no request breaks it. */
export const ingestInputSchema = z.object({
  requestId: z.string().min(1).max(128),
  receivedAt: z.string().regex(/^\d{1,14}$/).transform((milliseconds) => new Date(Number(milliseconds)).toISOString()),
  principal: z.string().max(128),
  sourceIp: z.string().max(64),
  /** As it came. */
  body: z.string(),
});

/** An event on the bus. */
export const normalisedEventSchema = z.object({
  schemaVersion: z.literal('1'),
  eventId: id,
  source: sourceName,
  type: z.string(),
  paymentId: id,
  amount: amountMinor,
  /** `amount`, at most LARGEST_MATCHED_AMOUNT. */
  amountMatch: z.int().positive().max(LARGEST_MATCHED_AMOUNT),
  currency: z.string(),
  /** UTC, so that it sorts as text. */
  occurredAt: z.string(),
  reference: z.string().optional(),
  metadata: z.record(z.string(), z.string()),
  requestId: z.string(),
  receivedAt: z.string(),
  principal: z.string(),
  /** Of what the sender sent, whichever request brought it. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type NormalisedEvent = z.output<typeof normalisedEventSchema>;

/** Of all systems, one key for an event. */
export const eventKey = ({ source, eventId }: Pick<NormalisedEvent, 'source' | 'eventId'>): string => `${source}#${eventId}`;

export function normalise(event: PaymentEvent, { requestId, receivedAt, principal }: z.output<typeof ingestInputSchema>): NormalisedEvent {
  const content = { ...event, metadata: event.metadata ?? {}, occurredAt: new Date(event.occurredAt).toISOString() };
  return {
    schemaVersion: '1',
    ...content,
    amountMatch: Math.min(event.amount, LARGEST_MATCHED_AMOUNT),
    requestId,
    receivedAt,
    principal,
    contentHash: sha256(canonicalJson(content)),
  };
}

export const assessmentSchema = z.object({
  amountClass: z.enum(['normal', 'high', 'unknown']),
  riskFlags: z.array(z.enum(['high-amount', 'far-above-threshold', 'no-threshold-for-currency', 'late', 'in-the-future'])),
  /** In the minor unit of the event's currency. */
  fee: z.int().nonnegative(),
});
export type Assessment = z.output<typeof assessmentSchema>;

export const processedDetailSchema = z.object({ event: normalisedEventSchema, assessment: assessmentSchema });
export type ProcessedDetail = z.output<typeof processedDetailSchema>;

/** Only what is read of an EventBridge event; a rule may have left the rest out. */
export const busEventSchema = z.object({ 'id': z.string(), 'source': z.string(), 'detail-type': z.string(), 'detail': z.unknown() });

/** What `ingest` gives to its destination. */
export const ingestResultSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('published'), event: normalisedEventSchema, sourceIp: z.string(), busEventId: z.string() }),
  z.object({
    outcome: z.literal('refused'),
    reason: z.literal('card-data'),
    /** JSON pointers into the body; what is there is never repeated. */
    at: z.array(z.string()),
    requestId: z.string(),
    receivedAt: z.string(),
    principal: z.string(),
    sourceIp: z.string(),
  }),
]);
export type IngestResult = z.output<typeof ingestResultSchema>;

/** What Lambda's destination makes of it. The request's own payload is not read: it may hold what was refused. */
export const destinationSchema = z.object({
  requestContext: z.object({ condition: z.literal('Success') }),
  responsePayload: ingestResultSchema,
});

/** A message of the store's queue: what Lambda makes of the result of `ingest`, or the bus of the event of `process`. */
export const storeMessageSchema = z.union([
  destinationSchema.transform(({ responsePayload: result }) => ({ from: 'ingest' as const, result })),
  busEventSchema.extend({ 'source': z.literal(PROCESSOR), 'detail-type': z.literal(PROCESSED), 'detail': processedDetailSchema })
    .transform(({ detail: result }) => ({ from: 'process' as const, result })),
], 'is neither a result of ingest nor an event of process');

const money = z.record(z.string(), z.int().nonnegative());
const DAY = 86_400;

/** The SSM parameter that the functions share. */
export const sharedConfigurationSchema = z.object({
  tableName: z.string().min(1),
  eventBusName: z.string().min(1),
  /** Systems that may send. */
  sources: z.array(sourceName.refine((name) => name !== PROCESSOR, `must not have ${PROCESSOR}`)).min(1),
  /** Currency -> amount in minor units from which an event is of high value. */
  highValue: money.default({}),
  fees: z.object({
    /** Hundredths of a per cent. */
    basisPoints: z.int().min(0).max(10_000),
    /** Currency -> minor units for each event. */
    fixed: money,
    types: z.array(z.string()),
  }).default({ basisPoints: 0, fixed: {}, types: [] }),
  auditShards: z.int().min(1).max(256).default(DEFAULT_SHARDS),
  /** How long `process` knows what it has done. Longer than queue and DLQ keep a message: 18 days. */
  rememberSeconds: z.int().min(18 * DAY).default(30 * DAY),
});
export type SharedConfigurationValue = z.output<typeof sharedConfigurationSchema>;
export const configurationText = json(sharedConfigurationSchema);

export const eventEnvironment = z.object({
  /** Name of the SSM parameter: JSON of `sharedConfigurationSchema`. */
  CONFIG_PARAMETER: z.string().min(1),
});
export type EventEnvironment = z.output<typeof eventEnvironment>;
