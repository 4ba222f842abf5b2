import { candidateOf, removeCandidates } from './candidates';
import { Check, Condition, Matcher } from '../../src/compare/assertion';
import { checked, Checked } from '../../src/compare/check';
import { Evaluation } from '../../src/compare/evaluation';
import { loadText, Model } from '../../src/template';

const RESOURCES = `
Parameters:
  Given: { Type: String }
  Usual: { Type: Number, Default: 30 }
Mappings:
  Sizes: { dev: { Tasks: 1 }, staging: { Tasks: 2 }, prod: { Tasks: 5 } }
Conditions:
  IsProd: !Equals [!Ref Given, prod]
  Never: !Equals [a, b]
Resources:
  Queue:
    Type: AWS::SQS::Queue
    DeletionPolicy: Delete
    Properties:
      QueueName: payments-dev
      VisibilityTimeout: '30'
      DelaySeconds: !Ref Usual
      MessageRetentionPeriod: !Ref Given
      KmsMasterKeyId: !If [IsProd, alias/payments, !Ref AWS::NoValue]
      MaximumMessageSize: !If [IsProd, 1024, 2048]
      ReceiveMessageWaitTimeSeconds: !FindInMap [Sizes, !Ref Given, Tasks]
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5 }
      Tags: [{ Key: Team, Value: payments }, { Key: Stage, Value: dev }]
  Dlq: { Type: AWS::SQS::Queue, Properties: { QueueName: payments-dlq-dev, MessageRetentionPeriod: 1209600 } }
  Gone: { Type: AWS::SQS::Queue, Condition: Never }
  Function:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: processor-dev
      Role: !GetAtt Role.Arn
      Environment: { Variables: { TABLE: payments-table-dev, JSON: '{"a":{"b":[1,2]}}' } }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: 'sts:AssumeRole' }] }
      Policies:
        - PolicyName: own
          PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: ['sqs:Receive*', 'sqs:DeleteMessage'], Resource: !GetAtt Queue.Arn, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }] }
  Logs: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: /aws/lambda/processor-dev, RetentionInDays: 7 } }
  Table: { Type: AWS::DynamoDB::Table, Properties: { TableName: payments-table-dev } }
  Source: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Function } }
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Queue]
      PolicyDocument: { Statement: { Effect: Deny, Principal: '*', Action: 'sqs:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } } }
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::111122223333:role/outside
      DefinitionString: !Sub '{"StartAt":"Send","States":{"Send":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"QueueUrl":"\${Queue}","Body.$":"$"},"End":true}}}'
Outputs:
  QueueUrl: { Value: !Ref Queue, Description: Where payments wait }
`;
const model = loadText(RESOURCES);
const check = (what: Check, of: Model = model): Checked => checked(what, new Evaluation(of, new Map()));
const truth = (what: Check, of?: Model) => check(what, of).truth;
const queue = (has: Condition): Check => ({ every: { type: 'AWS::SQS::Queue', where: { '@id': 'Queue' } }, has });
/** What a matcher says of a property of the queue. */
const at = (path: string, matcher: Matcher) => truth(queue({ [path]: matcher }));

afterAll(removeCandidates);

