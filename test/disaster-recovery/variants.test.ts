import { App, Duration, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { alarm, build, DOMAIN, fn, plain, readRunbook, synthesise } from './templates';
import { PACKS } from '../../golden/apps/audit';
import {
  IPaymentAuthorization, LogReplication, PaymentDisasterRecovery, PaymentDisasterRecoveryProps, RecoveryConsistency, RecoveryMode,
} from '../../src/disaster-recovery';
import { FailoverModel } from '../../src/disaster-recovery/failover';
import { warningsOf as allWarningsOf } from '../warnings';
import { Json, Template } from '../webhook-pipeline/template';

const ZONE = { hostedZoneId: 'Z07342961XK3Q8WDF6M2T', zoneName: 'acme.com' };
const findings = (...resources: Array<{ readonly stack: Stack } | undefined>) =>
  resources.flatMap((one) => one ? Object.values(PACKS).flatMap((pack) => pack(one.stack)) : []);
const warningsOf = (props: Partial<PaymentDisasterRecoveryProps>): string[] => allWarningsOf(build(props).recovery);
const records = (template: Template): Json[] => template.all('AWS::Route53::RecordSet').map(({ Properties }) => Properties);

describe('defaults, without any prop', () => {
  const { templates: { primary, secondary, dns }, warnings, recovery } = synthesise({ domain: undefined, data: undefined, exercises: undefined });

  test('DR-04 there is no name that fails over, and a warning says so', () => {
    expect(dns).toBeUndefined();
    expect(recovery.failover).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/nothing checks the health of the Regions and nothing fails over.*Give domain/)]);
    expect(primary.all('AWS::ApiGateway::DomainName')).toEqual([]);
  });

  test('DR-07 each Region knows its own API alone', () => {
    expect(primary.all('AWS::SSM::Parameter').map(({ Properties }) => Properties.Name).sort()).toEqual(['bucket', 'primary-api-url', 'queue', 'table'].map((name) => `/payment-dr/prod/${name}`));
    expect(plain(secondary.json.Outputs.ApiUrl.Value)).toMatch(/^https:\/\/<Api[^>]+>\.execute-api\.us-east-2\.<AWS::URLSuffix>\/<Api.*Stage.*>$/);
    expect(secondary.json.Outputs.OtherApiUrl).toBeUndefined();
  });

  test('DR-12 data stays, and the table is protected in both Regions', () => {
    expect(primary.one('AWS::DynamoDB::GlobalTable')).toMatchObject({ DeletionPolicy: 'Retain' });
    for (const { DeletionProtectionEnabled } of primary.one('AWS::DynamoDB::GlobalTable').Properties.Replicas) expect(DeletionProtectionEnabled).toBe(true);
    for (const { DeletionPolicy } of secondary.all('AWS::S3::Bucket')) expect(DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(secondary.all('Custom::S3AutoDeleteObjects')).toEqual([]);
  });

  test('DR-05 logs: three months at hand, a year in the archive, copied from primary to secondary', () => {
    for (const { Properties } of primary.all('AWS::Logs::LogGroup')) expect(Properties.RetentionInDays).toBe(90);
    const archived = primary.one('AWS::S3::Bucket', (_, id) => id.startsWith('LogsArchive')).Properties;
    expect(archived.LifecycleConfiguration.Rules.find(({ Id }: Json) => Id === 'ExpireLogs').ExpirationInDays).toBe(365);
    expect(archived.ReplicationConfiguration.Rules).toHaveLength(1);
    expect(secondary.one('AWS::S3::Bucket', (_, id) => id.startsWith('LogsArchive')).Properties.ReplicationConfiguration).toBeUndefined();
    expect(secondary.json.Parameters.ReverseReplication).toBeUndefined();
    expect(secondary.all('AWS::IAM::Role').filter(({ id }) => id.startsWith('LogReplication'))).toEqual([]);
  });

  test('DR-13 no exercise is made', () => expect(primary.all('AWS::FIS::ExperimentTemplate')).toEqual([]));

  test('no finding', () => expect(findings(recovery.primary, recovery.secondary)).toEqual([]));
});

