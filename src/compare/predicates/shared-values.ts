import { wordPattern } from '../../lessons/environment-suffix';
import { environmentWords } from '../../lessons/tags';
import { Reference, show, Text, Unknown, Value } from '../../template';
import type { Selector } from '../assertion';
import type { Context } from '../context';
import { keysOf, valueAt } from '../paths';
import type { Subject } from '../subject';
import { fails, failsAt, HOLDS, open, Verdict } from '../verdict';
import { viewed } from '../views';

type Options = Readonly<Record<string, unknown>>;

/** What stands at the path `by` of each of `of`, where something does. */
function valuesOf({ of: selector, by }: Options, context: Context): { subject: Subject; value: Value }[] {
  return context.select(selector as Selector).flatMap(({ subject }) => {
    const { value, keys } = viewed(subject, keysOf(String(by)));
    const found = valueAt(value, keys);
    return found === undefined || found === null ? [] : [{ subject, value: found }];
  });
}

/** All of `of` that have a value at `by` have the same there. */
export function sameEverywhere(options: Options, context: Context): Verdict {
  const counts = new Map<string, Subject[]>();
  for (const { subject, value } of valuesOf(options, context)) {
    if (value instanceof Unknown) return open(() => `${subject.id}: ${String(options.by)} is not known (${value.reason})`);
    const text = show(value);
    counts.set(text, [...counts.get(text) ?? [], subject]);
  }
  const [most, other] = [...counts].sort(([, one], [, two]) => two.length - one.length);
  return other?.[1][0].resource ? failsAt(other[1][0].resource, () => `${other[1][0].id} has ${other[0]}, ${most[1].length} others have ${most[0]}`) : HOLDS;
}

const PLACE = /[-_/.]?\$\{AWS::(AccountId|Region)\}|[-_/.](us|eu|ap|sa|ca|me|af|il)-[a-z]+-\d(?![a-z0-9])/g;
/** Names that are told of many. */
const MOST = 3;
/** Made up anew in each stack. */
const isNew = (value: Value): boolean => value instanceof Reference || (value instanceof Text && value.parts.some(isNew)) || /\$\{AWS::Stack(Name|Id)\}/.test(show(value));
const wordsOf = (value: Value) => show(value).replace(PLACE, '').split(/[-_/.:]/);

const PARAMETER = /(env(ironment)?|stage|suffix)/i;

/** As a part of its own: `pr-12` of `payments-pr-12`. */
const isPartOf = (value: Value, suffix: string): boolean => wordsOf(value).includes(suffix) || wordPattern([suffix]).test(show(value));

/** Words that tell deployments apart: values of parameters that are named so and stand in names; else what most physical names end with, and what tags say. */
function suffixesOf(context: Context): readonly string[] {
  const names = valuesOf({ of: 'AWS::*', by: '@name' }, context).filter(({ value }) => !isNew(value));
  const standsInNames = (suffix: string) => suffix !== '' && names.some(({ value }) => isPartOf(value, suffix));
  const given = [...context.stacks]
    .flatMap(({ parameters: all, resolver }) => Object.keys(all).filter((name) => PARAMETER.test(name)).map((Ref) => show(resolver.resolve({ Ref }))))
    .filter(standsInNames);
  if (given.length > 0) return given;
  const counts = new Map<string, number>();
  for (const { value } of names) {
    const last = wordsOf(value).at(-1)!;
    counts.set(last, (counts.get(last) ?? 0) + 1);
  }
  const ofMost = [...counts].filter(([, count]) => count * 2 > names.length).map(([word]) => word);
  const tagged = [...new Set([...context.stacks].map(({ root }) => root))].flatMap(environmentWords).filter(standsInNames);
  return [...new Set([...ofMost, ...tagged])];
}

/** What stands at `by` of each of `of` holds what the user says, the suffix that the physical names of the templates have, or something that is new in each stack. */
export function holdsSuffix(options: Options, context: Context): Verdict {
  const values = valuesOf(options, context).filter(({ value }) => !isNew(value) && context.environmentSuffix?.test(show(value)) !== true);
  const suffixes = values.length === 0 ? [] : suffixesOf(context);
  const without = values.filter(({ value }) => !suffixes.some((suffix) => isPartOf(value, suffix) || show(value).endsWith(suffix)));
  if (without.length === 0) return HOLDS;
  const [{ subject }] = without;
  const say = () => `${without.map(({ value }) => show(value)).slice(0, MOST).join(', ')}${without.length > MOST ? ` and ${without.length - MOST} more` : ''}: ${
    suffixes.length === 0 ? 'the names share no suffix' : `without ${suffixes.join(' or ')}, which other names have`}`;
  return subject.resource ? failsAt(subject.resource, say) : fails(say);
}
