/** A message on a provider's queue: the raw body and what the API noted beside it. */
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { id, parse } from './adapters/event';
import { ATTRIBUTES } from './contract';
import { json } from '../../hardened/handlers/json';

const attributesSchema = z.object({
  [ATTRIBUTES.receivedAt]: z.string().regex(/^\d{1,14}$/).transform(Number),
  [ATTRIBUTES.requestId]: id,
  [ATTRIBUTES.url]: z.string().default(''),
  // The only attribute that the sender influences: what cannot be read is no signature.
  [ATTRIBUTES.signatureHeaders]: json(z.record(z.string(), z.string())).optional().catch(undefined),
});

export interface Message {
  readonly body: string;
  readonly receivedAtMs: number;
  readonly correlationId: string;
  readonly url: string;
  readonly headers: Record<string, string | undefined>;
}

export function readMessage(record: SQSRecord): Message {
  const given = Object.fromEntries(Object.entries(record.messageAttributes).map(([name, { stringValue }]) => [name, stringValue]));
  const { receivedAt, requestId, url, signatureHeaders = {} } = parse(attributesSchema, given, ['messageAttributes']);
  return { body: record.body, receivedAtMs: receivedAt, correlationId: requestId, url, headers: signatureHeaders };
}
