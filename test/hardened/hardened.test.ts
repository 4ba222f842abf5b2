import { App, Aws, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { PACKS } from '../../golden/apps/audit';
import {
  AccessLogBucket, HandlerCode, HandlerCodeConfig, HardenedBucket, HardenedFunction, HardenedKey, HardenedLogs, HardenedQueue, HardenedRepository,
  HardenedTable, HardenedTopic, LogRetentionProfile, Monitoring, NamedService, NarrowRole, PhysicalNames,
} from '../../src';
import { Faults } from '../../src/hardened/faults';
import { list, Template } from '../webhook-pipeline/template';

const names = new PhysicalNames({ prefix: 'shop', environmentSuffix: 'dev' });

/** Each part alone in a stack, as a user of one part would have it. */
function stackWith(add: (stack: Stack) => void): { stack: Stack; template: Template } {
  const stack = new Stack(new App(), 'Alone', { env: { region: 'eu-west-1' } });
  add(stack);
  return { stack, template: new Template((stack.node.root as App).synth().getStackArtifact(stack.artifactId).template) };
}

function logsOf(stack: Stack, retention?: LogRetentionProfile, encryptionKey?: HardenedKey): HardenedLogs {
  return new HardenedLogs(stack, 'Logs', { names, retention, encryptionKey, accessLogs: new AccessLogBucket(stack, 'AccessLogs', { bucketName: `shop-${Aws.ACCOUNT_ID}` }) });
}

class Inline extends HandlerCode {
  public bind(): HandlerCodeConfig {
    return { code: lambda.Code.fromInline('exports.handler = 0'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X };
  }
}

describe('HardenedQueue', () => {
  const props = { queueName: 'shop-work-dev', deadLetterQueueName: 'shop-work-dlq-dev' };

  test('WH-06 defaults: visibility 180 s, 4 days, DLQ 14 days, 5 receives, encrypted, TLS only, kept when the stack goes', () => {
    const { template: t } = stackWith((stack) => new HardenedQueue(stack, 'Work', props));
    const queue = t.one('AWS::SQS::Queue', ({ QueueName }) => QueueName === 'shop-work-dev');
    expect(queue).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', Properties: { VisibilityTimeout: 180, MessageRetentionPeriod: 345_600, SqsManagedSseEnabled: true } });
    const dlq = t.target(queue.Properties.RedrivePolicy.deadLetterTargetArn).Properties;
    expect(dlq).toMatchObject({ QueueName: 'shop-work-dlq-dev', MessageRetentionPeriod: 1_209_600, RedriveAllowPolicy: { redrivePermission: 'byQueue' } });
    expect(queue.Properties.RedrivePolicy.maxReceiveCount).toBe(5);
  });

  test('WH-06 fails when the DLQ keeps no longer than the queue, or one failure is final, both at once', () => {
    expect(() => stackWith((stack) => new HardenedQueue(stack, 'Work', { ...props, retentionPeriod: Duration.days(14), maxReceiveCount: 1 })))
      .toThrow(/2 faults in the props of 'Alone\/Work':\n {2}- maxReceiveCount must be a whole number from 2 to 1000, got 1\n {2}- deadLetterRetentionPeriod \(14 days\) must exceed/);
  });
});

describe('HardenedTable', () => {
  test('WH-05 defaults: on demand, PITR, encrypted, protected from deletion', () => {
    const { template: t } = stackWith((stack) => new HardenedTable(stack, 'Table', { tableName: 'shop-dev', partitionKey: 'pk', sortKey: 'sk' }));
    expect(t.one('AWS::DynamoDB::Table')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        SSESpecification: { SSEEnabled: true },
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
      },
    });
    expect(t.one('AWS::DynamoDB::Table').Properties.TimeToLiveSpecification).toBeUndefined();
  });
});

