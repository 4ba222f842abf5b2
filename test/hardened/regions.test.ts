import { App, Aws, CfnCondition, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  AccessLogBucket, BucketReplication, HardenedBucket, HardenedGlobalTable, HardenedKey, HardenedLogs, HardenedRestApi, HardenedTokenAuthorizer,
  Monitoring, NamedService, PhysicalNames,
} from '../../src/hardened';
import { list, Template } from '../webhook-pipeline/template';

const names = new PhysicalNames({ prefix: 'shop', environmentSuffix: 'dev' });

/** Each part alone in a stack, as a user of one part would have it. */
function stackWith(add: (stack: Stack) => void): Template {
  const stack = new Stack(new App(), 'Alone', { env: { region: 'eu-west-1' } });
  add(stack);
  return new Template((stack.node.root as App).synth().getStackArtifact(stack.artifactId).template);
}

const logsOf = (stack: Stack) => new HardenedLogs(stack, 'Logs', { names, accessLogs: new AccessLogBucket(stack, 'AccessLogs', { bucketName: `shop-${Aws.ACCOUNT_ID}` }) });
const apiOf = (stack: Stack, props: object = {}) => new HardenedRestApi(stack, 'Api', { apiName: 'shop-api-dev', description: 'test', logs: logsOf(stack), limits: { rate: 10, burst: 20 }, ...props });

