import { isMapping, Mapping, Model, Reference, Resource, Text, Value } from '../../template';
import { mappings } from '../query';

/** One metric that an alarm looks at. */
export interface Watched {
  readonly alarm: Resource;
  /** Below `Properties`. */
  readonly path: string;
  readonly namespace: Value | undefined;
  readonly name: Value | undefined;
  readonly dimensions: readonly { readonly name: Value | undefined; readonly value: Value | undefined }[];
  /** Whether all dimensions can be read. */
  readonly complete: boolean;
}

/** The metrics of an alarm, those of its expressions included. */
export function watchedBy(alarm: Resource): readonly Watched[] {
  const own = alarm.get('MetricName') === undefined ? [] : [watched(alarm, '', alarm.properties as Mapping)];
  const others = mappings(alarm.get('Metrics')).flatMap((one, at) => {
    const metric = isMapping(one.MetricStat) ? one.MetricStat.Metric : undefined;
    return isMapping(metric) ? [watched(alarm, `Metrics.${at}.MetricStat.Metric.`, metric)] : [];
  });
  return [...own, ...others];
}

function watched(alarm: Resource, path: string, metric: Mapping): Watched {
  const written = metric.Dimensions;
  return {
    alarm,
    path,
    namespace: metric.Namespace,
    name: metric.MetricName,
    dimensions: mappings(written).map((one) => ({ name: one.Name, value: single(one.Value) })),
    complete: written === undefined || (Array.isArray(written) && (written as Value[]).every((one) => isMapping(one) && typeof one.Name === 'string')),
  };
}

/** `!Sub '${Queue}'` is the same as `!Ref Queue`. */
const single = (value: Value | undefined): Value | undefined => value instanceof Text && value.parts.length === 1 ? value.parts[0] : value;

export const allWatched = (model: Model): readonly Watched[] => model.resources('AWS::CloudWatch::Alarm').flatMap(watchedBy);

/** The resource that a dimension names by reference. */
export const dimensionOf = ({ dimensions }: Watched, name: string): Reference | undefined => dimensions
  .map((one) => one.name === name ? one.value : undefined).find((value): value is Reference => value instanceof Reference);

/** Whether parts of the model are not there to be seen. */
export const isPartial = (model: Model): boolean => model.resources('AWS::CloudFormation::Stack').some(({ child }) => !child);
