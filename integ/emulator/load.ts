import { setTimeout as sleep } from 'node:timers/promises';
import { Accountant } from './account';
import { PACE } from './differences';
import { Pipeline } from './pipeline';
import { PROVIDERS, RISKY_MINOR, Senders, Webhook } from './webhooks';

const CONCURRENCY = 8;
/** A provider goes on for days. */
const SEND_SECONDS = 90;
const SETTLE_SECONDS = 240;

/** Mixed providers; of every 20 one poison, two repetitions, one of high risk. */
function plan(senders: Senders, count: number): Webhook[] {
  const all: Webhook[] = [];
  for (let at = 0; at < count; at += 1) {
    const turn = at % 20;
    const repeated = turn === 7 || turn === 15;
    all.push(repeated ? all[at - 5] : senders.webhook({
      provider: PROVIDERS[(at + Math.floor(at / 20)) % PROVIDERS.length],
      poison: turn === 11,
      amountMinor: turn === 17 ? RISKY_MINOR : 100 + at,
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

/** Sends until 200, as a provider does: how many times it was sent again. */
export async function persist(send: () => Promise<{ status: number; body: string }>): Promise<number> {
  const deadline = Date.now() + SEND_SECONDS * 1000;
  for (let again = 0; ; again += 1) {
    const { status, body } = await send().catch((error: Error) => ({ status: 0, body: error.message }));
    if (status === 200) return again;
    if ((status >= 400 && status < 500) || Date.now() > deadline) throw new Error(`answered ${status} ${body}, after ${again} attempts`);
    await sleep(200);
  }
}

/**
 * Sends all as providers do, again until 200, and accounts for each: one line, or an error. `midway` runs once, when half is sent,
 * and answers how many executions it started again.
 */
export async function runLoad(
  pipeline: Pipeline, senders: Senders, count: number, midway: () => Promise<number> = () => Promise.resolve(0),
): Promise<string> {
  await pipeline.pace(PACE.load);
  const { started: startedBefore } = await pipeline.executions();
  const webhooks = plan(senders, count);
  const unique = [...new Set(webhooks)];
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  let sentAgain = 0;
  let interruption = Promise.resolve(0);
  await eachOf(webhooks, async (webhook, at) => {
    if (at === Math.floor(count / 2)) {
      interruption = midway();
      // Whoever waits for it is told; until then it is not unhandled.
      interruption.catch(() => undefined);
    }
    sentAgain += await persist(() => pipeline.send(webhook));
  });
  const startedAgain = await interruption;
  const sendSeconds = seconds();

  const { processed, rejected, deadLettered, notifiedAgain } = await new Accountant(pipeline).settle(unique, SETTLE_SECONDS);
  const executions = (await pipeline.executions()).started - startedBefore - startedAgain;
  const line = `${count} sent = ${processed} processed + ${rejected} rejected + ${deadLettered} in a DLQ + ${count - unique.length} repetitions; 0 lost; `
    + `${executions} executions, ${sentAgain} sent again, ${notifiedAgain} notified again; `
    + `${(count / sendSeconds).toFixed(0)}/s accepted in ${sendSeconds.toFixed(0)} s, all settled after ${seconds().toFixed(0)} s`;
  if (executions !== processed + rejected) throw new Error(`${line}\n    an execution for each payment was expected`);
  return line;
}