describe('active/active', () => {
  const { templates: { dns }, recovery } = synthesise({ regions: { mode: RecoveryMode.ACTIVE_ACTIVE } });

  test('DR-04 the nearer Region answers, while it is healthy', () => {
    expect(records(dns).map(({ Region, Failover, SetIdentifier }) => [Region, Failover, SetIdentifier])).toEqual([['us-east-1', undefined, 'us-east-1'], ['us-east-2', undefined, 'us-east-2']]);
    for (const { HealthCheckId } of records(dns)) expect(HealthCheckId['Fn::If'][2].Ref).toMatch(/HealthCheck$/);
  });

  test('DR-13 Region switch shifts away and back', () => {
    const plan = dns.one('AWS::ARCRegionSwitch::Plan').Properties;
    expect([plan.RecoveryApproach, plan.PrimaryRegion]).toEqual(['activeActive', undefined]);
    expect(plan.Workflows.map(({ WorkflowTargetAction: action, WorkflowTargetRegion: region }: Json) => `${action} ${region}`))
      .toEqual(['activate us-east-1', 'activate us-east-2', 'deactivate us-east-1', 'deactivate us-east-2']);
  });

  test('no finding', () => expect(findings(recovery.failover)).toEqual([]));
});

describe('a zone that is made', () => {
  const { templates, recovery } = synthesise({ domain: { domainName: DOMAIN } });

  test('DR-04 the name is deployed first; the Regions get the zone by a parameter', () => {
    expect(templates.dns.one('AWS::Route53::HostedZone').Properties.Name).toBe('acme.com.');
    expect(Object.keys(templates.dns.json.Outputs)).toEqual(expect.arrayContaining(['HostedZoneId', 'NameServers']));
    expect(recovery.secondary.stack.dependencies).toContain(recovery.failover!.stack);
    expect(recovery.primary.stack.dependencies).toContain(recovery.secondary.stack);
    for (const template of [templates.primary, templates.secondary]) {
      const [parameter] = Object.entries<Json>(template.json.Parameters).find(([, { Type }]) => Type === 'AWS::Route53::HostedZone::Id')!;
      for (const { HostedZoneId } of records(template)) expect(HostedZoneId).toEqual({ Ref: parameter });
      expect(parameter).toBe('HostedZoneId');
      expect(JSON.stringify(template.json)).not.toContain('Fn::ImportValue');
    }
  });

  test('no finding', () => expect(findings(recovery.failover, recovery.secondary)).toEqual([]));
});

describe('your zone', () => {
  test('DR-15 the order is secondary, primary, name', () => {
    const { recovery } = build({ domain: { domainName: DOMAIN, hostedZone: ZONE } });
    expect(recovery.secondary.stack.dependencies).toEqual([]);
    expect(recovery.primary.stack.dependencies).toEqual([recovery.secondary.stack]);
    expect(recovery.failover!.stack.dependencies).toEqual([recovery.primary.stack]);
  });

  test('DR-04 a configuration of 60 s or more warns with the arithmetic', () => {
    const slow = { healthCheckInterval: Duration.seconds(30), recordTtl: Duration.seconds(60) };
    const warnings = warningsOf({ domain: { domainName: DOMAIN, hostedZone: ZONE, ...slow } });
    const { timeToRecoverSeconds } = new FailoverModel({ intervalSeconds: 30, threshold: 3, ttlSeconds: 60 });
    expect(timeToRecoverSeconds).toBe(150);
    expect(warnings).toEqual([expect.stringContaining('after 3 x 30 s detection + 60 s TTL = 150 s, 168 s when the Region hangs, not in under 60 s: lower domain.healthCheckInterval')]);
  });

  test.each([[11, 0], [12, 1]])('DR-04 with a TTL of %i s it warns %i times', (ttl, expected) => {
    expect(warningsOf({ domain: { domainName: DOMAIN, hostedZone: ZONE, recordTtl: Duration.seconds(ttl) } })).toHaveLength(expected);
  });
});

describe('strong consistency', () => {
  const data = { consistency: RecoveryConsistency.STRONG, removalPolicy: RemovalPolicy.DESTROY };
  const { templates: { primary, secondary }, recovery } = synthesise({ data });

  test('DR-01 two replicas, and a witness in the third Region of the set', () => {
    expect(primary.one('AWS::DynamoDB::GlobalTable').Properties).toMatchObject({ MultiRegionConsistency: 'STRONG', GlobalTableWitnesses: [{ Region: 'us-west-2' }] });
  });

  test('DR-09 the handlers know it', () => {
    for (const template of [primary, secondary]) for (const name of ['payment', 'redrive']) expect(fn(template, name).Properties.Environment.Variables.CONSISTENCY).toBe('STRONG');
  });

  test('DR-06 its replication has no latency: the heartbeat\'s age alone is watched', () => {
    expect(() => alarm(primary, 'ReplicationLatency')).toThrow();
    expect(alarm(primary, 'ReplicationAge').Properties.TreatMissingData).toBe('breaching');
  });

  test('DR-13 FIS may stop requests to a replica', () => {
    const { RoleArn } = primary.one('AWS::FIS::ExperimentTemplate').Properties;
    expect(primary.statements(primary.target(RoleArn).id)[0].Action).toContain('dynamodb:InjectError');
  });

  test('no finding', () => expect(findings(recovery.primary)).toEqual([]));
});

