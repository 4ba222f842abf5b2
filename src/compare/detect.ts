import type { Golden, Reference } from './reference';
import { partsOf } from './match';
import { once, Model } from '../template';

export interface Likely {
  readonly golden: Golden;
  /** Cosine of the types, the rare ones more: 0 to 1. */
  readonly likeness: number;
}

const countsOf = once((model: Model): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { type } of partsOf(model)) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
});

/** How like each golden is, the likeliest first. A type that few systems have says more. */
export function likely(candidate: Model, references: readonly Reference[]): Likely[] {
  const goldens = references.flatMap((reference) => reference.goldens);
  const bearers = new Map<string, Set<string>>();
  for (const golden of goldens) for (const type of countsOf(golden.model).keys()) bearers.set(type, (bearers.get(type) ?? new Set()).add(golden.system));
  const weight = (type: string) => Math.log(1 + references.length / (bearers.get(type)?.size ?? references.length));
  const vector = (model: Model) => new Map([...countsOf(model)].map(([type, count]) => [type, weight(type) * Math.log1p(count)]));
  const ours = vector(candidate);
  return goldens.map((golden) => ({ golden, likeness: cosine(ours, vector(golden.model)) })).sort((a, b) => b.likeness - a.likeness);
}

function cosine(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let product = 0;
  for (const [type, value] of one) product += value * (other.get(type) ?? 0);
  const length = (vector: ReadonlyMap<string, number>) => Math.sqrt([...vector.values()].reduce((sum, value) => sum + value * value, 0));
  return product === 0 ? 0 : product / (length(one) * length(other));
}
