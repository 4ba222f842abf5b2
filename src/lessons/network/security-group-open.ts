import { DATA_PORTS, inRule, openEnds, portsOf, rules } from './topology';
import { at, Lesson } from '../lesson';

const WEB = [80, 443];
/** Those that AdminPortOpen speaks of. */
const WORSE = [20, 21, 22, 23, 445, 3389, 5900, ...Object.keys(DATA_PORTS).map(Number)];

export const securityGroupOpen: Lesson = {
  id: 'SecurityGroupOpen',
  title: 'Only the web ports of the front are open to the internet',
  severity: 'high',
  facet: 'security',
  classes: ['sg-open-ingress', 'sg-rules'],
  why: 'The port of the application is reached past the load balancer, its TLS, its logs and its firewall.',
  fix: 'Let in the security group of the load balancer: SourceSecurityGroupId.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18',
  pci: ['1.3.1', '1.4.2'],
  flawed: `
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: Application
        SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 8080, ToPort: 8080, CidrIp: 0.0.0.0/0 }]`,
  sound: `
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: Load balancer
        SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }]`,
  *check(model) {
    for (const rule of rules(model)) {
      const ports = rule.incoming ? portsOf(rule) : undefined;
      if (!ports || (ports[0] === ports[1] && WEB.includes(ports[0])) || WORSE.some((port) => ports[0] <= port && port <= ports[1])) continue;
      const what = ports[0] === ports[1] ? `Port ${ports[0]}` : `Ports ${ports.join(' to ')}`;
      for (const end of openEnds(rule)) yield at(rule.holder, inRule(rule, end), `${what} open to the internet`, `${end} ${ports.join('-')}`);
    }
  },
};
