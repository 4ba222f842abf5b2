import { allowed, narrowed, plain } from './roles';
import { show } from '../../template';
import { at, Lesson } from '../lesson';

const ESCALATES = [
  'CreatePolicyVersion', 'SetDefaultPolicyVersion', 'AttachRolePolicy', 'AttachUserPolicy', 'AttachGroupPolicy', 'PutRolePolicy', 'PutUserPolicy', 'PutGroupPolicy',
  'AddUserToGroup', 'UpdateAssumeRolePolicy', 'CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile',
].map((name) => `iam:${name}`.toLowerCase());
const OPEN = /^(\*|arn:[^:]*:iam::[^:]*:(\*|(role|user|group|policy)\/\*))$/;

export const iamPrivilegeEscalation: Lesson = {
  id: 'IamPrivilegeEscalation',
  title: 'A workload may not change the rights of any role or user',
  severity: 'critical',
  facet: 'security',
  classes: ['iam-wildcard', 'iam-generic'],
  why: 'With one such action on * the workload gives itself, or a new key, the rights of an administrator.',
  fix: 'Name the roles or users under a path of the system, and demand a permissions boundary: Condition iam:PermissionsBoundary.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  pci: ['7.2.1', '7.2.2', '8.6.1'],
  flawed: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'iam:AttachRolePolicy', Resource: '*' }] }`,
  sound: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'iam:AttachRolePolicy', Resource: !Sub 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/payments/*' }]`,
  *check(model) {
    for (const one of allowed(model)) {
      const open = one.resources.find((resource) => OPEN.test(plain(resource)));
      if (open === undefined || narrowed(one)) continue;
      const found = one.actions.filter((action) => ESCALATES.includes(action.toLowerCase()) || /^iam:(put|attach|create|update|add)\*$/i.test(action));
      for (const action of found) yield at(one.holder, `${one.path}.Action`, `Allows ${action} on ${show(open)}`, action);
    }
  },
};
