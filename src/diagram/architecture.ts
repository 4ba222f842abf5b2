import { Folding } from './folding';
import { FRAMED, Frame, Frames } from './frames';
import { grouped } from './groups';
import { Kind, kindOf } from './kinds';
import { Link, linksOf, Pair } from './links';
import { Names } from './names';
import { Model, Resource } from '../template';

/** One box: a resource, or several that are wired alike. */
export interface Part {
  /** Unique in the drawing, and the same for the same templates. */
  readonly id: string;
  readonly kind: Kind;
  /** What it is called. */
  readonly name: string;
  /** What tells several apart: one name for each of `resources`. Empty for one resource. */
  readonly members: readonly string[];
  readonly resources: readonly Resource[];
  /** The details that belong to it. */
  readonly details: readonly Resource[];
  /** Innermost; `undefined`: none. */
  readonly frame?: Frame;
  /** Said, where it is drawn in the frame of another stack, or away from its network. */
  readonly remark?: string;
}

/** A stack, a network or its subnets of one kind, and what is in it. */
export interface DrawnFrame {
  readonly frame: Frame;
  readonly details: readonly Resource[];
}

/** Templates as people draw them. */
export interface Architecture {
  readonly parts: readonly Part[];
  readonly links: readonly Link<Part>[];
  /** Those that are not empty, outer ones first. */
  readonly frames: readonly DrawnFrame[];
  readonly leftOut: ReadonlyMap<Resource, string>;
  readonly stacks: number;
  readonly resources: number;
}

/** What is drawn of the templates: every resource is a part, a detail of one, or listed in `leftOut` with the reason. */
export function architectureOf(model: Model): Architecture {
  const folding = new Folding(model);
  const heads = folding.heads.filter(({ type }) => !FRAMED.has(type));
  const pairs = linksOf(model, folding);
  const frames = new Frames(model, folding, heads, pairs);
  const groups = grouped(heads, pairs, (head) => frames.keyOf(head));
  const names = new Names(heads);
  const details = detailsOf(model, folding);
  const parts = groups.map((resources, index): Part => ({
    id: `part-${index + 1}`,
    kind: kindOf(resources[0].type),
    ...names.of(resources),
    resources,
    details: resources.flatMap((one) => details.get(one) ?? []),
    frame: frames.of(resources[0]),
    remark: frames.remarkOn(resources[0]) ?? usedBy(resources, model),
  }));
  return {
    parts,
    links: between(parts, pairs),
    frames: frames.filled().map((frame) => ({ frame, details: frame.resources.flatMap((one) => details.get(one) ?? []) })),
    leftOut: folding.leftOut,
    stacks: model.stacks.length,
    resources: model.stacks.reduce((sum, { resources }) => sum + resources.size, 0),
  };
}

/** A detail of several is told at the first. */
function detailsOf(model: Model, folding: Folding): Map<Resource, Resource[]> {
  const details = new Map<Resource, Resource[]>();
  for (const resource of model.stacks.flatMap((stack) => [...stack.resources.values()])) {
    const [owner] = folding.ownersOf(resource);
    if (owner && owner !== resource) details.set(owner, [...details.get(owner) ?? [], resource]);
  }
  return details;
}

function usedBy(resources: readonly Resource[], model: Model): string | undefined {
  if (resources[0].type !== 'AWS::KMS::Key') return undefined;
  const users = new Set(resources.flatMap((one) => model.edgesTo(one)).map(({ from }) => from));
  return users.size > 0 ? `used by ${users.size} ${users.size === 1 ? 'resource' : 'resources'}` : undefined;
}

function between(parts: readonly Part[], pairs: readonly Pair[]): Link<Part>[] {
  const partOf = new Map(parts.flatMap((part) => part.resources.map((resource) => [resource, part])));
  const links = new Map<string, Link<Part>>();
  for (const { from, to, kind } of pairs) {
    const [source, target] = [partOf.get(from)!, partOf.get(to)!];
    const key = `${source.id} ${target.id}`;
    if (source !== target && !links.has(key)) links.set(key, { from: source, to: target, kind });
  }
  return [...links.values()];
}