describe('HardenedGlobalTable', () => {
  const props = (stack: Stack) => ({
    tableName: 'shop-dev',
    partitionKey: 'pk',
    sortKey: 'sk',
    encryptionKey: new HardenedKey(stack, 'Key', { description: 'test', aliasName: 'shop-dev' }),
    replicas: [{ region: 'eu-west-2', keyArn: `arn:aws:kms:eu-west-2:${Aws.ACCOUNT_ID}:alias/shop-dev` }],
  });

  test('DR-01 defaults: eventual, on demand, recoverable and protected in each Region, kept when the stack goes', () => {
    const t = stackWith((stack) => new HardenedGlobalTable(stack, 'Table', props(stack)));
    const { Properties: p, DeletionPolicy } = t.one('AWS::DynamoDB::GlobalTable');
    expect([DeletionPolicy, p.BillingMode, p.MultiRegionConsistency, p.GlobalTableWitnesses]).toEqual(['Retain', 'PAY_PER_REQUEST', 'EVENTUAL', undefined]);
    const kept = { DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
    for (const replica of p.Replicas) expect(replica).toMatchObject(kept);
    expect(t.one('AWS::KMS::Alias').Properties.AliasName).toBe('alias/shop-dev');
  });

  test('DR-01 strong, with a witness, gone with its stack', () => {
    const t = stackWith((stack) => new HardenedGlobalTable(stack, 'Table', {
      ...props(stack), consistency: dynamodb.MultiRegionConsistency.STRONG, witnessRegion: 'eu-west-3', removalPolicy: RemovalPolicy.DESTROY,
    }));
    const { Properties: p, DeletionPolicy } = t.one('AWS::DynamoDB::GlobalTable');
    expect([DeletionPolicy, p.MultiRegionConsistency, p.GlobalTableWitnesses]).toEqual(['Delete', 'STRONG', [{ Region: 'eu-west-3' }]]);
    for (const { DeletionProtectionEnabled } of p.Replicas) expect(DeletionProtectionEnabled).toBe(false);
  });
});

describe('BucketReplication', () => {
  const replicated = (withCondition: boolean) => stackWith((stack) => {
    const accessLogs = new AccessLogBucket(stack, 'AccessLogs', { bucketName: `shop-access-${Aws.ACCOUNT_ID}` });
    const sourceKey = new HardenedKey(stack, 'Key', { description: 'test' });
    const source = new HardenedBucket(stack, 'Data', { bucketName: `shop-data-${Aws.ACCOUNT_ID}`, accessLogs, encryptionKey: sourceKey });
    const condition = withCondition ? new CfnCondition(stack, 'Later', { expression: Fn.conditionEquals(Aws.STACK_NAME, 'x') }) : undefined;
    new BucketReplication(stack, 'Copy', { source, sourceKey, destinationBucketName: 'shop-copy', destinationRegion: 'eu-west-2', destinationKeyAlias: 'shop', condition });
  });

  test('DR-05 the role exists before the bucket, and reads no other bucket', () => {
    const t = replicated(false);
    const bucket = t.one('AWS::S3::Bucket', (_, id) => id.startsWith('Data'));
    const role = t.target(bucket.Properties.ReplicationConfiguration.Role);
    expect(bucket.DependsOn).toEqual(expect.arrayContaining([t.one('AWS::IAM::ManagedPolicy').id]));
    expect(t.statements(role.id).flatMap(({ Action }) => list(Action)).sort()).toEqual([
      'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 's3:GetObjectVersionAcl', 's3:GetObjectVersionForReplication', 's3:GetObjectVersionTagging',
      's3:GetReplicationConfiguration', 's3:ListBucket', 's3:ReplicateObject', 's3:ReplicateTags',
    ]);
  });

  test('DR-05 a condition leaves it out until the destination exists', () => {
    const { ReplicationConfiguration } = replicated(true).one('AWS::S3::Bucket', (_, id) => id.startsWith('Data')).Properties;
    expect(ReplicationConfiguration['Fn::If'][0]).toBe('Later');
    expect(ReplicationConfiguration['Fn::If'][2]).toEqual({ Ref: 'AWS::NoValue' });
  });
});

describe('HardenedRestApi', () => {
  test('DR-03 limits of single methods keep logging and metrics', () => {
    const t = stackWith((stack) => apiOf(stack, { methodLimits: { '/health/GET': { rate: 1, burst: 2 } } }).api.root.addResource('health').addMethod('GET'));
    const { MethodSettings, TracingEnabled, StageName } = t.one('AWS::ApiGateway::Stage').Properties;
    expect([TracingEnabled, StageName]).toEqual([true, 'v1']);
    expect(MethodSettings).toEqual([
      expect.objectContaining({ ResourcePath: '/*', ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20, LoggingLevel: 'ERROR', MetricsEnabled: true, DataTraceEnabled: false }),
      expect.objectContaining({ ResourcePath: '/~1health', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2, LoggingLevel: 'ERROR', MetricsEnabled: true, DataTraceEnabled: false }),
    ]);
    expect(t.one('AWS::ApiGateway::RestApi').Properties.DisableExecuteApiEndpoint).toBe(false);
  });

  test('WH-02 fails when the access log could hold what a caller sent: a header, a path, a query, a body, or a fault that quotes it', () => {
    const t = stackWith((stack) => apiOf(stack).api.root.addMethod('GET'));
    const format = JSON.parse(t.one('AWS::ApiGateway::Stage').Properties.AccessLogSetting.Format) as Record<string, string>;
    const harmless = [
      'requestId', 'extendedRequestId', 'identity.sourceIp', 'identity.userAgent', 'requestTime', 'httpMethod', 'resourcePath', 'status', 'protocol', 'requestLength',
      'responseLength', 'responseLatency', 'integrationLatency', 'integrationErrorMessage', 'error.responseType', 'wafResponseCode',
    ];
    expect(Object.values(format).filter((value) => !harmless.some((name) => value === `$context.${name}`))).toEqual([]);
    expect(format).toMatchObject({ ip: '$context.identity.sourceIp', status: '$context.status', errorType: '$context.error.responseType' });
  });

  test('WH-02 the log role of the account is made once for two APIs, or not at all', () => {
    const two = stackWith((stack) => {
      const logs = logsOf(stack);
      for (const id of ['One', 'Two']) new HardenedRestApi(stack, id, { apiName: `shop-${id}`, description: 'test', logs, limits: { rate: 1, burst: 1 } }).api.root.addMethod('GET');
    });
    expect(two.all('AWS::ApiGateway::Account')).toHaveLength(1);
    const none = stackWith((stack) => apiOf(stack, { accountLogRole: false }).api.root.addMethod('GET'));
    expect(none.all('AWS::ApiGateway::Account')).toEqual([]);
  });
});

describe('HardenedTokenAuthorizer', () => {
  const t = stackWith((stack) => {
    const { api } = apiOf(stack);
    const authorizer = new HardenedTokenAuthorizer(stack, 'Authorizer', {
      functionName: 'shop-authorizer-dev', api, secret: Secret.fromSecretNameV2(stack, 'Token', 'shop-token'), logs: stack.node.findChild('Logs') as HardenedLogs, encryptionKey: new HardenedKey(stack, 'Key', { description: 'test' }),
    });
    api.root.addMethod('GET', undefined, { authorizer });
  });
  const authorizer = t.one('AWS::ApiGateway::Authorizer');

  test('DR-03 a bearer token, remembered for 5 minutes; a header of another form does not reach the function', () => {
    expect(authorizer.Properties).toMatchObject({ Type: 'TOKEN', IdentitySource: 'method.request.header.Authorization', AuthorizerResultTtlInSeconds: 300 });
    const form = new RegExp(authorizer.Properties.IdentityValidationExpression);
    for (const header of ['Bearer 0123456789abcdef', `Bearer ${'aZ9-._~+/='.repeat(7)}`]) expect(form.test(header)).toBe(true);
    for (const header of ['Basic 0123456789abcdef', 'Bearer short', 'Bearer 0123456789abcdef x', `Bearer ${'x'.repeat(513)}`]) expect(form.test(header)).toBe(false);
    expect(t.one('AWS::ApiGateway::Method').Properties).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: authorizer.id } });
  });

  test('DR-14 it reads its secret alone, and only its API may call it', () => {
    const fn = t.one('AWS::Lambda::Function', ({ FunctionName }) => FunctionName === 'shop-authorizer-dev');
    expect(fn.Properties.Environment.Variables.TOKEN_SECRET_ID).toBe('shop-token');
    const read = t.statementsOf(fn).find(({ Action }) => Action === 'secretsmanager:GetSecretValue')!;
    expect(JSON.stringify(read.Resource)).toMatch(/:secret:shop-token-\?{6}"/);
    expect(JSON.stringify(t.one('AWS::Lambda::Permission', (p) => JSON.stringify(p.SourceArn).includes('authorizers')).Properties.SourceArn)).toContain(`"/authorizers/",{"Ref":"${authorizer.id}"}`);
  });
});

