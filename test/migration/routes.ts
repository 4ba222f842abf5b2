/** The network of a template as a graph: where a packet goes, subnet by subnet, as the route tables say. */
import { rangeOf } from '../../src/hardened/cidr';
import { Json, list, Resource, Template } from '../webhook-pipeline/template';

/** Kinds of subnets, as their tag tells. */
export type Kind = 'Public' | 'Firewall' | 'Private' | 'Database' | 'Entry';

/** A step of a packet: through what, and in which zone that is. */
export interface Step { readonly through: 'firewall' | 'nat' | 'internet' | 'local' | 'nowhere' | string; readonly id?: string; readonly zone?: string }

export const kindOf = ({ Properties }: Resource): Kind =>
  list(Properties.Tags).find(({ Key }: Json) => Key === 'aws-cdk:subnet-name').Value;
export const subnets = (t: Template, kind: Kind): Resource[] => t.all('AWS::EC2::Subnet').filter((subnet) => kindOf(subnet) === kind);
/** Zone of a subnet, as text: zones are known at deployment. */
export const zoneOf = ({ Properties }: Resource): string => JSON.stringify(Properties.AvailabilityZone);

/** The route table of a subnet. */
export function routeTable(t: Template, subnet: Resource): Resource {
  const { RouteTableId } = t.one('AWS::EC2::SubnetRouteTableAssociation', ({ SubnetId }) => SubnetId.Ref === subnet.id).Properties;
  return t.target(RouteTableId);
}

/** Routes of a subnet's table. */
export const routes = (t: Template, subnet: Resource): Resource[] =>
  t.all('AWS::EC2::Route').filter(({ Properties }) => Properties.RouteTableId.Ref === routeTable(t, subnet).id);

/** The firewall whose only endpoint a route names: `Select(1, Split(':', Select(0, EndpointIds)))`. */
function firewallOf(t: Template, endpoint: Json): Resource {
  const [second, split] = endpoint?.['Fn::Select'] ?? [];
  const [separator, select] = split?.['Fn::Split'] ?? [];
  const [first, ids] = select?.['Fn::Select'] ?? [];
  if (second !== 1 || separator !== ':' || first !== 0) throw new Error(`not the endpoint of a firewall: ${JSON.stringify(endpoint)}`);
  const firewall = t.target(ids);
  if (ids['Fn::GetAtt'][1] !== 'EndpointIds' || firewall.Type !== 'AWS::NetworkFirewall::Firewall') throw new Error(`${firewall.id} is no firewall`);
  // Of several the order is not known.
  if (firewall.Properties.SubnetMappings.length !== 1) throw new Error(`${firewall.id} has several endpoints, which come in no order`);
  return firewall;
}

const contains = (cidr: string, address: number): boolean => {
  const range = rangeOf(cidr);
  return range !== undefined && range[0] <= address && address <= range[1];
};
const size = (cidr: string): number => Number(cidr.split('/')[1]);
/** An address inside of a range. */
export const addressIn = (cidr: string): number => rangeOf(cidr)![0] + 10;
/** Any address of the internet. */
export const INTERNET = addressIn('203.0.113.0/24');

/** Where the table of a subnet sends a packet: the most specific route wins, a route before the VPC's own range. */
export function hop(t: Template, subnet: Resource, address: number): { readonly step: Step; readonly next?: Resource } {
  const found = routes(t, subnet)
    .filter(({ Properties }) => Properties.DestinationCidrBlock !== undefined && contains(Properties.DestinationCidrBlock, address))
    .sort((a, b) => size(b.Properties.DestinationCidrBlock) - size(a.Properties.DestinationCidrBlock))[0];
  const local = t.one('AWS::EC2::VPC').Properties.CidrBlock;
  if (contains(local, address) && (found === undefined || size(found.Properties.DestinationCidrBlock) < size(local))) {
    return { step: { through: 'local' } };
  }
  const { GatewayId, NatGatewayId, VpcEndpointId } = found?.Properties ?? {};
  if (VpcEndpointId !== undefined) {
    const firewall = firewallOf(t, VpcEndpointId);
    const next = t.target(firewall.Properties.SubnetMappings[0].SubnetId);
    return { step: { through: 'firewall', id: firewall.id, zone: zoneOf(next) }, next };
  }
  if (NatGatewayId !== undefined) {
    const nat = t.target(NatGatewayId);
    const next = t.target(nat.Properties.SubnetId);
    return { step: { through: 'nat', id: nat.id, zone: zoneOf(next) }, next };
  }
  if (GatewayId !== undefined && t.target(GatewayId).Type === 'AWS::EC2::InternetGateway') return { step: { through: 'internet' } };
  return { step: { through: 'nowhere' } };
}

/** All steps of a packet from a subnet to an address. */
export function walk(t: Template, from: Resource, address: number): Step[] {
  const steps: Step[] = [];
  for (let at: Resource | undefined = from; at !== undefined;) {
    const { step, next } = hop(t, at, address);
    steps.push(step);
    if (steps.length > 10) throw new Error(`a circle: ${steps.map(({ through }) => through).join(' -> ')}`);
    at = next;
  }
  return steps;
}

/** Way out of a subnet, and the way of the answer from the last NAT gateway back to it. */
export function roundTrip(t: Template, subnet: Resource): { readonly out: Step[]; readonly back: Step[] } {
  const out = walk(t, subnet, INTERNET);
  const nat = out.find(({ through }) => through === 'nat');
  const start = nat && t.target(t.get(nat.id!).Properties.SubnetId);
  return { out, back: start ? walk(t, start, addressIn(subnet.Properties.CidrBlock)) : [] };
}

/** Subnets that a resource is in, whatever its property is called. */
export function placed(t: Template): Array<{ readonly resource: Resource; readonly kinds: Kind[] }> {
  const PLACES: Record<string, (p: Json) => Json> = {
    'AWS::Lambda::Function': (p) => p.VpcConfig?.SubnetIds,
    'AWS::RDS::DBSubnetGroup': (p) => p.SubnetIds,
    'AWS::RDS::DBProxy': (p) => p.VpcSubnetIds,
    'AWS::EC2::VPCEndpoint': (p) => p.SubnetIds,
    'AWS::EC2::NatGateway': (p) => p.SubnetId,
    'AWS::NetworkFirewall::Firewall': (p) => p.SubnetMappings.map(({ SubnetId }: Json) => SubnetId),
    'AWS::ElasticLoadBalancingV2::LoadBalancer': (p) => p.Subnets,
    'AWS::ECS::Service': (p) => p.NetworkConfiguration?.AwsvpcConfiguration?.Subnets,
    'AWS::Transfer::Server': (p) => p.EndpointDetails?.SubnetIds,
  };
  return Object.entries(PLACES).flatMap(([type, of]) => t.all(type).map((resource) => ({
    resource, kinds: [...new Set(list(of(resource.Properties)).map((reference) => kindOf(t.target(reference))))],
  }))).filter(({ kinds }) => kinds.length > 0);
}
