import { at, Lesson } from '../lesson';
import { isTrue, possibly, target } from '../query';

export const naclOneWay: Lesson = {
  id: 'NaclOneWay',
  title: 'A network ACL lets traffic in and out',
  severity: 'high',
  facet: 'reliability',
  classes: ['nacl', 'routing'],
  why: 'A network ACL is stateless and denies what no entry allows: with entries for one direction only, no connection comes about.',
  fix: 'Add entries that allow the other direction, with the ephemeral ports 1024 to 65535 for the answers.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html',
  flawed: `
    Acl: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: vpc } }
    Association: { Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: { NetworkAclId: !Ref Acl, SubnetId: subnet } }
    In: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Acl, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0 } }`,
  sound: `
    Acl: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: vpc } }
    Association: { Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: { NetworkAclId: !Ref Acl, SubnetId: subnet } }
    In: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Acl, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0 } }
    Out:
      Type: AWS::EC2::NetworkAclEntry
      Properties: { NetworkAclId: !Ref Acl, RuleNumber: 100, Egress: true, Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0 }`,
  *check(model) {
    const used = model.resources('AWS::EC2::SubnetNetworkAclAssociation').map((one) => target(model, one.get('NetworkAclId')));
    const entries = model.resources('AWS::EC2::NetworkAclEntry');
    if (entries.some((one) => !target(model, one.get('NetworkAclId')))) return;
    for (const acl of model.resources('AWS::EC2::NetworkAcl').filter((one) => used.includes(one))) {
      const allowing = entries.filter((one) => target(model, one.get('NetworkAclId')) === acl && !possibly(one.get('RuleAction'), (action) => action === 'deny'));
      const out = allowing.some((one) => possibly(one.get('Egress'), isTrue));
      const inward = allowing.some((one) => possibly(one.get('Egress'), (egress) => !isTrue(egress)));
      if (!out || !inward) yield at(acl, '', `No entry allows traffic ${[...inward ? [] : ['in'], ...out ? [] : ['out']].join(' or ')}`);
    }
  },
};
