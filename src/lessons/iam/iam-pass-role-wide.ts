import { allowed, narrowed, plain } from './roles';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { covers } from '../policies';

const OPEN = /^(\*|arn:[^:]*:iam::[^:]*:(\*|role\/\*))$/;

export const iamPassRoleWide: Lesson = {
  id: 'IamPassRoleWide',
  title: 'iam:PassRole is allowed for named roles, to a named service',
  severity: 'critical',
  facet: 'security',
  classes: ['iam-wildcard', 'iam-generic'],
  why: 'Who may pass any role starts a function or a machine with the strongest role of the account and acts as administrator.',
  fix: 'Name the ARN of the role, and add Condition: { StringEquals: { iam:PassedToService: ecs-tasks.amazonaws.com } }.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  pci: ['7.2.1', '7.2.2'],
  flawed: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'iam:PassRole', Resource: '*' }] }`,
  sound: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument:
          Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Action: iam:PassRole
              Resource: '*'
              Condition: { StringEquals: { 'iam:PassedToService': ecs-tasks.amazonaws.com } }`,
  *check(model) {
    for (const one of allowed(model)) {
      if (narrowed(one)) continue;
      const action = one.actions.find((pattern) => pattern !== '*' && pattern !== 'iam:*' && covers(pattern, 'iam:PassRole'));
      const open = one.resources.find((resource) => OPEN.test(plain(resource)));
      if (action && open !== undefined) yield at(one.holder, `${one.path}.Resource`, `Allows ${action} on ${show(open)}`, one.sid ?? action);
    }
  },
};
