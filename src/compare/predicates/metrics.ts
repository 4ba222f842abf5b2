import { watchedBy } from '../../lessons/monitoring/alarms';
import { list, mappings } from '../../lessons/query';
import { Model, once, show, Value } from '../../template';
import type { Subject } from '../subject';
import { fails, HOLDS, Verdict } from '../verdict';

const FUNCTION = 'AWS::Lambda::Function';
/** Namespaces that AWS or its agents fill. */
const OF_AWS = /^(AWS\/|CWAgent|LambdaInsights|ContainerInsights|ECS\/)/;

const nameOf = (namespace: Value | undefined, name: Value | undefined) => `${show(namespace)} ${show(name)}`;

/** Metrics that alarms look at. */
const watched = once((model: Model) => new Set(model.resources('AWS::CloudWatch::Alarm').flatMap(watchedBy).map(({ namespace, name }) => nameOf(namespace, name))));

/** Metrics that filters make. */
const filtered = once((model: Model) => new Set(model.resources('AWS::Logs::MetricFilter').flatMap((one) => mappings(one.get('MetricTransformations')))
  .map((one) => nameOf(one.MetricNamespace, one.MetricName))));

/** What functions are told in their environment. */
const told = once((model: Model) => new Set(model.resources(FUNCTION).flatMap((one) => mappings(one.get('Environment.Variables')))
  .flatMap((one) => Object.values(one)).map(show)));

const code = once((model: Model) => model.resources(FUNCTION).flatMap((one) => list(one.get('Code.ZipFile'))).map(show).join('\n'));

/** A metric filter whose metrics some alarm looks at. */
export function isWatched({ resource, model, id }: Subject): Verdict {
  const lone = mappings(resource?.get('MetricTransformations')).map((one) => nameOf(one.MetricNamespace, one.MetricName)).find((metric) => !watched(model).has(metric));
  return lone === undefined ? HOLDS : fails(() => `no alarm looks at ${lone}, which ${id} counts`, ['MetricTransformations']);
}

/** An alarm whose own metrics are made: by a metric filter, or by a function that is told the namespace or has the name in its code. */
export function isFed({ resource, model }: Subject): Verdict {
  if (!resource) return HOLDS;
  for (const { namespace, name } of watchedBy(resource)) {
    const space = show(namespace);
    if (namespace === undefined || OF_AWS.test(space) || told(model).has(space) || filtered(model).has(nameOf(namespace, name))) continue;
    if (!code(model).includes(show(name))) return fails(() => `nothing makes ${space} ${show(name)}`, ['MetricName']);
  }
  return HOLDS;
}
