import { assigned } from './assignment';
import { digestOf, digestOfBag } from './digest';
import { likeness, tokensOf } from './tokens';
import { Model, once, Resource } from '../template';

/** A resource of the candidate and its counterpart. */
export interface Pair {
  readonly candidate: Resource;
  readonly reference: Resource;
  /** 0 to 1. */
  readonly likeness: number;
}

/** Below this, two resources of a type have nothing in common but the type. */
const LEAST = 0.2;
const ROUNDS = 2;
/** How much the neighbours say, beside what stands in the resource. */
const NEIGHBOURS = 0.4;

/** Neighbours by label, and how often. */
type Bag = ReadonlyMap<number, number>;

/** What is deployed, and not how it is put together: nested stacks that were found are no resources of the design. */
export const partsOf = (model: Model): readonly Resource[] => model.resources().filter((one) => !one.child && one.type !== 'AWS::CDK::Metadata');

export interface Neighbour {
  readonly resource: Resource;
  /** Outwards with the property that names it, or inwards. */
  readonly by: string;
}

/** Each resource's neighbours, both ways, each once for each property. */
export const neighboursOf = once((model: Model): ReadonlyMap<Resource, readonly Neighbour[]> => {
  const parts = new Set(partsOf(model));
  const all = new Map<Resource, Neighbour[]>([...parts].map((one) => [one, []]));
  for (const one of parts) {
    const seen = new Set<string>();
    for (const { to, kind, path } of one.edges) {
      if (kind === 'DependsOn' || to === one || !parts.has(to)) continue;
      const property = String(path[1]);
      const key = `${property} ${to.address}`;
      if (seen.has(key)) continue;
      seen.add(key);
      all.get(one)!.push({ resource: to, by: `>${property}` });
      all.get(to)!.push({ resource: one, by: `<${property}` });
    }
  }
  return all;
});

/**
 * Pairs resources whatever they are called. Those with the same digest of type, properties and neighbours first (Weisfeiler-Lehman); what is left
 * by the assignment within each type that makes the sum of likenesses the greatest.
 */
export function matched(candidate: Model, reference: Model): Pair[] {
  const sides = [sideOf(candidate), sideOf(reference)] as const;
  const [left, right] = sides.map((side) => side.byType());
  return [...left].flatMap(([type, ours]) => {
    const theirs = right.get(type);
    return theirs ? within(ours, theirs, sides) : [];
  });
}

/** The resources of a model, and what is around them. */
class Side {
  private readonly neighbours: ReadonlyMap<Resource, readonly Neighbour[]>;
  /** Digests: of the type; of the properties; then, round by round, of what is around them. */
  private readonly rounds: ReadonlyMap<Resource, number>[];
  private readonly bags = new Map<Resource, readonly Bag[]>();

  public constructor(model: Model) {
    this.neighbours = neighboursOf(model);
    const parts = [...this.neighbours.keys()];
    let last: ReadonlyMap<Resource, number> = new Map(parts.map((one) => [one, digestOfBag(tokensOf(one), digestOf(one.type))]));
    this.rounds = [new Map(parts.map((one) => [one, digestOf(one.type)])), last];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = last;
      last = new Map(parts.map((one) => [one, digestOfBag(this.bagOf(one, before), before.get(one)!)]));
      this.rounds.push(last);
    }
  }

  public byType(): Map<string, Resource[]> { return grouped([...this.neighbours.keys()], ({ type }) => type); }

  /** Of round 1 the properties alone, of each further one what is around them. */
  public digest(one: Resource, round: number): number { return this.rounds[round].get(one)!; }

  /** Neighbours by type, and by all that they say. */
  public around(one: Resource): readonly Bag[] {
    let bags = this.bags.get(one);
    if (!bags) this.bags.set(one, bags = this.rounds.slice(0, 2).map((labels) => this.bagOf(one, labels)));
    return bags;
  }

  private bagOf(one: Resource, labels: ReadonlyMap<Resource, number>): Bag {
    const bag = new Map<number, number>();
    for (const { resource, by } of this.neighbours.get(one)!) {
      const label = digestOf(by, labels.get(resource));
      bag.set(label, (bag.get(label) ?? 0) + 1);
    }
    return bag;
  }
}

const sideOf = once((model: Model) => new Side(model));

function within(ours: readonly Resource[], theirs: readonly Resource[], sides: readonly [Side, Side]): Pair[] {
  const pairs: Pair[] = [];
  let rest: [readonly Resource[], readonly Resource[]] = [ours, theirs];
  // From the whole surrounding down to the properties alone; then a digest has to be the only one of its kind.
  for (let round = ROUNDS + 1; round > 0 && rest[0].length > 0 && rest[1].length > 0; round -= 1) rest = byDigest(rest, sides, round, pairs);
  if (rest[0].length === 0 || rest[1].length === 0) return pairs;
  // By their digests: where several assignments are equally good, the same one is chosen whatever the order in the template.
  const [left, right] = rest.map((some, at) => [...some]
    .sort((one, other) => sides[at].digest(one, ROUNDS + 1) - sides[at].digest(other, ROUNDS + 1)));
  const alike = left.map((one) => right.map((other) => likenessOf(one, other, sides)));
  for (const [row, column] of assigned(alike)) {
    if (alike[row][column] >= LEAST) pairs.push({ candidate: left[row], reference: right[column], likeness: alike[row][column] });
  }
  return pairs;
}

/** Pairs those with the same digest; gives what is left. */
function byDigest(
  [ours, theirs]: readonly [readonly Resource[], readonly Resource[]], sides: readonly [Side, Side], round: number, pairs: Pair[],
): [Resource[], Resource[]] {
  const isWhole = round === ROUNDS + 1;
  const waiting = grouped(theirs, (one) => sides[1].digest(one, round));
  const own = grouped(ours, (one) => sides[0].digest(one, round));
  const left = ours.filter((candidate) => {
    const digest = sides[0].digest(candidate, round);
    const others = waiting.get(digest);
    if (!others || others.length === 0 || (!isWhole && (others.length > 1 || own.get(digest)!.length > 1))) return true;
    const reference = others.shift()!;
    pairs.push({ candidate, reference, likeness: isWhole ? 1 : likenessOf(candidate, reference, sides) });
    return false;
  });
  return [left, [...waiting.values()].flat()];
}

function grouped<Key>(all: readonly Resource[], keyOf: (one: Resource) => Key): Map<Key, Resource[]> {
  const groups = new Map<Key, Resource[]>();
  for (const one of all) {
    const key = keyOf(one);
    const same = groups.get(key);
    if (same) same.push(one); else groups.set(key, [one]);
  }
  return groups;
}

function likenessOf(one: Resource, other: Resource, [left, right]: readonly [Side, Side]): number {
  const [types, full] = [0, 1].map((round) => likeness(left.around(one)[round], right.around(other)[round]));
  return (1 - NEIGHBOURS) * likeness(tokensOf(one), tokensOf(other)) + NEIGHBOURS * (types + full) / 2;
}
