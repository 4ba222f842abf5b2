import type { Condition, Link, Matcher, Permission } from './assertion';
import type { Context } from './context';
import { leadsTo, Linked, linksFrom, linksTo } from './links';
import { isWhole, matches, Site } from './matcher';
import { below, entries, isBelow, keysOf, onceByPart, valueAt } from './paths';
import { may } from './permission';
import { PREDICATES } from './predicates';
import type { Subject } from './subject';
import { agreed, every, fails, HOLDS, open, some, Verdict } from './verdict';
import { viewed } from './views';
import { expected, named, shown, subjects, typesOf } from './words';
import { isMapping, OneOf, Resource, Unknown, Value } from '../template';

/** Whether a subject has what a condition asks for. */
export function meets(condition: Condition, subject: Subject, context: Context): Verdict {
  let undecided: Verdict | undefined;
  for (const { word, keys, argument } of partsOf(condition)) {
    const verdict = word ? word(argument as never, subject, context) : atPath(keys, argument as Matcher, subject, context);
    if (verdict.truth === false) return verdict;
    if (verdict.truth === undefined) undecided ??= verdict;
  }
  return undecided ?? HOLDS;
}

/** A condition is met thousands of times: its keys are read once. */
const partsOf = onceByPart((condition: Condition) => Object.entries(condition)
  .map(([key, argument]) => ({ word: WORDS[key] as Word | undefined, keys: keysOf(key), argument })));

function atPath(all: readonly string[], matcher: Matcher, subject: Subject, context: Context): Verdict {
  const { value, keys } = all[0].startsWith('@') ? viewed(subject, all) : { value: subject.value, keys: all };
  // By far the most frequent: no choice, nothing unknown, no star on the way.
  let plain = value;
  let at = 0;
  while (at < keys.length && keys[at] !== '*' && !(plain instanceof OneOf) && !(plain instanceof Unknown)) {
    plain = below(plain, keys[at]);
    at += 1;
  }
  if (at === keys.length) return matches(plain, matcher, { subject, context, path: all });
  const walk = (one: Value | undefined, rest: readonly string[], way: readonly string[]): Verdict => {
    const site: Site = { subject, context, path: way };
    if (rest.length === 0) return matches(one, matcher, site);
    if (one instanceof Unknown) return open(() => `${way.join('.') || subject.id} is ${shown(one)}`, way);
    if (isWhole(matcher) && !rest.includes('*')) return matches(valueAt(one, rest), matcher, { ...site, path: [...way, ...rest] });
    if (one instanceof OneOf) return agreed(one.options.map((option) => walk(option, rest, way)));
    const [key, ...deeper] = rest;
    if (key !== '*') return walk(below(one, key), deeper, [...way, key]);
    const none = fails(() => `${[...way, ...rest].join('.')} is not set, expected ${expected(matcher)}`, way);
    return some(entries(one).map(([name, item]) => walk(item, deeper, [...way, name])), none);
  };
  return walk(value, keys, all.slice(0, all.length - keys.length));
}

type Word = (argument: never, subject: Subject, context: Context) => Verdict;

const WORDS: Readonly<Record<string, Word>> = {
  $all: (all: readonly Condition[], subject: Subject, context: Context) => every(all.map((one) => context.holds(one, subject))),
  $any: (all: readonly Condition[], subject: Subject, context: Context) => some(all.map((one) => context.holds(one, subject)), fails(() => '')),
  $not(condition: Condition, subject: Subject, context: Context): Verdict {
    const verdict = context.holds(condition, subject);
    if (verdict.truth === undefined) return verdict;
    return verdict.truth ? fails(() => `${subject.id} has ${subjects(condition)}`) : HOLDS;
  },
  $to: (link: Link, subject: Subject, context: Context) => linked(link, subject, context, 'to'),
  $from: (link: Link, subject: Subject, context: Context) => linked(link, subject, context, 'from'),
  $may: (permission: Permission, subject: Subject, context: Context) => may(permission, subject, context),
  $lesson(lesson: string, { resource }: Subject, context: Context): Verdict {
    const finding = context.findings(lesson).find((one) => one.resource === resource);
    return finding ? fails(() => finding.found, finding.path.slice(3).map(String)) : HOLDS;
  },
  $predicate: (name: string, subject: Subject, context: Context) => PREDICATES.ofSubject[name](subject, context),
};

