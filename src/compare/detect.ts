import { countsOf, Fingerprint } from './reference';
import type { Model } from '../template';

export interface Likely {
  readonly fingerprint: Fingerprint;
  /** Cosine of the types, the rare ones more, by how much of the candidate the system has at all: 0 to 1. */
  readonly likeness: number;
}

/** How like each golden is, the likeliest first. A type that few systems have says more. */
export function likely(candidate: Model, fingerprints: readonly Fingerprint[]): Likely[] {
  const bearers = new Map<string, Set<string>>();
  for (const { system, counts } of fingerprints) {
    for (const type of Object.keys(counts)) bearers.set(type, (bearers.get(type) ?? new Set()).add(system));
  }
  const all = new Set(fingerprints.map(({ system }) => system)).size;
  const weight = (type: string) => Math.log(1 + all / (bearers.get(type)?.size ?? all));
  const vector = (counts: Readonly<Record<string, number>>) => new Map(
    Object.entries(counts).map(([type, count]) => [type, weight(type) * Math.log1p(count)]));
  const ours = vector(countsOf(candidate));
  return fingerprints.map((fingerprint): Likely => {
    const theirs = vector(fingerprint.counts);
    return { fingerprint, likeness: cosine(ours, theirs) * covered(ours, theirs) };
  }).sort((a, b) => b.likeness - a.likeness);
}

const squares = (vector: Iterable<number>) => [...vector].reduce((sum, value) => sum + value * value, 0);

/** Whose candidate lacks half of a system is unlike it, but has little that the system has not. */
function covered(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const all = squares(one.values());
  return all === 0 ? 0 : squares([...one].flatMap(([type, value]) => other.has(type) ? [value] : [])) / all;
}

function cosine(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let product = 0;
  for (const [type, value] of one) product += value * (other.get(type) ?? 0);
  return product === 0 ? 0 : product / Math.sqrt(squares(one.values()) * squares(other.values()));
}
