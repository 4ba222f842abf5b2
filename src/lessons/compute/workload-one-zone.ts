import { at, Lesson } from '../lesson';
import { oneZoneFindings } from '../network/topology';
import { list } from '../query';

const SUBNETS: Readonly<Record<string, string>> = {
  'AWS::AutoScaling::AutoScalingGroup': 'VPCZoneIdentifier',
  'AWS::ECS::Service': 'NetworkConfiguration.AwsvpcConfiguration.Subnets',
  'AWS::EKS::Cluster': 'ResourcesVpcConfig.SubnetIds',
  'AWS::EKS::Nodegroup': 'Subnets',
  'AWS::ElastiCache::SubnetGroup': 'SubnetIds',
  'AWS::Lambda::Function': 'VpcConfig.SubnetIds',
};

export const workloadOneZone: Lesson = {
  id: 'WorkloadOneZone',
  title: 'Groups, services and functions span two Availability Zones or more',
  severity: 'high',
  facet: 'reliability',
  classes: ['multi-az', 'asg-launch', 'vpc-missing'],
  why: 'When the zone fails everything stops, and nothing can be started elsewhere.',
  fix: 'Give subnets of two or three zones.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html',
  flawed: `
    Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { MinSize: '2', MaxSize: '4', VPCZoneIdentifier: [!Ref Subnet] } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: vpc, CidrBlock: 10.0.0.0/24 } }`,
  sound: `
    Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { MinSize: '2', MaxSize: '4', VPCZoneIdentifier: [!Ref One, !Ref Two] } }
    One: { Type: AWS::EC2::Subnet, Properties: { VpcId: vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: !Select [0, !GetAZs ''] } }
    Two: { Type: AWS::EC2::Subnet, Properties: { VpcId: vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Select [1, !GetAZs ''] } }`,
  *check(model) {
    yield* oneZoneFindings(model, SUBNETS);
    for (const group of model.resources('AWS::AutoScaling::AutoScalingGroup')) {
      const zones = list(group.get('AvailabilityZones'));
      if (zones.length === 1 && typeof zones[0] === 'string') yield at(group, 'AvailabilityZones', `${zones[0]} only`);
    }
  },
};
