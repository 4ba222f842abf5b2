import { rules } from './topology';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const ruleWithoutDescription: Lesson = {
  id: 'RuleWithoutDescription',
  title: 'Every rule of a security group says what it is for',
  severity: 'low',
  facet: 'operations',
  classes: ['sg-rules'],
  why: 'Nobody dares to remove a rule whose purpose is not known, and an auditor asks for it.',
  fix: 'Add a Description to the rule.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  pci: ['1.2.5'],
  flawed: `
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: Load balancer
        SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }]`,
  sound: `
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: Load balancer
        SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0, Description: HTTPS from the internet }]`,
  *check(model) {
    for (const rule of rules(model).filter(({ incoming, body }) => incoming && absent(body.Description))) {
      yield at(rule.holder, rule.path, 'No description', rule.path);
    }
  },
};
