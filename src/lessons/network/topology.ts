import { intrinsic, isMapping, Mapping, Model, once, Reference, Resource, show, Text, Unknown, Value } from '../../template';
import { at, Finding } from '../lesson';
import { list, num, possibly, target } from '../query';

/** The resources that the items of a list lead to; those that cannot be told are left out. */
export const targets = (model: Model, value: Value | undefined): readonly Resource[] => list(value).flatMap((one) => target(model, one) ?? []);

/** The resources of a list, when every item is known to be one. */
export function allTargets(model: Model, value: Value | undefined): readonly Resource[] | undefined {
  const found = list(value).map((one) => target(model, one));
  return found.length > 0 && found.every((one) => one !== undefined) ? found : undefined;
}

/** The Availability Zone of a subnet, to be compared: `#0` for the first of the Region. */
export function zoneOf(subnet: Resource): string | undefined {
  const select = intrinsic(subnet.raw('AvailabilityZone'));
  if (select?.name === 'Fn::Select' && Array.isArray(select.argument) && intrinsic(select.argument[1])?.name === 'Fn::GetAZs') {
    const index = num(select.argument[0] as Value);
    return index === undefined ? undefined : `#${index}`;
  }
  const zone = subnet.get('AvailabilityZone');
  if (typeof zone === 'string') return zone;
  return zone instanceof Text || (zone instanceof Unknown && zone.parameter) ? show(zone) : undefined;
}

/** Whether all subnets lie in one zone; false where it cannot be told. */
export function inOneZone(subnets: readonly Resource[]): boolean {
  if (subnets.length === 0) return false;
  if (new Set(subnets).size === 1) return true;
  const zones = subnets.map(zoneOf);
  return zones.every((zone) => zone !== undefined) && new Set(zones).size === 1;
}

/** What lies in one zone: `properties` name the subnets of each type. */
export function* oneZoneFindings(model: Model, properties: Readonly<Record<string, string>>): Iterable<Finding> {
  for (const [type, property] of Object.entries(properties)) {
    for (const resource of model.resources(type)) {
      const subnets = allTargets(model, resource.get(property));
      if (subnets?.every((one) => one.type === 'AWS::EC2::Subnet') && inOneZone(subnets)) {
        yield at(resource, property, `${subnets.map(({ id }) => id).join(', ')}: one Availability Zone`);
      }
    }
  }
}

/** The route table that a subnet names; `undefined` where it falls back to the main one. */
export function routeTableOf(model: Model, subnet: Resource): Resource | undefined {
  const association = model.resources('AWS::EC2::SubnetRouteTableAssociation').find((one) => target(model, one.get('SubnetId')) === subnet);
  return association && target(model, association.get('RouteTableId'));
}

/** Whether the template tells every association of its subnets. */
export const associationsKnown = (model: Model): boolean => model.resources('AWS::EC2::SubnetRouteTableAssociation')
  .every((one) => target(model, one.get('SubnetId')) !== undefined && target(model, one.get('RouteTableId')) !== undefined);

export const routesOf = (model: Model, table: Resource): readonly Resource[] => model.resources('AWS::EC2::Route')
  .filter((route) => target(model, route.get('RouteTableId')) === table);

/** Routes to everywhere, or to what is not known. */
export const isDefaultRoute = (route: Resource): boolean => ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId']
  .some((key) => possibly(route.get(key), (option) => option !== undefined && (typeof option !== 'string' || anywhere(option))));

/** Whether the route leads to an internet gateway. */
export const toInternetGateway = (model: Model, route: Resource): boolean => target(model, route.get('GatewayId'))?.type === 'AWS::EC2::InternetGateway';

/** Whether a route of the subnet leads to an internet gateway. */
export function isPublic(model: Model, subnet: Resource): boolean {
  const table = routeTableOf(model, subnet);
  return table !== undefined && routesOf(model, table).some((route) => toInternetGateway(model, route));
}

/** A rule of a security group, inline or on its own. */
export interface Rule {
  readonly holder: Resource;
  /** `undefined` when the group is not in the template. */
  readonly group?: Resource;
  readonly incoming: boolean;
  readonly body: Mapping;
  /** Below `Properties`; empty when the resource is the rule. */
  readonly path: string;
}

const INLINE = [['SecurityGroupIngress', true], ['SecurityGroupEgress', false]] as const;
const ALONE = [['AWS::EC2::SecurityGroupIngress', true], ['AWS::EC2::SecurityGroupEgress', false]] as const;

/** Every rule of every security group. */
export const rules = once((model: Model): readonly Rule[] => [
  ...model.resources('AWS::EC2::SecurityGroup').flatMap((group) => INLINE.flatMap(([key, incoming]) => list(group.get(key))
    .flatMap((body, index): Rule[] => isMapping(body) ? [{ holder: group, group, incoming, body, path: `${key}.${index}` }] : []))),
  ...ALONE.flatMap(([type, incoming]) => model.resources(type).flatMap((holder): Rule[] => isMapping(holder.properties)
    ? [{ holder, group: target(model, holder.get('GroupId')), incoming, body: holder.properties, path: '' }] : [])),
]);

