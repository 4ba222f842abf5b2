import * as fs from 'fs';
import * as path from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { build, environment, fn, matches, parameter, physicalNames, plain, queue, rule, synthesise } from './system';
import { PACKS } from '../../golden/apps/audit';
import { newApp } from '../../golden/apps/synthesise';
import { PaymentEventApi } from '../../src/event-api';
import { sharedConfigurationSchema } from '../../src/event-api/handlers/shared/contract';
import { Json, Template } from '../webhook-pipeline/template';

const findings = (stack: Stack) => Object.values(PACKS).flatMap((pack) => pack(stack));
const stage = (t: Template): Json => t.one('AWS::ApiGateway::Stage').Properties;
/** Warnings without a synthesis. */
const warningsOf = (...args: Parameters<typeof build>): string[] =>
  build(...args).events.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data)));

describe('defaults', () => {
  const { template: t, warnings, stack, assembly } = synthesise();

  test('EV-01 the rate is what ingest-fn sustains: no warning', () => {
    expect(stage(t).MethodSettings[0]).toMatchObject({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 100 });
    expect(warnings).toEqual([]);
  });

  test('EV-02 auth-fn has 30 s, as EV-02 asks of every function, and shares what the account has left', () => {
    expect([fn(t, 'auth').Properties.Timeout, fn(t, 'auth').Properties.ReservedConcurrentExecutions]).toEqual([30, undefined]);
    expect(['ingest', 'process', 'store'].map((name) => fn(t, name).Properties.Timeout)).toEqual([30, 50, 50]);
  });

  test('EV-05 data stays, and the table is protected; so do former versions of the layer', () => {
    expect(t.one('AWS::DynamoDB::Table')).toMatchObject({ DeletionPolicy: 'Retain', Properties: { DeletionProtectionEnabled: true } });
    expect(t.one('AWS::Lambda::LayerVersion')).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    for (const { DeletionPolicy } of t.all('AWS::SQS::Queue')) expect(DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(t.all('Custom::S3AutoDeleteObjects')).toEqual([]);
  });

  test('EV-09 logs: a year at hand, no archive; a topic of its own that nobody hears yet', () => {
    for (const { Properties } of t.all('AWS::Logs::LogGroup')) expect(Properties.RetentionInDays).toBe(365);
    expect(t.all('AWS::KinesisFirehose::DeliveryStream')).toEqual([]);
    expect([t.all('AWS::SNS::Topic').length, t.all('AWS::SNS::Subscription').length]).toEqual([1, 0]);
  });

  test('EV-04 the layer holds the module that the handlers import by its name', () => {
    const assets = fs.readdirSync(assembly.directory).filter((name) => name.startsWith('asset.'));
    const modules = assets.filter((name) => fs.existsSync(path.join(assembly.directory, name, 'nodejs', 'node_modules', 'payment-event-shared', 'index.js')));
    expect(modules).toHaveLength(1);
    const handlers = assets.map((name) => path.join(assembly.directory, name, 'index.js')).filter((file) => fs.existsSync(file)).map((file) => fs.readFileSync(file, 'utf8'));
    expect(handlers.filter((text) => text.includes('require("payment-event-shared")'))).toHaveLength(3);
  });

  test('no finding', () => expect(findings(stack)).toEqual([]));
});

describe('capacity', () => {
  test('EV-01 a higher rate warns, with the arithmetic', () => {
    expect(warningsOf({ api: { rateLimit: 10_000 } })).toEqual([expect.stringContaining(
      'the stage accepts 10,000 events a second, ingest-fn sustains 100 (10 reserved x 10 a second for each environment): what comes above that waits in Lambda\'s own queue, '
      + 'after 1 hour it goes to the queue ingest-failures. Raise processing.concurrency.ingest to 1,000, or lower api.rateLimit')]);
    expect(warningsOf({ api: { rateLimit: 100 } })).toEqual([]);
  });

  test('EV-01 more than API Gateway grants an account warns too', () => {
    const processing = { concurrency: { ingest: 2000, accountLimit: 5000 } };
    expect(warningsOf({ api: { rateLimit: 10_001 }, processing })).toEqual([expect.stringContaining('quota for the whole account in most Regions is 10,000')]);
    expect(warningsOf({ api: { rateLimit: 2501 }, processing }, newApp(), 'eu-south-1')).toEqual([expect.stringContaining('whole account in eu-south-1 is 2,500')]);
  });
});

describe('other props', () => {
  const { stack, events } = build({
    api: { tokenCacheTtl: Duration.minutes(1), webApplicationFirewall: false, accountLogRole: false, burstLimit: 7 },
    routing: { sources: ['shop.api', 'shop.partner'], partnerSources: ['shop.partner'], highValue: { JPY: 5000 } },
    processing: {
      concurrency: { authorizer: 3, ingest: 20, process: 2, store: 4 },
      ingestTimeout: Duration.seconds(60),
      consumerTimeout: Duration.seconds(30),
      maxReceiveCount: 3,
      retryAttempts: 0,
      maxEventAge: Duration.minutes(2),
      fees: { types: ['payment.captured'], basisPoints: 150, fixed: { EUR: 25 } },
    },
    data: { queueRetention: Duration.days(2), rememberFor: Duration.days(40), auditShards: 4 },
    operations: { namePrefix: 'pay-events', team: 'ledger', costCenter: '4711', tags: { Data: 'payments' }, alarmEmail: 'oncall@acme.com' },
  });
  const t = new Template((stack.node.root as App).synth().getStackArtifact(stack.artifactId).template);

  test('EV-02 EV-03 EV-06 reach the functions and the queues', () => {
    expect(['auth', 'ingest', 'process', 'store'].map((name) => [fn(t, name).Properties.ReservedConcurrentExecutions, fn(t, name).Properties.Timeout])).toEqual([[3, 30], [20, 60], [2, 30], [4, 30]]);
    expect(t.all('AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties.ScalingConfig.MaximumConcurrency).sort()).toEqual([2, 4]);
    expect(queue(t, 'process-queue').Properties).toMatchObject({ VisibilityTimeout: 180, MessageRetentionPeriod: 172_800, RedrivePolicy: { maxReceiveCount: 3 } });
    expect(t.one('AWS::Lambda::EventInvokeConfig').Properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 120 });
  });

  test('EV-01 EV-09 reach the API', () => {
    expect(stage(t).MethodSettings[0]).toMatchObject({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 7 });
    expect(t.one('AWS::ApiGateway::Authorizer').Properties.AuthorizerResultTtlInSeconds).toBe(60);
    expect([t.all('AWS::WAFv2::WebACL'), t.all('AWS::ApiGateway::Account')]).toEqual([[], []]);
    expect(t.one('AWS::SNS::Subscription').Properties).toMatchObject({ Endpoint: 'oncall@acme.com', Protocol: 'email' });
  });

  test('EV-07 reach the rules, the model, the permission and the policy of the bus', () => {
    const event = (source: string, amountMatch: number) => ({ source, 'detail-type': 'payment.captured', 'detail': { currency: 'JPY', amountMatch } });
    expect(['by-type', 'by-source', 'by-amount'].map((name) => ['shop.api', 'shop.partner'].map((source) => matches(rule(t, name).Properties.EventPattern, event(source, 5000)))))
      .toEqual([[true, false], [false, true], [true, true]]);
    expect(matches(rule(t, 'by-amount').Properties.EventPattern, event('shop.api', 4999))).toBe(false);
    expect(t.all('AWS::ApiGateway::Model').some(({ Properties: { Schema } }) => JSON.stringify(Schema.properties.source?.enum) === '["shop.api","shop.partner"]')).toBe(true);
    expect(t.one('AWS::Events::EventBusPolicy').Properties.Statement.Condition.StringEquals['events:source']).toEqual(['shop.api', 'shop.partner']);
  });

  test('EV-05 EV-08 reach the configuration of the handlers', () => {
    expect(sharedConfigurationSchema.parse(JSON.parse(plain(parameter(t, 'configuration').Properties.Value)))).toMatchObject({
      sources: ['shop.api', 'shop.partner'],
      highValue: { JPY: 5000 },
      fees: { basisPoints: 150, fixed: { EUR: 25 }, types: ['payment.captured'] },
      auditShards: 4,
      rememberSeconds: 40 * 86_400,
    });
  });

  test('EV-11 reach the tags', () => {
    expect(fn(t, 'store').Properties.Tags).toEqual(expect.arrayContaining([{ Key: 'Team', Value: 'ledger' }, { Key: 'CostCenter', Value: '4711' }, { Key: 'Data', Value: 'payments' }]));
  });

  test('only firewall and log role are found: they were declined', () => {
    expect([...new Set(findings(stack).map(({ rule: id }) => id))].sort())
      .toEqual(['AwsSolutions-APIG3', 'PCI.DSS.321-APIGWAssociatedWithWAF', 'PaymentChecks-ApiAccountRole[missing]', 'PaymentChecks-WafMissing']);
  });

  test('every part is a member', () => {
    expect(Object.keys(events.rules).sort()).toEqual(['by-amount', 'by-source', 'by-type', 'processed']);
    for (const part of [events.reviewQueue, events.layer, events.token, events.alarmTopic]) expect(part).toBeDefined();
    expect([events.metricFilters.length, events.parameters.length]).toEqual([10, 3]);
  });
});

describe('EV-07 without partners and reviews', () => {
  const { template: t } = synthesise({ routing: { sources: ['shop.api'], reviewQueue: false, highValue: {} } });

  test('EV-07 one rule takes all, and no queue of reviews is made', () => {
    expect(t.all('AWS::Events::Rule').map(({ Properties }) => Properties.Name).sort()).toEqual(['pay-events-by-type-dev', 'pay-events-processed-dev']);
    expect(rule(t, 'by-type').Properties.EventPattern.source).toEqual([{ 'anything-but': ['payments.processor'] }]);
    expect(t.all('AWS::SQS::Queue').some(({ Properties }) => /review/.test(Properties.QueueName))).toBe(false);
    expect(Object.keys(t.json.Outputs).some((name) => name.startsWith('Review'))).toBe(false);
  });
});

describe('EV-10 your own certificate, at the root of the name, and only there', () => {
  const app = newApp();
  const stack = new Stack(app, 'Test');
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z07342961XK3Q8WDF6M2T', zoneName: 'acme.com' });
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', stack.formatArn({ service: 'acm', resource: 'certificate', resourceName: 'mine' }));
  const alarmTopic = new Topic(stack, 'Alarms');
  const events = new PaymentEventApi(stack, 'Events', {
    environmentSuffix: 'dev', domain: { domainName: 'acme.com', hostedZone, certificate }, api: { executeApiEndpoint: false }, operations: { alarmTopic },
  });
  const t = new Template(app.synth().getStackArtifact(stack.artifactId).template);

  test('EV-10 it is used, and none is made', () => {
    expect(t.all('AWS::CertificateManager::Certificate')).toEqual([]);
    expect(plain(t.one('AWS::ApiGateway::DomainName').Properties.RegionalCertificateArn)).toContain(':certificate/mine');
    expect(t.one('AWS::ApiGateway::BasePathMapping').Properties.BasePath).toBeUndefined();
    expect(t.one('AWS::ApiGateway::RestApi').Properties.DisableExecuteApiEndpoint).toBe(true);
    expect(events.eventPostUrl).toBe('https://acme.com/events');
  });

  test('EV-09 your topic gets the alarms', () => {
    expect(t.all('AWS::SNS::Topic')).toHaveLength(1);
    for (const { Properties } of t.all('AWS::CloudWatch::Alarm')) expect(Properties.AlarmActions).toEqual([{ Ref: stack.getLogicalId(alarmTopic.node.defaultChild as never) }]);
  });
});

describe('EV-13 two in one account', () => {
  const [one, other] = ['dev', 'qa'].map((environmentSuffix) => synthesise({ environmentSuffix }).template);

  test('EV-13 they share no physical name and no export, although stack and ids are the same', () => {
    expect(Object.keys(one.json.Resources).length).toBe(Object.keys(other.json.Resources).length);
    const names = physicalNames(one);
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => physicalNames(other).includes(name))).toEqual([]);
  });
});

