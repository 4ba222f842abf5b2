import * as fs from 'node:fs';
import * as os from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { audit, LESSONS } from '../../src/lessons';
import { load, loadText } from '../../src/template';

/** Where a lesson is broken. */
const places = (id: string, template: string) => audit(loadText(template), LESSONS.filter((lesson) => lesson.id === id)).map(({ path }) => path.join('.'));

const LOOP = `Resources:
  Fn::ForEach::Keys:
    - Name
    - [Payments, Refunds]
    - \${Name}Queue: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Sub 'alias/\${Name}' } }
  Other: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Sub alias/payments } }
`;
const EXTENDED = `Transform: AWS::LanguageExtensions\n${LOOP}`;

describe('NeedlessFunction', () => {
  test('is silent on what a loop filled in', () => expect(places('NeedlessFunction', EXTENDED)).toEqual(['Resources.Other.Properties.KmsMasterKeyId']));
});

describe('BucketNameGlobal', () => {
  test.each([['payments-123456789012-eu-west-1', 0], ['payments-1234567890123', 1], ['payments-eu-west-1', 1]])('%s: %d findings', (name, count) => {
    expect(places('BucketNameGlobal', `Resources: { Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: ${name} } } }`)).toHaveLength(count);
  });
});

describe('FunctionMisuse', () => {
  test('fails when a loop or a length stands without the language extensions', () => {
    expect(places('FunctionMisuse', LOOP)).toEqual(['Resources.Fn::ForEach::Keys']);
    expect(places('FunctionMisuse', 'Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: { Fn::Length: [a, b] } } } }'))
      .toEqual(['Resources.Queue.Properties.DelaySeconds']);
  });
  test.each([['with them', EXTENDED], ['with a macro that may stand for them', `Transform: [Loops]\n${LOOP}`]])('is silent %s', (_, template) => {
    expect(places('FunctionMisuse', template)).toEqual([]);
  });
});

describe('IamLogsWildcard', () => {
  const policy = (actions: string) => `Resources:
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: [${actions}], Resource: '*' }] } }`;

  test('leaves the statement of log deliveries to WorkflowLogPermission, which asks for it', () => {
    expect(places('IamLogsWildcard', policy("'logs:CreateLogStream', 'logs:PutLogEvents'"))).toHaveLength(1);
    expect(places('IamLogsWildcard', policy("'logs:CreateLogDelivery', 'logs:CreateLogStream', 'logs:PutLogEvents'"))).toEqual([]);
  });
});

describe('SecretInTemplate', () => {
  const mapping = (entry: string) => `Mappings: { Settings: { dev: { ${entry} } } }\nResources: { Topic: { Type: AWS::SNS::Topic } }`;

  test.each([['DbPassword: Payments2026'], ['Stripe: sk_live_4f9c2b7d1e0a']])('fails when a mapping holds %s', (entry) => {
    expect(places('SecretInTemplate', mapping(entry))).toEqual([`Mappings.Settings.dev.${entry.split(':')[0]}`]);
  });
  test('tells of a credential once, where it is written', () => {
    const key = `sk_live_${'4242'.repeat(6)}`;
    const template = `Resources:
  Charge:
    Type: AWS::Lambda::Function
    Properties: { Code: { ZipFile: 'const key = "${key}";' }, Environment: { Variables: { STRIPE_API_KEY: ${key}, SETTINGS: !Sub 'key=${key}' } } }
  Stored: { Type: AWS::SSM::Parameter, Properties: { Type: String, Name: /pay/api-key, Value: ${key} } }
`;
    const found = audit(loadText(template), LESSONS.filter(({ id }) => ['SecretInTemplate', 'CredentialInEnvironment'].includes(id)));
    expect(found.map(({ path }) => path.join('.')).sort()).toEqual([
      'Resources.Charge.Properties.Code.ZipFile', 'Resources.Charge.Properties.Environment.Variables.SETTINGS.Fn::Sub',
      'Resources.Charge.Properties.Environment.Variables.STRIPE_API_KEY', 'Resources.Stored.Properties.Value',
    ]);
    // Acknowledgements tell findings at one resource apart by it.
    expect(new Set(found.map(({ lesson, resource, detail }) => `${lesson.id} ${resource!.id} ${detail}`)).size).toBe(4);
  });
  test.each([
    ['DbPassword: payments/database'], ['DbPassword: /payments/database'], ['DbPassword: "{{resolve:ssm-secure:db}}"'], ['PasswordLength: "32"'], ['ApiKey: changeme'],
    ['Cidr: 10.0.0.0/16'], ['Tokens: "100"'],
  ])('is silent on %s', (entry) => expect(places('SecretInTemplate', mapping(entry))).toEqual([]));
});

