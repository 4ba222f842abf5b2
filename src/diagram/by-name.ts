import { isPart } from './kinds';
import { isMapping, Mapping, Model, Resource, show, Value } from '../template';

interface Named { readonly part: Resource; readonly property: string }

/** What a function may be told the name of. Only names in the DNS hold in other Regions too. */
const TOLD = /^AWS::(DynamoDB|SQS|SNS|S3|SecretsManager|Events|StepFunctions|Kinesis|KinesisFirehose|Lambda|Route53|RDS)::/;

const list = (value: Value | undefined): readonly Mapping[] => Array.isArray(value) ? (value as readonly Value[]).filter(isMapping) : [];

/** Finds the parts that are meant by a name, as alarms do: `FunctionName: payments`. */
export class ByName {
  private readonly parts = new Map<string, Named[]>();
  private readonly filters = new Map<string, Resource>();

  public constructor(model: Model) {
    for (const resource of model.resources()) {
      if (resource.type === 'AWS::Logs::MetricFilter') {
        for (const metric of list(resource.get('MetricTransformations'))) this.filters.set(keyOf(resource, metric.MetricNamespace, metric.MetricName), resource);
      } else if (isPart(resource.type) && isMapping(resource.properties)) {
        for (const [property, value] of Object.entries(resource.properties)) {
          if (property.endsWith('Name') && value !== undefined) this.add({ part: resource, property }, value);
        }
      }
    }
  }

  /** The parts, or metric filters, that a detail belongs to. */
  public meantBy(resource: Resource): Resource[] {
    if (resource.type === 'AWS::CloudWatch::Alarm') return this.measuredBy(resource, resource.properties);
    const name = resource.type === 'AWS::Logs::LogGroup' ? show(resource.get('LogGroupName')).split('/').pop() : undefined;
    return name ? this.named(resource, name).map(({ part }) => part) : [];
  }

  /** The parts whose names a function, or an entry in the DNS, is told. */
  public toldTo(resource: Resource): Resource[] {
    const variables = resource.get('Environment.Variables');
    const values = [...isMapping(variables) ? Object.values(variables) : [], ...[resource.get('ResourceRecords') ?? []].flat() as Value[]];
    return values.flatMap((value) => {
      const told = (all: readonly Named[]) => all.filter(({ part }) => TOLD.test(part.type));
      const [near, anywhere] = [told(this.named(resource, value)), told(this.parts.get(plain(value)) ?? [])];
      const found = near.length > 0 ? near : anywhere.filter(({ part }) => part.type === 'AWS::Route53::RecordSet');
      // Without a clue which is meant, none is.
      return found.length === 1 && found[0].part !== resource ? [found[0].part] : [];
    });
  }

  /** The parts whose events a rule waits for: `configRuleName: [payments]` is no queue of that name. */
  public watchedBy(rule: Resource): Resource[] {
    return rule.written.texts.filter(({ path }) => path[1] === 'EventPattern').flatMap(({ text, path }) => {
      const keys = path.map((key) => stemOf(String(key))).filter(Boolean);
      return this.named(rule, text.split(/[:/]/).pop()!).filter(({ property }) => keys.includes(stemOf(property))).map(({ part }) => part);
    });
  }

  private add(named: Named, value: Value): void {
    for (const key of [keyOf(named.part, value), plain(value)]) this.parts.set(key, [...this.parts.get(key) ?? [], named]);
  }

  private named(from: Resource, name: Value): Named[] { return this.parts.get(keyOf(from, name)) ?? []; }

  private measuredBy(alarm: Resource, metric: Value | undefined): Resource[] {
    if (!isMapping(metric)) return [];
    const filter = this.filters.get(keyOf(alarm, metric.Namespace, metric.MetricName));
    const dimensions = list(metric.Dimensions).flatMap(({ Name: dimension, Value: value }) => {
      const found = value === undefined ? [] : this.named(alarm, value);
      return found.find(({ property }) => property === dimension)?.part ?? found[0]?.part ?? [];
    });
    const inner = list(metric.Metrics).flatMap(({ MetricStat: stat }) => isMapping(stat) ? this.measuredBy(alarm, stat.Metric) : []);
    return [...filter ? [filter] : [], ...dimensions, ...inner];
  }
}

/** `stateMachineArn` and `StateMachineName` are of the same thing. */
const stemOf = (key: string): string => key.replace(/(Arn|Name)$/i, '').toLowerCase();

/** As it is written, without the dot that ends a name in the DNS. */
const plain = (value: Value): string => show(value).replace(/\.$/, '');

/** Names hold in one deployment: a root stack with those that it nests. */
const keyOf = ({ stack }: Resource, ...names: readonly (Value | undefined)[]): string => [stack.root.name, ...names.map((name) => name === undefined ? '' : plain(name))].join('\n');
