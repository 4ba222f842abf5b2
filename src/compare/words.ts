import type { Condition, Matcher, Selector } from './assertion';
import { isResolved, isSecretName, withoutCredentials } from '../lessons/secrets/secrets';
import { isMapping, isRecord, OneOf, show, Text, Unknown, Value } from '../template';
import { oneLine } from '../template/one-line';

const LONGEST = 90;
const MOST_NAMES = 3;
const MOST_TYPES = 6;

function cut(text: string): string {
  const line = oneLine(text);
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

const list = (all: readonly unknown[], and: string) => all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} ${and} ${String(all.at(-1))}`;

/** A value as a sentence names it. `keys`: where it stands; reports are read by many, so that no secret is quoted. */
export function shown(value: Value | undefined, keys: readonly (string | number)[] = []): string {
  if (value === undefined || value === null) return 'not set';
  if (isSecret(value, keys)) return 'written out';
  if (value instanceof Unknown) return `not known (${value.reason})`;
  if (value instanceof OneOf) return cut(withoutCredentials(value.options.map((one) => one === undefined ? 'not set' : show(one)).join(' or ')));
  return cut(['', '[]', '{}'].includes(show(value)) ? 'empty' : withoutCredentials(show(value)));
}

/** What stands below a name of a secret, and is not taken from elsewhere; all that a resource says may hold one. */
function isSecret(value: Value, keys: readonly (string | number)[]): boolean {
  if (keys.includes('@text')) return true;
  const isQuoted = value instanceof OneOf ? value.options.some((one) => one !== undefined && isWrittenOut(one)) : isWrittenOut(value);
  return isQuoted && keys.some((key) => isSecretName(String(key)));
}

const isWrittenOut = (value: Value): boolean => (typeof value === 'string' || value instanceof Text || Array.isArray(value) || isMapping(value)) && !isResolved(value);

export const typesOf = (selector: Selector): readonly string[] => {
  if (typeof selector === 'string') return [selector];
  if (Array.isArray(selector)) return selector as readonly string[];
  return typesOf((selector as { type: string | readonly string[] }).type);
};

const short = (type: string) => type === 'AWS::*' ? 'resources' : type.replace(/^AWS::/, '');

/** `SQS::Queues`, `IAM::Policies`, `SNS::Topics`. */
function pluralOf(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return noun === 'resources' || noun.endsWith('*') ? noun : `${noun}${/(?:s|x|ch|sh)$/.test(noun) ? 'es' : 's'}`;
}

/** `SQS::Queue`, `Lambda::Function or ECS::Service`; of several `SQS::Queues`, `Lambda::Functions and ECS::Services`. */
export function typeNames(selector: Selector, count = 1): string {
  const types = typesOf(selector);
  const noun = (one: string) => count === 1 ? one : pluralOf(one);
  if (types.length > MOST_TYPES) return `${noun('resource')} (${short(types[0])} and the like)`;
  return list(types.map((type) => noun(short(type))), count === 1 ? 'or' : 'and');
}

/** `1 SQS::Queue`, `2 SQS::Queues` */
export const counted = (count: number, selector: Selector): string => `${count} ${typeNames(selector, count)}`;

/** `both SQS::Queues`, `all 4 SQS::Queues`, `2 of 4 SQS::Queues`. `types`: of each of all. */
export function shareOf(count: number, types: readonly string[]): string {
  const of = types.length;
  const all = [...new Set(types)];
  if (count < of) return `${count} of ${counted(of, all)}`;
  return of === 2 ? `both ${typeNames(all, of)}` : `all ${counted(of, all)}`;
}

/** There are some, and they are not as they should be: `the only SQS::Queue does not fit`, `none of the 4 SQS::Queues fits`. `types`: of each of them. */
export function noneFits(types: readonly string[], items?: string): string {
  const of = types.length;
  const there = [...new Set(types)];
  const all = of === 1 ? `the only ${typeNames(there)}` : `the ${counted(of, there)}`;
  if (items !== undefined) return `nothing in ${plainKey(items)} of ${all} fits`;
  if (of === 1) return `${all} does not fit`;
  return `${of === 2 ? 'neither' : 'none'} of ${all} fits`;
}

/** Begins a sentence, and is surely no name: in the middle it is written small. */
const WORD = /^(?:An?|The|There|No|None|Nobody|Nothing|Never|Neither|Anybody|One|All|Only|Every|Does|Has|Holds|Allows|Called|Calls|Kept|Catches|Retries)\b/;

/** One sentence of several sayings: what they begin with is said once. */
export function joined(sayings: readonly string[]): string {
  let said = '';
  return [...new Set(sayings)].map((one, at) => {
    const [, start = ''] = /^(.* fits?: )/.exec(one) ?? [];
    const rest = start !== '' && start === said ? one.slice(start.length) : one;
    said = start;
    return at === 0 ? rest : rest.replace(WORD, (word) => word.toLowerCase());
  }).join('; ');
}

/** `SQS::Queue with RedrivePolicy`; of several `SQS::Queues with RedrivePolicy`. */
export function named(selector: Selector, count = 1): string {
  const { where, items } = isRecord(selector) ? selector as { where?: Condition; items?: string } : {};
  const asked = where && simply(where);
  return `${typeNames(selector, count)}${items ? ` (${plainKey(items)})` : ''}${asked ? ` with ${asked}` : ''}`;
}

/** What a condition is about, when that can be said in few words. */
export const simply = (condition: Condition): string | undefined =>
  Object.keys(condition).some((key) => ['$any', '$all', '$predicate', '$not', '@text'].includes(key)) ? undefined : subjects(condition);

/** `@DeletionPolicy` is what people know as DeletionPolicy. */
export const plainKey = (key: string): string => key.replace(/^@/, '').replace(/\.\*/g, '');

/** What a condition is about. */
export function subjects(condition: Condition): string {
  const names = Object.entries(condition).map(([key, value]) => {
    if (key === '$not') return `not ${subjects(value as Condition)}`;
    if (key === '$all' || key === '$any') return (value as readonly Condition[]).map(subjects).join(key === '$any' ? ' or ' : ' and ');
    if (key === '$to') return `a link to ${typeNames(value as Selector)}`;
    if (key === '$from') return `a link from ${typeNames(value as Selector)}`;
    if (key === '$may') return `permission for ${[(value as { actions: string }).actions].flat().join(', ')}`;
    if (key.startsWith('$')) return String(value);
    const matcher = value as Matcher;
    return isRecord(matcher) && matcher.present === false ? `no ${plainKey(key)}` : typeof matcher === 'object' ? plainKey(key) : `${plainKey(key)} ${String(matcher)}`;
  });
  return cut(names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')} ...` : names.join(', '));
}

