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

/** Runs `work` for each item, `width` at a time. */
export async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(Array.from({ length: width }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  }));
}

/** How many of each, as text: `201: 1, 200: 49`. */
export function tally(values: readonly (string | number)[]): string {
  const counts = new Map<string | number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => String(a).localeCompare(String(b))).map(([value, count]) => `${value}: ${count}`).join(', ');
}

export function expectEqual(what: string, seen: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a}, expected ${b}`);
}
