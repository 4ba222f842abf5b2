import type { Condition, Matcher, Selector } from './assertion';
import { isResolved, isSecretName, withoutCredentials } from '../lessons/secrets/secrets';
import { isMapping, isRecord, OneOf, show, Text, Unknown, Value } from '../template';

const LONGEST = 90;
const MOST_NAMES = 3;
const MOST_TYPES = 6;

const cut = (text: string) => text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;

/** A value as a sentence names it. `keys`: where it stands; reports are read by many, so that no secret is quoted. */
export function shown(value: Value | undefined, keys: readonly (string | number)[] = []): string {
  if (value === undefined || value === null) return 'not set';
  if (isSecret(value, keys)) return 'written out';
  if (value instanceof Unknown) return `not known (${value.reason})`;
  if (value instanceof OneOf) return cut(withoutCredentials(value.options.map((one) => one === undefined ? 'not set' : show(one)).join(' or ')));
  return cut(show(value) === '' ? 'empty' : withoutCredentials(show(value)));
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

/** `SQS::Queue`, `Lambda::Function or ECS::Service` */
export const typeNames = (selector: Selector): string => {
  const types = typesOf(selector);
  return types.length > MOST_TYPES ? `resource (${short(types[0])} and the like)` : types.map(short).join(' or ');
};

/** `SQS::Queue with RedrivePolicy` */
export function named(selector: Selector): string {
  const { where, items } = isRecord(selector) ? selector as { where?: Condition; items?: string } : {};
  const asked = where && simply(where);
  return `${typeNames(selector)}${items ? ` (${items})` : ''}${asked ? ` with ${asked}` : ''}`;
}

/** What a condition is about, when that can be said in few words. */
export const simply = (condition: Condition): string | undefined =>
  Object.keys(condition).some((key) => ['$any', '$all', '$predicate', '$not', '@text'].includes(key)) ? undefined : subjects(condition);

/** `@DeletionPolicy` is what people know as DeletionPolicy. */
const plainKey = (key: string) => key.replace(/^@/, '').replace(/\.\*/g, '');

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

const list = (all: readonly unknown[], and: string) => all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} ${and} ${String(all.at(-1))}`;

/** A regular expression for people: `[Pp]ay` is pay, alternatives are told apart by or. */
const readable = (pattern: string) => pattern.replace(/\[([A-Za-z])([A-Za-z])\]/g, (all, one: string, other: string) => one.toLowerCase() === other.toLowerCase() ? other.toLowerCase() : all)
  .replace(/^\^|\$$/g, '').replace(/\\([.$+*?(){}[\]|])/g, '$1').replace(/\|/g, ' or ');

const WORDS: Readonly<Record<string, (argument: never) => string>> = {
  is: (values: unknown) => list([values].flat(), 'or'),
  present: (is: boolean) => is ? 'a value' : 'none',
  min: (least: number) => `at least ${least}`,
  max: (most: number) => `at most ${most}`,
  matches: (pattern: string) => `text like ${readable(pattern)}`,
  own: (place: string) => `its own ${place}`,
  refuses: (texts: readonly string[]) => `a pattern that refuses ${list(texts, 'and')}`,
  contains: (matcher: Matcher) => `an item that is ${expected(matcher)}`,
  every: (matcher: Matcher) => `every item ${expected(matcher)}`,
  length: ({ min, max }: { min?: number; max?: number }) => list([min === undefined ? '' : `at least ${min} items`, max === undefined ? '' : `at most ${max} items`].filter(Boolean), 'and'),
  keys: (matcher: Matcher) => `a name that is ${expected(matcher)}`,
  has: (condition: Condition) => `one with ${subjects(condition)}`,
  to: (selector: Selector) => `a reference to ${named(selector)}`,
  options: (values: readonly unknown[]) => `${list(values, 'and')} by a condition`,
  either: (matcher: Matcher) => `possibly ${expected(matcher)}`,
  all: (all: readonly Matcher[]) => list(all.map(expected), 'and'),
  any: (all: readonly Matcher[]) => list(all.map(expected), 'or'),
  not: (matcher: Matcher) => `something else than ${expected(matcher)}`,
};

/** What a matcher asks for. */
export function expected(matcher: Matcher): string {
  if (!isRecord(matcher)) return WORDS.is(matcher as never);
  return cut(list(Object.entries(matcher).map(([key, argument]) => WORDS[key](argument as never)), 'and'));
}
