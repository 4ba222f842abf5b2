import { routesOf, routeTableOf, zoneOf } from './topology';
import { at, Lesson } from '../lesson';
import { target } from '../query';

export const natShared: Lesson = {
  id: 'NatShared',
  title: 'Each Availability Zone has its own NAT gateway',
  severity: 'low',
  facet: 'reliability',
  classes: ['nat', 'multi-az'],
  why: 'When the zone of the NAT gateway fails, the other zones have no way out either; and traffic between zones is charged.',
  fix: 'One NAT gateway and one private route table a zone, or VPC endpoints instead of NAT; acknowledge it in environments where one is enough.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html',
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Public: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: !Select [0, !GetAZs ''] } }
    One: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Select [0, !GetAZs ''] } }
    Two: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: !Select [1, !GetAZs ''] } }
    Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref Public, ConnectivityType: private } }
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
    Out: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat } }
    TableOne: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { RouteTableId: !Ref Table, SubnetId: !Ref One } }
    TableTwo: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { RouteTableId: !Ref Table, SubnetId: !Ref Two } }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Public: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: !Select [0, !GetAZs ''] } }
    One: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Select [0, !GetAZs ''] } }
    Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref Public, ConnectivityType: private } }
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
    Out: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat } }
    TableOne: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { RouteTableId: !Ref Table, SubnetId: !Ref One } }`,
  *check(model) {
    for (const nat of model.resources('AWS::EC2::NatGateway')) {
      // A regional gateway spans the zones.
      if (nat.get('AvailabilityMode') !== undefined) continue;
      const zones = model.resources('AWS::EC2::Subnet').flatMap((subnet) => {
        const table = routeTableOf(model, subnet);
        const through = table && routesOf(model, table).some((route) => target(model, route.get('NatGatewayId')) === nat);
        return through ? zoneOf(subnet) ?? [] : [];
      });
      const count = new Set(zones).size;
      if (count > 1) yield at(nat, '', `The only way out of ${count} Availability Zones`);
    }
  },
};
