import { watchedBy } from '../../lessons/monitoring/alarms';
import { list, mappings } from '../../lessons/query';
import { Model, show } from '../../template';
import type { Subject } from '../subject';
import { fails, HOLDS, Verdict } from '../verdict';

const FUNCTION = 'AWS::Lambda::Function';
/** Namespaces that AWS or its agents fill. */
const OF_AWS = /^(AWS\/|CWAgent|LambdaInsights|ContainerInsights|ECS\/)/;

const filtered = (model: Model) => model.resources('AWS::Logs::MetricFilter').flatMap((one) => mappings(one.get('MetricTransformations')));
const nameOf = (namespace: unknown, name: unknown) => `${show(namespace as never)} ${show(name as never)}`;

/** A metric filter whose metrics some alarm looks at. */
export function isWatched({ resource, model, id }: Subject): Verdict {
  const watched = new Set(model.resources('AWS::CloudWatch::Alarm').flatMap(watchedBy).map(({ namespace, name }) => nameOf(namespace, name)));
  const lone = mappings(resource?.get('MetricTransformations')).map((one) => nameOf(one.MetricNamespace, one.MetricName)).find((metric) => !watched.has(metric));
  return lone === undefined ? HOLDS : fails(() => `no alarm looks at ${lone}, which ${id} counts`, ['MetricTransformations']);
}

/** An alarm whose own metrics are made: by a metric filter, or by a function that is told the namespace or has the name in its code. */
export function isFed({ resource, model }: Subject): Verdict {
  if (!resource) return HOLDS;
  const filters = new Set(filtered(model).map((one) => nameOf(one.MetricNamespace, one.MetricName)));
  const functions = model.resources(FUNCTION);
  const told = new Set(functions.flatMap((one) => mappings(one.get('Environment.Variables'))).flatMap((one) => Object.values(one)).map(show));
  const isInCode = (name: string) => functions.flatMap((one) => list(one.get('Code.ZipFile'))).some((code) => show(code).includes(name));
  for (const { namespace, name } of watchedBy(resource)) {
    const space = show(namespace);
    if (namespace === undefined || OF_AWS.test(space) || told.has(space) || filters.has(nameOf(namespace, name)) || isInCode(show(name))) continue;
    return fails(() => `nothing makes ${space} ${show(name)}`, ['MetricName']);
  }
  return HOLDS;
}
