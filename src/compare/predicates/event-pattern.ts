import { list } from '../../lessons/query';
import { isKnown, isMapping, OneOf, Value } from '../../template';

/** What is known of an event. */
export interface Probe {
  readonly source: string;
  /** `detail-type`, when it is known. */
  readonly type?: string;
}

/** `maybe`: it depends on what is not known of the event. `detail`: only on what its detail holds. */
export type Match = 'yes' | 'no' | 'maybe' | 'detail';

const ORDER: readonly Match[] = ['yes', 'maybe', 'detail', 'no'];
const all = (matches: readonly Match[]): Match => matches.reduce((worst, one) => ORDER.indexOf(one) > ORDER.indexOf(worst) ? one : worst, 'yes');
const some = (matches: readonly Match[]): Match => matches.reduce((best, one) => ORDER.indexOf(one) < ORDER.indexOf(best) ? one : best, 'no');

/** Whether a rule's pattern takes an event of which source and type are known. */
export function matchOf(pattern: Value | undefined, probe: Probe): Match {
  if (!isMapping(pattern)) return 'maybe';
  return all(Object.entries(pattern).map(([key, expected]) => {
    if (key === '$or') return some(list(expected).map((one) => matchOf(one, probe)));
    if (key === 'source') return field(expected, probe.source);
    if (key === 'detail-type') return field(expected, probe.type);
    return key === 'detail' ? 'detail' : 'maybe';
  }));
}

const field = (expected: Value, value: string | undefined): Match => some(list(expected).map((one) => entry(one, value)));

function entry(expected: Value, value: string | undefined): Match {
  if (!isKnown(expected) || value === undefined) return 'maybe';
  if (!isMapping(expected)) return String(expected) === value ? 'yes' : 'no';
  const [[name, argument]] = Object.entries(expected);
  const test = TESTS[name];
  return test ? test(argument, value) ? 'yes' : 'no' : 'maybe';
}

const texts = (value: Value): string[] => list(value).map(String);
const like = (pattern: string, value: string) => new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`).test(value);
/** `{ prefix: a }`, `{ prefix: { 'equals-ignore-case': a } }` */
const plain = (argument: Value, value: string): [string[], string] => isMapping(argument)
  ? [texts(argument['equals-ignore-case'] ?? []).map((one) => one.toLowerCase()), value.toLowerCase()] : [texts(argument), value];

const TESTS: Readonly<Record<string, (argument: Value, value: string) => boolean>> = {
  'prefix': (argument, value) => { const [all0, text] = plain(argument, value); return all0.some((one) => text.startsWith(one)); },
  'suffix': (argument, value) => { const [all0, text] = plain(argument, value); return all0.some((one) => text.endsWith(one)); },
  'equals-ignore-case': (argument, value) => texts(argument).some((one) => one.toLowerCase() === value.toLowerCase()),
  'wildcard': (argument, value) => texts(argument).some((one) => like(one, value)),
  'exists': (argument) => argument === true,
  'anything-but': (argument, value) => isMapping(argument)
    ? !Object.entries(argument).some(([name, inner]) => TESTS[name]?.(inner, value)) : !texts(argument).includes(value),
};

/** Bounds of numbers in a pattern, with the currencies that stand beside them. */
export interface Bound {
  readonly amount: number;
  /** Absent when nothing beside the number says which currency it is in. */
  readonly currencies?: readonly string[];
}

export function* boundsIn(pattern: Value | undefined): Iterable<Bound> {
  if (Array.isArray(pattern)) {
    for (const one of pattern as readonly Value[]) yield* boundsIn(one);
  } else if (pattern instanceof OneOf) {
    for (const one of pattern.options) yield* boundsIn(one);
  } else if (isMapping(pattern)) {
    const currency = Object.entries(pattern).find(([key]) => /currency/i.test(key))?.[1];
    for (const [key, value] of Object.entries(pattern)) {
      const numbers = list(value).flatMap((one) => isMapping(one) && one.numeric !== undefined ? list(one.numeric).filter((part) => typeof part === 'number') : []);
      for (const amount of numbers) yield { amount, currencies: currency === undefined ? undefined : texts(currency) };
      if (numbers.length === 0 && !/currency/i.test(key)) yield* boundsIn(value);
    }
  }
}