test('a bucket is another matter than what loses data', () => {
  const template = 'Resources: { Bucket: { Type: AWS::S3::Bucket }, Table: { Type: AWS::DynamoDB::Table } }';
  expect(places('StatefulDeletionPolicy', template)).toEqual(['Resources.Table.DeletionPolicy']);
  expect(places('BucketDeletionPolicy', template)).toEqual(['Resources.Bucket.DeletionPolicy']);
});

describe('Placeholder', () => {
  const topic = (account: string) => ({ Subscription: { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'sqs', TopicArn: `arn:aws:sns:eu-west-1:${account}:payments` } } });
  /** An assembly whose stack is synthesised for an account of AWS's documentation, as tests of an app are. */
  const placesIn = (account: string, manifest: boolean) => {
    const app = new App({ outdir: fs.mkdtempSync(join(os.tmpdir(), 'placeholder-')) });
    const stack = new Stack(app, 'Payments', { env: { account: '111122223333', region: 'eu-west-1' } });
    for (const [id, { Type: type, Properties: properties }] of Object.entries(topic(account))) new CfnResource(stack, id, { type, properties });
    const { directory } = app.synth();
    const found = audit(load([manifest ? directory : join(directory, 'Payments.template.json')]), LESSONS.filter(({ id }) => id === 'Placeholder'));
    fs.rmSync(directory, { recursive: true });
    return found.length;
  };
  test('is silent on the account that the stack is synthesised for', () => expect(placesIn('111122223333', true)).toBe(0));
  test.each([['another one of the documentation', '444455556666', true], ['no assembly that says so', '111122223333', false]])('tells of %s', (_, account, manifest) => {
    expect(placesIn(account, manifest)).toBe(1);
  });
});

describe('SecretInTemplate of a parameter', () => {
  const parameter = (name: string) => `Resources: { Stored: { Type: AWS::SSM::Parameter, Properties: { Type: String, Name: !Sub '${name}', Value: Payments2026 } } }`;
  test.each([['\${AWS::StackName}-db-password', 1], ['/pay/password-policy', 0], ['/pay/currency', 0]])('%s: %d findings', (name, count) => {
    expect(places('SecretInTemplate', parameter(name))).toHaveLength(count);
  });
});

/** What a lesson says. */
const says = (id: string, template: string) => audit(loadText(template), LESSONS.filter((lesson) => lesson.id === id)).map(({ found }) => found);

