/** Answers of a function behind a REST API; errors as RFC 9457 describes them. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Fault } from './body';

export type Headers = Record<string, string>;

export const answer = (statusCode: number, content: object, headers: Headers = {}, type = 'application/json'): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers },
  body: JSON.stringify(content),
});

/** What the caller sent is never repeated, what failed inside is never told. */
export function problem(statusCode: number, title: string, headers: Headers = {}, errors: readonly Fault[] = []): APIGatewayProxyResult {
  const content = { type: 'about:blank', title, status: statusCode, ...errors.length > 0 ? { errors } : {} };
  return answer(statusCode, content, { ...statusCode === 503 ? { 'retry-after': '1' } : {}, ...headers }, 'application/problem+json');
}
