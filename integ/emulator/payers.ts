import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dns, Resolver } from './dns';
import { Region } from './region';

const RETRY_MS = 400;
const THINK_MS = 250;
/** Some clients give up when they have no answer for so long. */
const PATIENCE_MS = 2_000;
/** All give up so long after the end. */
const LAST_PATIENCE_MS = 10_000;

export interface Attempt {
  readonly region: Region;
  readonly at: number;
  /** Of the answer that the client got, 0 when it got none. */
  readonly status: number;
  readonly answeredAt?: number;
}

/** A payment, and what its client knows of it. */
export interface Payment {
  readonly id: string;
  readonly amount: number;
  readonly attempts: Attempt[];
  acknowledged?: Attempt;
  /** An answer that no client should get. */
  fault?: string;
}

/** The way between clients and Regions, which can lose answers. */
export class Network {
  public readonly losesAnswersOf = new Set<Region>();
}

/** A client: one payment after the other by the failover name. What has no answer, or 5xx, is sent again with the same id and key. */
export class Payer {
  public readonly payments: Payment[] = [];
  private readonly resolver: Resolver;
  private stoppedAt = Infinity;
  private running: Promise<void> = Promise.resolve();

  /** `phase`: of its resolver, from 0 to 1. */
  public constructor(private readonly dns: Dns, private readonly network: Network, phase: number, private readonly isPatient: boolean) {
    this.resolver = new Resolver(dns, phase);
  }

  /** Of all its payments. */
  public attempts(): Attempt[] { return this.payments.flatMap((payment) => payment.attempts); }

  /** Where it would pay now. */
  public lead(): Region { return this.resolver.lead(); }

  public start(): void { this.running = this.run(); }

  /** Finishes the payment that it is at. */
  public async stop(): Promise<void> {
    this.stoppedAt = Math.min(this.stoppedAt, Date.now());
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.stoppedAt === Infinity) {
      const payment: Payment = { id: `pay-${randomUUID()}`, amount: 100 + this.payments.length, attempts: [] };
      this.payments.push(payment);
      await this.pay(payment, this.isPatient ? Infinity : PATIENCE_MS);
      await sleep(THINK_MS);
    }
  }

  private async pay(payment: Payment, patienceMs: number): Promise<void> {
    const began = Date.now();
    for (;;) {
      const attempt = await this.attempt(payment);
      payment.attempts.push(attempt);
      if ([200, 201, 202].includes(attempt.status)) payment.acknowledged = attempt;
      else if (attempt.status >= 400 && attempt.status < 500 && attempt.status !== 429) payment.fault = `answered ${attempt.status}`;
      if (payment.acknowledged || payment.fault || Date.now() > Math.min(began + patienceMs, this.stoppedAt + LAST_PATIENCE_MS)) return;
      await sleep(RETRY_MS);
    }
  }

  private async attempt({ id, amount }: Payment): Promise<Attempt> {
    const region = this.lead();
    const at = Date.now();
    const body = JSON.stringify({ paymentId: id, amount, currency: 'EUR' });
    const status = await region.call('POST', '/payments', body, { 'idempotency-key': id }, this.dns.name).then((answer) => answer.status, () => 0);
    return { region, at, status: this.network.losesAnswersOf.has(region) ? 0 : status, ...status > 0 && { answeredAt: Date.now() } };
  }
}
