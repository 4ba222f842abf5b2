/** What every function behind a REST API reads of a request. */
interface Request {
  readonly headers?: Record<string, string> | null;
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

/** API Gateway keeps the case that the sender chose. */
export const lowerCased = (headers: Request['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));

export const bodyOf = ({ body, isBase64Encoded }: Pick<Request, 'body' | 'isBase64Encoded'>): Buffer =>
  Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
