import type { Raw } from './raw';
import { INSTANCES } from './rules';
import { Source, SOURCE } from './source';

const byNumber = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

/** All values of `enum` anywhere below. */
function enumerated(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => (key === 'enum' ? (child as unknown[]).map(String) : enumerated(child)));
}

/** `db.r5.large` -> family `db.r5`, size `large`; OpenSearch has a suffix: `r5.large.search`; `db.serverless` has no family. */
function byFamily(names: readonly string[]): Record<string, string> {
  const families: Record<string, Set<string>> = {};
  for (const name of names) {
    const parts = name.split('.');
    const place = parts.length < 3 && /^db$/.test(parts[0]!) ? 0 : /^(db|cache|dax)$/.test(parts[0]!) ? 2 : 1;
    (families[parts.slice(0, place).join('.')] ??= new Set()).add(parts.slice(place).join('.'));
  }
  return Object.fromEntries(Object.keys(families).sort().map((family) => [family, [...families[family]!].sort(byNumber).join(' ')]));
}

export function instances(source: Source): object {
  const names = (files: readonly string[]) => files.flatMap((file) => enumerated(source.extension(file)));
  return { source: SOURCE, ...Object.fromEntries(Object.entries(INSTANCES).map(([list, files]) => [list, byFamily(names(files))])) };
}

type Versions = Record<string, string[]>;

/** By engine, the versions that a rule of the form `if Engine is .. [and EngineVersion is in ..] then [EngineVersion is in ..]` lists. */
function versions(...rules: Raw[]): Versions {
  const found: Versions = {};
  for (const rule of rules.flatMap((each) => each.allOf as Raw[])) {
    const condition = (rule.if as Raw).properties as Record<string, Raw>;
    const engine = condition.Engine!.const ?? condition.Engine!.enum?.[0];
    const then = rule.then as Raw | false;
    const list = condition.EngineVersion?.enum ?? ((then && then.properties?.EngineVersion) as Raw | undefined)?.enum;
    if (typeof engine === 'string' && list) found[engine] = [...new Set([...found[engine] ?? [], ...list.map(String)])].sort(byNumber);
  }
  return found;
}

/** `rds`: versions that AWS knows by engine, `rdsDeprecated`: those that it no longer offers for new databases. */
export function engines(source: Source): object {
  const [instance, cluster] = ['aws_rds_dbinstance', 'aws_rds_dbcluster'];
  return {
    source: SOURCE,
    rds: versions(source.extension(`${instance}/engine_version`), source.extension(`${cluster}/engine_version`)),
    rdsDeprecated: versions(source.extension(`${instance}/engine_version_deprecated`), source.extension(`${cluster}/engine_version_deprecated`)),
    elasticache: versions(source.extension('aws_elasticache_cachecluster/engine_version')),
  };
}
