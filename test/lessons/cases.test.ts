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
