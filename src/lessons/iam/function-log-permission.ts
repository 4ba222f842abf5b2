import { lacks, roleAt } from './roles';
import { at, Lesson } from '../lesson';

const ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

export const functionLogPermission: Lesson = {
  id: 'FunctionLogPermission',
  title: 'The role of a function may write its log',
  severity: 'high',
  facet: 'operations',
  classes: ['iam-missing-permission', 'log-group', 'monitoring-general'],
  why: 'The function runs without any log: no error can be traced, and Lambda says nothing about it.',
  fix: 'Allow logs:CreateLogStream and logs:PutLogEvents on the log group, or attach service-role/AWSLambdaBasicExecutionRole.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
  pci: ['10.2.1'],
  flawed: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: '' } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
        Policies:
          - PolicyName: work
            PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Queue.Arn }] }
    Queue: { Type: AWS::SQS::Queue }`,
  sound: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Role: !GetAtt Role.Arn, Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: '' } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
    Policy:
      Type: AWS::IAM::Policy
      Properties:
        PolicyName: logs
        Roles: [!Ref Role]
        PolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: !GetAtt Logs.Arn }]
    Logs: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Sub '/aws/lambda/\${Function}' } }`,
  *check(model) {
    for (const fn of model.resources('AWS::Lambda::Function')) {
      const role = roleAt(model, fn.get('Role'));
      const missing = role ? ACTIONS.filter((action) => lacks(model, role, [action])) : [];
      if (missing.length > 0) yield at(fn, 'Role', `${role!.id} has no ${missing.join(', ')}`);
    }
  },
};
