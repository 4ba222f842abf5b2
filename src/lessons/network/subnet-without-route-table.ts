import { associationsKnown, routeTableOf, vpcOf } from './topology';
import { at, Lesson } from '../lesson';

export const subnetWithoutRouteTable: Lesson = {
  id: 'SubnetWithoutRouteTable',
  title: 'Every subnet names its route table',
  severity: 'low',
  facet: 'reliability',
  classes: ['routing', 'vpc-missing'],
  why: 'The subnet falls back to the main route table of the VPC: it has no way out, and whoever changes the main table changes it unseen.',
  fix: 'Add an AWS::EC2::SubnetRouteTableAssociation.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html',
  pci: ['1.2.1'],
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
    Association: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table } }`,
  *check(model) {
    if (!associationsKnown(model)) return;
    for (const subnet of model.resources('AWS::EC2::Subnet')) {
      if (vpcOf(model, subnet)?.type === 'AWS::EC2::VPC' && !routeTableOf(model, subnet)) yield at(subnet, '', 'No route table is associated');
    }
  },
};
