import { lacks, roleAt } from '../iam/roles';
import { at, Lesson } from '../lesson';
import { absent, surely } from '../query';

/** A few of those that Step Functions uses; the delivery is what it needs first. */
const DELIVERY = 'logs:CreateLogDelivery';

export const workflowLogPermission: Lesson = {
  id: 'WorkflowLogPermission',
  title: 'The role of a state machine that logs may deliver logs',
  severity: 'critical',
  facet: 'reliability',
  classes: ['iam-missing-permission', 'step-functions'],
  why: 'The deployment fails: "The state machine IAM Role is not authorized to access the Log Destination".',
  fix: 'Allow the log delivery actions (logs:CreateLogDelivery, GetLogDelivery, UpdateLogDelivery, PutResourcePolicy, DescribeLogGroups, ...) on *.',
  source: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
  flawed: `
    Role: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaRole'] } }
    Logs: { Type: AWS::Logs::LogGroup }
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        RoleArn: !GetAtt Role.Arn
        LoggingConfiguration: { Level: ERROR, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: !GetAtt Logs.Arn } }] }`,
  sound: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        Policies:
          - PolicyName: logs
            PolicyDocument: { Statement: [{ Effect: Allow, Action: ['logs:CreateLogDelivery', 'logs:GetLogDelivery'], Resource: '*' }] }
    Logs: { Type: AWS::Logs::LogGroup }
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        RoleArn: !GetAtt Role.Arn
        LoggingConfiguration: { Level: ERROR, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: !GetAtt Logs.Arn } }] }`,
  *check(model) {
    for (const machine of model.resources('AWS::StepFunctions::StateMachine')) {
      const role = roleAt(model, machine.get('RoleArn'));
      const logs = surely(machine.get('LoggingConfiguration.Level'), (level) => typeof level === 'string' && level !== 'OFF')
        && !absent(machine.get('LoggingConfiguration.Destinations'));
      if (role && logs && lacks(model, role, [DELIVERY])) yield at(machine, 'LoggingConfiguration', `${role.id} may not ${DELIVERY}`);
    }
  },
};
