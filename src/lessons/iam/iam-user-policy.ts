import { at, Lesson } from '../lesson';
import { absent, list } from '../query';

export const iamUserPolicy: Lesson = {
  id: 'IamUserPolicy',
  title: 'Rights are given to groups and roles, not to single users',
  severity: 'low',
  facet: 'security',
  classes: ['iam-generic'],
  why: 'Rights of single users are not seen in reviews and stay when people change their work.',
  fix: 'Put the user into a group (Groups), or use a role of IAM Identity Center.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2',
  pci: ['7.2.1', '7.2.3'],
  flawed: `
    User:
      Type: AWS::IAM::User
      Properties:
        ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess]`,
  sound: `
    Group: { Type: AWS::IAM::Group, Properties: { ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess] } }
    User: { Type: AWS::IAM::User, Properties: { Groups: [!Ref Group] } }`,
  *check(model) {
    for (const user of model.resources('AWS::IAM::User')) {
      for (const name of ['Policies', 'ManagedPolicyArns']) {
        if (!absent(user.get(name))) yield at(user, name, `${list(user.get(name)).length} policies of one user`, name);
      }
    }
    for (const policy of model.resources('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')) {
      if (!absent(policy.get('Users'))) yield at(policy, 'Users', 'Attached to single users');
    }
  },
};
