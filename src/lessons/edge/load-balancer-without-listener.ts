import { balancers } from './balancers';
import { at, Lesson } from '../lesson';

export const loadBalancerWithoutListener: Lesson = {
  id: 'LoadBalancerWithoutListener',
  title: 'A load balancer has a listener',
  severity: 'high',
  facet: 'reliability',
  classes: ['alb', 'missing-resource'],
  why: 'A load balancer without listeners takes no connection.',
  fix: 'Add an AWS::ElasticLoadBalancingV2::Listener of HTTPS, and one of HTTP that redirects to it.',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html',
  flawed: `
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [one, two] } }`,
  sound: `
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [one, two] } }
    Listener: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { LoadBalancerArn: !Ref Balancer, Port: 443, Protocol: HTTPS, DefaultActions: [] } }`,
  *check(model) {
    for (const balancer of balancers(model)) {
      // Another stack may add the listener.
      const exported = Object.values(balancer.stack.outputs).some((output) => JSON.stringify(output ?? '').includes('"Export"')
        && JSON.stringify(output).includes(`{"Ref":"${balancer.id}"}`));
      if (!exported && !balancer.users.some(({ from }) => from.type === 'AWS::ElasticLoadBalancingV2::Listener')) yield at(balancer, '', 'No listener');
    }
  },
};