describe('your own authorization', () => {
  class Iam implements IPaymentAuthorization {
    public readonly seen: string[] = [];
    public bind(_: unknown, api: apigateway.RestApi): apigateway.IAuthorizer {
      this.seen.push(api.stack.region);
      return { authorizerId: 'abc123', authorizationType: apigateway.AuthorizationType.COGNITO };
    }
  }

  test('DR-03 is asked in each Region; no token is made', () => {
    const authorization = new Iam();
    const { templates: { primary, secondary }, recovery } = synthesise({ api: { authorization } });
    expect(authorization.seen).toEqual(['us-east-2', 'us-east-1']);
    for (const template of [primary, secondary]) {
      expect(template.all('AWS::ApiGateway::Method').map(({ Properties }) => Properties.AuthorizationType).sort()).toEqual(['COGNITO_USER_POOLS', 'COGNITO_USER_POOLS', 'NONE']);
      expect(template.all('AWS::SecretsManager::Secret')).toEqual([]);
    }
    expect(recovery.primary.authorizer).toBeUndefined();
  });
});

describe('other props', () => {
  test('DR-02 a warm standby is in the secondary alone, and called by the API there', () => {
    const { templates: { primary, secondary }, recovery } = synthesise({ processing: { warmStandby: 20 } });
    const alias = secondary.one('AWS::Lambda::Alias');
    expect(alias.Properties.ProvisionedConcurrencyConfig).toEqual({ ProvisionedConcurrentExecutions: 20 });
    expect(primary.all('AWS::Lambda::Alias')).toEqual([]);
    const called = secondary.all('AWS::Lambda::Permission').filter(({ Properties }) => Properties.FunctionName.Ref === alias.id);
    expect(called).toHaveLength(3);
    expect(findings(recovery.secondary)).toEqual([]);
  });

  test('DR-03 without firewall, address and log role', () => {
    const off = { webApplicationFirewall: false, executeApiEndpoint: false, accountLogRole: false };
    const { templates: { primary } } = synthesise({ api: { ...off, rateLimit: 50, burstLimit: 10 } });
    expect([primary.all('AWS::WAFv2::WebACL'), primary.all('AWS::ApiGateway::Account')]).toEqual([[], []]);
    expect(primary.one('AWS::ApiGateway::RestApi').Properties.DisableExecuteApiEndpoint).toBe(true);
    expect(primary.one('AWS::ApiGateway::Stage').Properties.MethodSettings[0]).toMatchObject({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 10 });
  });

  test('DR-03 more requests than the function sustains warn with the arithmetic', () => {
    expect(warningsOf({ api: { rateLimit: 5000 } })).toEqual([expect.stringMatching(/accepts 5,000 requests a second, its payment function sustains 1,000 \(100 reserved x 10/)]);
  });

  test('DR-11 your tags', () => {
    const { templates: { dns } } = synthesise({ operations: { owner: 'ada', project: 'shop', costCenter: '42', environmentSuffix: 'dev', tags: { Team: 'x' } } });
    const tags = Object.fromEntries(dns.get('PrimaryHealthCheck').Properties.HealthCheckTags.map(({ Key, Value }: Json) => [Key, Value]));
    expect(tags).toMatchObject({ Owner: 'ada', Project: 'shop', CostCenter: '42', Environment: 'dev', Team: 'x' });
  });

  test('DR-06 an address hears of the alarms of each stack', () => {
    const { templates } = synthesise({ operations: { alarmEmail: 'oncall@acme.com' } });
    for (const template of Object.values(templates)) expect(template.one('AWS::SNS::Subscription').Properties).toMatchObject({ Protocol: 'email', Endpoint: 'oncall@acme.com' });
  });

  test('other Regions, an account, other numbers', () => {
    const { templates: { primary, secondary } } = synthesise({
      regions: { primary: 'eu-west-1', secondary: 'eu-central-1', account: '111122223333' }, processing: { memorySize: 512, reservedConcurrency: 200, timeout: Duration.seconds(20) },
    });
    expect(primary.one('AWS::DynamoDB::GlobalTable').Properties.Replicas.map(({ Region }: Json) => Region)).toEqual(['eu-central-1', 'eu-west-1']);
    expect(fn(secondary, 'payment').Properties).toMatchObject({ MemorySize: 512, Timeout: 20, ReservedConcurrentExecutions: 200 });
    expect(JSON.stringify(secondary.json)).toContain('arn:aws:kms:eu-west-1:111122223333:alias/payment-dr-data-prod');
  });
});

describe('apps of other kinds', () => {
  test('without any feature flag it synthesises, nothing crosses stacks, and no pack finds anything', () => {
    const { recovery, templates } = synthesise({}, {});
    expect(findings(recovery.primary, recovery.failover)).toEqual([]);
    expect(JSON.stringify(Object.values(templates).map(({ json }) => json))).not.toMatch(/Fn::ImportValue|CrossRegionExport/);
  });

  test('in a stage', () => {
    const app = new App();
    const stage = new Stage(app, 'Production', { env: { account: '111122223333', region: 'us-west-1' } });
    const recovery = new PaymentDisasterRecovery(stage, 'Payments', { domain: { domainName: DOMAIN, hostedZone: ZONE } });
    expect([recovery.primary.stack.region, recovery.secondary.stack.region, recovery.failover!.stack.region]).toEqual(['us-east-1', 'us-east-2', 'us-east-1']);
    expect(app.synth().getNestedAssembly('assembly-Production').stacks).toHaveLength(3);
  });

  test('every resource that it makes is a member', () => {
    const { recovery } = build();
    const props: PaymentDisasterRecoveryProps = { data: { logReplication: LogReplication.BOTH_WAYS } };
    expect(props.data?.logReplication).toBe('BOTH_WAYS');
    for (const { table, token } of [recovery.primary]) expect([table, token]).not.toContain(undefined);
    for (const region of [recovery.primary, recovery.secondary]) {
      const { api, authorizer, redriveFunction, heartbeatFunction, heartbeatFailureQueue } = region;
      const { replicationRole, impairedAlarm, experimentTemplate, failoverDomain, regionalDomain } = region;
      for (const member of [api, authorizer, redriveFunction, heartbeatFunction, heartbeatFailureQueue]) expect(member).toBeDefined();
      for (const member of [replicationRole, impairedAlarm, experimentTemplate, failoverDomain, regionalDomain]) expect(member).toBeDefined();
      expect(region.parameters).toHaveLength(5);
    }
    expect(recovery.failover!.regionSwitchPlan).toBeDefined();
  });
});

describe('DR-15 the commands of the runbook', () => {
  const { templates, recovery: { primary, secondary, failover } } = synthesise({ domain: { domainName: DOMAIN, zoneName: 'acme.com' } });
  const STACKS: Record<string, Template> = {
    [primary.stack.node.path]: templates.primary, [secondary.stack.node.path]: templates.secondary, [failover!.stack.node.path]: templates.dns,
  };
  /** What is wrong with them: the CLI knows stacks by their paths, and gives a parameter to every stack that it deploys. */
  const faults = (runbook: string): string[] => [...runbook.matchAll(/\b(?:deploy|destroy)(?<exclusively> --exclusively)? <id>(?<stack>\S\w+)(?<rest>[^`\n]*)/g)].flatMap(([command, exclusively, stack, rest]) => {
    const template = STACKS[`Payments${stack}`];
    const parameters = [...rest.matchAll(/--parameters (\w+)=/g)].map(([, name]) => name);
    return [
      ...template ? parameters.filter((name) => !(name in template.json.Parameters)).map((name) => `${command}: no parameter ${name}`) : [`${command}: no such stack`],
      ...exclusively ? [] : [`${command}: deploys or destroys others too`],
    ];
  });

  test('DR-15 name stacks and parameters that there are, and touch one stack each', () => {
    expect(readRunbook().match(/--parameters /g)).toHaveLength(5);
    expect(faults(readRunbook())).toEqual([]);
  });

  test.each([
    ['exclusively <id>/Primary', 'exclusively <id>-Primary', /no such stack/], ['ReverseReplication=on', 'Reverse=on', /no parameter Reverse/],
    ['--exclusively <id>/Secondary --parameters HostedZoneId', '<id>/Secondary --parameters HostedZoneId', /others too/],
  ])('DR-15 fails when %s is written %s', (right, wrong, fault) => expect(faults(readRunbook().replace(right, wrong))).toEqual([expect.stringMatching(fault)]));
});
