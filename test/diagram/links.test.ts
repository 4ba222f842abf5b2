import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { allow, architecture, arn, lambda, linksOf, model, ref, resource, role } from './drawn';
import { architectureOf } from '../../src/diagram';
import { load } from '../../src/template';

const queue = (properties: object = {}) => resource('SQS::Queue', properties);
const linksIn = (resources: object): string[] => linksOf(architecture(resources));

test('an API calls a function, which sends to a queue, which a consumer takes from', () => {
  expect(linksIn({
    Api: resource('ApiGateway::RestApi'),
    Path: resource('ApiGateway::Resource', { RestApiId: ref('Api'), PathPart: 'x', ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } }),
    Method: resource('ApiGateway::Method', { RestApiId: ref('Api'), ResourceId: ref('Path'), Integration: { Uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Front.Arn}/invocations' } } }),
    Permission: resource('Lambda::Permission', { FunctionName: ref('Front'), Action: 'lambda:InvokeFunction', SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:x:${Api}/*' } }),
    Front: lambda('FrontRole', { Environment: { Variables: { QUEUE: ref('Queue') } } }),
    FrontRole: role(allow('sqs:SendMessage', arn('Queue'))),
    Queue: queue(),
    Mapping: resource('Lambda::EventSourceMapping', { EventSourceArn: arn('Queue'), FunctionName: ref('Back') }),
    Back: lambda('BackRole'),
    BackRole: role(allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], arn('Queue'))),
  })).toEqual(['Api flow Front', 'Front uses Queue', 'Queue flow Back']);
});

test.each<[string, object, string[]]>([
  ['what fails goes to the dead-letter queue, and not back', {
    Queue: queue({ RedrivePolicy: { deadLetterTargetArn: arn('Dlq'), maxReceiveCount: 5 } }),
    Dlq: queue({ RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: ['arn:aws:sqs:x'] } }),
  }, ['Queue failure Dlq']],
  ['a bus leads to its rule, a rule to its target, and what is not delivered aside', {
    Bus: resource('Events::EventBus', { Name: 'b' }),
    Rule: resource('Events::Rule', { EventBusName: ref('Bus'), Targets: [{ Id: 't', Arn: arn('Queue'), DeadLetterConfig: { Arn: arn('Dlq') } }] }),
    Queue: queue(),
    Dlq: queue(),
    QueuePolicy: resource('SQS::QueuePolicy', { Queues: [ref('Queue')], PolicyDocument: { Statement: [{ Action: 'sqs:SendMessage', Condition: { ArnEquals: { 'aws:SourceArn': arn('Rule') } } }] } }),
  }, ['Bus flow Rule', 'Rule flow Queue', 'Rule failure Dlq']],
  ['a topic leads to who is subscribed', {
    Topic: resource('SNS::Topic'),
    Queue: queue(),
    Subscription: resource('SNS::Subscription', { TopicArn: ref('Topic'), Protocol: 'sqs', Endpoint: arn('Queue'), RedrivePolicy: { deadLetterTargetArn: arn('Dlq') } }),
    Dlq: queue(),
  }, ['Topic flow Queue', 'Topic failure Dlq']],
  ['a bucket tells its function', {
    Bucket: resource('S3::Bucket', { NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: arn('Fn') }] }, LoggingConfiguration: { DestinationBucketName: ref('Logs') } }),
    Logs: resource('S3::Bucket'),
    Fn: lambda(),
    Role: role(),
  }, ['Bucket flow Fn']],
  ['a statement that denies, and one that only looks, link nothing', {
    Fn: lambda(), Role: role(allow('sqs:SendMessage', arn('Queue'), 'Deny'), allow(['sqs:GetQueueAttributes'], arn('Queue'))), Queue: queue(),
  }, []],
  ['a statement that only receives leads to who receives', {
    Fn: lambda(), Role: role({ Effect: 'Allow', Action: ['sqs:ReceiveMessage'], Resource: [arn('Queue')] }), Queue: queue(),
  }, ['Queue uses Fn']],
  ['one statement without a list is read too', {
    Fn: lambda(),
    Queue: queue(),
    Role: resource('IAM::Role', { Policies: [{ PolicyDocument: { Statement: allow('sqs:SendMessage', arn('Queue')) } }] }),
  }, ['Fn uses Queue']],
  ['the role that copies logs links no function with the stream', {
    Fn: lambda(),
    Role: role(),
    Stream: resource('KinesisFirehose::DeliveryStream'),
    Group: resource('Logs::LogGroup', { LogGroupName: { 'Fn::Sub': '/aws/lambda/${Fn}' } }),
    Filter: resource('Logs::SubscriptionFilter', { LogGroupName: ref('Group'), DestinationArn: arn('Stream'), RoleArn: arn('LogRole') }),
    LogRole: resource('IAM::Role', { AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'logs.us-east-1.amazonaws.com' } }] }, Policies: [{ PolicyDocument: { Statement: [allow('firehose:PutRecord', arn('Stream'))] } }] }),
  }, []],
  ['a load balancer leads to its service, which may reach the database', {
    Balancer: resource('ElasticLoadBalancingV2::LoadBalancer', { SecurityGroups: [ref('Front')] }),
    Front: resource('EC2::SecurityGroup'),
    Listener: resource('ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Balancer'), DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }] }),
    Targets: resource('ElasticLoadBalancingV2::TargetGroup'),
    Service: resource('ECS::Service', { TaskDefinition: ref('Task'), LoadBalancers: [{ TargetGroupArn: ref('Targets') }], NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: [ref('Inner')] } } }),
    Task: resource('ECS::TaskDefinition'),
    Inner: resource('EC2::SecurityGroup'),
    Database: resource('RDS::DBInstance', { VPCSecurityGroups: [ref('Data')] }),
    Data: resource('EC2::SecurityGroup', { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: ref('Inner') }] }),
  }, ['Balancer flow Service', 'Service reaches Database']],
  ['what a web ACL is put on comes after it', {
    Acl: resource('WAFv2::WebACL'),
    Api: resource('ApiGateway::RestApi'),
    Stage: resource('ApiGateway::Stage', { RestApiId: ref('Api') }),
    On: resource('WAFv2::WebACLAssociation', { WebACLArn: arn('Acl'), ResourceArn: { 'Fn::Sub': 'arn:aws:apigateway:x::/restapis/${Api}/stages/${Stage}' } }),
  }, ['Acl flow Api']],
  ['a pipe lies between its source and its target', {
    Pipe: resource('Pipes::Pipe', { Source: arn('Queue'), Target: arn('Fn'), RoleArn: arn('Role') }), Queue: queue(), Fn: lambda(), Role: role(),
  }, ['Queue flow Pipe', 'Pipe flow Fn']],
  ['a workflow calls, and is not linked back by what it calls', {
    Flow: resource('StepFunctions::StateMachine', { RoleArn: arn('Role'), DefinitionSubstitutions: { fn: arn('Fn') } }),
    Fn: lambda('FnRole', { Environment: { Variables: { FLOW: ref('Flow') } } }),
    FnRole: role(),
    Role: role(allow('lambda:InvokeFunction', arn('Fn'))),
  }, ['Flow flow Fn']],
  ['a name that a function is told is a link, if it is the name of one part', {
    Fn: lambda('Role', { Environment: { Variables: { TABLE: 'payments', OTHER: 'twice' } } }),
    Role: role(),
    Table: resource('DynamoDB::Table', { TableName: 'payments' }),
    A: queue({ QueueName: 'twice' }),
    B: queue({ QueueName: 'twice' }),
    Acl: resource('WAFv2::WebACL', { Name: 'payments' }),
  }, ['Fn uses Table']],
  ['a rule waits for what its pattern names', {
    Flow: resource('StepFunctions::StateMachine', { StateMachineName: 'pay', DefinitionString: '{}' }),
    Rule: resource('Events::Rule', { EventPattern: { detail: { stateMachineArn: [{ 'Fn::Sub': 'arn:aws:states:${AWS::Region}:1:stateMachine:pay' }] } }, Targets: [{ Id: 't', Arn: arn('Queue') }] }),
    Queue: queue(),
  }, ['Rule flow Queue', 'Flow flow Rule']],
  ['nothing is linked with a key, nor by DependsOn', {
    Key: resource('KMS::Key'), Queue: queue({ KmsMasterKeyId: ref('Key') }), Table: { ...resource('DynamoDB::Table'), DependsOn: 'Queue' },
  }, []],
])('%s', (_, resources, expected) => expect(linksIn(resources)).toEqual(expected));

test('links lead through parameters of nested stacks', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diagram-'));
  fs.writeFileSync(path.join(folder, 'child.json'), JSON.stringify({ Parameters: { Target: { Type: 'String' } }, Resources: { Fn: lambda('Role', { Environment: { Variables: { Q: ref('Target') } } }), Role: role() } }));
  fs.writeFileSync(path.join(folder, 'main.json'), JSON.stringify({ Resources: { Queue: queue(), Child: resource('CloudFormation::Stack', { TemplateURL: 'child.json', Parameters: { Target: ref('Queue') } }) } }));
  const found = architectureOf(load([path.join(folder, 'main.json')]));
  expect(linksOf(found)).toEqual(['Fn uses Queue']);
  expect(found.frames.map(({ frame }) => frame.title)).toEqual(['main', 'Child']);
  fs.rmSync(folder, { recursive: true });
});

test('a role of several functions gives each of them its links', () => {
  const links = linksOf(architectureOf(model({ One: lambda(), Two: lambda('Role', { Handler: 'b' }), Role: role(allow('dynamodb:PutItem', arn('Table'))), Table: resource('DynamoDB::Table') })));
  expect(links).toEqual(['One uses Table', 'Two uses Table']);
});
