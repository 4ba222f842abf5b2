import { setTimeout as sleep } from 'node:timers/promises';
import { VISIBILITY_SECONDS } from './differences';
import { Pipeline } from './pipeline';
import { PROVIDERS, Senders, Webhook } from './webhooks';

const CONCURRENCY = 8;
const SETTLE_MS = 180_000;
const HIGH_RISK_MINOR = 5_000_000;

export interface Account {
  readonly sent: number;
  readonly duplicates: number;
  readonly processed: number;
  readonly rejected: number;
  readonly deadLettered: number;
  readonly keptByWorkflow: number;
  readonly lost: Webhook[];
  /** Attempts that were not answered by 200 and were made again, as a provider does. */
  readonly attemptsAgain: number;
  readonly sendSeconds: number;
  readonly totalSeconds: number;
}

/** Mixed providers; of every 20 one poison, two repetitions, one of high risk. */
function plan(senders: Senders, count: number): Webhook[] {
  const all: Webhook[] = [];
  for (let at = 0; at < count; at += 1) {
    const kind = at % 20;
    const repeated = kind === 7 || kind === 15;
    all.push(repeated ? all[at - 5] : senders.webhook({
      provider: PROVIDERS[(at + Math.floor(at / 20)) % PROVIDERS.length],
      poison: kind === 11,
      amountMinor: kind === 17 ? HIGH_RISK_MINOR : 100 + at,
    }));
  }
  return all;
}

/** Runs `work` for every item, eight at a time. */
export async function eachOf<T>(items: T[], work: (item: T, at: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: CONCURRENCY }, async () => {
    while (next < items.length) {
      const at = next;
      next += 1;
      await work(items[at], at);
    }
  }));
}

/** Sends all, waits until the pipeline is quiet, says where each message is. `midway` runs once, when half is sent. */
export async function runLoad(pipeline: Pipeline, senders: Senders, count: number, midway?: () => Promise<void>): Promise<Account> {
  await pipeline.visibility(VISIBILITY_SECONDS.load);
  const webhooks = plan(senders, count);
  const unique = [...new Set(webhooks)];
  const began = Date.now();
  let attemptsAgain = 0;
  let interruption: Promise<void> | undefined;
  await eachOf(webhooks, async (webhook, at) => {
    if (midway && at === Math.floor(count / 2)) interruption = midway();
    for (let attempt = 0; ; attempt += 1) {
      const { status, body } = await pipeline.send(webhook).catch((error: Error) => ({ status: 0, body: error.message }));
      if (status === 200) return;
      if ((status >= 400 && status < 500) || attempt === 100) throw new Error(`${webhook.provider} answered ${status} ${body}`);
      attemptsAgain += 1;
      await sleep(200);
    }
  });
  await interruption;
  const sendSeconds = (Date.now() - began) / 1000;

  const places = new Map<string, 'processed' | 'rejected' | 'deadLettered' | 'keptByWorkflow'>();
  const id = ({ provider, paymentId }: Webhook) => `${provider}/${paymentId}`;
  const deadline = Date.now() + SETTLE_MS;
  let missing = unique;
  while (missing.length > 0 && Date.now() < deadline) {
    await sleep(2_000);
    const { payments } = await pipeline.state();
    const dead = (await Promise.all(PROVIDERS.map((provider) => pipeline.drain(pipeline.dlq(provider))))).flat().map(({ Body }) => Body!);
    const kept = (await pipeline.drain(pipeline.failures)).map(({ Body }) => Body!);
    for (const webhook of missing) {
      const payment = payments.get(id(webhook));
      if (payment) places.set(id(webhook), payment.outcome === 'REJECTED' ? 'rejected' : 'processed');
      else if (dead.some((body) => body.includes(webhook.paymentId))) places.set(id(webhook), 'deadLettered');
      else if (kept.some((body) => body.includes(webhook.paymentId))) places.set(id(webhook), 'keptByWorkflow');
    }
    missing = unique.filter((webhook) => !places.has(id(webhook)));
  }
  const inPlace = (place: string) => [...places.values()].filter((where) => where === place).length;
  const poisonAsPayment = unique.filter((webhook) => webhook.poison && places.get(id(webhook)) !== 'deadLettered' && places.has(id(webhook)));
  if (poisonAsPayment.length > 0) throw new Error(`${poisonAsPayment.length} poison messages were processed`);
  return {
    sent: webhooks.length,
    duplicates: webhooks.length - unique.length,
    processed: inPlace('processed'),
    rejected: inPlace('rejected'),
    deadLettered: inPlace('deadLettered'),
    keptByWorkflow: inPlace('keptByWorkflow'),
    lost: missing,
    attemptsAgain,
    sendSeconds,
    totalSeconds: (Date.now() - began) / 1000,
  };
}

/** One line; throws when a message is in no place. */
export function balance(account: Account): string {
  const { sent, duplicates, processed, rejected, deadLettered, keptByWorkflow, lost, attemptsAgain, sendSeconds, totalSeconds } = account;
  const sum = duplicates + processed + rejected + deadLettered + keptByWorkflow;
  const line = `${sent} sent = ${processed} processed + ${rejected} rejected + ${deadLettered} in a DLQ + ${keptByWorkflow} kept + ${duplicates} repetitions; `
    + `${lost.length} lost; ${attemptsAgain} sent again; ${(sent / sendSeconds).toFixed(0)}/s accepted, all settled after ${totalSeconds.toFixed(0)} s`;
  if (sum !== sent || lost.length > 0) throw new Error(`${line}\n    lost: ${lost.slice(0, 5).map(({ provider, paymentId, poison }) => `${provider} ${paymentId}${poison ? ' (poison)' : ''}`).join(', ')}`);
  return line;
}
