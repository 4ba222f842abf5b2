import { setTimeout as sleep } from 'node:timers/promises';
import { call } from './http';
import { CHECK_TIMEOUT_MS } from './recovery-differences';
import { Region } from './region';
import { Template } from '../../golden/apps/synthesise';

interface Check { readonly host: string; readonly path: string; readonly intervalSeconds: number; readonly threshold: number }

/** The failover name of the golden stack of the names, which the emulator cannot make. */
export interface FailoverName {
  readonly name: string;
  readonly ttlSeconds: number;
  /** Primary first. */
  readonly ways: readonly { readonly target: string; readonly check: Check }[];
}

export function failoverNameOf({ Resources: resources }: Template): FailoverName {
  type Properties = Record<string, string & { 'Fn::If': [string, unknown, { Ref: string }] }>;
  const records = ['PRIMARY', 'SECONDARY'].map((role) =>
    Object.values(resources).find(({ Type, Properties }) => Type === 'AWS::Route53::RecordSet' && Properties!.Failover === role)!.Properties as Properties);
  const ways = records.map(({ ResourceRecords: [target], HealthCheckId: id }) => {
    // Region switch has health checks of its own, once somebody has given their ids.
    const config = resources[id['Fn::If'][2].Ref].Properties!.HealthCheckConfig as Record<string, unknown>;
    const [intervalSeconds, threshold] = [config.RequestInterval, config.FailureThreshold].map(Number);
    return { target, check: { host: String(config.FullyQualifiedDomainName), path: String(config.ResourcePath), intervalSeconds, threshold } };
  });
  return { name: records[0].Name.replace(/\.$/, ''), ttlSeconds: Number(records[0].TTL), ways };
}

/** What became of a name. */
interface Lead { readonly region: Region; readonly until: number }

/**
 * Imitates Route 53 with the records and health checks of the golden, `scale` times as fast: one checker for each Region, which calls the
 * Region's own name. The names below the failover name are those that the Regions' stacks made.
 */
export class Dns {
  /** @throws when a name leads nowhere */
  public static async of(failover: FailoverName, regions: readonly Region[], scale: number): Promise<Dns> {
    const records = new Map<string, string>();
    const addresses = new Map<string, Region>();
    for (const region of regions) {
      for (const [name, target] of await region.records()) records.set(name, target);
      for (const address of await region.addresses()) addresses.set(address, region);
    }
    const follow = (name: string): Region => {
      const region = addresses.get(name);
      if (region) return region;
      const next = records.get(name);
      if (next === undefined) throw new Error(`${name} leads nowhere`);
      return follow(next);
    };
    const entries = failover.ways.map(({ target }) => follow(target));
    const checked = failover.ways.map(({ check }) => follow(check.host));
    if (entries.some((region, at) => region !== checked[at])) throw new Error('a health check asks another Region than the record leads to');
    return new Dns(failover, entries, scale);
  }

  /** When each Region answered a check for the last time. */
  public readonly lastHealthy = new Map<Region, number>();
  /** When a check of a Region failed for the last time, before it was found healthy again. */
  public readonly mendedAfter = new Map<Region, number>();

  private readonly unhealthy = new Set<Region>();
  private readonly ways: { readonly region: Region; readonly check: Check }[];
  private readonly stopped = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  private constructor(private readonly failover: FailoverName, ways: Region[], private readonly scale: number) {
    this.ways = failover.ways.map(({ check }, at) => ({ check, region: ways[at] }));
  }

  public get name(): string { return this.failover.name; }
  public get primary(): Region { return this.ways[0].region; }

  public start(): void {
    this.running = Promise.all(this.ways.map(({ region, check }) => this.watch(region, check)));
  }

  public async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  /** What Route 53 would answer now: the primary when it is healthy, or when none is. */
  public lookup(): Lead {
    const { region } = this.ways.find((way) => !this.unhealthy.has(way.region)) ?? this.ways[0];
    return { region, until: Date.now() + 1000 * this.failover.ttlSeconds / this.scale };
  }

  private async watch(region: Region, { host, path, intervalSeconds, threshold }: Check): Promise<void> {
    let inRow = 0;
    let lastFailed = 0;
    for (;;) {
      // After the check, as Route 53 does: one that hangs delays the next.
      await sleep(1000 * intervalSeconds / this.scale, undefined, { signal: this.stopped.signal }).catch(() => undefined);
      if (this.stopped.signal.aborted) return;
      const isGood = await call({ endpoint: region.emulator.endpoint, host, method: 'GET', path, timeoutMs: CHECK_TIMEOUT_MS })
        .then(({ status }) => status >= 200 && status < 400, () => false);
      if (isGood) this.lastHealthy.set(region, Date.now());
      else lastFailed = Date.now();
      inRow = isGood === this.unhealthy.has(region) ? inRow + 1 : 0;
      if (inRow < threshold) continue;
      inRow = 0;
      if (isGood) {
        this.unhealthy.delete(region);
        this.mendedAfter.set(region, lastFailed);
      } else {
        this.unhealthy.add(region);
      }
    }
  }
}

/** A client's resolver: asks again when the record's time is over. */
export class Resolver {
  private cached?: Lead;

  /** `phase`: the part of its time that the first answer has left; resolvers do not all ask at once. */
  public constructor(private readonly dns: Dns, private readonly phase: number) {}

  public lead(): Region {
    const now = Date.now();
    if (!this.cached) {
      const { region, until } = this.dns.lookup();
      this.cached = { region, until: now + (until - now) * this.phase };
    } else if (now >= this.cached.until) {
      this.cached = this.dns.lookup();
    }
    return this.cached.region;
  }
}
