import { associationsKnown, routesOf, routeTableOf, targets, vpcOf } from './topology';
import { Model, Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { isTrue, possibly, surely, target } from '../query';

/** Why the subnet must be public. */
function reason(model: Model, subnet: Resource): string | undefined {
  const balancer = model.resources('AWS::ElasticLoadBalancingV2::LoadBalancer').find((one) => surely(one.get('Scheme'), (scheme) => scheme === 'internet-facing')
    && targets(model, one.get('Subnets')).includes(subnet));
  if (balancer) return `the internet-facing ${balancer.id} lies in it`;
  const nat = model.resources('AWS::EC2::NatGateway')
    .find((one) => target(model, one.get('SubnetId')) === subnet && !possibly(one.get('ConnectivityType'), (type) => type !== undefined && type !== 'public'));
  if (nat) return `${nat.id} lies in it`;
  return surely(subnet.get('MapPublicIpOnLaunch'), isTrue) ? 'it gives public addresses' : undefined;
}

export const publicSubnetWithoutRoute: Lesson = {
  id: 'PublicSubnetWithoutRoute',
  title: 'A public subnet has a route to the internet gateway',
  severity: 'critical',
  facet: 'reliability',
  classes: ['routing', 'nat', 'vpc-missing'],
  why: 'Nothing reaches the load balancer, and the NAT gateway leads nowhere: the private subnets have no way out either.',
  fix: 'Associate a route table with a route 0.0.0.0/0 to the internet gateway.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html',
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, MapPublicIpOnLaunch: true } }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Gateway: { Type: AWS::EC2::InternetGateway }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, MapPublicIpOnLaunch: true } }
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
    Route: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway } }
    Association: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table } }`,
  *check(model) {
    if (!associationsKnown(model)) return;
    for (const subnet of model.resources('AWS::EC2::Subnet')) {
      const because = vpcOf(model, subnet)?.type === 'AWS::EC2::VPC' ? reason(model, subnet) : undefined;
      if (!because) continue;
      const table = routeTableOf(model, subnet);
      if (table && table.type !== 'AWS::EC2::RouteTable') continue;
      // Any way out but a NAT gateway: a firewall endpoint or a transit gateway may stand before the internet gateway.
      const out = table ? routesOf(model, table).some((route) => route.get('NatGatewayId') === undefined) : false;
      if (!out) yield at(subnet, '', `No route to an internet gateway, but ${because}`);
    }
  },
};
