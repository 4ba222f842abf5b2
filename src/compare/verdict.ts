import type { Resource } from '../template';

/** True, false, or open: it depends on what the templates do not tell. */
export type Truth = boolean | undefined;

/** What came of a check at one place. */
export interface Verdict {
  readonly truth: Truth;
  /** Keys below the subject, where it was decided. */
  readonly path?: readonly string[];
  /** What stands there, or why it is open; worked out only when it is told. */
  readonly say?: () => string;
  /** Of a predicate about the templates: what it is about. */
  readonly at?: Resource;
  /** Types of which there is nothing at all. */
  readonly missing?: string;
}

export const HOLDS: Verdict = { truth: true };
export const fails = (say: () => string, path?: readonly string[]): Verdict => ({ truth: false, say, path });
export const failsAt = (at: Resource, say: () => string, path?: readonly string[]): Verdict => ({ truth: false, at, say, path });
export const open = (say: () => string, path?: readonly string[]): Verdict => ({ truth: undefined, say, path });

/** All hold: the first that does not decides, else the first that is open. */
export function every(verdicts: Iterable<Verdict>): Verdict {
  let undecided: Verdict | undefined;
  for (const verdict of verdicts) {
    if (verdict.truth === false) return verdict;
    if (verdict.truth === undefined) undecided ??= verdict;
  }
  return undecided ?? HOLDS;
}

/** One holds; when none does, the last one that came deepest speaks for them. */
export function some(verdicts: Iterable<Verdict>, none: Verdict): Verdict {
  let undecided: Verdict | undefined;
  let nearest = none;
  for (const verdict of verdicts) {
    if (verdict.truth === true) return verdict;
    if (verdict.truth === undefined) undecided ??= verdict;
    else if ((verdict.path?.length ?? 0) >= (nearest.path?.length ?? 0)) nearest = verdict;
  }
  return undecided ?? nearest;
}

/** The same for each value of a choice; a choice of both is open. */
export function agreed(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  if (verdicts.every(({ truth }) => truth === first.truth)) return first;
  const other = verdicts.find(({ truth }) => truth !== true)!;
  return open(() => `by a condition: ${other.say?.() ?? 'not always so'}`, other.path);
}
