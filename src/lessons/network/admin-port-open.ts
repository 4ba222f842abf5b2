import { allTraffic, DATA_PORTS, inRule, openEnds, portsOf, rules } from './topology';
import { at, Lesson } from '../lesson';

const PORTS: Readonly<Record<number, string>> = { 20: 'FTP', 21: 'FTP', 22: 'SSH', 23: 'Telnet', 445: 'SMB', 3389: 'RDP', 5900: 'VNC', ...DATA_PORTS };

export const adminPortOpen: Lesson = {
  id: 'AdminPortOpen',
  title: 'Ports of administration and of databases are closed to the internet',
  severity: 'critical',
  facet: 'security',
  classes: ['sg-open-ingress', 'sg-rules', 'publicly-accessible'],
  why: 'Scanners find the port within minutes and try passwords and known holes until they are in.',
  fix: 'Let in the security group of the caller; for shells use Session Manager and no port.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19',
  pci: ['1.3.1', '1.4.2', '1.4.4'],
  flawed: `
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: Database
        SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 0.0.0.0/0 }]`,
  sound: `
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: Load balancer
        SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }]`,
  *check(model) {
    for (const rule of rules(model)) {
      const ports = rule.incoming ? portsOf(rule) : undefined;
      if (!ports) continue;
      const open = Object.entries(PORTS).filter(([port]) => ports[0] <= Number(port) && Number(port) <= ports[1]);
      if (open.length === 0) continue;
      const what = allTraffic(rule) || open.length > 3 ? 'All ports' : open.map(([port, name]) => `${name} (${port})`).join(', ');
      for (const end of openEnds(rule)) yield at(rule.holder, inRule(rule, end), `${what} open to the internet`, `${end} ${ports.join('-')}`);
    }
  },
};
