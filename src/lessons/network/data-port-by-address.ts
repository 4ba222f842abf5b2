import { DATA_PORTS, inRule, isAttribute, portsOf, range, rules } from './topology';
import { show, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { possibly } from '../query';

/** /28 and smaller are single machines or an office. */
const FEW = 16;

const wide = (cidr: Value | undefined): boolean => {
  const ends = range(cidr);
  return isAttribute(cidr, 'AWS::EC2::VPC', 'CidrBlock') || (ends !== undefined && cidr !== '0.0.0.0/0' && ends[1] - ends[0] >= FEW);
};

export const dataPortByAddress: Lesson = {
  id: 'DataPortByAddress',
  title: 'A database lets in the security groups of its clients, not a network',
  severity: 'medium',
  facet: 'security',
  classes: ['sg-rules', 'cidr'],
  why: 'Every machine of the network reaches the database, also the one that was just taken over.',
  fix: 'SourceSecurityGroupId instead of CidrIp.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html',
  pci: ['1.3.1', '1.4.4'],
  flawed: `
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: Database
        SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 10.0.0.0/16 }]`,
  sound: `
    Application: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: Application } }
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: Database
        SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref Application }]`,
  *check(model) {
    for (const rule of rules(model)) {
      const ports = rule.incoming ? portsOf(rule) : undefined;
      if (!ports || !possibly(rule.body.CidrIp, wide)) continue;
      const port = Object.keys(DATA_PORTS).map(Number).find((one) => ports[0] <= one && one <= ports[1]);
      if (port !== undefined && ports[1] - ports[0] < 100) {
        yield at(rule.holder, inRule(rule, 'CidrIp'), `${DATA_PORTS[port]} open to ${show(rule.body.CidrIp)}`, `${ports.join('-')} ${show(rule.body.CidrIp)}`);
      }
    }
  },
};
