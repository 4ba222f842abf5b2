/** A batch of messages from a queue of this system. */
import type { Logger } from '@aws-lambda-powertools/logger';
import type * as z from 'zod';
import { consumeRecords, PoisonError } from '../../../hardened/handlers/batch';
import { json } from '../../../hardened/handlers/json';

export { PoisonError, PostponedError } from '../../../hardened/handlers/batch';

/** For the answer, and for the message that is begun last: its requests are cut off by the client before. */
export const RESERVE_MS = 20_000;

export function readJson<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  const parsed = json(schema).safeParse(text);
  if (parsed.success) return parsed.data as z.output<T>;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'message'}: ${message}`);
  throw new PoisonError('MessageMalformed', faults.join('; '));
}

export type HandleMessage = (body: string, log: Logger) => Promise<void>;

export const consume = (name: string, handle: HandleMessage) => consumeRecords(name, RESERVE_MS, ({ body }, log) => handle(body, log));
