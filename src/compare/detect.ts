import { countsOf, Fingerprint } from './reference';
import type { DetectedSystem } from './result';
import type { Model, Stack } from '../template';

export interface Likely {
  readonly fingerprint: Fingerprint;
  /** Cosine of the types, the rare ones more, by how much of the candidate the system has at all, and what its words say: 0 to 1. */
  readonly likeness: number;
}

/** Below this no system is really alike. */
export const HARDLY = 0.25;
/** From this on a stack is surely of a system. */
const SURELY = 0.5;
/** By so much another system is clearly less alike. */
const CLEARLY = 0.1;
/** Systems of the same services, told apart by what they call themselves. */
const WORDS: Readonly<Record<string, RegExp>> = { 'event-api': /\bevents?\b/i, 'webhook-pipeline': /web-?hooks?/i };
/** How much the words of a candidate bring it closer to the system that they speak of. */
const BY_WORDS = 1;

/** How like each golden is, the likeliest first; of one root stack, when given. A type that few systems have says more. */
export function likely(candidate: Model, fingerprints: readonly Fingerprint[], root?: Stack): Likely[] {
  const bearers = new Map<string, Set<string>>();
  for (const { system, counts } of fingerprints) {
    for (const type of Object.keys(counts)) bearers.set(type, (bearers.get(type) ?? new Set()).add(system));
  }
  const all = new Set(fingerprints.map(({ system }) => system)).size;
  const weight = (type: string) => Math.log(1 + all / (bearers.get(type)?.size ?? all));
  const vector = (counts: Readonly<Record<string, number>>) => new Map(
    Object.entries(counts).map(([type, count]) => [type, weight(type) * Math.log1p(count)]));
  const ours = vector(countsOf(candidate, root));
  const spoken = spokenOf(root?.together ?? candidate.stacks);
  return fingerprints.map((fingerprint): Likely => {
    const theirs = vector(fingerprint.counts);
    // A root, which leaves 0 and 1 as they are, and the order of a system's variants.
    const likeness = (cosine(ours, theirs) * covered(ours, theirs)) ** (1 / (1 + BY_WORDS * (spoken.get(fingerprint.system) ?? 0)));
    return { fingerprint, likeness };
  }).sort((a, b) => b.likeness - a.likeness);
}

/** Of the paths and descriptions that speak of a system: the share of each. */
function spokenOf(stacks: readonly Stack[]): ReadonlyMap<string, number> {
  const texts = stacks.flatMap(({ template, resources }) => [template.Description, ...[...resources.values()].map((one) => one.get('PathPart'))]);
  const counts = Object.entries(WORDS).map(([system, words]) => [system, texts.filter((text) => typeof text === 'string' && words.test(text)).length] as const);
  const sum = counts.reduce((total, [, count]) => total + count, 0);
  return new Map(sum === 0 ? [] : counts.map(([system, count]) => [system, count / sum]));
}

/** Root stacks of several systems, and which ones they look like; nothing when all may be of one. */
export function mixed(candidate: Model, fingerprints: readonly Fingerprint[], system: string): string | undefined {
  if (candidate.roots.length < 2) return undefined;
  const found = candidate.roots.map((root) => ({
    root, likeness: likely(candidate, fingerprints, root).map(({ fingerprint, likeness }) => ({ system: fingerprint.system, likeness })),
  }));
  if (!found.some(({ likeness }) => isOther(likeness, system))) return undefined;
  const told = found.filter(({ likeness }) => likeness[0].likeness >= SURELY)
    .map(({ root, likeness: [first] }) => `${root.name} looks like ${first.system} (${percent(first.likeness)})`);
  return `These are stacks of several systems, graded as one against ${system}: ${told.join(', ')}; compare each alone`;
}

/** How like a system is. */
type Alike = Pick<DetectedSystem['likeness'][number], 'system' | 'likeness'>;

/** Surely another system, and clearly less this one. */
const isOther = ([first, ...others]: readonly Alike[], id: string): boolean => first.likeness >= SURELY && first.system !== id
  && first.likeness - others.find(({ system }) => system === id)!.likeness > CLEARLY;

const like = ({ system, likeness }: Alike): string => `${percent(likeness)} like ${system}`;

/** What a candidate looks like that is compared with a system that was named; nothing when it may well be of that one. */
export function otherwise({ id, isDetected, likeness }: DetectedSystem): string | undefined {
  if (isDetected || !isOther(likeness, id)) return undefined;
  return `Looks more like ${likeness[0].system}: ${percent(likeness[0].likeness)}, and ${like(likeness.find(({ system }) => system === id)!)}, which was named`;
}

/** How like the detected system it is, and the next one: `95 % like event-api, 22 % like webhook-pipeline; --system names another`. */
export function detectedAs({ likeness: [first, next] }: DetectedSystem): string {
  return first.likeness < HARDLY ? `${like(first)}: hardly like any; --system names the one that was asked for` : `${like(first)}, ${like(next)}; --system names another`;
}

/** In a ranking, behind the name of the system: ` (95 %)`; nothing when it was named. */
export const likenessIn = ({ isDetected, likeness: [first] }: DetectedSystem): string => isDetected ? ` (${percent(first.likeness)})` : '';

export const percent = (likeness: number): string => `${Math.round(likeness * 100)} %`;

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
