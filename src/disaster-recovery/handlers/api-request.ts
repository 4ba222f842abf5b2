/** What a caller sent, with every fault at once. */
import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { paymentRequestSchema, type ReceivedPayment } from './contract';
import { bodyOf } from '../../hardened/handlers/api-request';
import { CARD_DATA, type Fault, readBody } from '../../hardened/handlers/body';
import { containsCardNumber } from '../../hardened/handlers/card-data';

/** Only what is read, so that a new field of API Gateway breaks nothing. */
export const apiEventSchema = z.object({
  resource: z.string(),
  path: z.string(),
  httpMethod: z.string(),
  headers: z.record(z.string(), z.string()).nullish(),
  pathParameters: z.record(z.string(), z.string().optional()).nullish(),
  body: z.string().nullable(),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({ requestId: z.string(), requestTimeEpoch: z.number().int() }),
});
export type ApiEvent = z.output<typeof apiEventSchema>;

const KEY = 'idempotency-key';
export const CORRELATION = 'x-correlation-id';

/** The caller's own, to follow a payment through every system; made up where it is none. */
export function correlationIdOf(headers: Record<string, string>): string {
  const given = headers[CORRELATION] ?? '';
  return /^[\w.:-]{1,128}$/.test(given) && !containsCardNumber(given) ? given : randomUUID();
}

function keyFaults(key: string | undefined): Fault[] {
  if (key === undefined) return [];
  const fault = (detail: string): Fault[] => [{ in: 'header', at: KEY, detail }];
  if (!/^[\x21-\x7e]{1,64}$/.test(key)) return fault('must be 1 to 64 printable characters without spaces, a UUID for example');
  return containsCardNumber(key) ? fault(CARD_DATA) : [];
}

export type ParsedRequest = { readonly received: ReceivedPayment } | { readonly faults: readonly Fault[] };

export function parseRequest(event: ApiEvent, headers: Record<string, string>, correlationId: string): ParsedRequest {
  const body = bodyOf(event);
  // What is no UTF-8 is no JSON either.
  const { faults: ofBody, value: payment } = readBody(paymentRequestSchema, isUtf8(body) ? body.toString('utf8') : '', '/amount');
  const key: string | undefined = headers[KEY];
  const faults = [...keyFaults(key), ...ofBody];
  if (faults.length > 0 || payment === undefined) return { faults };
  const { requestId, requestTimeEpoch } = event.requestContext;
  const receivedAt = new Date(requestTimeEpoch).toISOString();
  return { received: { payment, idempotencyKey: key ?? payment.paymentId, requestId, correlationId, receivedAt } };
}