/** A regular expression for people: `[Pp]ay` is pay, alternatives are told apart by or. */
const readable = (pattern: string) => pattern.replace(/\[([A-Za-z])([A-Za-z])\]/g, (all, one: string, other: string) => one.toLowerCase() === other.toLowerCase() ? other.toLowerCase() : all)
  // Where a word begins and ends is not told.
  .replace(/\((?:\?:)?\^\|[^()|]*\)|\((?:\?:)?[^()|]*\|\$\)|\\b/g, '').replaceAll('(?:', '(').replace(/(?<!\\)\.[*+]\??/g, ' ... ')
  .replace(/(^|[|(])\^/g, '$1').replace(/(?<!\\)\$(?=$|[|)])/g, '').replace(/^\(([^()]*)\)$/, '$1')
  .replace(/\\([.$+*?(){}[\]|/-])/g, '$1').replace(/\|/g, ' or ');

/** `one with Key` of a list: `an item with Key`. */
const item = (what: string, matcher: Matcher, is: string) => {
  const wanted = expected(matcher);
  return wanted.startsWith(ONE) ? `${what} with ${wanted.slice(ONE.length)}` : `${what} ${is} ${wanted}`;
};
const ONE = 'one with ';

const WORDS: Readonly<Record<string, (argument: never) => string>> = {
  is: (values: unknown) => list([values].flat(), 'or'),
  present: (is: boolean) => is ? 'a value' : 'none',
  min: (least: number) => `at least ${least}`,
  max: (most: number) => `at most ${most}`,
  matches: (pattern: string) => `text like ${readable(pattern)}`,
  own: (place: string) => `its own ${place}`,
  refuses: (texts: readonly string[]) => `a pattern that refuses ${list(texts, 'and')}`,
  contains: (matcher: Matcher) => item('an item', matcher, 'that is'),
  every: (matcher: Matcher) => item('every item', matcher, 'to be'),
  length: ({ min, max }: { min?: number; max?: number }) => list([min === undefined ? '' : `at least ${min} items`, max === undefined ? '' : `at most ${max} items`].filter(Boolean), 'and'),
  keys: (matcher: Matcher) => `a name that is ${expected(matcher)}`,
  has: (condition: Condition) => `${ONE}${subjects(condition)}`,
  to: (selector: Selector) => `a reference to ${named(selector)}`,
  options: (values: readonly unknown[]) => `${list(values, 'and')} by a condition`,
  either: (matcher: Matcher) => `possibly ${expected(matcher)}`,
  all: (all: readonly Matcher[]) => list(all.map(expected), 'and'),
  any: (all: readonly Matcher[]) => list(all.map(expected), 'or'),
  not: (matcher: Matcher) => isRecord(matcher) && 'contains' in matcher ? item('no item', matcher.contains as Matcher, 'that is') : `something other than ${expected(matcher)}`,
};

/** What a matcher asks for. */
export function expected(matcher: Matcher): string {
  if (!isRecord(matcher)) return WORDS.is(matcher as never);
  const all = Object.entries(matcher);
  // What is to be something has a value.
  const told = all.length > 1 ? all.filter(([key, argument]) => key !== 'present' || argument !== true) : all;
  return cut(list(told.map(([key, argument]) => WORDS[key](argument as never)), 'and'));
}