/** Resources over so many edges, without those that only the order of deployment makes. */
function reached({ resource, value, model }: Subject, at: readonly string[] | undefined, hops: number, way: 'to' | 'from'): ReadonlySet<Resource> {
  const found = new Set<Resource>();
  const steps = (one: Resource): readonly Linked[] => way === 'to' ? linksFrom(one) : linksTo(one);
  const isWanted = ({ path }: Linked) => at ? isBelow(path, at) : path[0] !== '@DependsOn';
  let edge = resource && value === resource.properties ? steps(resource).filter(isWanted).map((link) => link[way])
    : [...resourcesIn(value, at ?? [])].flatMap((one) => leadsTo(model, one) ?? []);
  for (let hop = 1; edge.length > 0; hop += 1) {
    const fresh = edge.filter((one) => !found.has(one) && one !== resource);
    for (const one of fresh) found.add(one);
    edge = hop < hops ? fresh.flatMap((one) => steps(one).filter(({ path }) => path[0] !== '@DependsOn').map((link) => link[way])) : [];
  }
  return found;
}

/** Leaves of an item, which may name resources. */
function* resourcesIn(value: Value | undefined, at: readonly string[]): Iterable<Value> {
  if (value === undefined || value === null) return;
  const [key, ...rest] = at;
  if (value instanceof OneOf) {
    for (const option of value.options) yield* resourcesIn(option, at);
  } else if (Array.isArray(value) || isMapping(value)) {
    for (const [name, item] of entries(value)) if (key === undefined || key === '*' || key === name) yield* resourcesIn(item, rest);
  } else if (key === undefined) {
    yield value;
  }
}

/** Outputs of what is deployed: those of a nested stack are seen by its parent alone. */
const outputsTo = ({ resource, model }: Subject, link: Link, context: Context): Verdict[] => context.select(link)
  .filter(({ subject }) => subject.type === 'Output' && !subject.stack.parent && leadsTo(model, valueAt(subject.value, ['Value']))?.includes(resource!))
  .map(({ verdict }) => verdict);

function linked(link: Link, subject: Subject, context: Context, way: 'to' | 'from'): Verdict {
  const { at, hops = 1, min = 1, max = Infinity } = (typeof link === 'object' && 'type' in link ? link : {}) as { at?: string; hops?: number; min?: number; max?: number };
  const pattern = at === undefined ? undefined : keysOf(at);
  const resources = [...reached(subject, pattern, hops, way)].map((one) => context.isOne(one, link)).filter(({ truth }) => truth !== false);
  const verdicts = way === 'from' && typesOf(link).includes('Output') ? [...resources, ...outputsTo(subject, link, context)] : resources;
  const sure = verdicts.filter(({ truth }) => truth === true).length;
  if (sure >= min && verdicts.length <= max) return HOLDS;
  // A parameter may name one.
  const given = way === 'to' && pattern ? valueAt(subject.value, pattern) : undefined;
  if ((verdicts.length >= min && sure <= max) || given instanceof Unknown) {
    return open(() => verdicts.find(({ truth }) => truth === undefined)?.say?.() ?? `${at} is ${shown(given, pattern)}`, pattern);
  }
  const what = `${named(link, sure || 1)}${at ? ` at ${at}` : ''}`;
  const count = sure === 0 ? 'no' : `${sure}`;
  const wanted = max < sure ? `, expected at most ${max}` : sure > 0 ? `, expected ${min}` : '';
  return fails(() => way === 'to' ? `${subject.id} leads to ${count} ${what}${wanted}` : `${count} ${what} ${sure > 1 ? 'lead' : 'leads'} to ${subject.id}${wanted}`, pattern?.filter((key) => key !== '*'));
}
