import type { Stack } from './model';
import { isMapping, OneOf, Text, Unknown, Value } from './value';

/** Why values are not known, and how many. */
export interface Unresolved {
  readonly reason: string;
  readonly values: number;
}

const MOST_VALUES = 200_000;

/** Why values of these stacks cannot be known, the most frequent reason first. */
export function unresolvedOf(stacks: readonly Stack[]): Unresolved[] {
  const counts = new Map<string, number>();
  const open: (Value | undefined)[] = stacks.flatMap((stack) => [...stack.resources.values()].map((resource) => resource.properties));
  for (let seen = 0; open.length > 0 && seen < MOST_VALUES; seen += 1) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (value instanceof Unknown) counts.set(value.reason, (counts.get(value.reason) ?? 0) + 1);
    else if (value instanceof Text) open.push(...value.parts);
    else if (value instanceof OneOf) open.push(...value.options);
    // A reference leads back into the graph.
    else if (Array.isArray(value) || isMapping(value)) open.push(...Object.values(value));
  }
  return [...counts].map(([reason, values]) => ({ reason, values })).sort((a, b) => b.values - a.values);
}
