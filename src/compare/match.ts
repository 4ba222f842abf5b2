import { assigned } from './assignment';
import { likeness, tokensOf } from './tokens';
import { Model, Resource } from '../template';

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
export function neighboursOf(model: Model): ReadonlyMap<Resource, readonly Neighbour[]> {
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
}

/**
 * Pairs resources whatever they are called. Those with the same digest of type, properties and neighbours first (Weisfeiler-Lehman); what is left
 * by the assignment within each type that makes the sum of likenesses the greatest.
 */
export function matched(candidate: Model, reference: Model): Pair[] {
  const labels = new Labels();
  const sides = [candidate, reference].map((model) => new Side(model, labels)) as [Side, Side];
  const pairs: Pair[] = [];
  const [left, right] = sides.map((side) => side.byType());
  for (const [type, ours] of left) {
    const theirs = right.get(type);
    if (theirs) pairs.push(...within(ours, theirs, sides));
  }
  return pairs;
}

/** Numbers for digests, shared by both sides. */
class Labels {
  private readonly numbers = new Map<string, number>();

  public of(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) this.numbers.set(text, number = this.numbers.size);
    return number;
  }
}

class Side {
  private readonly neighbours: ReadonlyMap<Resource, readonly Neighbour[]>;
  /** Of each round, the properties and what is around them. */
  private readonly rounds: ReadonlyMap<Resource, number>[];
  private readonly bags = new Map<Resource, readonly Bag[]>();

  public constructor(model: Model, private readonly labels: Labels) {
    this.neighbours = neighboursOf(model);
    const parts = [...this.neighbours.keys()];
    const types = new Map(parts.map((one) => [one, labels.of(one.type)]));
    let last: ReadonlyMap<Resource, number> = new Map(parts.map((one) => [one, labels.of(`${one.type} ${sorted(tokensOf(one))}`)]));
    this.rounds = [types, last];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = last;
      last = new Map(parts.map((one) => [one, labels.of(`${before.get(one)} ${sorted(this.bagOf(one, before))}`)]));
      this.rounds.push(last);
    }
  }

  public byType(): Map<string, Resource[]> { return grouped([...this.neighbours.keys()], ({ type }) => type); }

  /** Of round 1 the properties alone, of each further one what is around them. */
  public digest(one: Resource, round: number): number { return this.rounds[round].get(one)!; }

  /** What it says, and what its neighbours say: the same in each run. */
  public content(one: Resource): string {
    return `${sorted(tokensOf(one))}\n${this.neighbours.get(one)!.map(({ by, resource }) => `${by} ${sorted(tokensOf(resource))}`).sort().join('\n')}`;
  }

  /** Neighbours by type, and by all that they say. */
  public around(one: Resource): readonly Bag[] {
    let bags = this.bags.get(one);
    if (!bags) this.bags.set(one, bags = this.rounds.slice(0, 2).map((labels) => this.bagOf(one, labels)));
    return bags;
  }

  private bagOf(one: Resource, labels: ReadonlyMap<Resource, number>): Bag {
    const bag = new Map<number, number>();
    for (const { resource, by } of this.neighbours.get(one)!) {
      const label = this.labels.of(`${by} ${labels.get(resource)}`);
      bag.set(label, (bag.get(label) ?? 0) + 1);
    }
    return bag;
  }
}

const sorted = (bag: ReadonlyMap<string | number, number>) => [...bag].map(([token, count]) => `${token}*${count}`).sort().join('\n');

function within(ours: readonly Resource[], theirs: readonly Resource[], sides: readonly [Side, Side]): Pair[] {
  const pairs: Pair[] = [];
  let rest: [readonly Resource[], readonly Resource[]] = [ours, theirs];
  // From the whole surrounding down to the properties alone; then a digest has to be the only one of its kind.
  for (let round = ROUNDS + 1; round > 0 && rest[0].length > 0 && rest[1].length > 0; round -= 1) rest = byDigest(rest, sides, round, pairs);
  if (rest[0].length === 0 || rest[1].length === 0) return pairs;
  // In an order of their content: where several assignments are equally good, the same one is chosen whatever the order in the template.
  const [left, right] = rest.map((some, at) => ordered(some, sides[at]));
  const alike = left.map((one) => right.map((other) => likenessOf(one, other, sides)));
  for (const [row, column] of assigned(alike)) {
    if (alike[row][column] >= LEAST) pairs.push({ candidate: left[row], reference: right[column], likeness: alike[row][column] });
  }
  return pairs;
}

const ordered = (some: readonly Resource[], side: Side): Resource[] =>
  some.map((one) => ({ one, key: side.content(one) })).sort((a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0).map(({ one }) => one);

/** Pairs those with the same digest; gives what is left. */
function byDigest([ours, theirs]: readonly [readonly Resource[], readonly Resource[]], sides: readonly [Side, Side], round: number, pairs: Pair[]): [Resource[], Resource[]] {
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