describe('HardenedKey', () => {
  test('WH-13 rotates, and a service that is named without condition is held to this account', () => {
    const { template: t } = stackWith((stack) => {
      const key = new HardenedKey(stack, 'Key', { description: 'test' });
      key.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')], actions: ['kms:Decrypt'], resources: ['*'] }));
      key.allowService('sns.amazonaws.com', 'arn:aws:sns:*:*:shop');
    });
    const { Properties: p } = t.one('AWS::KMS::Key');
    expect(p).toMatchObject({ EnableKeyRotation: true, RotationPeriodInDays: 365 });
    const conditions = p.KeyPolicy.Statement.slice(1).map(({ Condition }: { Condition: unknown }) => Condition);
    expect(conditions).toEqual([
      { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:shop' } },
    ]);
  });

  test('WH-13 grants name each action', () => {
    const { template: t } = stackWith((stack) => {
      const role = new NarrowRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      new HardenedKey(stack, 'Key', { description: 'test' }).grantEncryptDecrypt(role);
    });
    const [{ Action }] = t.statements(t.one('AWS::IAM::Role').id);
    expect(list(Action).sort()).toEqual(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']);
  });
});

describe('HardenedBucket', () => {
  test('WH-09 versioned, KMS, private, TLS 1.2, access logs by bucket policy whatever the feature flags', () => {
    const { template: t } = stackWith((stack) => {
      const accessLogs = new AccessLogBucket(stack, 'AccessLogs', { bucketName: `shop-access-${Aws.ACCOUNT_ID}` });
      new HardenedBucket(stack, 'Data', { bucketName: `shop-data-${Aws.ACCOUNT_ID}`, accessLogs });
    });
    const logBucket = t.one('AWS::S3::Bucket', (_, id) => id.startsWith('AccessLogs'));
    const data = t.one('AWS::S3::Bucket', (_, id) => id.startsWith('Data'));
    expect(data.Properties.LoggingConfiguration).toEqual({ DestinationBucketName: { Ref: logBucket.id }, LogFilePrefix: 'Data/' });
    expect(data.Properties.VersioningConfiguration.Status).toBe('Enabled');
    const policy = t.one('AWS::S3::BucketPolicy', ({ Bucket }) => Bucket.Ref === logBucket.id).Properties.PolicyDocument.Statement;
    const delivery = policy.find(({ Principal }: { Principal: { Service?: string } }) => Principal.Service === 'logging.s3.amazonaws.com');
    expect(delivery.Action).toBe('s3:PutObject');
    expect(delivery.Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
    expect(JSON.stringify(policy)).toContain('s3:TlsVersion');
    expect(logBucket.Properties.AccessControl).toBeUndefined();
    for (const bucket of [logBucket, data]) expect(bucket.DeletionPolicy).toBe('RetainExceptOnCreate');
  });
});

describe('HardenedRepository', () => {
  test('WH-04 keeps 30 images, immutable, scanned', () => {
    const { template: t } = stackWith((stack) => new HardenedRepository(stack, 'Images', { repositoryName: 'shop-dev' }));
    const { Properties: p, DeletionPolicy } = t.one('AWS::ECR::Repository');
    expect(p).toMatchObject({ ImageTagMutability: 'IMMUTABLE', ImageScanningConfiguration: { ScanOnPush: true } });
    expect(JSON.parse(p.LifecyclePolicy.LifecyclePolicyText).rules[1].selection.countNumber).toBe(30);
    expect(DeletionPolicy).toBe('RetainExceptOnCreate');
  });
});

describe('HardenedLogs', () => {
  test('WH-03 a year in CloudWatch by default, no archive', () => {
    const { template: t } = stackWith((stack) => logsOf(stack).group(stack, 'Group', '/shop/dev'));
    expect(t.one('AWS::Logs::LogGroup').Properties.RetentionInDays).toBe(365);
    expect(t.all('AWS::Logs::SubscriptionFilter')).toHaveLength(0);
  });

  test('WH-03 seven days, and every group is copied to a bucket for 365 days, with roles of this account only', () => {
    const { template: t } = stackWith((stack) => {
      const sink = logsOf(stack, LogRetentionProfile.sevenDaysAndArchive(), new HardenedKey(stack, 'Key', { description: 'logs' }));
      sink.group(stack, 'One', '/shop/one-dev');
      sink.group(stack, 'Two', '/shop/two-dev');
    });
    const stream = t.one('AWS::KinesisFirehose::DeliveryStream');
    const filters = t.all('AWS::Logs::SubscriptionFilter');
    expect(filters.map(({ Properties: p }) => [t.target(p.LogGroupName).Properties.LogGroupName, t.target(p.DestinationArn).id])).toEqual([
      ['/shop/one-dev', stream.id], ['/shop/two-dev', stream.id],
    ]);
    const role = t.target(filters[0].Properties.RoleArn);
    expect(t.statements(role.id)).toEqual([expect.objectContaining({ Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'], Resource: { 'Fn::GetAtt': [stream.id, 'Arn'] } })]);
    const archive = t.target(stream.Properties.ExtendedS3DestinationConfiguration.BucketARN);
    expect(archive.Properties.LifecycleConfiguration.Rules.find(({ Id }: { Id: string }) => Id === 'ExpireLogs').ExpirationInDays).toBe(365);
    const writer = t.target(stream.Properties.ExtendedS3DestinationConfiguration.RoleARN);
    expect(writer.Properties.AssumeRolePolicyDocument.Statement[0].Condition).toBeDefined();
  });

  test('your own numbers', () => {
    const profile = LogRetentionProfile.of(logs.RetentionDays.ONE_MONTH, Duration.days(30));
    expect([profile.cloudWatch, profile.archive?.toDays()]).toEqual([30, 30]);
  });
});

describe('HardenedFunction', () => {
  test('WH-03 alone: 512 MB, 30 s, arm64, X-Ray, its own log group, and a role that may write there and nothing else', () => {
    const { stack, template: t } = stackWith((scope) => {
      new HardenedFunction(scope, 'Fn', { functionName: 'shop-fn-dev', description: 'test', handler: 'any', code: new Inline(), logs: logsOf(scope) });
    });
    const fn = t.one('AWS::Lambda::Function', ({ FunctionName }) => FunctionName === 'shop-fn-dev');
    expect(fn.Properties).toMatchObject({ MemorySize: 512, Timeout: 30, Architectures: ['arm64'], TracingConfig: { Mode: 'Active' } });
    expect(fn.Properties.ReservedConcurrentExecutions).toBeUndefined();
    const actions = t.statementsOf(fn).flatMap(({ Action }) => list(Action));
    expect(actions.sort()).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
    expect(PACKS.AwsSolutions(stack).filter(({ path }) => path.includes('/Fn'))).toEqual([]);
  });
});

describe('Monitoring', () => {
  test('WH-14 each alarm has an action and a graph; missing data is healthy', () => {
    const { template: t } = stackWith((stack) => {
      const { queue, deadLetterQueue } = new HardenedQueue(stack, 'Work', { queueName: 'shop-work-dev', deadLetterQueueName: 'shop-work-dlq-dev' });
      const monitoring = new Monitoring(stack, 'Monitoring', { names });
      monitoring.watchDeadLetters('Work', deadLetterQueue, 'Work');
      monitoring.watchAge('Work', queue, 'Work', Duration.minutes(5));
      monitoring.section('Work');
      monitoring.section('nothing new is drawn twice');
      expect(monitoring.alarms).toHaveLength(2);
    });
    for (const { Properties: p } of t.all('AWS::CloudWatch::Alarm')) {
      expect(p).toMatchObject({ TreatMissingData: 'notBreaching', AlarmActions: [{ Ref: t.one('AWS::SNS::Topic').id }], OKActions: p.AlarmActions });
    }
    const body = JSON.stringify(t.one('AWS::CloudWatch::Dashboard').Properties.DashboardBody);
    expect(body.match(/metric\\"/g)).toHaveLength(2);
    expect(body).not.toContain('nothing new');
  });

  test('WH-13 a topic takes messages over TLS only, and from the named services for this account', () => {
    const { template: t } = stackWith((stack) => new HardenedTopic(stack, 'Topic', { topicName: 'shop-dev', publishers: ['budgets.amazonaws.com'] }));
    const statements = t.one('AWS::SNS::TopicPolicy').Properties.PolicyDocument.Statement;
    expect(statements.find(({ Effect }: { Effect: string }) => Effect === 'Deny').Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } });
    expect(statements.find(({ Effect }: { Effect: string }) => Effect === 'Allow')).toMatchObject({
      Principal: { Service: 'budgets.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
  });
});

describe('PhysicalNames', () => {
  test('WH-19 prefix, part, suffix', () => expect(names.of(NamedService.SQS, 'work')).toBe('shop-work-dev'));

  test.each([
    [NamedService.LAMBDA, 64], [NamedService.SQS, 80], [NamedService.STEP_FUNCTIONS, 80], [NamedService.S3, 35], [NamedService.EVENT_RULE, 64],
  ])('WH-19 %s: %i characters pass, one more is refused', (service, limit) => {
    const part = 'x'.repeat(limit - 'shop--dev'.length);
    expect(names.of(service, part)).toHaveLength(limit);
    expect(() => names.of(service, `${part}x`)).toThrow(new RegExp(`has ${limit + 1} characters, 1 over the limit of ${limit}`));
    expect(names.faults(service, part, `${part}x`)).toHaveLength(1);
  });

  test('WH-19 a bucket takes no upper case', () => expect(() => names.of(NamedService.S3, 'Data')).toThrow(/must match/));
});

test('Faults: tokens are not judged, several faults make one error', () => {
  const stack = new Stack(new App(), 'S');
  const faults = new Faults();
  faults.range('a', Aws.ACCOUNT_ID as never, 0, 1);
  faults.pattern('b', Aws.REGION, /^x$/, 'x');
  faults.reservedDomain('c', Aws.URL_SUFFIX);
  faults.throwIfAny(stack);
  faults.range('d', 3, 0, 1, 'apples');
  expect(() => faults.throwIfAny(stack)).toThrow("1 fault in the props of 'S':\n  - d must be a whole number from 0 to 1 apples, got 3");
});

test('teardown: DESTROY reaches bucket, queue, table, key, logs', () => {
  const { template: t } = stackWith((stack) => {
    const removalPolicy = RemovalPolicy.DESTROY;
    const encryptionKey = new HardenedKey(stack, 'Key', { description: 'x', removalPolicy });
    const accessLogs = new AccessLogBucket(stack, 'AccessLogs', { bucketName: `a-${Aws.ACCOUNT_ID}`, removalPolicy });
    new HardenedBucket(stack, 'Data', { bucketName: `b-${Aws.ACCOUNT_ID}`, accessLogs, removalPolicy, lifecycleRules: [{ expiration: Duration.days(1) }] as s3.LifecycleRule[] });
    new HardenedQueue(stack, 'Queue', { queueName: 'q', deadLetterQueueName: 'd', removalPolicy, encryptionKey });
    new HardenedTable(stack, 'Table', { tableName: 't', partitionKey: 'pk', removalPolicy, encryptionKey });
    new HardenedLogs(stack, 'Logs', { names, accessLogs, removalPolicy }).group(stack, 'Group', '/g');
    new CfnOutput(stack, 'Out', { value: 'x' });
  });
  for (const { DeletionPolicy } of Object.values<{ DeletionPolicy?: string }>(t.json.Resources)) expect([undefined, 'Delete']).toContain(DeletionPolicy);
});
