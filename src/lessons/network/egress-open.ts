import { allTraffic, DATA_STORES, inRule, openEnds, rules, targets } from './topology';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const egressOpen: Lesson = {
  id: 'EgressOpen',
  title: 'A database has no way out, and others only the ports that they need',
  severity: 'low',
  facet: 'security',
  classes: ['sg-egress', 'sg-rules'],
  why: 'What is taken over may call home on any port and send the data out.',
  fix: 'List the ports: 443 to AWS services, the database to its group. Without egress rules everything may leave: give a database one to 127.0.0.1/32.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  pci: ['1.3.2'],
  flawed: `
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: Application
        SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: 0.0.0.0/0 }]`,
  sound: `
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: Application
        SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }]`,
  *check(model) {
    const all = rules(model).filter(({ incoming }) => !incoming);
    for (const rule of all.filter(allTraffic)) {
      for (const end of openEnds(rule)) yield at(rule.holder, inRule(rule, end), 'All traffic out to the internet', end);
    }
    const stores = Object.entries(DATA_STORES)
      .flatMap(([type, property]) => model.resources(type).flatMap((store) => targets(model, store.get(property))));
    for (const group of new Set(stores)) {
      if (group.type === 'AWS::EC2::SecurityGroup' && absent(group.get('SecurityGroupEgress')) && !all.some((rule) => rule.group === group)) {
        yield at(group, 'SecurityGroupEgress', 'The group of a database without egress rules: all traffic out', 'default');
      }
    }
  },
};
