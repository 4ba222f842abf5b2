import { at, Lesson } from '../lesson';

export const natUnused: Lesson = {
  id: 'NatUnused',
  title: 'A NAT gateway is used by a route',
  severity: 'medium',
  facet: 'cost',
  classes: ['nat', 'cost', 'routing'],
  why: 'A NAT gateway without a route is paid by the hour and carries nothing; most often the route of the private subnets was forgotten.',
  fix: 'Add a route 0.0.0.0/0 with NatGatewayId to the private route table, or remove the gateway.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-scenarios.html',
  flawed: `
    Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: subnet, ConnectivityType: private } }`,
  sound: `
    Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: subnet, ConnectivityType: private } }
    Route: { Type: AWS::EC2::Route, Properties: { RouteTableId: table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat } }`,
  *check(model) {
    for (const nat of model.resources('AWS::EC2::NatGateway')) {
      const handedOut = Object.values(nat.stack.outputs).some((output) => JSON.stringify(output ?? '').includes(`"${nat.id}"`));
      const routed = nat.users.some(({ from, kind }) => kind !== 'DependsOn' && from.type !== 'AWS::CloudWatch::Alarm' && from.type !== 'AWS::CloudWatch::Dashboard');
      if (!routed && !(handedOut && model.stacks.length === 1 && model.resources('AWS::EC2::RouteTable').length === 0)) yield at(nat, '', 'No route leads to it');
    }
  },
};
