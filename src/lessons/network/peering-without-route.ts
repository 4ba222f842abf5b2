import { at, Lesson } from '../lesson';

export const peeringWithoutRoute: Lesson = {
  id: 'PeeringWithoutRoute',
  title: 'A VPC peering connection has routes',
  severity: 'high',
  facet: 'reliability',
  classes: ['routing', 'vpc-missing'],
  why: 'A peering connection alone carries nothing: both sides need routes to each other.',
  fix: 'Add AWS::EC2::Route with VpcPeeringConnectionId to the route tables of both VPCs.',
  source: 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html',
  flawed: `
    Peering: { Type: AWS::EC2::VPCPeeringConnection, Properties: { VpcId: one, PeerVpcId: two } }`,
  sound: `
    Peering: { Type: AWS::EC2::VPCPeeringConnection, Properties: { VpcId: one, PeerVpcId: two } }
    Route: { Type: AWS::EC2::Route, Properties: { RouteTableId: table, DestinationCidrBlock: 10.1.0.0/16, VpcPeeringConnectionId: !Ref Peering } }`,
  *check(model) {
    for (const peering of model.resources('AWS::EC2::VPCPeeringConnection')) {
      const handedOut = Object.values(peering.stack.outputs).some((output) => JSON.stringify(output ?? '').includes(`"${peering.id}"`));
      if (!handedOut && !peering.users.some(({ from, kind }) => kind !== 'DependsOn' && from.type !== 'AWS::CloudFormation::Stack')) yield at(peering, '', 'No route uses it');
    }
  },
};
