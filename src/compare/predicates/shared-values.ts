import type { Selector } from '../assertion';
import type { Context } from '../context';
import { keysOf, valueAt } from '../paths';
import type { Subject } from '../subject';
import { fails, HOLDS, open, Verdict } from '../verdict';
import { viewed } from '../views';
import { list, mappings } from '../../lessons/query';
import { watchedBy } from '../../lessons/monitoring/alarms';
import { Reference, show, Text, Unknown, Value } from '../../template';

type Options = Readonly<Record<string, unknown>>;

/** What stands at the path `by` of each of `of`, where something does. */
const valuesOf = ({ of: selector, by }: Options, context: Context): { subject: Subject; value: Value }[] => context.select(selector as Selector).flatMap(({ subject }) => {
  const { value, keys } = viewed(subject, keysOf(String(by)));
  const found = valueAt(value, keys);
  return found === undefined || found === null ? [] : [{ subject, value: found }];
});

/** All of `of` that have a value at `by` have the same there. */
export function sameEverywhere(options: Options, context: Context): Verdict {
  const counts = new Map<string, Subject[]>();
  for (const { subject, value } of valuesOf(options, context)) {
    if (value instanceof Unknown) return open(() => `${subject.id}: ${String(options.by)} is not known (${value.reason})`);
    const text = show(value);
    counts.set(text, [...counts.get(text) ?? [], subject]);
  }
  const [most, other] = [...counts].sort(([, one], [, two]) => two.length - one.length);
  return other ? fails(() => `${other[1][0].id} has ${other[0]}, ${most[1].length} others have ${most[0]}`) : HOLDS;
}

const PLACE = /[-_/.]?\$\{AWS::(AccountId|Region)\}|[-_/.](us|eu|ap|sa|ca|me|af|il)-[a-z]+-\d(?![a-z0-9])/g;
/** Made up anew in each stack. */
const isNew = (value: Value): boolean => value instanceof Reference || (value instanceof Text && value.parts.some(isNew)) || /\$\{AWS::Stack(Name|Id)\}/.test(show(value));
const wordsOf = (value: Value) => show(value).replace(PLACE, '').split(/[-_/.:]/);

/** What most physical names end with: `dev`; undefined when they share nothing. */
function suffixOf(context: Context): string | undefined {
  const names = valuesOf({ of: 'AWS::*', by: '@name' }, context).filter(({ value }) => !isNew(value));
  const counts = new Map<string, number>();
  for (const { value } of names) {
    const last = wordsOf(value).at(-1)!;
    counts.set(last, (counts.get(last) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most && most[1] * 2 > names.length ? most[0] : undefined;
}

/** What stands at `by` holds the word that the physical names of the templates end with, or something that is new in each stack. */
export function holdsSuffix(options: Options, context: Context): Verdict {
  const values = valuesOf(options, context).filter(({ value }) => !isNew(value));
  if (values.length === 0) return HOLDS;
  const suffix = suffixOf(context);
  if (suffix === undefined) return fails(() => `the physical names share no suffix: ${show(values[0].value)}`);
  const without = values.filter(({ value }) => !wordsOf(value).includes(suffix));
  return without.length === 0 ? HOLDS : fails(() => `${without.map(({ value }) => show(value)).slice(0, 3).join(', ')}: without ${suffix}, which the other names end with`);
}

/** A metric filter whose metric some alarm looks at. */
export function isWatched({ resource, model, id }: Subject): Verdict {
  const metrics = mappings(resource?.get('MetricTransformations')).map((one) => `${show(one.MetricNamespace)} ${show(one.MetricName)}`);
  const watched = new Set(model.resources('AWS::CloudWatch::Alarm').flatMap(watchedBy).map(({ namespace, name }) => `${show(namespace)} ${show(name)}`));
  const lone = metrics.find((metric) => !watched.has(metric));
  return lone === undefined ? HOLDS : fails(() => `no alarm looks at ${lone}, which ${id} counts`, ['MetricTransformations']);
}

/** An alarm on a metric of one's own: a metric filter makes it, or a function is told its namespace. */
export function isFed({ resource, model }: Subject): Verdict {
  if (!resource) return HOLDS;
  const filters = new Set(model.resources('AWS::Logs::MetricFilter').flatMap((one) => mappings(one.get('MetricTransformations'))).map((one) => `${show(one.MetricNamespace)} ${show(one.MetricName)}`));
  const told = new Set(model.resources('AWS::Lambda::Function').flatMap((one) => mappings(one.get('Environment.Variables'))).flatMap((one) => Object.values(one)).map(show));
  const code = () => model.resources('AWS::Lambda::Function').flatMap((one) => list(one.get('Code.ZipFile'))).map(show);
  for (const { namespace, name } of watchedBy(resource)) {
    const space = show(namespace);
    if (namespace === undefined || /^(AWS\/|CWAgent|LambdaInsights|ContainerInsights|ECS\/)/.test(space)) continue;
    if (filters.has(`${space} ${show(name)}`) || told.has(space) || code().some((text) => text.includes(show(name)))) continue;
    return fails(() => `nothing makes ${space} ${show(name)}`, ['MetricName']);
  }
  return HOLDS;
}
