import type { Service } from './service';

/** A test number of Visa: it must appear nowhere. */
export const CARD = '4111111111111111';

export interface Answer {
  readonly status: number;
  readonly id?: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export const paymentOf = (reference: string, change: object = {}): object => ({
  amountMinor: 1_099, currency: 'EUR', merchantReference: reference, paymentToken: 'tok_1N3T00LkdIwHu7ixt44h1F8k', metadata: { channel: 'web' }, ...change,
});

export async function post(service: Service, key: string, body: object | string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${service.origin}/payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  const answer = await response.json() as Record<string, unknown>;
  return { status: response.status, id: typeof answer.id === 'string' ? answer.id : undefined, headers: response.headers, body: answer };
}
