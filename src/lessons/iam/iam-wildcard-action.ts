import { at, Lesson } from '../lesson';
import { statements } from '../policies';

export const iamWildcardAction: Lesson = {
  id: 'IamWildcardAction',
  title: 'An IAM statement names its actions',
  severity: 'high',
  facet: 'security',
  classes: ['iam-wildcard', 'iam-generic'],
  why: 'With * or service:* whoever takes over the workload may delete the data and change the policies that protect it.',
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
    for (const { holder, kind, allows, actions, path } of statements(model)) {
      if (kind !== 'identity' || !allows) continue;
      for (const action of actions.filter((one) => one === '*' || one.endsWith(':*'))) {
        yield at(holder, `${path}.Action`, `Allows ${action}`, action);
      }
    }
  },
};
