import { setTimeout as sleep } from 'node:timers/promises';
import { Pipeline, RecordedPayment, ROUTE_OF, ROUTES, RouteName } from './pipeline';
import { PROVIDERS, ProviderId, Webhook } from './webhooks';

const PAYMENT_ID = /pay-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const SHOWN = 5;

/** Where every message of a load is. */
export interface Account {
  readonly processed: number;
  readonly rejected: number;
  readonly deadLettered: number;
  /** Notifications of a payment beyond the first: delivery is at least once. */
  readonly notifiedAgain: number;
}

/** Takes everything out of the queues at the pipeline's end, and compares where each message is with where it belongs. */
export class Accountant {
  private readonly dead = new Map<string, Set<ProviderId>>();
  private readonly kept = new Set<string>();
  private readonly routed = new Map<string, Set<RouteName>>();
  private readonly notified = new Map<string, number>();
  private payments = new Map<string, RecordedPayment>();
  private archived = new Set<string>();

  public constructor(private readonly pipeline: Pipeline) {}

  /** Waits until all of `webhooks` are where they belong and nothing is on its way; after `seconds` it says what is where. */
  public async settle(webhooks: Webhook[], seconds: number): Promise<Account> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const waiting = await this.waiting();
      await this.collect();
      const faults = webhooks.map((webhook) => this.fault(webhook)).filter((fault) => fault !== undefined);
      if (faults.length === 0 && Object.values(waiting).every((count) => count === 0)) break;
      if (Date.now() > deadline) {
        throw new Error([`${faults.length} of ${webhooks.length} messages are not where they belong; on their way: ${JSON.stringify(waiting)}`,
          ...faults.slice(0, SHOWN)].join('\n    '));
      }
      await sleep(1_000);
    }
    const places = webhooks.map((webhook) => this.places(webhook)[0]);
    return {
      processed: places.filter((place) => place === 'PROCESSED').length,
      rejected: places.filter((place) => place === 'REJECTED').length,
      deadLettered: places.filter((place) => place.startsWith('DLQ')).length,
      notifiedAgain: webhooks.reduce((sum, { paymentId }) => sum + Math.max(0, (this.notified.get(paymentId) ?? 0) - 1), 0),
    };
  }

  private async waiting(): Promise<Record<string, number>> {
    const queues = await Promise.all(PROVIDERS.map(async (id) => [id, await this.pipeline.depth(this.pipeline.queue(id))] as const));
    return { ...Object.fromEntries(queues), executions: (await this.pipeline.executions()).running };
  }

  private async collect(): Promise<void> {
    const { pipeline } = this;
    const ids = async (url: string) => (await pipeline.drain(url)).map(({ Body }) => PAYMENT_ID.exec(Body!)?.[0]).filter((id) => id !== undefined);
    const add = <T>(map: Map<string, Set<T>>, id: string, place: T) => map.set(id, (map.get(id) ?? new Set()).add(place));
    for (const provider of PROVIDERS) for (const id of await ids(pipeline.dlq(provider))) add(this.dead, id, provider);
    for (const route of ROUTES) for (const id of await ids(pipeline.route(route))) add(this.routed, id, route);
    for (const id of await ids(pipeline.failures)) this.kept.add(id);
    for (const id of await ids(pipeline.notifications)) this.notified.set(id, (this.notified.get(id) ?? 0) + 1);
    this.payments = (await pipeline.state()).payments;
    this.archived = await pipeline.archived();
  }

  private places({ provider, paymentId }: Webhook): string[] {
    const payment = this.payments.get(`${provider}/${paymentId}`);
    return [
      ...payment ? [payment.outcome] : [],
      ...[...this.dead.get(paymentId) ?? []].map((id) => `DLQ of ${id}`),
      ...this.kept.has(paymentId) ? ['workflow-failures'] : [],
    ];
  }

  private fault(webhook: Webhook): string | undefined {
    const { provider, paymentId, kind } = webhook;
    const found = this.places(webhook);
    const expected = { poison: `DLQ of ${provider}`, risky: 'REJECTED', plain: 'PROCESSED' }[kind];
    const routes = [...this.routed.get(paymentId) ?? []];
    const archiveKey = this.payments.get(`${provider}/${paymentId}`)?.archiveKey;
    const faults = [
      ...found.join() === expected ? [] : [`is in ${found.join(' and ') || 'no place'}, not in ${expected}`],
      ...routes.join() === (kind === 'plain' ? ROUTE_OF[provider] : '') ? [] : [`is on the routes [${routes.join()}]`],
      ...this.notified.has(paymentId) === (kind !== 'poison') ? [] : [`notifications: ${this.notified.get(paymentId) ?? 0}`],
      ...archiveKey === undefined || this.archived.has(archiveKey) ? [] : ['its body is not in the archive'],
    ];
    return faults.length === 0 ? undefined : `${kind} ${paymentId} of ${provider} ${faults.join('; ')}`;
  }
}
