import { allowed, narrowed, plain } from './roles';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { target } from '../query';

const WRITES = ['logs:createloggroup', 'logs:createlogstream', 'logs:putlogevents'];
const OPEN = /^(\*|arn:[^:]*:logs:[^:]*:[^:]*:(\*|log-group:\*)(:\*)?)$/;

export const iamLogsWildcard: Lesson = {
  id: 'IamLogsWildcard',
  title: 'A role writes only to its own log groups',
  severity: 'low',
  facet: 'security',
  classes: ['iam-wildcard'],
  why: 'A workload that was taken over may forge entries in the logs of others, the audit trail included.',
  fix: 'Name the log group: !GetAtt LogGroup.Arn, or !Sub "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/name:*".',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-identity-based-access-control-cwl.html',
  pci: ['10.3.2'],
  flawed: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: 'arn:aws:logs:*:*:*' }]`,
  sound: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: !GetAtt Logs.Arn }]
    Logs: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: 400 } }`,
  *check(model) {
    // The account's role of API Gateway writes to the groups of every API.
    const accounts = model.resources('AWS::ApiGateway::Account').map((account) => target(model, account.get('CloudWatchRoleArn')));
    for (const one of allowed(model)) {
      // The statement that AWS documents for log delivery takes * alone: WorkflowLogPermission.
      if (one.actions.some((action) => action.toLowerCase() === 'logs:createlogdelivery')) continue;
      if (narrowed(one) || one.actions.some((action) => action === '*' || action === 'logs:*')) continue;
      if (accounts.some((role) => role && (role === one.holder || one.holder.edges.some(({ to }) => to === role)))) continue;
      const open = one.resources.find((resource) => OPEN.test(plain(resource)));
      if (open !== undefined && one.actions.some((action) => WRITES.includes(action.toLowerCase()))) {
        yield at(one.holder, `${one.path}.Resource`, `Writes to ${show(open)}`, one.sid ?? 'logs');
      }
    }
  },
};
