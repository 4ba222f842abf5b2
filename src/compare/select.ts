import type { Selector } from './assertion';
import type { Context } from './context';
import { entries, keysOf } from './paths';
import { Subject, subjectsOf } from './subject';
import { HOLDS, open, Verdict } from './verdict';
import { viewed } from './views';
import { typesOf } from './words';
import { isRecord, OneOf, Unknown, Value } from '../template';

/** A subject that is surely meant, or maybe. */
export interface Selected {
  readonly subject: Subject;
  readonly verdict: Verdict;
}

/** Everything of these types, with what their conditions say; also what does not meet them. */
export function judged(selector: Selector, context: Context): Selected[] {
  const detailed: Partial<Exclude<Selector, string | readonly string[]>> = isRecord(selector) ? selector : {};
  const { where, items, inside, deploying = false } = detailed;
  const all = subjectsOf(context.model, context.stacks, typesOf(selector), deploying);
  const holders = inside ? all.filter((subject) => context.holds(inside, subject).truth === true) : all;
  const subjects = items === undefined ? all.map((subject): Selected => ({ subject, verdict: HOLDS }))
    : holders.flatMap((subject) => itemsOf(subject, items));
  if (!where) return subjects;
  return subjects.map(({ subject, verdict }) => {
    const met = context.holds(where, subject);
    return { subject, verdict: met.truth === true ? verdict : met };
  });
}

/** The items at a path, as subjects of their own. */
function itemsOf(subject: Subject, path: string): Selected[] {
  const found: Selected[] = [];
  const { value, keys, base } = viewed(subject, keysOf(path));
  const walk = (at: Value | undefined, rest: readonly string[], way: readonly string[], verdict: Verdict): void => {
    if (at === undefined || at === null) return;
    if (at instanceof OneOf) {
      const maybe = open(() => 'by a condition');
      for (const option of at.options) walk(option, rest, way, maybe);
    } else if (at instanceof Unknown) {
      found.push({ subject: { ...withBase(subject, base, way), value: at, key: way.at(-1) }, verdict: open(() => `not known (${at.reason})`, way) });
    } else if (rest.length === 0) {
      found.push({ subject: { ...withBase(subject, base, way), value: at, key: way.at(-1) }, verdict });
    } else {
      for (const [key, item] of entries(at)) if (rest[0] === '*' || rest[0] === key) walk(item, rest.slice(1), [...way, key], verdict);
    }
  };
  walk(value, keys, [], HOLDS);
  return found;
}

const withBase = ({ model, stack, resource, type, id }: Subject, base: Subject['base'], way: readonly string[]): Subject =>
  ({ model, stack, resource, type, id, base: [...base, ...way], value: null });