test('EV-14 it synthesises without feature flags, and with those of a new app, to the same resources', () => {
  const types = (t: Template): string[] => Object.values<Json>(t.json.Resources).map(({ Type }) => Type).sort();
  const old = synthesise({}, {}).template;
  expect(types(old)).toEqual(types(synthesise().template));
  // Not open to other accounts either.
  for (const { Properties: { PolicyDocument } } of old.all('AWS::SQS::QueuePolicy')) {
    for (const { Effect, Condition } of PolicyDocument.Statement) if (Effect === 'Allow') expect(Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
  }
  expect(environment(old, 'store').CONFIG_PARAMETER).toBe('/pay-events/dev/configuration');
});

test('ids that hold data do not change: another id is another table, queue or secret', () => {
  const { template: t } = synthesise();
  const STATEFUL = ['DynamoDB::Table', 'SQS::Queue', 'S3::Bucket', 'SecretsManager::Secret', 'KMS::Key', 'Events::EventBus'];
  expect(STATEFUL.flatMap((type) => t.all(`AWS::${type}`).map(({ id }) => id)).sort()).toEqual([
    'EventsAccessLogsAA2E8F66', 'EventsBus0293AC87', 'EventsBusBusUndelivered219C84B0', 'EventsIngestionIngestFailuresF2BD1F19', 'EventsKey1BC2C457',
    'EventsProcessQueue463B741E', 'EventsProcessQueueDeadLetterQueue3BCB7DC5', 'EventsReviewDeadLetterQueue06EDA69F', 'EventsReviewQueue10942995',
    'EventsStoreQueue3C2B2107', 'EventsStoreQueueDeadLetterQueue18088FFD', 'EventsTable4B7491D3', 'EventsToken33269BCC',
  ]);
});
