import { randomInt } from 'node:crypto';
import type { Queue } from './queue';
import type { Server } from './server';
import { payloadHash, paymentSchema } from '../../src/migration/handlers/contract';
import { expectEqual } from '../checks';

/** A test number of Visa: it must appear nowhere. */
export const CARD = '4111111111111111';

export const paymentOf = (paymentId: string, change: object = {}): object => ({
  paymentId,
  merchantId: `${paymentId.split('-')[0]}-shop-${paymentId.length % 3}`,
  amount: 1_050,
  currency: 'EUR',
  occurredAt: '2026-11-22T10:00:00Z',
  legacyId: `L-${paymentId}`,
  reference: 'Größe 🦊 "\\\'; --',
  metadata: { channel: 'web' },
  ...change,
});

export interface LoadOptions {
  readonly payments: number;
  /** Messages beside, for payments that were sent already. */
  readonly repetitions?: number;
  /** Pairs of different payments with one id. */
  readonly rivals?: number;
  readonly malformed?: number;
  readonly cards?: number;
}

const hashOf = (payment: object): string => payloadHash(paymentSchema.parse(payment));

function shuffle<T>(items: T[]): T[] {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    [items[index], items[other]] = [items[other], items[index]];
  }
  return items;
}

/** Payments whose ids begin with one word, and what must have become of them. */
export class Load {
  /** By id, the hashes of all that was sent as it. */
  private readonly sent = new Map<string, Set<string>>();
  private readonly malformed: string[] = [];
  private readonly cards: number;
  private readonly bodies: string[] = [];

  constructor(readonly name: string, options: LoadOptions) {
    const { payments, repetitions = 0, rivals = 0, malformed = 0, cards = 0 } = options;
    this.cards = cards;
    const good = Array.from({ length: payments }, (_, n) => paymentOf(`${name}-${n}`, {
      amount: randomInt(1, 1_000_000), legacyId: n % 5 === 0 ? undefined : `L-${n}`, merchantId: `${name}-shop-${n % 7}`,
    }));
    for (const payment of good) this.add(payment);
    for (let n = 0; n < repetitions; n += 1) this.add(good[randomInt(good.length)]);
    for (let n = 0; n < rivals; n += 1) this.add({ ...good[n], amount: 2_000_000 });
    for (let n = 0; n < malformed; n += 1) this.malformed.push(`{"paymentId": "${name}-malformed-${n}", "amount": `);
    this.bodies.push(...this.malformed, ...Array.from({ length: cards }, (_, n) => JSON.stringify(paymentOf(`${name}-card-${n}`, { reference: CARD }))));
    shuffle(this.bodies);
  }

  get messages(): number {
    return this.bodies.length;
  }

  sendTo(queue: Queue): void {
    for (const body of this.bodies) queue.send(body);
  }

  /** Every message: written once, refused, or on the dead-letter queue. @throws where one is lost or twice */
  async account(server: Server, queue: Queue): Promise<string> {
    const { name } = this;
    const rows = await server.run<{ payment_id: string; payload_hash: string; amount_minor: string }>(
      ['SELECT payment_id, payload_hash, amount_minor FROM payments WHERE payment_id LIKE ?', `${name}-%`]);
    const stored = new Map(rows.map(({ payment_id: id, payload_hash: hash }) => [id, hash]));
    const lost = [...this.sent].filter(([id, hashes]) => !hashes.has(stored.get(id) ?? ''));
    expectEqual('lost', lost.map(([id]) => id), []);
    expectEqual('rows of nobody', rows.length - this.sent.size, 0);
    // A second write of a payment shows here: its row has a key, the sum has none.
    const [sums] = await server.run<Record<string, string>>([`SELECT
      (SELECT COALESCE(SUM(payments), 0) FROM merchant_totals WHERE merchant_id LIKE ?) AS payments,
      (SELECT COALESCE(SUM(amount_minor), 0) FROM merchant_totals WHERE merchant_id LIKE ?) AS amount,
      (SELECT COALESCE(SUM(amount_minor), 0) FROM payments WHERE payment_id LIKE ?) AS written,
      (SELECT COUNT(*) FROM payments WHERE payment_id LIKE ? AND in_legacy_ledger) AS marked,
      (SELECT COUNT(*) FROM legacy_ledger JOIN payments USING (payment_id) WHERE payment_id LIKE ? AND amount * 100 = amount_minor) AS ledger`,
    `${name}-shop%`, `${name}-shop%`, `${name}-%`, `${name}-%`, `${name}-%`]);
    expectEqual('payments in the totals', Number(sums.payments), this.sent.size);
    expectEqual('sum of the totals', sums.amount, sums.written);
    expectEqual('legacy ledger', sums.ledger, sums.marked);

    const rivals = [...this.sent].flatMap(([id, hashes]) => [...hashes].filter((hash) => hash !== stored.get(id)));
    const dead = [...queue.dead.values()];
    const isMalformed = (body: string) => this.malformed.includes(body);
    expectEqual('malformed on the dead-letter queue', dead.filter(isMalformed).length, this.malformed.length);
    // One that lost may have been sent more than once.
    const refused = new Set(dead.filter((body) => !isMalformed(body)).map((body) => hashOf(JSON.parse(body) as object)));
    expectEqual('rivals on the dead-letter queue', [...refused].sort(), rivals.sort());
    const recorded = await server.count("SELECT COUNT(*) FROM refusals WHERE reason = 'conflict' AND payment_id LIKE ?", `${name}-%`);
    expectEqual('rivals recorded', recorded, rivals.length);
    const ids = [...queue.sent];
    const cards = await server.count("SELECT COUNT(*) FROM refusals WHERE reason = 'card-data' AND message_id IN (?)", ids);
    expectEqual('card data recorded', cards, this.cards);
    expectEqual('messages of no fate', ids.filter((id) => !queue.consumed.has(id) && !queue.dead.has(id)), []);
    const { length: sent } = ids;
    const { deliveries, failures, crashes } = queue;
    const repeated = sent - this.sent.size - queue.dead.size - cards;
    return `${sent} messages, ${deliveries} deliveries (${failures} failed${crashes ? `, ${crashes} batches crashed` : ''}): ${this.sent.size} written, ${repeated} repetitions, ${queue.dead.size} dead-lettered, ${cards} refused; 0 lost, 0 twice`;
  }

  private add(payment: object): void {
    const { paymentId } = payment as { paymentId: string };
    this.sent.set(paymentId, (this.sent.get(paymentId) ?? new Set()).add(hashOf(payment)));
    this.bodies.push(JSON.stringify(payment));
  }
}
