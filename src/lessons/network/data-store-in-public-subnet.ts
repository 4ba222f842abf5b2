import { isPublic, targets } from './topology';
import { at, Lesson } from '../lesson';

const SUBNETS: Readonly<Record<string, string>> = {
  'AWS::DocDB::DBSubnetGroup': 'SubnetIds',
  'AWS::EFS::MountTarget': 'SubnetId',
  'AWS::ElastiCache::ServerlessCache': 'SubnetIds',
  'AWS::ElastiCache::SubnetGroup': 'SubnetIds',
  'AWS::MSK::Cluster': 'BrokerNodeGroupInfo.ClientSubnets',
  'AWS::MemoryDB::SubnetGroup': 'SubnetIds',
  'AWS::Neptune::DBSubnetGroup': 'SubnetIds',
  'AWS::OpenSearchService::Domain': 'VPCOptions.SubnetIds',
  'AWS::RDS::DBSubnetGroup': 'SubnetIds',
  'AWS::Redshift::ClusterSubnetGroup': 'SubnetIds',
};

export const dataStoreInPublicSubnet: Lesson = {
  id: 'DataStoreInPublicSubnet',
  title: 'Databases and caches lie in private subnets',
  severity: 'high',
  facet: 'security',
  classes: ['publicly-accessible', 'vpc-missing'],
  why: 'One public address or one wrong rule of a security group, and the database is on the internet.',
  fix: 'Give subnets whose route table has no route to an internet gateway.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
  pci: ['1.4.4'],
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Gateway: { Type: AWS::EC2::InternetGateway }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
    Route: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway } }
    Association: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table } }
    Group: { Type: AWS::RDS::DBSubnetGroup, Properties: { DBSubnetGroupDescription: Database, SubnetIds: [!Ref Subnet] } }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
    Association: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table } }
    Group: { Type: AWS::RDS::DBSubnetGroup, Properties: { DBSubnetGroupDescription: Database, SubnetIds: [!Ref Subnet] } }`,
  *check(model) {
    for (const [type, property] of Object.entries(SUBNETS)) {
      for (const store of model.resources(type)) {
        const open = targets(model, store.get(property)).filter((subnet) => isPublic(model, subnet));
        if (open.length > 0) yield at(store, property, `Public subnets: ${open.map(({ id }) => id).join(', ')}`);
      }
    }
  },
};
