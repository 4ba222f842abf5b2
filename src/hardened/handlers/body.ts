/** The body of a request, with every fault at once. What the caller sent is never repeated. */
import type * as z from 'zod';
import { cardDataIn, containsCardNumber } from './card-data';

export interface Fault {
  readonly in: 'header' | 'body';
  /** Name of the header, or JSON pointer into the body. */
  readonly at: string;
  readonly detail: string;
}

export const CARD_DATA = 'looks like card data: send a token of the payment provider';
/** Unknown fields that are named; a body has room for thousands. */
const LISTED = 10;

export interface ReadBody<T> {
  readonly faults: Fault[];
  readonly value?: T;
}

/** `amountAt`: JSON pointer to the amount, which may look like anything. */
export function readBody<T extends z.ZodType>(schema: T, text: string, amountAt: string): ReadBody<z.output<T>> {
  const fault = (at: string, detail: string): Fault => ({ in: 'body', at, detail });
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The message of JSON.parse quotes the body.
    return { faults: [fault('', 'is not JSON')] };
  }
  const cards = cardDataIn(body, amountAt);
  const parsed = schema.safeParse(body);
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
  return { faults: [...cards.map((at) => fault(at, CARD_DATA)), ...shape.filter(({ at }) => !cards.includes(at))], value: parsed.data };
}