describe('matchers', () => {
  test.each<[string, Matcher, boolean | undefined]>([
    ['VisibilityTimeout', 30, true], ['VisibilityTimeout', '30', true], ['VisibilityTimeout', [10, 30], true], ['VisibilityTimeout', 31, false],
    ['VisibilityTimeout', { min: 30, max: 30 }, true], ['VisibilityTimeout', { min: 31 }, false], ['VisibilityTimeout', { not: 30 }, false],
    ['DelaySeconds', 30, true],
    // A parameter without a default: there, and unknown.
    ['MessageRetentionPeriod', { present: true }, true], ['MessageRetentionPeriod', 345600, undefined], ['MessageRetentionPeriod', { min: 1 }, undefined],
    ['MessageRetentionPeriod', { not: 5 }, undefined], ['MessageRetentionPeriod', { matches: 'x' }, undefined], ['MessageRetentionPeriod.x', 1, undefined],
    // By a condition: certain only where both branches agree.
    ['KmsMasterKeyId', { present: true }, undefined], ['KmsMasterKeyId', { either: { present: true } }, true], ['MaximumMessageSize', { min: 1024 }, true],
    ['MaximumMessageSize', 1024, undefined], ['MaximumMessageSize', { min: 4096 }, false], ['MaximumMessageSize', { options: [2048, 1024] }, true],
    ['MaximumMessageSize', { options: [1024] }, false], ['ReceiveMessageWaitTimeSeconds', { options: [1, 2, 5] }, true],
    // Absent.
    ['FifoQueue', { present: false }, true], ['FifoQueue', true, false], ['FifoQueue', { not: true }, true], ['FifoQueue', { min: 0 }, false],
    // Lists and mappings.
    ['Tags', { length: { min: 2, max: 2 } }, true], ['Tags', { contains: { has: { Key: 'Team', Value: 'payments' } } }, true],
    ['Tags', { every: { has: { Value: { matches: '^[a-z]+$' } } } }, true], ['Tags', { contains: { has: { Key: 'Owner' } } }, false],
    ['Tags.*.Key', 'Stage', true], ['Tags.*.Key', 'Owner', false], ['RedrivePolicy', { keys: 'maxReceiveCount' }, true], ['FifoQueue', { every: 1 }, false],
    ['VisibilityTimeout', { any: [1, { min: 20 }] }, true], ['VisibilityTimeout', { all: [30, { max: 20 }] }, false],
    ['RedrivePolicy.deadLetterTargetArn', { to: 'AWS::SQS::Queue' }, true], ['RedrivePolicy.deadLetterTargetArn', { to: 'AWS::SNS::Topic' }, false],
    ['MessageRetentionPeriod', { to: 'AWS::SQS::Queue' }, undefined],
    // Views and attributes.
    ['@name', 'payments-dev', true], ['@tags.Team', 'payments', true], ['@DeletionPolicy', 'Delete', true], ['@type', 'AWS::SQS::Queue', true],
    ['@policy', { contains: { has: { 'Effect': 'Deny', 'Condition.Bool.aws:SecureTransport': false } } }, true],
  ])('%s, %j: %s', (path, matcher, expected) => expect(at(path, matcher)).toBe(expected));

  test('a failure says what stands there, and what was expected', () => {
    expect(check(queue({ VisibilityTimeout: { min: 60 } }))).toMatchObject({ found: 'Queue: VisibilityTimeout is 30, expected at least 60', value: 0 });
    expect(check(queue({ FifoQueue: { present: true } })).found).toBe('Queue: FifoQueue is not set');
    expect(check(queue({ MaximumMessageSize: 1024 })).found).toBe('Queue: by a condition: MaximumMessageSize is 2048, expected 1024');
    expect(check(queue({ MessageRetentionPeriod: 1 })).found).toBe('Queue: MessageRetentionPeriod is not known (parameter Given)');
    expect(check(queue({ FifoQueue: true })).spots[0].path).toEqual(['Resources', 'Queue', 'Properties', 'FifoQueue']);
  });
});

describe('conditions', () => {
  const holds = (type: string, has: Condition) => truth({ every: type, has });
  test.each<[string, Condition, boolean | undefined]>([
    ['AWS::Lambda::EventSourceMapping', { $to: { type: 'AWS::SQS::Queue', at: 'EventSourceArn' } }, true],
    ['AWS::Lambda::EventSourceMapping', { $to: { type: 'AWS::SQS::Queue', at: 'FunctionName' } }, false],
    ['AWS::Lambda::EventSourceMapping', { $to: { type: 'AWS::IAM::Role', hops: 2 } }, true],
    ['AWS::Lambda::EventSourceMapping', { $to: 'AWS::IAM::Role' }, false],
    // By its name in an environment variable.
    ['AWS::Lambda::Function', { $to: { type: 'AWS::DynamoDB::Table', at: 'Environment' } }, true],
    ['AWS::DynamoDB::Table', { $from: 'AWS::Lambda::Function' }, true],
    ['AWS::Lambda::Function', { $from: { type: 'AWS::Lambda::EventSourceMapping', min: 2 } }, false],
    ['AWS::Lambda::Function', { $from: { type: 'AWS::Lambda::EventSourceMapping', max: 1 } }, true],
    ['AWS::Lambda::Function', { '@logGroup': { to: { type: 'AWS::Logs::LogGroup', where: { RetentionInDays: 7 } } } }, true],
    ['AWS::Lambda::Function', { 'Environment.Variables.JSON.a.b': { contains: 2 } }, true],
    ['AWS::Lambda::Function', { $may: { actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], on: 'AWS::SQS::Queue' } }, true],
    ['AWS::Lambda::Function', { $may: { actions: 'sqs:ReceiveMessage', on: 'AWS::SNS::Topic' } }, false],
    ['AWS::Lambda::Function', { $may: { actions: 'sqs:SendMessage' } }, false],
    ['AWS::Lambda::Function', { $may: { actions: 'sqs:ReceiveMessage', where: { Condition: { present: false } } } }, false],
    // Its role is not in the templates.
    ['AWS::StepFunctions::StateMachine', { $may: { actions: 'sqs:SendMessage' } }, undefined],
    ['AWS::StepFunctions::StateMachine', { '@definition.States.Send.Parameters.QueueUrl': { to: 'AWS::SQS::Queue' } }, true],
    ['AWS::Lambda::Function', { $any: [{ Timeout: 3 }, { FunctionName: 'processor-dev' }] }, true],
    ['AWS::Lambda::Function', { $not: { Timeout: 3 }, $all: [{ FunctionName: { matches: '-dev$' } }] }, true],
    ['Output', { Value: { to: 'AWS::SQS::Queue' }, Description: { present: true } }, true],
    ['Parameter', { Type: ['String', 'Number'] }, true],
    ['Mapping', { 'prod.Tasks': 5 }, true],
    ['Template', { Conditions: { keys: 'IsProd' } }, true],
  ])('%s %j: %s', (type, has, expected) => expect(holds(type, has)).toBe(expected));

  test('an output leads to what it gives away', () => expect(truth(queue({ $from: 'Output' }))).toBe(true));
});

