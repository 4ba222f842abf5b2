import type { Condition, Matcher, Scalar, Selector } from './assertion';
import type { Context } from './context';
import { leadsTo } from './links';
import { entries, onceByPart } from './paths';
import { accountsIn, placeOf } from './place';
import type { Subject } from './subject';
import { agreed, every, HOLDS, open, some, Verdict } from './verdict';
import { expected, shown } from './words';
import { absent, list, num } from '../lessons/query';
import { isMapping, isRecord, onceByText, OneOf, options, Pseudo, Reference, show, Text, Unknown, Value } from '../template';

/** Where a value stands. */
export interface Site {
  readonly subject: Subject;
  readonly context: Context;
  /** Keys below the subject. */
  readonly path: readonly string[];
}

/** Matchers that look at a choice as a whole. */
export const isWhole = (matcher: Matcher): boolean => isRecord(matcher) && ('options' in matcher || 'either' in matcher);

const testsOf = onceByPart((matcher: object): readonly (readonly [string, unknown])[] => Object.entries(matcher));

/** Whether a value is as it should be. */
export function matches(value: Value | undefined, matcher: Matcher, site: Site): Verdict {
  if (value instanceof OneOf && !isWhole(matcher)) return agreed(value.options.map((option) => matches(option, matcher, site)));
  const verdict = isRecord(matcher) ? all(value, testsOf(matcher), site) : TESTS.is(value, matcher as never, site);
  return verdict.truth === false && !verdict.say
    ? { ...verdict, path: verdict.path ?? site.path, say: () => sentence(value, matcher, site) } : verdict;
}

function all(value: Value | undefined, tests: readonly (readonly [string, unknown])[], site: Site): Verdict {
  if (tests.length === 1) return TESTS[tests[0][0]](value, tests[0][1] as never, site);
  return every(tests.map(([name, argument]) => TESTS[name](value, argument as never, site)));
}

const label = ({ path, subject }: Site) => path.join('.').replace(/^@/, '') || (subject.key ?? subject.id);

/** Keys to it, without section and logical id; of a value with a name beside it, the name too. */
const keysTo = ({ subject: { base, value }, path }: Site): (string | number)[] =>
  [...base.slice(2), ...path, ...path.at(-1) === 'Value' && isMapping(value) ? [show(value.Name ?? value.Key)] : []];

const sentence = (value: Value | undefined, matcher: Matcher, site: Site): string => {
  const is = value === undefined || value === null ? 'is not set' : `is ${shown(value, keysTo(site))}`;
  return isRecord(matcher) && matcher.present === true && Object.keys(matcher).length === 1 ? `${label(site)} ${is}` : `${label(site)} ${is}, expected ${expected(matcher)}`;
};

type Test = (value: Value | undefined, argument: never, site: Site) => Verdict;

const FAILS: Verdict = { truth: false };
const decided = (truth: boolean): Verdict => truth ? HOLDS : FAILS;
const notKnown = (value: Value | undefined, site: Site) => open(() => `${label(site)} is ${value instanceof Unknown ? shown(value) : `${shown(value, keysTo(site))}, which only the deployment knows`}`, site.path);

/** Whether a text has parts that may be anything. */
const isPartial = (value: Text): boolean => value.parts.some((part) => part instanceof Unknown || part instanceof OneOf);

/** What is known of its beginning does not say otherwise. */
const mayBecome = ({ parts: [first] }: Text, wanted: Scalar): boolean => typeof first !== 'string' || String(wanted).startsWith(first);

const same = (value: string | number | boolean, wanted: Scalar) => typeof wanted === 'boolean' || typeof value === 'boolean'
  ? String(value).toLowerCase() === String(wanted).toLowerCase() : String(value) === String(wanted);

const expression = onceByText((pattern) => new RegExp(pattern));

function bounded(value: Value | undefined, isWithin: (number: number) => boolean, site: Site): Verdict {
  const number = num(value);
  if (number !== undefined) return decided(isWithin(number));
  return value instanceof Unknown || (value instanceof Text && isPartial(value)) || value instanceof Pseudo ? notKnown(value, site) : FAILS;
}

/** Items of a list, values of a mapping; one value is a list of one. */
const itemsIn = (value: Value | undefined): readonly (readonly [string, Value])[] => {
  if (Array.isArray(value) || isMapping(value)) return entries(value);
  return list(value).map((one, at) => [String(at), one] as const);
};

const deeper = (site: Site, key: string): Site => ({ ...site, path: [...site.path, key] });

