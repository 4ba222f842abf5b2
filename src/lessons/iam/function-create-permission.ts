import { lacks, namedByResource, roleAt } from './roles';
import { Model, Resource } from '../../template';
import { at, Finding, Lesson } from '../lesson';
import { absent, target } from '../query';

/** What Lambda tries with the role of the function when it creates the mapping. */
const POLLS: Readonly<Record<string, readonly string[]>> = {
  'AWS::SQS::Queue': ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  'AWS::Kinesis::Stream': ['kinesis:GetRecords', 'kinesis:GetShardIterator'],
  'AWS::DynamoDB::Table': ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
};
const SENDS: Readonly<Record<string, string>> = { 'AWS::SQS::Queue': 'sqs:SendMessage', 'AWS::SNS::Topic': 'sns:Publish' };

function* ofFunction(model: Model, fn: Resource, role: Resource): Iterable<Finding> {
  if (!absent(fn.get('VpcConfig.SubnetIds')) && lacks(model, role, ['ec2:CreateNetworkInterface'])) {
    yield at(fn, 'VpcConfig', `${role.id} has no ec2:CreateNetworkInterface`, 'ec2:CreateNetworkInterface');
  }
  const dlq = target(model, fn.get('DeadLetterConfig.TargetArn'));
  const action = dlq && SENDS[dlq.type];
  if (action && !namedByResource(role) && lacks(model, role, [action], dlq)) yield at(fn, 'DeadLetterConfig', `${role.id} has no ${action} on ${dlq.id}`, action);
}

export const functionCreatePermission: Lesson = {
  id: 'FunctionCreatePermission',
  title: 'The role of a function may do what Lambda checks when it creates it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['iam-missing-permission', 'iam-generic', 'event-source-mapping'],
  why: 'The deployment fails: the provided execution role does not have permissions to call CreateNetworkInterface, SendMessage or ReceiveMessage.',
  fix: 'VPC: AWSLambdaVPCAccessExecutionRole. Dead-letter queue: sqs:SendMessage. Queue as source: sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions',
  flawed: `
    Function:
      Type: AWS::Lambda::Function
      Properties:
        Role: !GetAtt Role.Arn
        Runtime: nodejs22.x
        Handler: index.handler
        Code: { ZipFile: '' }
        VpcConfig: { SubnetIds: [subnet-0a], SecurityGroupIds: [sg-0a] }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
        ManagedPolicyArns: [!Sub 'arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']`,
  sound: `
    Function:
      Type: AWS::Lambda::Function
      Properties:
        Role: !GetAtt Role.Arn
        Runtime: nodejs22.x
        Handler: index.handler
        Code: { ZipFile: '' }
        VpcConfig: { SubnetIds: [subnet-0a], SecurityGroupIds: [sg-0a] }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
        ManagedPolicyArns: [!Sub 'arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole']`,
  *check(model) {
    for (const fn of model.resources('AWS::Lambda::Function')) {
      const role = roleAt(model, fn.get('Role'));
      if (role) yield* ofFunction(model, fn, role);
    }
    for (const mapping of model.resources('AWS::Lambda::EventSourceMapping')) {
      const source = target(model, mapping.get('EventSourceArn'));
      const role = roleAt(model, target(model, mapping.get('FunctionName'))?.get('Role'));
      if (!source || !role || namedByResource(role)) continue;
      for (const action of POLLS[source.type] ?? []) {
        // The ARN of a stream is none of the table's, so it is not compared.
        if (lacks(model, role, [action], source.type === 'AWS::DynamoDB::Table' ? undefined : source)) {
          yield at(mapping, 'EventSourceArn', `${role.id} has no ${action} on ${source.id}`, action);
        }
      }
    }
  },
};