describe('checks', () => {
  const queues = 'AWS::SQS::Queue';
  test.each<[string, Check, boolean | undefined]>([
    ['one of two is wrong', { every: queues, has: { VisibilityTimeout: { present: true } } }, false],
    ['none at all', { every: 'AWS::SNS::Topic', has: { TopicName: 'x' } }, false],
    ['none at all is fine', { every: 'AWS::SNS::Topic', has: { TopicName: 'x' }, orNone: true }, true],
    ['what can never be is not there', { some: queues, min: 2, max: 2 }, true],
    ['too few', { some: queues, min: 3 }, false],
    ['as many as of another', { some: queues, min: 'AWS::Lambda::Function', max: { type: queues } }, true],
    ['maybe one', { some: { type: queues, where: { MessageRetentionPeriod: 60 } } }, undefined],
    ['forbidden, and there', { no: { type: queues, where: { VisibilityTimeout: 30 } } }, false],
    ['forbidden, and maybe there', { no: { type: queues, where: { MessageRetentionPeriod: 60 } } }, undefined],
    ['forbidden, and not there', { no: 'AWS::SNS::Topic' }, true],
    ['distinct', { distinct: queues, by: '@name' }, true],
    ['not distinct', { distinct: ['AWS::SQS::Queue', 'AWS::IAM::Role'], by: '@DependsOn' }, false],
    ['items', { every: { type: 'AWS::StepFunctions::StateMachine', items: '@states.*' }, has: { StateName: 'Send' } }, true],
    ['items of some', { some: { type: queues, items: 'Tags.*', inside: { '@id': 'Queue' }, where: { Key: 'Team' } } }, true],
    ['their keys and values', { some: { type: 'AWS::Lambda::Function', items: 'Environment.Variables.*', where: { '@key': 'TABLE', '@value': 'payments-table-dev' } } }, true],
    ['all of a service', { some: 'AWS::Lambda::*', min: 2 }, true],
    ['alternatives', { any: [{ some: 'AWS::SNS::Topic' }, { some: queues }] }, true],
    ['no alternative', { any: [{ some: 'AWS::SNS::Topic' }, { no: queues }] }, false],
    ['both', { all: [{ some: queues }, { some: 'AWS::SNS::Topic' }] }, false],
    ['not', { not: { some: 'AWS::SNS::Topic' } }, true],
    ['a predicate', { predicate: 'workflowOrder', with: { stages: ['^Send$'] } }, true],
    ['a predicate that does not hold', { predicate: 'workflowOrder', with: { stages: ['^Send$', 'Receive'] } }, false],
  ])('%s', (_, what, expected) => expect(truth(what)).toBe(expected));

  test('what is missing altogether is told as that, a near miss with what it lacks', () => {
    expect(check({ some: 'AWS::SNS::Topic' })).toMatchObject({ found: 'no SNS::Topic', missing: 'SNS::Topic', spots: [] });
    const { found, missing, spots } = check({ some: { type: 'AWS::DynamoDB::Table', where: { BillingMode: 'PAY_PER_REQUEST' } } });
    expect([found, missing]).toEqual(['the only DynamoDB::Table does not fit: BillingMode is not set, expected PAY_PER_REQUEST', undefined]);
    expect(spots.map(({ subject }) => subject?.id)).toEqual(['Table']);
  });

  test('half of the share that is right counts', () => {
    expect(check({ every: queues, has: { VisibilityTimeout: 30 } }).value).toBe(0.25);
    expect(check({ every: queues, has: { MessageRetentionPeriod: { min: 60 } } }).value).toBe(0.5);
  });

  test('per stack: each has to have it, with what it nests', () => {
    const api = (name: string, more = {}) => ({ Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: name } }, ...more } });
    const both = candidateOf({ 'one.json': api('one', { Firewall: { Type: 'AWS::WAFv2::WebACL' } }), 'two.json': api('two') });
    const firewall: Check = { some: 'AWS::WAFv2::WebACL', perStack: 'AWS::ApiGateway::RestApi' };
    expect([truth(firewall, both), truth({ some: 'AWS::WAFv2::WebACL' }, both), truth({ ...firewall, perStack: 'AWS::SNS::Topic' }, both)]).toEqual([false, true, false]);
  });
});
