import { isMapping, Mapping, Model, Resource, Unknown, Value } from '../../template';
import { list, mappings, num, surely, target } from '../query';

export const balancers = (model: Model): readonly Resource[] => model.resources('AWS::ElasticLoadBalancingV2::LoadBalancer');

export const isApplication = (balancer: Resource): boolean => surely(balancer.get('Type'), (type) => type === undefined || type === 'application');

/** On the internet in every case: that is the default. */
export const isInternetFacing = (balancer: Resource): boolean => surely(balancer.get('Scheme'), (scheme) => scheme === undefined || scheme === 'internet-facing');

export const listenersOf = (model: Model, balancer: Resource): readonly Resource[] => model.resources('AWS::ElasticLoadBalancingV2::Listener')
  .filter((listener) => target(model, listener.get('LoadBalancerArn')) === balancer);

/** An attribute of a load balancer; unknown where one of them cannot be read. */
export function attribute(balancer: Resource, key: string): Value | undefined {
  const all = list(balancer.get('LoadBalancerAttributes'));
  const found = all.filter(isMapping).find((one) => one.Key === key);
  if (found) return found.Value;
  return all.every((one) => isMapping(one) && typeof one.Key === 'string') ? undefined : new Unknown('attributes that cannot be read');
}

export interface Behavior {
  readonly distribution: Resource;
  readonly body: Mapping;
  /** Below `Properties`. */
  readonly path: string;
  readonly name: string;
}

/** The cache behaviors of a distribution, the default one first. */
export function behaviorsOf(distribution: Resource): readonly Behavior[] {
  const first = distribution.get('DistributionConfig.DefaultCacheBehavior');
  return [
    ...isMapping(first) ? [{ distribution, body: first, path: 'DistributionConfig.DefaultCacheBehavior', name: 'default' }] : [],
    ...list(distribution.get('DistributionConfig.CacheBehaviors')).flatMap((body, index) => isMapping(body)
      ? [{ distribution, body, path: `DistributionConfig.CacheBehaviors.${index}`, name: String(body.PathPattern) }] : []),
  ];
}

export interface DnsRecord {
  readonly holder: Resource;
  readonly body: Mapping;
  /** Below `Properties`; empty when the resource is the record. */
  readonly path: string;
}

/** Records of Route 53, alone and in groups. */
export const records = (model: Model): readonly DnsRecord[] => [
  ...model.resources('AWS::Route53::RecordSet').flatMap((holder) => isMapping(holder.properties) ? [{ holder, body: holder.properties, path: '' }] : []),
  ...model.resources('AWS::Route53::RecordSetGroup').flatMap((holder) => mappings(holder.get('RecordSets'))
    .map((body, index) => ({ holder, body, path: `RecordSets.${index}` }))),
];

export const inRecord = (record: DnsRecord, key: string): string => record.path === '' ? key : `${record.path}.${key}`;

/** `AliasTarget.DNSName` of a record. */
export const aliasOf = (record: DnsRecord): Mapping | undefined => isMapping(record.body.AliasTarget) ? record.body.AliasTarget : undefined;

/** Seconds, or the default; `undefined` where it cannot be told. */
export const seconds = (value: Value | undefined, byDefault: number): number | undefined => value === undefined ? byDefault : num(value);
