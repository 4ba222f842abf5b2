import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSBatchResponse } from 'aws-lambda';
import type { Environment } from './environment';

const BATCH = 10;
/** How long a message that failed is hidden. */
const HIDDEN_MS = 300;
export const MAX_RECEIVES = 6;
/** Of 100 messages, this many are delivered twice, at the same time: SQS promises at least once. */
const DOUBLE_PERCENT = 3;

interface Message {
  readonly id: string;
  readonly body: string;
  receives: number;
  visibleAtMs: number;
}

/** As much of SQS and its event source mapping as counts here: at least once, partial batches, a dead-letter queue. */
export class Queue {
  readonly sent: string[] = [];
  readonly consumed = new Set<string>();
  /** Bodies by message id. */
  readonly dead = new Map<string, string>();
  deliveries = 0;
  failures = 0;
  /** Batches whose environment ended before it answered. */
  crashes = 0;
  private readonly waiting: Message[] = [];
  private inFlight = 0;

  send(body: string): void {
    const id = randomUUID();
    this.sent.push(id);
    this.waiting.push({ id, body, receives: 0, visibleAtMs: 0 });
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0 && this.inFlight === 0;
  }

  /** Until nothing is left, one batch at a time for each environment. `replace` is asked for another when one ends. */
  async drain(environments: readonly Environment[], replace?: () => Promise<Environment>): Promise<void> {
    await Promise.all(environments.map(async (first) => {
      for (let environment = first; !this.isEmpty;) {
        const batch = this.receive();
        if (batch.length === 0) {
          await sleep(10);
          continue;
        }
        await this.deliver(batch, environment);
        if (!environment.isAlive && replace) environment = await replace();
      }
    }));
  }

  private receive(): Message[] {
    const now = Date.now();
    const batch: Message[] = [];
    for (let index = 0; index < this.waiting.length && batch.length < BATCH;) {
      if (this.waiting[index].visibleAtMs > now) {
        index += 1;
      } else {
        batch.push(...this.waiting.splice(index, 1));
      }
    }
    for (const message of batch) {
      message.receives += 1;
      if (randomInt(100) < DOUBLE_PERCENT) this.waiting.push({ ...message });
    }
    this.inFlight += batch.length;
    return batch;
  }

  private async deliver(batch: Message[], environment: Environment): Promise<void> {
    let failed: Set<string>;
    try {
      const { batchItemFailures } = await environment.invoke<SQSBatchResponse>({
        Records: batch.map(({ id, body, receives }) => ({
          messageId: id,
          receiptHandle: id,
          body,
          attributes: { ApproximateReceiveCount: String(receives) },
          messageAttributes: {},
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:payments',
          awsRegion: 'eu-west-1',
          md5OfBody: '',
        })),
      });
      failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    } catch {
      this.crashes += 1;
      failed = new Set(batch.map(({ id }) => id));
    }
    this.deliveries += batch.length;
    for (const message of batch) {
      if (!failed.has(message.id)) {
        this.consumed.add(message.id);
      } else {
        this.failures += 1;
        if (message.receives >= MAX_RECEIVES) this.dead.set(message.id, message.body);
        else this.waiting.push({ ...message, visibleAtMs: Date.now() + HIDDEN_MS });
      }
    }
    this.inFlight -= batch.length;
  }
}
