import { attribute, balancers, isApplication } from './balancers';
import { at, Lesson } from '../lesson';
import { off } from '../query';

export const loadBalancerLogs: Lesson = {
  id: 'LoadBalancerLogs',
  title: 'A load balancer keeps access logs',
  severity: 'low',
  facet: 'security',
  classes: ['access-logging', 'alb', 'monitoring-general'],
  why: 'Nobody can tell afterwards who called what, and which requests failed.',
  fix: 'LoadBalancerAttributes with access_logs.s3.enabled true and access_logs.s3.bucket; the policy of the bucket lets logdelivery.elasticloadbalancing.amazonaws.com write.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-5',
  pci: ['10.2.1'],
  flawed: `
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [one, two] } }`,
  sound: `
    Balancer:
      Type: AWS::ElasticLoadBalancingV2::LoadBalancer
      Properties:
        Subnets: [one, two]
        LoadBalancerAttributes: [{ Key: access_logs.s3.enabled, Value: 'true' }, { Key: access_logs.s3.bucket, Value: logs }]`,
  *check(model) {
    for (const balancer of balancers(model).filter(isApplication)) {
      if (off(attribute(balancer, 'access_logs.s3.enabled'))) yield at(balancer, 'LoadBalancerAttributes', 'No access logs');
    }
  },
};
