import { setTimeout as sleep } from 'node:timers/promises';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { Item } from './operator';
import { Region } from './region';

const POLL_MS = 250;

export const keyOf = ({ pk, sk }: Item): string => `${pk.S} in ${sk.S}`;

/**
 * What the emulator does not do: the global table. Each Region's own items (`sk` is the Region, so that none overwrites another) are
 * copied to the other Region's table, `lagMs` after they were seen. What a Region that is cut off has not given waits in its table.
 */
export class Replication {
  /** Milliseconds; may be changed while it runs. */
  public lagMs = 0;
  /** When an item reached the other Region. */
  public readonly arrived = new Map<string, number>();

  private readonly cutOff = new Set<Region>();
  private readonly seen = new Map<string, { text: string; at: number; isCopied: boolean }>();
  private running: Promise<unknown> = Promise.resolve();
  private isStopped = true;

  public constructor(private readonly regions: readonly [Region, Region]) {}

  public start(): void {
    const [one, other] = this.regions;
    this.isStopped = false;
    this.running = Promise.all([this.run(one, other), this.run(other, one)]);
  }

  public async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  /** Nothing goes to a Region or comes from it any more. */
  public cut(region: Region): void { this.cutOff.add(region); }
  public mend(region: Region): void { this.cutOff.delete(region); }

  private async run(from: Region, to: Region): Promise<void> {
    while (!this.isStopped) {
      await sleep(POLL_MS);
      if (this.isCut(from, to)) continue;
      // A Region that is about to stop, or has just begun: the next turn does it.
      await this.copy(from, to).catch(() => undefined);
    }
  }

  private async copy(from: Region, to: Region): Promise<void> {
    for (const item of await from.items(true)) {
      const key = keyOf(item);
      const text = JSON.stringify(item);
      let known = this.seen.get(key);
      if (known?.text !== text) this.seen.set(key, known = { text, at: Date.now(), isCopied: false });
      if (known.isCopied || Date.now() < known.at + this.lagMs) continue;
      if (this.isCut(from, to)) return;
      await to.aws.dynamodb.send(new PutItemCommand({ TableName: to.table, Item: item }));
      known.isCopied = true;
      this.arrived.set(key, Date.now());
    }
  }

  private isCut(...regions: Region[]): boolean {
    return this.isStopped || regions.some((region) => this.cutOff.has(region));
  }
}