const TESTS: Readonly<Record<string, Test>> = {
  is(value: Value | undefined, wanted: Scalar | readonly Scalar[], site: Site): Verdict {
    if (value instanceof Unknown) return notKnown(value, site);
    const one = value instanceof Text || value instanceof Pseudo || value instanceof Reference ? show(value) : value;
    if (typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean') return FAILS;
    if ([wanted].flat().some((each) => same(one, each))) return HOLDS;
    return value instanceof Text && isPartial(value) && [wanted].flat().some((each) => mayBecome(value, each)) ? notKnown(value, site) : FAILS;
  },
  present: (value: Value | undefined, wanted: boolean) => decided(absent(value) !== wanted),
  min: (value: Value | undefined, least: number, site: Site) => bounded(value, (number) => number >= least, site),
  max: (value: Value | undefined, most: number, site: Site) => bounded(value, (number) => number <= most, site),
  matches(value: Value | undefined, pattern: string, site: Site): Verdict {
    if (value === undefined || value === null) return FAILS;
    if (expression(pattern).test(show(value))) return HOLDS;
    return value instanceof Unknown || (value instanceof Text && isPartial(value)) ? notKnown(value, site) : FAILS;
  },
  own(value: Value | undefined, _: 'account', { subject: { stack } }: Site): Verdict {
    const written = value === undefined || value === null || value instanceof Unknown ? [] : accountsIn(show(value));
    const { account } = placeOf(stack);
    return decided(written.length > 0 && written.every((one) => one === account));
  },
  refuses(value: Value | undefined, texts: readonly string[], site: Site): Verdict {
    if (typeof value !== 'string') return value instanceof Unknown ? notKnown(value, site) : FAILS;
    try {
      return decided(!texts.some((text) => expression(`^(?:${value})$`).test(text)));
    } catch {
      return open(() => `${label(site)} is no regular expression that can be tried`, site.path); // CloudFormation reads those of Java
    }
  },
  contains(value: Value | undefined, matcher: Matcher, site: Site): Verdict {
    if (value instanceof Unknown) return notKnown(value, site);
    return some(itemsIn(value).map(([key, item]) => matches(item, matcher, deeper(site, key))), FAILS);
  },
  every(value: Value | undefined, matcher: Matcher, site: Site): Verdict {
    if (value instanceof Unknown) return notKnown(value, site);
    const items = itemsIn(value);
    return items.length === 0 ? FAILS : every(items.map(([key, item]) => matches(item, matcher, deeper(site, key))));
  },
  length(value: Value | undefined, { min = 0, max = Infinity }: { min?: number; max?: number }, site: Site): Verdict {
    if (value instanceof Unknown) return notKnown(value, site);
    const { length } = itemsIn(value);
    return decided(length >= min && length <= max);
  },
  keys(value: Value | undefined, matcher: Matcher, site: Site): Verdict {
    if (value instanceof Unknown) return notKnown(value, site);
    return isMapping(value) ? some(Object.keys(value).map((key) => matches(key, matcher, deeper(site, key))), FAILS) : FAILS;
  },
  has(value: Value | undefined, condition: Condition, site: Site): Verdict {
    if (value instanceof Unknown) return notKnown(value, site);
    if (value === undefined || value === null) return FAILS;
    const { model, stack, resource, type, id, base } = site.subject;
    const inner: Subject = { model, stack, resource, type, id, base: [...base, ...site.path], key: site.path.at(-1), value };
    const verdict = site.context.holds(condition, inner);
    return verdict.path ? { ...verdict, path: [...site.path, ...verdict.path] } : verdict;
  },
  to(value: Value | undefined, selector: Selector, site: Site): Verdict {
    const found = leadsTo(site.context.model, value);
    if (!found) return notKnown(value, site);
    return some(found.map((one) => site.context.isOne(one, selector)), FAILS);
  },
  options(value: Value | undefined, wanted: readonly Scalar[], site: Site): Verdict {
    const choices = options(value);
    if (choices.some((one) => one instanceof Unknown)) return notKnown(value, site);
    const isWanted = (one: Value | undefined) => ['string', 'number', 'boolean'].includes(typeof one) && wanted.some((each) => same(one as Scalar, each));
    return decided(choices.every(isWanted) && wanted.every((each) => choices.some((one) => isWanted(one) && same(one as Scalar, each))));
  },
  either: (value: Value | undefined, matcher: Matcher, site: Site) => some(options(value).map((option) => matches(option, matcher, site)), FAILS),
  all: (value: Value | undefined, matchers: readonly Matcher[], site: Site) => every(matchers.map((matcher) => matches(value, matcher, site))),
  any(value: Value | undefined, matchers: readonly Matcher[], site: Site): Verdict {
    const verdict = some(matchers.map((matcher) => matches(value, matcher, site)), FAILS);
    return verdict.truth === false ? FAILS : verdict;
  },
  not(value: Value | undefined, matcher: Matcher, site: Site): Verdict {
    const verdict = matches(value, matcher, site);
    return verdict.truth === undefined ? verdict : decided(!verdict.truth);
  },
};
