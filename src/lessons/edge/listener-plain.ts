import { isInternetFacing } from './balancers';
import { isMapping, options } from '../../template';
import { at, Lesson } from '../lesson';
import { list, surely, target } from '../query';

export const listenerPlain: Lesson = {
  id: 'ListenerPlain',
  title: 'A listener of HTTP redirects to HTTPS',
  severity: 'high',
  facet: 'security',
  classes: ['tls-transit', 'alb', 'acm-cert'],
  why: 'Passwords, cookies and payments pass the internet in clear text.',
  fix: 'DefaultActions: [{ Type: redirect, RedirectConfig: { Protocol: HTTPS, Port: "443", StatusCode: HTTP_301 } }], and a listener of HTTPS.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-1',
  pci: ['4.2.1'],
  flawed: `
    Listener:
      Type: AWS::ElasticLoadBalancingV2::Listener
      Properties: { LoadBalancerArn: !Ref Balancer, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: forward, TargetGroupArn: arn }] }
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Scheme: internet-facing, Subnets: [one, two] } }`,
  sound: `
    Listener:
      Type: AWS::ElasticLoadBalancingV2::Listener
      Properties:
        LoadBalancerArn: !Ref Balancer
        Port: 80
        Protocol: HTTP
        DefaultActions: [{ Type: redirect, RedirectConfig: { Protocol: HTTPS, Port: '443', StatusCode: HTTP_301 } }]
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Scheme: internet-facing, Subnets: [one, two] } }`,
  *check(model) {
    for (const listener of model.resources('AWS::ElasticLoadBalancingV2::Listener')) {
      const balancer = target(model, listener.get('LoadBalancerArn'));
      if ((balancer && !isInternetFacing(balancer)) || !surely(listener.get('Protocol'), (protocol) => protocol === 'HTTP')) continue;
      // With a certificate it may redirect, without one it may forward: only what always forwards is found.
      const plain = options(listener.get('DefaultActions')).every((actions) => list(actions).some((action) => isMapping(action)
        && (action.Type === 'forward' || (action.Type === 'redirect' && isMapping(action.RedirectConfig) && action.RedirectConfig.Protocol === 'HTTP'))));
      if (plain) yield at(listener, 'DefaultActions', 'HTTP is forwarded, not redirected to HTTPS');
    }
  },
};
