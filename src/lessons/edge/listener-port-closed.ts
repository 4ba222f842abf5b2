import { balancers, isApplication, listenersOf } from './balancers';
import { at, Lesson } from '../lesson';
import { incomingOf, mayPass } from '../network/topology';
import { num } from '../query';

export const listenerPortClosed: Lesson = {
  id: 'ListenerPortClosed',
  title: 'The security group of a load balancer lets in the ports of its listeners',
  severity: 'critical',
  facet: 'reliability',
  classes: ['sg-rules', 'alb'],
  why: 'Nothing reaches the listener: every request times out.',
  fix: 'Add a rule for the port of the listener.',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html',
  flawed: `
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [one, two], SecurityGroups: [!Ref Group] } }
    Listener: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { LoadBalancerArn: !Ref Balancer, Port: 443, Protocol: HTTPS, DefaultActions: [] } }
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties: { GroupDescription: Load balancer, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0 }] }`,
  sound: `
    Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [one, two], SecurityGroups: [!Ref Group] } }
    Listener: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { LoadBalancerArn: !Ref Balancer, Port: 443, Protocol: HTTPS, DefaultActions: [] } }
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties: { GroupDescription: Load balancer, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }] }`,
  *check(model) {
    for (const balancer of balancers(model).filter(isApplication)) {
      const incoming = incomingOf(model, balancer.get('SecurityGroups'));
      if (!incoming) continue;
      for (const listener of listenersOf(model, balancer)) {
        const port = num(listener.get('Port'));
        if (port !== undefined && !incoming.some((rule) => mayPass(rule, port))) {
          yield at(listener, 'Port', `The security groups of ${balancer.id} let in no port ${port}`);
        }
      }
    }
  },
};
