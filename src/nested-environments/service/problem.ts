/** Errors as RFC 9457 describes them. What the caller sent is never repeated. */
import type { FastifyReply } from 'fastify';
import type { Fault } from '../../hardened/handlers/body';

export const PROBLEMS = {
  'invalid-request': [400, 'The request is not valid'],
  'not-found': [404, 'There is no such thing'],
  'key-reused': [409, 'The idempotency key belongs to another payment'],
  'too-large': [413, 'The body is too large'],
  'not-json': [415, 'The body must be application/json'],
  'internal': [500, 'The service has failed'],
  'unavailable': [503, 'The payment was not confirmed: send it again with the same key'],
  'not-ready': [503, 'The service takes no payments now'],
} as const satisfies Record<string, readonly [number, string]>;
export type ProblemName = keyof typeof PROBLEMS;

export function sendProblem(reply: FastifyReply, name: ProblemName, errors: readonly Fault[] = []): FastifyReply {
  const [status, title] = PROBLEMS[name];
  if (status === 503) reply.header('retry-after', '1');
  return reply.code(status).type('application/problem+json').send(JSON.stringify({
    type: `urn:payment-processor:problem:${name}`,
    title,
    status,
    requestId: reply.request.id,
    ...errors.length > 0 ? { errors } : {},
  }));
}
