import { matched, neighboursOf, Pair, partsOf } from './match';
import type { EdgeMatch, Likeness, ResourceMatch, Structure } from './result';
import { Model, Resource } from '../template';

/** What of the candidate has a counterpart in the reference, and what has not. `findingsAt`: numbers of the findings at an address. */
export function structureOf(
  candidate: Model, reference: Model, findingsAt: (address: string) => readonly number[],
): { structure: Structure; pairs: readonly Pair[] } {
  const pairs = matched(candidate, reference);
  const counterpart = new Map(pairs.map((pair) => [pair.candidate, pair]));
  const found = new Set(pairs.map((pair) => pair.reference));
  const [ours, theirs] = [partsOf(candidate), partsOf(reference)];
  const matches: ResourceMatch[] = [
    ...ours.map((one): ResourceMatch => {
      const pair = counterpart.get(one);
      const findings = findingsAt(one.address);
      const state = pair === undefined ? 'extra' : findings.length > 0 ? 'weaker' : 'matched';
      const likeness = round(pair?.likeness ?? 0);
      return { state, type: one.type, candidate: one.address, reference: pair?.reference.address ?? null, likeness, findings };
    }),
    ...theirs.filter((one) => !found.has(one)).map(({ type, address }): ResourceMatch => ({ state: 'missing', type, candidate: null, reference: address, likeness: 0, findings: [] })),
  ];
  const edges = edgesOf(candidate);
  const wanted = edgesOf(reference);
  const mapped = (one: Resource) => counterpart.get(one)?.reference.address;
  const keyOf = (from?: string, to?: string) => from === undefined || to === undefined ? '' : `${from} > ${to}`;
  const met = new Set<string>();
  const edgeMatches: EdgeMatch[] = [...edges.values()].map(({ from, to }): EdgeMatch => {
    const key = keyOf(mapped(from), mapped(to));
    const isMatched = wanted.has(key);
    if (isMatched) met.add(key);
    return { state: isMatched ? 'matched' : 'extra', from: from.address, to: to.address };
  });
  for (const [key, { from, to }] of wanted) if (!met.has(key)) edgeMatches.push({ state: 'missing', from: from.address, to: to.address });
  return {
    pairs,
    structure: {
      resources: likenessOf(ours.length, theirs.length, pairs.length), edges: likenessOf(edges.size, wanted.size, met.size), matches, edgeMatches,
    },
  };
}

function edgesOf(model: Model): Map<string, { readonly from: Resource; readonly to: Resource }> {
  const edges = new Map<string, { from: Resource; to: Resource }>();
  for (const [from, neighbours] of neighboursOf(model)) {
    for (const { resource: to, by } of neighbours) if (by.startsWith('>')) edges.set(`${from.address} > ${to.address}`, { from, to });
  }
  return edges;
}

const round = (value: number) => Math.round(value * 1000) / 1000;
const ratio = (part: number, of: number) => of === 0 ? 0 : part / of;

function likenessOf(candidate: number, reference: number, matches: number): Likeness {
  const precision = ratio(matches, candidate);
  const recall = ratio(matches, reference);
  const f1 = round(ratio(2 * precision * recall, precision + recall));
  return { candidate, reference, matched: matches, precision: round(precision), recall: round(recall), f1 };
}