describe('DlqMissing', () => {
  const machine = (definition: object, substitutions = '{}') => `Resources:
  Failed: { Type: AWS::SQS::Queue }
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties: { DefinitionSubstitutions: ${substitutions}, DefinitionString: !Sub '${JSON.stringify(definition)}' }
`;
  const send = (url: string) => ({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: { QueueUrl: url }, End: true });
  const pay = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
  const caught = { ...pay, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Keep' }] };

  test.each([
    ['by reference', machine({ StartAt: 'Pay', States: { Pay: caught, Keep: send('${Failed}') } })],
    ['by a substitution', machine({ StartAt: 'Pay', States: { Pay: caught, Keep: send('${!Url}') } }, '{ Url: !Ref Failed }')],
  ])('is silent on a queue that a state machine sends what it catches to, %s', (_, template) => expect(places('DlqMissing', template)).toEqual([]));
  test('fails when a state machine sends there without a failure', () => {
    expect(places('DlqMissing', machine({ StartAt: 'Keep', States: { Keep: send('${Failed}') } }))).toEqual(['Resources.Failed.Properties.RedrivePolicy']);
  });

  const queue = (properties: string, variable: string) => `Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: ${properties} }
  Worker: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { ${variable}: !Ref Queue } } } }
`;
  test.each([['its name', queue('{ QueueName: payments-dlq }', 'QUEUE')], ['the variable that hands it on', queue('{}', 'DEAD_LETTER_QUEUE_URL')]])('is silent when %s says what it is', (_, template) => {
    expect(places('DlqMissing', template)).toEqual([]);
  });
  test('fails when nothing does', () => expect(places('DlqMissing', queue('{}', 'QUEUE_URL'))).toHaveLength(1));
});

describe('AlarmMissing', () => {
  const resources = (variable: string) => `Resources:
  Framework: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { ${variable}: !GetAtt Handler.Arn } } } }
  Handler: { Type: AWS::Lambda::Function }
  Made: { Type: Custom::Made, Properties: { ServiceToken: !GetAtt Framework.Arn } }
`;
  test('is silent on functions that only deploy', () => expect(places('AlarmMissing', resources('USER_ON_EVENT_FUNCTION_ARN'))).toEqual([]));
  test('fails when such a function calls one of the system', () => expect(says('AlarmMissing', resources('SCHEMA_FUNCTION'))).toEqual(['No alarm for 1 function']));
});

describe('VersioningMissing', () => {
  test('is silent on the artifacts of a pipeline and on logs that a service may deliver', () => {
    const template = `Resources:
  Made: { Type: AWS::S3::Bucket }
  Pipeline: { Type: AWS::CodePipeline::Pipeline, Properties: { ArtifactStore: { Type: S3, Location: !Ref Made } } }
  Delivered: { Type: AWS::S3::Bucket }
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Delivered
      PolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: logging.s3.amazonaws.com }, Action: 's3:PutObject', Resource: !Sub '\${Delivered.Arn}/*' }] }
  Data: { Type: AWS::S3::Bucket }
`;
    expect(places('VersioningMissing', template).map((place) => place.split('.')[1])).toEqual(['Data']);
  });
});

describe('AlarmNeverChanges', () => {
  const alarm = (name: string, operator: string, namespace = 'AWS/Lambda') => `Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Last.Arn, maxReceiveCount: 5 } } }
  Last: { Type: AWS::SQS::Queue }
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: ${namespace}
      MetricName: ${name.split(' ')[0]}
      Dimensions: [{ Name: QueueName, Value: !GetAtt ${name.split(' ')[1] ?? 'Queue'}.QueueName }]
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: ${operator}
`;
  test.each([
    ['Errors', 'LessThanThreshold', 1], ['Errors', 'LessThanOrEqualToThreshold', 1], ['Errors', 'GreaterThanOrEqualToThreshold', 0], ['Invocations', 'LessThanThreshold', 0],
    ['ApproximateNumberOfMessagesVisible Last', 'LessThanThreshold', 1], ['ApproximateNumberOfMessagesVisible Queue', 'LessThanThreshold', 0],
  ])('%s with %s: %d findings', (name, operator, count) => expect(places('AlarmNeverChanges', alarm(name, operator))).toHaveLength(count));
});

describe('PolicyOverwritten', () => {
  const policies = (type: string, property: string, second: string) => `Conditions: { Live: !Equals [!Ref AWS::Region, eu-west-1] }
Resources:
  First: { Type: 'AWS::${type}::Queue' }
  Other: { Type: 'AWS::${type}::Queue' }
  One: { Type: AWS::${type}Policy, Properties: { ${property}: [!Ref First], PolicyDocument: { Statement: [] } } }
  Two: { Type: AWS::${type}Policy, ${second}, PolicyDocument: { Statement: [] } } }
`.replaceAll('SQS::Queue::Queue', 'SQS::Queue').replaceAll('SNS::Topic::Queue', 'SNS::Topic');
  test.each([
    ['SQS::Queue', 'Queues', 'Properties: { Queues: [!Ref Other, !Ref First]', 1], ['SNS::Topic', 'Topics', 'Properties: { Topics: [!Ref First]', 1],
    ['SQS::Queue', 'Queues', 'Properties: { Queues: [!Ref Other]', 0], ['SQS::Queue', 'Queues', 'Condition: Live, Properties: { Queues: [!Ref First]', 0],
  ])('%s %s, %s: %d findings', (type, property, second, count) => expect(places('PolicyOverwritten', policies(type, property, second))).toHaveLength(count));
});

describe('EventSourceBatch', () => {
  const source = (queue: string, mapping: string) => `Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: ${queue} }
  Poll: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: worker, ${mapping} } }
`;
  test.each([
    ['{ FifoQueue: true }', 'BatchSize: 10, MaximumBatchingWindowInSeconds: 0', 0], ['{ FifoQueue: true }', 'BatchSize: 100, MaximumBatchingWindowInSeconds: 5', 2],
    ['{}', 'BatchSize: 100, MaximumBatchingWindowInSeconds: 5', 0], ['{}', 'BatchSize: 100', 1], ['{}', 'BatchSize: 10', 0],
  ])('%s, %s: %d findings', (queue, mapping, count) => expect(places('EventSourceBatch', source(queue, mapping))).toHaveLength(count));
});

describe('what is said', () => {
  test('names attributes as they are written', () => {
    const table = `Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties: { AttributeDefinitions: [{ AttributeName: unused, AttributeType: S }], KeySchema: [{ AttributeName: id, KeyType: HASH }] }
`;
    expect(says('TableAttributes', table)).toEqual(['AttributeDefinitions has `unused`, which is no key', 'AttributeDefinitions lacks the key `id`']);
  });
  test('says since when a runtime has been retired', () => {
    expect(says('RuntimeRetired', 'Resources: { Function: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.8 } } }')[0]).toMatch(/^python3\.8 has been retired since \d/);
  });
  test('tells where a deployment has the tracing of its stage', () => expect(LESSONS.find(({ id }) => id === 'StageUntraced')!.fix).toContain('StageDescription: { TracingEnabled: true }'));
});
