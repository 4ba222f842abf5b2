import { Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, surely } from '../query';

const GROUPS: readonly (readonly [type: string, groups: string, applies: (resource: Resource) => boolean])[] = [
  ['AWS::ECS::Service', 'NetworkConfiguration.AwsvpcConfiguration.SecurityGroups', (one) => !absent(one.get('NetworkConfiguration.AwsvpcConfiguration.Subnets'))],
  ['AWS::ElastiCache::ReplicationGroup', 'SecurityGroupIds', (one) => !absent(one.get('CacheSubnetGroupName'))],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'SecurityGroups', (one) => surely(one.get('Type'), (type) => type === undefined || type === 'application')],
  // A member of a cluster has the groups of the cluster, a replica those of its source.
  ['AWS::RDS::DBInstance', 'VPCSecurityGroups', (one) => absent(one.get('DBClusterIdentifier')) && absent(one.get('SourceDBInstanceIdentifier'))
    && !absent(one.get('DBSubnetGroupName'))],
  ['AWS::RDS::DBCluster', 'VpcSecurityGroupIds', (one) => !absent(one.get('DBSubnetGroupName'))],
];

export const defaultSecurityGroup: Lesson = {
  id: 'DefaultSecurityGroup',
  title: 'Load balancers, databases and services name their security groups',
  severity: 'medium',
  facet: 'security',
  classes: ['sg-rules', 'security-general'],
  why: 'Without one they get the default group of the VPC, which lets in everything else of that group, or nothing that should come in.',
  fix: 'Create an AWS::EC2::SecurityGroup of its own and name it.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html',
  pci: ['1.3.1', '2.2.2'],
  flawed: `
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [one, two] } }`,
  sound: `
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [one, two], SecurityGroups: [!Ref Group] } }
    Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: Load balancer } }`,
  *check(model) {
    for (const [type, groups, applies] of GROUPS) {
      for (const resource of model.resources(type)) {
        if (applies(resource) && absent(resource.get(groups))) yield at(resource, groups, 'No security group: the default one of the VPC');
      }
    }
  },
};
