import { lacks, namedByResource, roleAt } from './roles';
import { isMapping, Reference, Value } from '../../template';
import { at, Lesson } from '../lesson';

/** What a function cannot do without, once it is told the name: any one of these. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem', 'DescribeTable',
    'PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate'].map((name) => `dynamodb:${name}`),
  'AWS::SQS::Queue': ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'PurgeQueue', 'ChangeMessageVisibility'].map((name) => `sqs:${name}`),
  'AWS::SNS::Topic': ['Publish', 'Subscribe', 'GetTopicAttributes', 'ListSubscriptionsByTopic'].map((name) => `sns:${name}`),
  'AWS::S3::Bucket': ['GetObject', 'PutObject', 'DeleteObject', 'ListBucket', 'GetBucketLocation', 'GetObjectVersion', 'ListBucketVersions', 'PutBucketPolicy', 'GetBucketPolicy',
    'GetEncryptionConfiguration', 'GetBucketPublicAccessBlock', 'PutBucketNotification', 'GetBucketVersioning', 'PutLifecycleConfiguration'].map((name) => `s3:${name}`),
  'AWS::SecretsManager::Secret': ['GetSecretValue', 'PutSecretValue', 'DescribeSecret', 'RotateSecret', 'BatchGetSecretValue', 'UpdateSecret']
    .map((name) => `secretsmanager:${name}`),
  'AWS::StepFunctions::StateMachine': ['StartExecution', 'StartSyncExecution', 'DescribeStateMachine', 'ListExecutions', 'StopExecution'].map((name) => `states:${name}`),
  'AWS::Events::EventBus': ['events:PutEvents', 'events:PutRule'],
  'AWS::Kinesis::Stream': ['PutRecord', 'PutRecords', 'GetRecords', 'DescribeStream', 'DescribeStreamSummary', 'ListShards'].map((name) => `kinesis:${name}`),
  'AWS::KinesisFirehose::DeliveryStream': ['PutRecord', 'PutRecordBatch', 'DescribeDeliveryStream'].map((name) => `firehose:${name}`),
  'AWS::SSM::Parameter': ['GetParameter', 'GetParameters', 'GetParametersByPath', 'PutParameter', 'GetParameterHistory'].map((name) => `ssm:${name}`),
};
/** Attributes that name the resource itself. */
const NAMES = [undefined, 'Arn', 'QueueUrl', 'QueueName', 'TopicName', 'TopicArn', 'TableName', 'Name', 'Id'];

const named = (value: Value | undefined) => value instanceof Reference && NAMES.includes(value.attribute) ? value.resource : undefined;

export const functionPermissionMissing: Lesson = {
  id: 'FunctionPermissionMissing',
  title: 'A function that is told of a table, queue, topic, bucket or secret may use it',
  severity: 'high',
  facet: 'reliability',
  classes: ['iam-missing-permission', 'iam-generic'],
  why: 'The first call fails with AccessDenied: the payment is not stored, sent or read.',
  fix: 'Allow the actions that the code calls on the ARN of the resource; or take the variable away when it is not used.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
  flawed: `
    Function:
      Type: AWS::Lambda::Function
      Properties:
        Role: !GetAtt Role.Arn
        Runtime: nodejs22.x
        Handler: index.handler
        Code: { ZipFile: '' }
        Environment: { Variables: { TABLE: !Ref Table } }
    Table: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [] } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
        ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]`,
  sound: `
    Function:
      Type: AWS::Lambda::Function
      Properties:
        Role: !GetAtt Role.Arn
        Runtime: nodejs22.x
        Handler: index.handler
        Code: { ZipFile: '' }
        Environment: { Variables: { TABLE: !Ref Table } }
    Table: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [] } }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
        ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
        Policies:
          - PolicyName: table
            PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 'dynamodb:PutItem', Resource: !GetAtt Table.Arn }] }`,
  *check(model) {
    for (const fn of model.resources('AWS::Lambda::Function')) {
      const role = roleAt(model, fn.get('Role'));
      const variables = fn.get('Environment.Variables');
      if (!role || !isMapping(variables) || namedByResource(role)) continue;
      const seen = new Set<string>();
      for (const [name, value] of Object.entries(variables)) {
        const resource = named(value);
        const actions = resource && NEEDED[resource.type];
        if (!actions || seen.has(resource.address) || !lacks(model, role, actions, resource)) continue;
        seen.add(resource.address);
        yield at(fn, `Environment.Variables.${name}`, `${role.id} has no action on ${resource.id}`, resource.id);
      }
    }
  },
};
