import { balancers, isApplication } from './balancers';
import { at, Lesson } from '../lesson';
import { allTargets, inOneZone } from '../network/topology';

export const loadBalancerOneZone: Lesson = {
  id: 'LoadBalancerOneZone',
  title: 'An application load balancer spans two Availability Zones or more',
  severity: 'critical',
  facet: 'reliability',
  classes: ['alb', 'multi-az'],
  why: 'Elastic Load Balancing refuses an application load balancer with subnets of one zone.',
  fix: 'Give one subnet each of two or three zones.',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html',
  flawed: `
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [!Ref Subnet] } }
    Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: vpc, CidrBlock: 10.0.0.0/24 } }`,
  sound: `
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [!Ref One, !Ref Two] } }
    One: { Type: AWS::EC2::Subnet, Properties: { VpcId: vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: !Select [0, !GetAZs ''] } }
    Two: { Type: AWS::EC2::Subnet, Properties: { VpcId: vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Select [1, !GetAZs ''] } }`,
  *check(model) {
    for (const balancer of balancers(model).filter(isApplication)) {
      const subnets = allTargets(model, balancer.get('Subnets'));
      if (subnets?.every((one) => one.type === 'AWS::EC2::Subnet') && inOneZone(subnets)) {
        yield at(balancer, 'Subnets', `${subnets.map(({ id }) => id).join(', ')}: one Availability Zone`);
      }
    }
  },
};
