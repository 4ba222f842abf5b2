/** What a caller sent, with every fault at once. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { paymentRequestSchema, type PaymentRequest } from './payment';
import { CARD_DATA, readBody, type Fault } from '../../hardened/handlers/body';
import { containsCardNumber } from '../../hardened/handlers/card-data';

const KEY = 'idempotency-key';

export type ParsedRequest =
  | { readonly key: string; readonly payment: PaymentRequest }
  | { readonly faults: readonly Fault[] };

function keyFaults(key: unknown): Fault[] {
  const fault = (detail: string): Fault[] => [{ in: 'header', at: KEY, detail }];
  if (key === undefined) return fault('is missing');
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,64}$/.test(key)) return fault('must be 1 to 64 printable characters without spaces, a UUID for example');
  return containsCardNumber(key) ? fault(CARD_DATA) : [];
}

export function parsePayment(headers: IncomingHttpHeaders, text: string): ParsedRequest {
  const { faults: ofBody, value: payment } = readBody(paymentRequestSchema, text, '/amountMinor');
  const faults = [...keyFaults(headers[KEY]), ...ofBody];
  if (faults.length > 0 || payment === undefined) return { faults };
  return { key: String(headers[KEY]), payment };
}

/** The caller's own, or the load balancer's, to follow one request through every log; made up where it is none. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const trace = /(?:^|;)Root=([\w-]{1,64})(?:;|$)/.exec(String(headers['x-amzn-trace-id'] ?? ''))?.[1];
  const given = headers['x-request-id'] ?? trace;
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) && !containsCardNumber(given) ? given : randomUUID();
}