/** A property of the rule, for `at()`. */
export const inRule = (rule: Rule, key: string): string => rule.path === '' ? key : `${rule.path}.${key}`;

export const anywhere = (value: Value | undefined): boolean => value === '0.0.0.0/0' || value === '::/0';

/** The ends of the rule that are the whole internet. */
export const openEnds = ({ body }: Rule): readonly string[] => ['CidrIp', 'CidrIpv6'].filter((key) => possibly(body[key], anywhere));

/** Every protocol and port. */
export const allTraffic = ({ body }: Rule): boolean => possibly(body.IpProtocol, (option) => option === '-1' || option === -1);

/** Ports of a TCP or UDP rule; `undefined` for other protocols, or where they are not known. */
export function portsOf(rule: Rule): readonly [number, number] | undefined {
  if (allTraffic(rule)) return [0, 65535];
  if (!possibly(rule.body.IpProtocol, (option) => ['tcp', 'udp', '6', '17', 6, 17].includes(option as string))) return undefined;
  const from = num(rule.body.FromPort);
  const to = num(rule.body.ToPort);
  if (from === undefined || to === undefined) return undefined;
  return from === -1 ? [0, 65535] : [from, to];
}

/** May the rule let this port through? Yes, where it cannot be told. */
export function mayPass(rule: Rule, port: number): boolean {
  const ports = portsOf(rule);
  if (ports) return ports[0] <= port && port <= ports[1];
  const { IpProtocol: protocol, FromPort: from, ToPort: to } = rule.body;
  return [protocol, from, to].some((value) => value !== undefined && typeof value === 'object') || protocol === undefined;
}

/** Incoming rules of groups, when all of the groups are in the template. */
export function incomingOf(model: Model, groups: Value | undefined): readonly Rule[] | undefined {
  const all = allTargets(model, groups);
  if (!all || all.some(({ type }) => type !== 'AWS::EC2::SecurityGroup')) return undefined;
  const every = rules(model).filter(({ incoming }) => incoming);
  // A rule of an unknown group may belong to any.
  if (every.some(({ group }) => group === undefined)) return undefined;
  return every.filter(({ group }) => group && all.includes(group));
}

/** Ports of databases and caches. */
export const DATA_PORTS: Readonly<Record<number, string>> = {
  1433: 'SQL Server',
  1521: 'Oracle',
  2049: 'NFS',
  3306: 'MySQL',
  5432: 'PostgreSQL',
  5439: 'Redshift',
  6379: 'Redis',
  8182: 'Neptune',
  9042: 'Cassandra',
  9092: 'Kafka',
  9200: 'OpenSearch',
  11211: 'Memcached',
  27017: 'MongoDB',
};

/** Where data stores keep their security groups. */
export const DATA_STORES: Readonly<Record<string, string>> = {
  'AWS::DocDB::DBCluster': 'VpcSecurityGroupIds',
  'AWS::EFS::MountTarget': 'SecurityGroups',
  'AWS::ElastiCache::CacheCluster': 'VpcSecurityGroupIds',
  'AWS::ElastiCache::ReplicationGroup': 'SecurityGroupIds',
  'AWS::ElastiCache::ServerlessCache': 'SecurityGroupIds',
  'AWS::MemoryDB::Cluster': 'SecurityGroupIds',
  'AWS::Neptune::DBCluster': 'VpcSecurityGroupIds',
  'AWS::RDS::DBCluster': 'VpcSecurityGroupIds',
  'AWS::RDS::DBInstance': 'VPCSecurityGroups',
  'AWS::Redshift::Cluster': 'VpcSecurityGroupIds',
};

/** `10.0.0.0/16` as first and last address. */
export function range(cidr: Value | undefined): readonly [number, number] | undefined {
  const match = typeof cidr === 'string' ? /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr.trim()) : null;
  if (!match) return undefined;
  const [a, b, c, d, bits] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  const first = Math.floor((((a * 256 + b) * 256 + c) * 256 + d) / size) * size;
  return [first, first + size - 1];
}

/** The service of an endpoint: `s3`, `secretsmanager`; `undefined` where it cannot be told. */
export function serviceOf(endpoint: Resource): string | undefined {
  const match = /^com\.amazonaws\.[^.]+\.(.+)$/.exec(show(endpoint.get('ServiceName')).replaceAll('${AWS::Region}', 'region'));
  return match && !match[1].includes('${') && !match[1].startsWith('vpce') ? match[1] : undefined;
}

/** Gateway, unless it says otherwise. */
export const endpointType = (endpoint: Resource): string => show(endpoint.get('VpcEndpointType') ?? 'Gateway');

/** The VPC of a resource, when it is in the template. */
export const vpcOf = (model: Model, resource: Resource): Resource | undefined => target(model, resource.get('VpcId'));

/** A reference to an attribute of a resource. */
export const isAttribute = (value: Value | undefined, type: string, attribute: string): boolean =>
  value instanceof Reference && value.resource.type === type && value.attribute === attribute;
