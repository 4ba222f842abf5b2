import { readData } from './load';

/** A day, as `2026-11-22`, on which something happens to a runtime; null: none is known. */
export interface LambdaRuntime {
  readonly name: string;
  readonly deprecated: string | null;
  readonly createBlocked: string | null;
  readonly updateBlocked: string | null;
  readonly successor: string | null;
  /** On the day asked for: `blocked` runtimes cannot be used for new functions. */
  readonly state: 'supported' | 'deprecated' | 'blocked';
}

type Dates = Omit<LambdaRuntime, 'name' | 'state'>;

/** The runtimes of Lambda, those that have ended too, and their state on a day. */
export function lambdaRuntimes(today: Date = new Date()): LambdaRuntime[] {
  const day = today.toISOString().slice(0, 10);
  const isPast = (date: string | null) => date !== null && date <= day;
  return Object.entries(readData<{ lambda: Record<string, Dates> }>('runtimes').lambda).map(([name, dates]) => ({
    name, ...dates, state: isPast(dates.createBlocked) ? 'blocked' : isPast(dates.deprecated) ? 'deprecated' : 'supported',
  }));
}

export interface EngineVersion {
  readonly version: string;
  /** AWS no longer offers it for new databases. */
  readonly deprecated: boolean;
}

type Engines = Readonly<Record<'rds' | 'rdsDeprecated' | 'elasticache', Readonly<Record<string, readonly string[]>>>>;

const own = (versions: Readonly<Record<string, readonly string[]>>, engine: string) => (Object.hasOwn(versions, engine) ? versions[engine]! : []);

/** The versions of an engine of RDS (`postgres`, `aurora-mysql`, ...) that have been there, oldest first; empty: no such engine. */
export function rdsEngineVersions(engine: string): EngineVersion[] {
  const { rds, rdsDeprecated } = readData<Engines>('engines');
  const deprecated = new Set(own(rdsDeprecated, engine));
  return own(rds, engine).map((version) => ({ version, deprecated: deprecated.has(version) }));
}

/** The versions of `redis`, `valkey` or `memcached` of ElastiCache. */
export function cacheEngineVersions(engine: string): string[] {
  return [...own(readData<Engines>('engines').elasticache, engine)];
}
