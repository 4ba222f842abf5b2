import { allowed } from './roles';
import { at, Lesson } from '../lesson';
import { statements } from '../policies';

export const iamNotAction: Lesson = {
  id: 'IamNotAction',
  title: 'A statement that allows uses Action, Resource and Principal, not their opposites',
  severity: 'high',
  facet: 'security',
  classes: ['iam-wildcard', 'iam-generic'],
  why: 'Allow with NotAction gives everything else, the actions of services of next year included; Allow with NotPrincipal gives it to everybody else.',
  fix: 'List what is allowed. Keep NotAction, NotResource and NotPrincipal for statements with Effect: Deny.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
  pci: ['7.2.1', '7.2.2'],
  flawed: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, NotAction: 'iam:*', Resource: '*' }] }`,
  sound: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Deny, NotAction: 's3:GetObject', Resource: '*' }] }`,
  *check(model) {
    for (const one of allowed(model)) {
      if (one.notActions.length > 0) yield at(one.holder, `${one.path}.NotAction`, `Allows all but ${one.notActions.join(', ')}`, one.sid ?? 'NotAction');
      if (one.notResources.length > 0) yield at(one.holder, `${one.path}.NotResource`, 'Allows on all resources but some', one.sid ?? 'NotResource');
    }
    for (const { holder, path, allows, sid } of statements(model)) {
      if (allows && holder.get(`${path}.NotPrincipal`) !== undefined) yield at(holder, `${path}.NotPrincipal`, 'Allows all principals but some', sid ?? 'NotPrincipal');
    }
  },
};
