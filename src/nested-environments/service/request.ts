/** What a caller sent, with every fault at once. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { cardDataIn, containsCardNumber } from './card-data';
import { paymentRequestSchema, type PaymentRequest } from './payment';
import type { Fault } from './problem';

const CARD_DATA = 'looks like card data: send a token of the payment provider';
const KEY = 'idempotency-key';
/** Unknown fields that are named; a body has room for thousands. */
const LISTED = 10;

export type ParsedRequest =
  | { readonly key: string; readonly payment: PaymentRequest }
  | { readonly faults: readonly Fault[] };

function keyFaults(key: unknown): Fault[] {
  const fault = (detail: string): Fault[] => [{ in: 'header', at: KEY, detail }];
  if (key === undefined) return fault('is missing');
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,64}$/.test(key)) return fault('must be 1 to 64 printable characters without spaces, a UUID for example');
  return containsCardNumber(key) ? fault(CARD_DATA) : [];
}

function bodyFaults(text: string): { faults: Fault[]; payment?: PaymentRequest } {
  const fault = (at: string, detail: string): Fault => ({ in: 'body', at, detail });
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The message of JSON.parse quotes the body.
    return { faults: [fault('', 'is not JSON')] };
  }
  const cards = cardDataIn(body);
  const parsed = paymentRequestSchema.safeParse(body);
  const shape = (parsed.error?.issues ?? []).flatMap((issue): Fault[] => {
    const at = issue.path.map((part) => `/${String(part)}`).join('');
    // A name may itself be what must not be repeated.
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.filter((name) => !containsCardNumber(name)).slice(0, LISTED).map((name) => fault(`/${name.slice(0, 64)}`, 'is unknown'));
    }
    // zod puts the fault of a record's name one level below the record.
    if (issue.code === 'invalid_key') return [fault(at.slice(0, at.lastIndexOf('/')), issue.issues.map(({ message }) => message).join(', '))];
    return [fault(at, issue.message)];
  });
  const faults = [...cards.map((at) => fault(at, CARD_DATA)), ...shape.filter(({ at }) => !cards.includes(at))];
  return { faults, payment: parsed.data };
}

export function parsePayment(headers: IncomingHttpHeaders, text: string): ParsedRequest {
  const { faults: ofBody, payment } = bodyFaults(text);
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
