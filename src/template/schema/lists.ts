import { readData } from './load';

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
