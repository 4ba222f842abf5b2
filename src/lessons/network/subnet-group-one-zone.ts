import { oneZoneFindings } from './topology';
import { Lesson } from '../lesson';

const SUBNETS: Readonly<Record<string, string>> = {
  'AWS::DocDB::DBSubnetGroup': 'SubnetIds',
  'AWS::Neptune::DBSubnetGroup': 'SubnetIds',
  'AWS::RDS::DBProxy': 'VpcSubnetIds',
  'AWS::RDS::DBSubnetGroup': 'SubnetIds',
};

export const subnetGroupOneZone: Lesson = {
  id: 'SubnetGroupOneZone',
  title: 'The subnets of a database lie in two Availability Zones or more',
  severity: 'critical',
  facet: 'reliability',
  classes: ['multi-az', 'vpc-missing', 'rds-params'],
  why: 'A subnet group of a database must cover two zones: the deployment is refused.',
  fix: 'Give subnets of two or three zones.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
  flawed: `
    Group: { Type: AWS::RDS::DBSubnetGroup, Properties: { DBSubnetGroupDescription: Database, SubnetIds: [!Ref Subnet] } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: !Select [0, !GetAZs ''] } }
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }`,
  sound: `
    Group: { Type: AWS::RDS::DBSubnetGroup, Properties: { DBSubnetGroupDescription: Database, SubnetIds: [!Ref One, !Ref Two] } }
    One: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: !Select [0, !GetAZs ''] } }
    Two: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Select [1, !GetAZs ''] } }
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }`,
  check: (model) => oneZoneFindings(model, SUBNETS),
};
