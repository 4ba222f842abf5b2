import { countsOf, Fingerprint } from './reference';
import type { Model } from '../template';

export interface Likely {
  readonly fingerprint: Fingerprint;
  /** Cosine of the types, the rare ones more: 0 to 1. */
  readonly likeness: number;
}

/** How like each golden is, the likeliest first. A type that few systems have says more. */
export function likely(candidate: Model, fingerprints: readonly Fingerprint[]): Likely[] {
  const bearers = new Map<string, Set<string>>();
  for (const { system, counts } of fingerprints) for (const type of Object.keys(counts)) bearers.set(type, (bearers.get(type) ?? new Set()).add(system));
  const all = new Set(fingerprints.map(({ system }) => system)).size;
  const weight = (type: string) => Math.log(1 + all / (bearers.get(type)?.size ?? all));
  const vector = (counts: Readonly<Record<string, number>>) => new Map(Object.entries(counts).map(([type, count]) => [type, weight(type) * Math.log1p(count)]));
  const ours = vector(countsOf(candidate));
  return fingerprints.map((fingerprint) => ({ fingerprint, likeness: cosine(ours, vector(fingerprint.counts)) })).sort((a, b) => b.likeness - a.likeness);
}

function cosine(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let product = 0;
  for (const [type, value] of one) product += value * (other.get(type) ?? 0);
  const length = (vector: ReadonlyMap<string, number>) => Math.sqrt([...vector.values()].reduce((sum, value) => sum + value * value, 0));
  return product === 0 ? 0 : product / (length(one) * length(other));
}
