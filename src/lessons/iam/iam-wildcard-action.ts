import { allowed, isEverywhere, narrowed } from './roles';
import { at, Lesson } from '../lesson';

export const iamWildcardAction: Lesson = {
  id: 'IamWildcardAction',
  title: 'An IAM statement names its actions',
  severity: 'medium',
  facet: 'security',
  classes: ['iam-wildcard', 'iam-generic'],
  why: 'With service:* whoever takes over the workload may delete the data and change the policies that protect it.',
  fix: 'List the actions that the code calls.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  pci: ['7.2.1', '7.2.2', '7.2.5'],
  flawed: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'dynamodb:*', Resource: !GetAtt Table.Arn }] }
    Table: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [] } }`,
  sound: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'dynamodb:PutItem', Resource: !GetAtt Table.Arn }] }
    Table: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [] } }`,
  *check(model) {
    for (const one of allowed(model)) {
      // Everything on everything is an administrator: another lesson.
      const admin = isEverywhere(one) && !narrowed(one);
      for (const action of one.actions.filter((name) => name.endsWith(':*') || (name === '*' && !admin))) {
        yield at(one.holder, `${one.path}.Action`, `Allows ${action}`, action);
      }
    }
  },
};
