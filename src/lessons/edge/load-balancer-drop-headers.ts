import { attribute, balancers, isApplication } from './balancers';
import { at, Lesson } from '../lesson';
import { off } from '../query';

export const loadBalancerDropHeaders: Lesson = {
  id: 'LoadBalancerDropHeaders',
  title: 'A load balancer drops malformed headers',
  severity: 'low',
  facet: 'security',
  classes: ['alb', 'security-general'],
  why: 'Requests that the load balancer and the application read differently smuggle a second request past the firewall.',
  fix: 'LoadBalancerAttributes: routing.http.drop_invalid_header_fields.enabled true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-4',
  pci: ['6.2.4'],
  flawed: `
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [one, two] } }`,
  sound: `
    Balancer:
      Type: AWS::ElasticLoadBalancingV2::LoadBalancer
      Properties: { Subnets: [one, two], LoadBalancerAttributes: [{ Key: routing.http.drop_invalid_header_fields.enabled, Value: 'true' }] }`,
  *check(model) {
    for (const balancer of balancers(model).filter(isApplication)) {
      if (off(attribute(balancer, 'routing.http.drop_invalid_header_fields.enabled'))) yield at(balancer, 'LoadBalancerAttributes', 'Malformed headers are passed on');
    }
  },
};