describe('Monitoring over several alarms', () => {
  const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Health', period: Duration.minutes(1) });
  const composite = (all?: boolean) => stackWith((stack) => {
    const monitoring = new Monitoring(stack, 'Monitoring', { names });
    const alarms = ['One', 'Two'].map((id) => monitoring.watch(id, {
      metric, description: id, comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD, missingData: cloudwatch.TreatMissingData.BREACHING,
    }));
    monitoring.watchTogether('Both', { alarmName: names.of(NamedService.ALARM, 'both'), description: 'both', alarms, all });
  });

  test('DR-06 below a threshold, and missing data rings', () => {
    for (const { Properties } of composite().all('AWS::CloudWatch::Alarm')) expect(Properties).toMatchObject({ ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching', Threshold: 1 });
  });

  test.each([[undefined, ' OR '], [true, ' AND ']])('DR-06 a composite with all: %s joins by %s, and tells the topic', (all, word) => {
    const t = composite(all);
    const { Properties: p } = t.one('AWS::CloudWatch::CompositeAlarm');
    expect(p.AlarmName).toBe('shop-both-dev');
    expect(JSON.stringify(p.AlarmRule)).toContain(word);
    expect(p.AlarmActions).toEqual([{ Ref: t.one('AWS::SNS::Topic').id }]);
    expect(p.OKActions).toEqual(p.AlarmActions);
  });
});
