import { alarm, dimensions, DOMAIN, fn, plain, queue, Recovery } from './templates';
import { FailoverModel } from '../../src/disaster-recovery/failover';
import { heartbeatEnvironment, paymentEnvironment, redriveEnvironment } from '../../src/disaster-recovery/handlers/contract';
import { Requirement } from '../requirement';
import { Json, list, Resource, Template } from '../webhook-pipeline/template';

const drop = (template: Template, { id }: Resource) => { delete template.json.Resources[id]; };
const table = (r: Recovery) => r.primary.one('AWS::DynamoDB::GlobalTable').Properties;
const stage = (template: Template) => template.one('AWS::ApiGateway::Stage').Properties;
const method = (template: Template, verb: string, resource: string): Json => template.one('AWS::ApiGateway::Method', (p) =>
  p.HttpMethod === verb && p.ResourceId.Ref?.startsWith(resource)).Properties;
const health = (r: Recovery, role: 'Primary' | 'Secondary') => r.dns.get(`${role}HealthCheck`).Properties.HealthCheckConfig;
const record = (r: Recovery, role: 'Primary' | 'Secondary') => r.dns.get(`${role}Record`).Properties;
const archive = (template: Template) => template.one('AWS::S3::Bucket', (_, id) => id.startsWith('LogsArchive'));
/** The replication of a bucket, also when it hangs on a condition. */
const replication = (template: Template): Json => {
  const { ReplicationConfiguration: given } = archive(template).Properties;
  return given?.['Fn::If'] ? given['Fn::If'][1] : given;
};
const replicationRole = (template: Template) => template.target(replication(template).Role['Fn::GetAtt'] ? replication(template).Role : undefined);
const parameter = (template: Template, name: string) => plain(template.one('AWS::SSM::Parameter', ({ Name }) => Name === `/payment-dr/prod/${name}`).Properties.Value);
const output = (template: Template, name: string): string => plain(template.json.Outputs[name]?.Value);
const tagsOf = ({ Properties: p }: Resource): Record<string, string> => {
  const tags = p.Tags ?? p.HealthCheckTags ?? p.HostedZoneTags;
  return Array.isArray(tags) ? Object.fromEntries(tags.map(({ Key, Value }: Json) => [Key, Value])) : tags ?? {};
};
const environment = (template: Template, name: string): Record<string, string> => fn(template, name).Properties.Environment.Variables;
/** What Lambda adds, and what a template cannot know. */
const atRuntime = (template: Template, name: string, region: string) => ({
  AWS_REGION: region, ...Object.fromEntries(Object.entries(environment(template, name)).map(([key, value]) => [key, plain(value)])),
});
const keyOf = (template: Template) => template.one('AWS::KMS::Key');
const aliases = (template: Template) => template.one('AWS::KMS::Alias').Properties;
const STATEFUL = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret', 'AWS::Logs::LogGroup', 'AWS::SQS::Queue'];
const TAGS = ['Environment', 'Project', 'ManagedBy', 'CostCenter', 'Owner'];
/** Wildcards that no ARN could replace, and why. */
const WILDCARDS: Record<string, string> = {
  '*': 'xray:Put* and the account-wide log actions that API Gateway demands have no resource level',
  '/*': 'objects of one bucket',
  ':key/*': 'held to one key by kms:ResourceAliases',
  '-??????': 'the suffix that Secrets Manager appends',
};
const ID_OF_ALARM = /^Monitoring(.+)[0-9A-F]{8}$/;

export const REQUIREMENTS: Array<Requirement<Recovery>> = [
  {
    id: 'DR-01',
    title: 'global table in both Regions: on demand, point-in-time recovery, a key in each Region',
    construct: 'HardenedGlobalTable',
    check: (r) => {
      expect(table(r)).toMatchObject({ BillingMode: 'PAY_PER_REQUEST', TableName: 'payment-dr-payments-prod', SSESpecification: { SSEEnabled: true, SSEType: 'KMS' } });
      expect(table(r).KeySchema).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }]);
      const replicas: Json[] = table(r).Replicas;
      expect(replicas.map(({ Region }) => Region).sort()).toEqual(['us-east-1', 'us-east-2']);
      for (const { PointInTimeRecoverySpecification: pitr } of replicas) expect(pitr.PointInTimeRecoveryEnabled).toBe(true);
      const keyIn = (region: string): Json => replicas.find(({ Region }) => Region === region).SSESpecification.KMSMasterKeyId;
      expect(r.primary.target(keyIn('us-east-1'))).toMatchObject({ Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } });
      // The replica's by an alias of the secondary's own key.
      expect(plain(keyIn('us-east-2'))).toBe(`arn:aws:kms:us-east-2:<AWS::AccountId>:${plain(aliases(r.secondary).AliasName)}`);
      expect(r.secondary.target(aliases(r.secondary).TargetKeyId).Properties.EnableKeyRotation).toBe(true);
    },
    broken: {
      'there is one Region': (r) => { table(r).Replicas.pop(); },
      'the capacity is provisioned': (r) => { table(r).BillingMode = 'PROVISIONED'; },
      'the replica cannot be recovered': (r) => { table(r).Replicas[0].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled = false; },
      'the replica has no key': (r) => { delete table(r).Replicas[0].SSESpecification.KMSMasterKeyId; },
      'the secondary\'s key has another alias': (r) => { aliases(r.secondary).AliasName = 'alias/other'; },
      'the table is gone': (r) => drop(r.primary, r.primary.one('AWS::DynamoDB::GlobalTable')),
    },
  },
  {
    id: 'DR-02',
    title: 'the same functions in both Regions, environment per Region, least privilege, time to queue, concurrency',
    construct: 'PaymentProcessing',
    check: (r) => {
      for (const { template, region, other } of r.regions) {
        const payment = fn(template, 'payment');
        expect(payment.Properties).toMatchObject({
          Runtime: 'nodejs24.x', Architectures: ['arm64'], MemorySize: 1024, Timeout: 15, ReservedConcurrentExecutions: 100, TracingConfig: { Mode: 'Active' },
        });
        // What the handlers themselves demand.
        paymentEnvironment.parse(atRuntime(template, 'payment', region));
        redriveEnvironment.parse(atRuntime(template, 'redrive', region));
        expect(heartbeatEnvironment.parse(atRuntime(template, 'heartbeat', region)).OTHER_REGION).toBe(other);
        expect(environment(template, 'authorizer').TOKEN_SECRET_ID).toBeTruthy();
        expect(template.target(environment(template, 'payment').QUEUE_URL as Json).id).toBe(queue(template, 'failed-payments').id);
        for (const name of ['payment', 'redrive', 'heartbeat']) {
          const statements = template.statementsOf(fn(template, name)).filter(({ Action }) => String(Action).includes('dynamodb'));
          expect(statements.length).toBeGreaterThan(0);
          for (const { Action, Resource: resource, Condition } of statements) {
            expect(plain(resource)).toBe(`arn:aws:dynamodb:${region}:<AWS::AccountId>:table/${table(r).TableName}`);
            expect(Condition['ForAllValues:StringLike']['dynamodb:LeadingKeys']).toEqual([list(Action).includes('dynamodb:Query') ? 'payment#*' : 'heartbeat']);
          }
          // A payment is never changed, nor deleted.
          const actions = statements.flatMap(({ Action }) => list(Action));
          expect(actions.filter((action) => !['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:PutItem'].includes(action))).toEqual([]);
        }
      }
    },
    broken: {
      'a Region has no payment function': (r) => drop(r.secondary, fn(r.secondary, 'payment')),
      'the secondary has less memory': (r) => { fn(r.secondary, 'payment').Properties.MemorySize = 256; },
      'there is no time to queue': (r) => { fn(r.primary, 'payment').Properties.Timeout = 6; },
      'a Region lives at the cost of the account': (r) => { delete fn(r.secondary, 'payment').Properties.ReservedConcurrentExecutions; },
      'the table is that of the other Region': (r) => {
        const statement = r.secondary.statementsOf(fn(r.secondary, 'payment')).find(({ Action }) => String(Action).includes('dynamodb:Query'))!;
        statement.Resource = `arn:aws:dynamodb:us-east-1:111122223333:table/${table(r).TableName}`;
      },
      'every item can be read': (r) => { delete r.primary.statementsOf(fn(r.primary, 'payment')).find(({ Action }) => String(Action).includes('dynamodb:Query'))!.Condition; },
      'the heartbeat looks at its own Region': (r) => { environment(r.primary, 'heartbeat').OTHER_REGION = 'us-east-1'; },
      'the handler misses its queue': (r) => { delete environment(r.secondary, 'redrive').QUEUE_URL; },
    },
  },
  {
    id: 'DR-03',
    title: 'REST API in both, custom domains with TLS 1.2, throttling 1,000 and 2,000, access logs, authorization, firewall',
    construct: 'PaymentApi',
    check: (r) => {
      for (const { template, region } of r.regions) {
        expect(template.one('AWS::ApiGateway::RestApi').Properties).toMatchObject({ EndpointConfiguration: { Types: ['REGIONAL'] } });
        const [all] = stage(template).MethodSettings;
        expect(all).toMatchObject({ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000, DataTraceEnabled: false, MetricsEnabled: true });
        expect(template.target(stage(template).AccessLogSetting.DestinationArn).Properties.LogGroupName).toBe('/aws/apigateway/payment-dr-payments-prod');
        expect(Object.keys(JSON.parse(stage(template).AccessLogSetting.Format))).toEqual(expect.arrayContaining(['requestId', 'status', 'ip']));
        const authorizer = template.one('AWS::ApiGateway::Authorizer');
        for (const p of [method(template, 'POST', 'Apipayments'), method(template, 'GET', 'Apipaymentsid')]) {
          expect(p).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: authorizer.id }, Integration: { Type: 'AWS_PROXY' } });
          expect(p.Integration.TimeoutInMillis).toBe(29_000);
        }
        expect(method(template, 'GET', 'Apihealth').AuthorizationType).toBe('NONE');
        expect(template.target(authorizer.Properties.AuthorizerUri['Fn::Join'][1].find((part: Json) => part['Fn::GetAtt'])).id).toBe(fn(template, 'authorizer').id);
        // Each method may call the function, on this API alone.
        const allowed = template.all('AWS::Lambda::Permission').filter(({ Properties: p }) => p.FunctionName['Fn::GetAtt'][0] === fn(template, 'payment').id).map(({ Properties: p }) => plain(p.SourceArn));
        const api = `arn:aws:execute-api:${region}:<AWS::AccountId>:<${template.one('AWS::ApiGateway::RestApi').id}>`;
        expect(allowed.map((arn) => arn.replace(/<[^>]*Stage[^>]*>/, 'v1')).sort()).toEqual([`${api}/v1/GET/health`, `${api}/v1/GET/payments/*`, `${api}/v1/POST/payments`]);
        const domains = template.all('AWS::ApiGateway::DomainName').map(({ Properties }) => Properties);
        expect(domains.map(({ DomainName }) => DomainName).sort()).toEqual([DOMAIN, `${region}.${DOMAIN}`]);
        for (const { SecurityPolicy, RegionalCertificateArn } of domains) {
          expect(SecurityPolicy).toBe('TLS_1_2');
          expect(template.target(RegionalCertificateArn).Properties).toMatchObject({ DomainName: DOMAIN, SubjectAlternativeNames: [`${region}.${DOMAIN}`], ValidationMethod: 'DNS' });
        }
        expect(template.all('AWS::ApiGateway::BasePathMapping').map(({ Properties }) => template.target(Properties.DomainName).Properties.DomainName).sort()).toEqual([DOMAIN, `${region}.${DOMAIN}`]);
        expect(plain(template.one('AWS::WAFv2::WebACLAssociation').Properties.ResourceArn)).toContain(`:${region}::/restapis/`);
        const rules: Json[] = template.one('AWS::WAFv2::WebACL').Properties.Rules;
        expect(rules.slice(0, 3).map(({ Statement: s }) => s.ManagedRuleGroupStatement?.VendorName)).toEqual(['AWS', 'AWS', 'AWS']);
        // Nobody alone makes the Region look ill: a checker of Route 53 asks 30 times in five minutes, the method takes 50 a second.
        expect(rules.slice(3)).toMatchObject([{ Action: { Block: {} }, Statement: { RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 300 } } }]);
        const { Limit: limit, ScopeDownStatement: { RegexMatchStatement: scope } } = rules[3].Statement.RateBasedStatement;
        expect(limit / 300).toBeLessThan(50 / 10);
        expect(limit).toBeGreaterThanOrEqual(5 * 300 / 10);
        expect(['/health', '/health/', '/v1/health', '/payments', '/payments/healthy', '/v1/payments/health'].filter((path) => new RegExp(scope.RegexString).test(path)))
          .toEqual(['/health', '/health/', '/v1/health']);
      }
      // One token for both: made here, replicated there under the other Region's key, and read by name.
      const token = r.primary.one('AWS::SecretsManager::Secret').Properties;
      expect(token.ReplicaRegions).toEqual([{ Region: 'us-east-2', KmsKeyId: plain(aliases(r.secondary).AliasName) }]);
      for (const { template } of r.regions) expect(environment(template, 'authorizer').TOKEN_SECRET_ID).toBe(token.Name);
    },
    broken: {
      'the throttle is higher in one Region': (r) => { stage(r.secondary).MethodSettings[0].ThrottlingRateLimit = 10_000; },
      'the burst is lower': (r) => { stage(r.primary).MethodSettings[0].ThrottlingBurstLimit = 1000; },
      'nobody logs who paid': (r) => { delete stage(r.secondary).AccessLogSetting; },
      'bodies are logged': (r) => { stage(r.primary).MethodSettings[0].DataTraceEnabled = true; },
      'anybody may pay': (r) => { method(r.secondary, 'POST', 'Apipayments').AuthorizationType = 'NONE'; },
      'the failover name is not served': (r) => drop(r.secondary, r.secondary.one('AWS::ApiGateway::DomainName', ({ DomainName }) => DomainName === DOMAIN)),
      'TLS is old': (r) => { r.primary.all('AWS::ApiGateway::DomainName')[0].Properties.SecurityPolicy = 'TLS_1_0'; },
      'the certificate lacks the Region\'s name': (r) => { r.secondary.one('AWS::CertificateManager::Certificate').Properties.SubjectAlternativeNames = []; },
      'the token is in one Region': (r) => { delete r.primary.one('AWS::SecretsManager::Secret').Properties.ReplicaRegions; },
      'any API may call the function': (r) => { r.primary.all('AWS::Lambda::Permission').find(({ Properties: p }) => plain(p.SourceArn).endsWith('POST/payments'))!.Properties.SourceArn = '*'; },
      'one address may use up the health check': (r) => { r.primary.one('AWS::WAFv2::WebACL').Properties.Rules.pop(); },
      'the health check is blocked itself': (r) => { r.secondary.one('AWS::WAFv2::WebACL').Properties.Rules[3].Statement.RateBasedStatement.Limit = 30; },
      'there is no firewall': (r) => drop(r.secondary, r.secondary.one('AWS::WAFv2::WebACLAssociation')),
    },
  },
  {
    id: 'DR-04',
    title: 'health checks of each Region\'s own name over HTTPS, failover records, under 60 s by the arithmetic',
    construct: 'PaymentFailoverStack',
    check: (r) => {
      for (const [role, { region, template }] of [['Primary', r.regions[0]], ['Secondary', r.regions[1]]] as const) {
        const own = `${region}.${DOMAIN}`;
        expect(health(r, role)).toMatchObject({
          Type: 'HTTPS', Port: 443, ResourcePath: '/health', FullyQualifiedDomainName: own, RequestInterval: 10, FailureThreshold: 3, EnableSNI: true,
        });
        expect(record(r, role)).toMatchObject({ Name: `${DOMAIN}.`, Type: 'CNAME', Failover: role.toUpperCase(), SetIdentifier: region });
        expect(record(r, role).AliasTarget).toBeUndefined();
        // Until the Region switch is attached, the endpoint alone decides.
        const decides = record(r, role).HealthCheckId['Fn::If'];
        expect(decides[2]).toEqual({ Ref: `${role}HealthCheck` });
        expect(r.dns.target(decides[1]).Properties.HealthCheckConfig).toMatchObject({ Type: 'CALCULATED', HealthThreshold: 2, ChildHealthChecks: [{ Ref: `${role}HealthCheck` }, { Ref: `${role}SwitchHealthCheckId` }] });
        expect(r.dns.json.Parameters[`${role}SwitchHealthCheckId`].Default).toBe('');
        // The way from the failover name to the API of the Region.
        const [entry] = record(r, role).ResourceRecords;
        const step = template.one('AWS::Route53::RecordSet', ({ Name }) => Name === `${entry}.`).Properties;
        expect(step.Type).toBe('CNAME');
        expect(template.target(step.ResourceRecords[0]).Properties.DomainName).toBe(DOMAIN);
        const alias = template.one('AWS::Route53::RecordSet', ({ Name }) => Name === `${own}.`).Properties.AliasTarget;
        expect(template.target(alias.DNSName).Properties.DomainName).toBe(own);
        const { RequestInterval, FailureThreshold } = health(r, role);
        const model = new FailoverModel({ intervalSeconds: RequestInterval, threshold: FailureThreshold, ttlSeconds: Number(record(r, role).TTL) });
        expect(model.timeToRecoverSeconds).toBeLessThan(60);
        expect(model.timeToRecoverHangingSeconds).toBeLessThan(60);
      }
    },
    broken: {
      'the check asks the failover name': (r) => { health(r, 'Primary').FullyQualifiedDomainName = DOMAIN; },
      'the check is not encrypted': (r) => { health(r, 'Secondary').Type = 'HTTP'; },
      'the check asks another path': (r) => { health(r, 'Primary').ResourcePath = '/'; },
      'the check is slow': (r) => { health(r, 'Primary').RequestInterval = 30; },
      'the name is kept for a minute': (r) => { record(r, 'Primary').TTL = '60'; },
      'the record has no health check': (r) => { record(r, 'Primary').HealthCheckId['Fn::If'][2] = { Ref: 'AWS::NoValue' }; },
      'nothing takes over': (r) => drop(r.dns, r.dns.get('SecondaryRecord')),
      'the name leads nowhere': (r) => drop(r.secondary, r.secondary.one('AWS::Route53::RecordSet', ({ Name }) => Name.startsWith('entry-'))),
      'both records lead to one Region': (r) => { record(r, 'Secondary').ResourceRecords = record(r, 'Primary').ResourceRecords; },
    },
  },
  {
    id: 'DR-05',
    title: 'log buckets in both, replicated both ways within 15 minutes, versioned, with a role for these two buckets alone',
    construct: 'BucketReplication',
    check: (r) => {
      for (const { template, region, other } of r.regions) {
        const bucket = archive(template).Properties;
        const own = `payment-dr-logs-prod-<AWS::AccountId>-${region}`;
        const copy = `payment-dr-logs-prod-<AWS::AccountId>-${other}`;
        expect(plain(bucket.BucketName)).toBe(own);
        expect(bucket.VersioningConfiguration.Status).toBe('Enabled');
        expect(bucket.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm).toBe('aws:kms');
        const [rule] = replication(template).Rules;
        expect(rule).toMatchObject({ Status: 'Enabled', DeleteMarkerReplication: { Status: 'Disabled' }, SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } } });
        expect(plain(rule.Destination.Bucket)).toBe(`arn:aws:s3:::${copy}`);
        expect(plain(rule.Destination.EncryptionConfiguration.ReplicaKmsKeyID)).toBe(`arn:aws:kms:${other}:<AWS::AccountId>:alias/payment-dr-data-prod`);
        expect(rule.Destination).toMatchObject({ ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } }, Metrics: { Status: 'Enabled', EventThreshold: { Minutes: 15 } } });
        const role = replicationRole(template);
        const [{ Condition }] = role.Properties.AssumeRolePolicyDocument.Statement;
        expect(Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
        expect(plain(Condition.ArnLike['aws:SourceArn'])).toBe(`arn:aws:s3:::${own}`);
        const may = (action: string) => template.statements(role.id)
          .filter(({ Action }) => list(Action).includes(action)).flatMap(({ Resource: resource }) => list(resource).map(plain));
        expect(may('s3:GetObjectVersionForReplication')).toEqual([`arn:aws:s3:::${own}/*`]);
        expect(may('s3:ReplicateObject')).toEqual([`arn:aws:s3:::${copy}/*`]);
        const encrypts = template.statements(role.id).find(({ Action }) => list(Action).includes('kms:Encrypt'))!;
        expect(encrypts.Condition).toEqual({
          'StringEquals': { 'kms:ViaService': `s3.${other}.amazonaws.com` }, 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/payment-dr-data-prod' },
        });
        // What is archived: every log group of the Region.
        expect(template.all('AWS::Logs::SubscriptionFilter').length).toBeGreaterThanOrEqual(7);
      }
      // S3 refuses a destination that is not there: the one that is deployed first waits for its parameter.
      expect(archive(r.secondary).Properties.ReplicationConfiguration['Fn::If'][0]).toBe('ReplicatesLogs');
      expect(r.secondary.json.Parameters.ReverseReplication).toMatchObject({ Default: 'off', AllowedValues: ['on', 'off'] });
      expect(archive(r.primary).Properties.ReplicationConfiguration['Fn::If']).toBeUndefined();
    },
    broken: {
      'nothing is replicated': (r) => { delete archive(r.primary).Properties.ReplicationConfiguration; },
      'the bucket is not versioned': (r) => { delete archive(r.secondary).Properties.VersioningConfiguration; },
      'nobody promises a time': (r) => { delete replication(r.primary).Rules[0].Destination.ReplicationTime; },
      'encrypted objects stay behind': (r) => { delete replication(r.primary).Rules[0].SourceSelectionCriteria; },
      'it goes to itself': (r) => { replication(r.primary).Rules[0].Destination.Bucket = { 'Fn::Join': ['', ['arn:aws:s3:::', archive(r.primary).Properties.BucketName]] }; },
      'the role writes to any bucket': (r) => { r.primary.statements(replicationRole(r.primary).id).find(({ Action }) => list(Action).includes('s3:ReplicateObject'))!.Resource = '*'; },
      'the role uses any key': (r) => { delete r.secondary.statements(replicationRole(r.secondary).id).find(({ Action }) => list(Action).includes('kms:Encrypt'))!.Condition['ForAnyValue:StringEquals']; },
      'any bucket assumes the role': (r) => { delete replicationRole(r.primary).Properties.AssumeRolePolicyDocument.Statement[0].Condition; },
      'the secondary needs the primary at once': (r) => { archive(r.secondary).Properties.ReplicationConfiguration = replication(r.secondary); },
    },
  },
  {
    id: 'DR-06',
    title: 'alarms: replication each way with a heartbeat, health checks, API errors, dead letters, log replication; composites',
    construct: 'Heartbeat',
    check: (r) => {
      for (const { template, region, other } of r.regions) {
        const latency = alarm(template, 'ReplicationLatency');
        expect(latency.Properties).toMatchObject({
          Namespace: 'AWS/DynamoDB', MetricName: 'ReplicationLatency', Threshold: 30_000, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'breaching',
        });
        expect(dimensions(latency)).toEqual({ TableName: table(r).TableName, ReceivingRegion: other });
        const age = alarm(template, 'ReplicationAge');
        expect(age.Properties).toMatchObject({ Namespace: 'payment-dr/prod', MetricName: 'ReplicationAge', TreatMissingData: 'breaching', Threshold: 150 });
        expect(dimensions(age)).toEqual({ service: 'payment-dr-heartbeat-prod', SourceRegion: other });
        // Without the heartbeat the metric would not exist while nobody pays.
        const rule = template.one('AWS::Events::Rule').Properties;
        expect(rule).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' });
        expect(template.target(rule.Targets[0].Arn).id).toBe(fn(template, 'heartbeat').id);
        expect(template.target(rule.Targets[0].DeadLetterConfig.Arn).id).toBe(queue(template, 'heartbeat-failures').id);
        expect(alarm(template, 'ApiServerErrors').Properties).toMatchObject({ MetricName: '5XXError', Namespace: 'AWS/ApiGateway' });
        expect(alarm(template, 'FailedPaymentsDeadLetters').Properties.Threshold).toBe(1);
        expect(dimensions(alarm(template, 'FailedPaymentsDeadLetters')).QueueName).toBe(`<${queue(template, 'failed-payments-dlq').id}.QueueName>`);
        expect(dimensions(alarm(template, 'HeartbeatDeadLetters')).QueueName).toBe(`<${queue(template, 'heartbeat-failures').id}.QueueName>`);
        expect(JSON.stringify(alarm(template, 'PaymentAcceptedTwice').Properties.Metrics)).toMatch(/FILL\(payment, 0\) \+ FILL\(redrive, 0\)/);
        for (const metric of ['OperationsFailedReplication', 'ReplicationLatency']) {
          const found = template.one('AWS::CloudWatch::Alarm', (p) => p.Namespace === 'AWS/S3' && p.MetricName === metric);
          expect(dimensions(found)).toEqual({
            SourceBucket: `payment-dr-logs-prod-<AWS::AccountId>-${region}`, DestinationBucket: `payment-dr-logs-prod-<AWS::AccountId>-${other}`, RuleId: replication(template).Rules[0].Id,
          });
        }
        const impaired = plain(template.one('AWS::CloudWatch::CompositeAlarm').Properties.AlarmRule);
        for (const name of ['ApiServerErrors', 'PaymentErrors', 'FailedPaymentsAge', 'HeartbeatErrors']) expect(impaired).toContain(`<${alarm(template, name).id}.Arn>`);
        expect(impaired).toContain(' OR ');
      }
      for (const [name, role] of [['PrimaryUnhealthy', 'Primary'], ['SecondaryUnhealthy', 'Secondary']] as const) {
        expect(alarm(r.dns, name).Properties).toMatchObject({ Namespace: 'AWS/Route53', MetricName: 'HealthCheckStatus', Threshold: 1, ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching' });
        expect(dimensions(alarm(r.dns, name))).toEqual({ HealthCheckId: `<${role}HealthCheck>` });
      }
      expect(plain(r.dns.one('AWS::CloudWatch::CompositeAlarm').Properties.AlarmRule)).toContain(' AND ');
      for (const template of r.all) {
        for (const { Properties: p } of [...template.all('AWS::CloudWatch::Alarm'), ...template.all('AWS::CloudWatch::CompositeAlarm')]) {
          expect(p.AlarmActions.map((action: Json) => template.target(action).Type)).toEqual(['AWS::SNS::Topic']);
        }
      }
    },
    broken: {
      'replication is watched one way': (r) => drop(r.secondary, alarm(r.secondary, 'ReplicationLatency')),
      'the limit is a minute': (r) => { alarm(r.primary, 'ReplicationLatency').Properties.Threshold = 60_000; },
      'silence is healthy': (r) => { alarm(r.primary, 'ReplicationLatency').Properties.TreatMissingData = 'notBreaching'; },
      'it watches its own Region': (r) => { alarm(r.primary, 'ReplicationLatency').Properties.Dimensions.find(({ Name }: Json) => Name === 'ReceivingRegion').Value = 'us-east-1'; },
      'nothing beats': (r) => drop(r.secondary, r.secondary.one('AWS::Events::Rule')),
      'the age has no such dimension': (r) => { alarm(r.secondary, 'ReplicationAge').Properties.Dimensions.pop(); },
      'nobody hears of dead letters': (r) => drop(r.secondary, alarm(r.secondary, 'FailedPaymentsDeadLetters')),
      'nobody hears of health': (r) => drop(r.dns, alarm(r.dns, 'PrimaryUnhealthy')),
      'an alarm tells nobody': (r) => { alarm(r.primary, 'ApiServerErrors').Properties.AlarmActions = []; },
      'the impaired Region is not said': (r) => drop(r.secondary, r.secondary.one('AWS::CloudWatch::CompositeAlarm')),
      'one Region down is both': (r) => { const { Properties: p } = r.dns.one('AWS::CloudWatch::CompositeAlarm'); p.AlarmRule = plain(p.AlarmRule).replace(' AND ', ' OR '); },
      'log replication is not watched': (r) => drop(r.primary, r.primary.one('AWS::CloudWatch::Alarm', (p) => p.MetricName === 'OperationsFailedReplication')),
    },
  },
  {
    id: 'DR-07',
    title: 'parameters in each Region: both API URLs, table, bucket, queue',
    construct: 'PaymentRegionStack',
    check: (r) => {
      for (const { template } of r.regions) {
        expect(template.all('AWS::SSM::Parameter')).toHaveLength(5);
        expect(parameter(template, 'primary-api-url')).toBe(`https://us-east-1.${DOMAIN}`);
        expect(parameter(template, 'secondary-api-url')).toBe(`https://us-east-2.${DOMAIN}`);
        expect(parameter(template, 'table')).toBe(table(r).TableName);
        expect(parameter(template, 'bucket')).toBe(`<${archive(template).id}>`);
        expect(parameter(template, 'queue')).toBe(`<${queue(template, 'failed-payments').id}>`);
      }
    },
    broken: {
      'the other API is not known': (r) => drop(r.secondary, r.secondary.one('AWS::SSM::Parameter', ({ Name }) => Name.endsWith('primary-api-url'))),
      'the URLs are exchanged': (r) => { r.primary.one('AWS::SSM::Parameter', ({ Name }) => Name.endsWith('primary-api-url')).Properties.Value = `https://us-east-2.${DOMAIN}`; },
      'the queue is another': (r) => { r.primary.one('AWS::SSM::Parameter', ({ Name }) => Name.endsWith('/queue')).Properties.Value = { Ref: queue(r.primary, 'heartbeat-failures').id }; },
    },
  },
  {
    id: 'DR-08',
    title: 'failed payments wait in an encrypted queue, are tried again, and are kept 14 days when that fails',
    construct: 'HardenedQueue',
    check: (r) => {
      for (const { template } of r.regions) {
        const failed = queue(template, 'failed-payments').Properties;
        const dead = queue(template, 'failed-payments-dlq');
        expect(template.target(failed.RedrivePolicy.deadLetterTargetArn).id).toBe(dead.id);
        expect(failed.RedrivePolicy.maxReceiveCount).toBe(5);
        expect(failed.MessageRetentionPeriod).toBeLessThan(dead.Properties.MessageRetentionPeriod);
        expect(dead.Properties.MessageRetentionPeriod).toBe(1_209_600);
        expect(failed.VisibilityTimeout).toBe(6 * fn(template, 'redrive').Properties.Timeout);
        for (const { Properties: p } of template.all('AWS::SQS::Queue')) expect(template.target(p.KmsMasterKeyId).Type).toBe('AWS::KMS::Key');
        const mapping = template.one('AWS::Lambda::EventSourceMapping').Properties;
        expect(template.target(mapping.FunctionName).id).toBe(fn(template, 'redrive').id);
        expect(template.target(mapping.EventSourceArn).id).toBe(queue(template, 'failed-payments').id);
        expect(mapping).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'], ScalingConfig: { MaximumConcurrency: 5 } });
        const actions = (name: string) => template.statementsOf(fn(template, name)).filter(({ Action }) => String(Action).includes('sqs:')).flatMap(({ Action }) => list(Action)).sort();
        expect(actions('payment')).toEqual(['sqs:SendMessage']);
        expect(actions('redrive')).toEqual(['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']);
      }
    },
    broken: {
      'failures vanish': (r) => { delete queue(r.secondary, 'failed-payments').Properties.RedrivePolicy; },
      'they are kept four days': (r) => { queue(r.primary, 'failed-payments-dlq').Properties.MessageRetentionPeriod = 345_600; },
      'nobody tries again': (r) => drop(r.secondary, r.secondary.one('AWS::Lambda::EventSourceMapping')),
      'one failure fails the batch': (r) => { delete r.primary.one('AWS::Lambda::EventSourceMapping').Properties.FunctionResponseTypes; },
      'the payment function cannot queue': (r) => { r.secondary.statementsOf(fn(r.secondary, 'payment')).find(({ Action }) => Action === 'sqs:SendMessage')!.Action = 'sqs:GetQueueUrl'; },
      'the redrive cannot wait': (r) => { r.primary.statementsOf(fn(r.primary, 'redrive')).find(({ Action }) => list(Action).includes('sqs:ChangeMessageVisibility'))!.Action = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']; },
      'a queue is in the clear': (r) => { delete queue(r.secondary, 'failed-payments-dlq').Properties.KmsMasterKeyId; },
    },
  },
  {
    id: 'DR-09',
    title: 'the body is checked before the function, its consistency is that of the table, the window is written down',
    construct: 'PaymentApi',
    check: (r) => {
      for (const { template } of r.regions) {
        const validator = template.one('AWS::ApiGateway::RequestValidator');
        expect(validator.Properties).toMatchObject({ ValidateRequestBody: true, ValidateRequestParameters: true });
        const post = method(template, 'POST', 'Apipayments');
        expect(template.target(post.RequestValidatorId).id).toBe(validator.id);
        expect(template.target(post.RequestModels['application/json']).Properties.Schema).toMatchObject({ type: 'object', minProperties: 1 });
        // The handler keeps an item for each Region exactly where the table can hold two.
        for (const name of ['payment', 'redrive']) expect(environment(template, name).CONSISTENCY).toBe(table(r).MultiRegionConsistency);
        // So that one metric counts what both Regions accepted.
        for (const { Properties: p } of template.functions()) expect(p.Environment.Variables.POWERTOOLS_METRICS_NAMESPACE).toBe('payment-dr/prod');
      }
      expect(r.runbook).toMatch(/^## Payments accepted twice$/m);
      expect(r.runbook).toContain('PaymentAcceptedTwice');
    },
    broken: {
      'any body is passed on': (r) => { r.primary.one('AWS::ApiGateway::RequestValidator').Properties.ValidateRequestBody = false; },
      'the handler thinks the table is strong': (r) => { environment(r.secondary, 'payment').CONSISTENCY = 'STRONG'; },
      'the redrive has another consistency': (r) => { environment(r.primary, 'redrive').CONSISTENCY = 'STRONG'; },
      'the metrics go elsewhere': (r) => { environment(r.secondary, 'redrive').POWERTOOLS_METRICS_NAMESPACE = 'payments'; },
      'the window is not told': (r) => { r.runbook = r.runbook.replace('## Payments accepted twice', '## Other'); },
    },
  },
  {
    id: 'DR-10',
    title: 'outputs: API URLs, health URLs and ids, alarms, table, both buckets',
    construct: 'PaymentRegionStack',
    check: (r) => {
      for (const { template, region, other } of r.regions) {
        expect(output(template, 'ApiUrl')).toBe(`https://${region}.${DOMAIN}`);
        expect(output(template, 'OtherApiUrl')).toBe(`https://${other}.${DOMAIN}`);
        expect(output(template, 'HealthUrl')).toBe(`https://${region}.${DOMAIN}/health`);
        expect(output(template, 'TableName')).toBe(table(r).TableName);
        expect(output(template, 'LogBucketName')).toBe(`<${archive(template).id}>`);
        expect(output(template, 'OtherLogBucketName')).toBe(`payment-dr-logs-prod-<AWS::AccountId>-${other}`);
        for (const name of ['RegionImpaired', 'ReplicationLatency', 'ReplicationAge']) expect(output(template, `${name}AlarmArn`)).toMatch(new RegExp(`^<Monitoring${name}[0-9A-F]{8}\\.Arn>$`));
      }
      expect(output(r.dns, 'ApiUrl')).toBe(`https://${DOMAIN}`);
      for (const [role, region] of [['Primary', 'us-east-1'], ['Secondary', 'us-east-2']]) {
        expect(output(r.dns, `${role}ApiUrl`)).toBe(`https://${region}.${DOMAIN}`);
        expect(output(r.dns, `${role}HealthUrl`)).toBe(`https://${region}.${DOMAIN}/health`);
        expect(output(r.dns, `${role}HealthCheckId`)).toBe(`<${role}HealthCheck>`);
        expect(output(r.dns, `${role}UnhealthyAlarmArn`)).toMatch(/\.Arn>$/);
      }
      for (const template of r.all) for (const { Description } of Object.values<Json>(template.json.Outputs)) expect(Description).toBeTruthy();
    },
    broken: {
      'the API is not said': (r) => { delete r.secondary.json.Outputs.ApiUrl; },
      'the Regions are exchanged': (r) => { r.dns.json.Outputs.PrimaryApiUrl.Value = r.dns.json.Outputs.SecondaryApiUrl.Value; },
      'a health check has no id': (r) => { delete r.dns.json.Outputs.SecondaryHealthCheckId; },
      'an alarm is not said': (r) => { delete r.primary.json.Outputs.RegionImpairedAlarmArn; },
      'the other bucket is not said': (r) => { delete r.primary.json.Outputs.OtherLogBucketName; },
    },
  },
  {
    id: 'DR-11',
    title: 'tags Environment, Project, ManagedBy, CostCenter, Owner on all that takes tags, and on both replicas',
    construct: 'PaymentDisasterRecovery',
    check: (r) => {
      const taggable = /^AWS::(Lambda::Function|SQS::Queue|S3::Bucket|KMS::Key|SecretsManager::Secret|Logs::LogGroup|IAM::Role|SNS::Topic|CloudWatch::(Composite)?Alarm|ApiGateway::(RestApi|Stage|DomainName)|Events::Rule|FIS::ExperimentTemplate|Route53::HealthCheck|ARCRegionSwitch::Plan|SSM::Parameter|WAFv2::WebACL|CertificateManager::Certificate)$/;
      for (const template of r.all) {
        const found = Object.keys(template.json.Resources).map((id) => template.get(id)).filter(({ id, Type }) => taggable.test(Type) && !id.startsWith('CustomS3AutoDelete'));
        expect(found.length).toBeGreaterThanOrEqual(8);
        for (const resource of found) expect([resource.id, Object.keys(tagsOf(resource))]).toEqual([resource.id, expect.arrayContaining(TAGS)]);
      }
      for (const { Tags } of table(r).Replicas) expect(Tags.map(({ Key }: Json) => Key)).toEqual(expect.arrayContaining(TAGS));
      expect(tagsOf(fn(r.primary, 'payment'))).toMatchObject({ Environment: 'prod', Project: 'payments', ManagedBy: 'CloudFormation', CostCenter: 'payments', Owner: 'payments' });
    },
    broken: {
      'a function has no owner': (r) => { const { Properties: p } = fn(r.secondary, 'payment'); p.Tags = p.Tags.filter(({ Key }: Json) => Key !== 'Owner'); },
      'the replica has no tags': (r) => { delete table(r).Replicas[0].Tags; },
      'a health check has no tags': (r) => { r.dns.get('PrimaryHealthCheck').Properties.HealthCheckTags = []; },
      'the environment is another': (r) => { fn(r.primary, 'payment').Properties.Tags.find(({ Key }: Json) => Key === 'Environment').Value = 'dev'; },
    },
  },
  {
    id: 'DR-12',
    title: 'teardown: nothing is retained or protected, buckets are emptied, log groups are owned, the runbook says the order',
    construct: 'PaymentDisasterRecovery',
    check: (r) => {
      for (const template of r.all) {
        for (const [id, { Type, DeletionPolicy }] of Object.entries<Json>(template.json.Resources)) {
          if (STATEFUL.includes(Type)) expect([id, DeletionPolicy]).toEqual([id, 'Delete']);
          else expect([id, ['Retain', 'RetainExceptOnCreate']]).not.toEqual([id, expect.arrayContaining([DeletionPolicy])]);
        }
      }
      for (const { template } of r.regions) {
        expect(template.all('Custom::S3AutoDeleteObjects').map(({ Properties }) => Properties.BucketName.Ref).sort()).toEqual(template.all('AWS::S3::Bucket').map(({ id }) => id).sort());
        // A group that Lambda or API Gateway would make itself stays behind.
        const groups = template.all('AWS::Logs::LogGroup').map(({ Properties }) => plain(Properties.LogGroupName));
        for (const { Properties: p } of template.functions()) expect(groups).toContain(`/aws/lambda/${p.FunctionName}`);
        expect(groups.some((name) => name.startsWith('API-Gateway-Execution-Logs_'))).toBe(true);
      }
      for (const { DeletionProtectionEnabled } of table(r).Replicas) expect(DeletionProtectionEnabled).toBe(false);
      expect(r.runbook).toMatch(/^## Tear down$/m);
    },
    broken: {
      'a replica is protected': (r) => { table(r).Replicas[0].DeletionProtectionEnabled = true; },
      'the table stays': (r) => { r.primary.one('AWS::DynamoDB::GlobalTable').DeletionPolicy = 'Retain'; },
      'a bucket is not emptied': (r) => drop(r.secondary, r.secondary.all('Custom::S3AutoDeleteObjects')[0]),
      'a key stays': (r) => { keyOf(r.dns).DeletionPolicy = 'Retain'; },
      'a log group stays': (r) => drop(r.primary, r.primary.one('AWS::Logs::LogGroup', ({ LogGroupName }) => LogGroupName === '/aws/lambda/payment-dr-payment-prod')),
      'the order is not told': (r) => { r.runbook = r.runbook.replace('## Tear down', '## Other'); },
    },
  },
  {
    id: 'DR-13',
    title: 'FIS pauses the replication in each Region, Region switch moves the name both ways, the runbook has the times',
    construct: 'RegionSwitch',
    check: (r) => {
      for (const { template, region } of r.regions) {
        const experiment = template.one('AWS::FIS::ExperimentTemplate').Properties;
        expect(Object.values<Json>(experiment.Actions)).toEqual([expect.objectContaining({ ActionId: 'aws:dynamodb:global-table-pause-replication', Parameters: { duration: 'PT15M' }, Targets: { Tables: 'payments' } })]);
        expect(experiment.Targets.payments).toMatchObject({ ResourceType: 'aws:dynamodb:global-table', SelectionMode: 'ALL' });
        expect(experiment.Targets.payments.ResourceArns.map(plain)).toEqual([`arn:aws:dynamodb:${region}:<AWS::AccountId>:table/${table(r).TableName}`]);
        expect(experiment.StopConditions).toEqual([{ Source: 'aws:cloudwatch:alarm', Value: { 'Fn::GetAtt': [alarm(template, 'ApiServerErrors').id, 'Arn'] } }]);
        const statements = template.statements(template.target(experiment.RoleArn).id);
        expect(statements.map(({ Resource: resource }) => plain(resource))).toEqual(experiment.Targets.payments.ResourceArns.map(plain));
      }
      const plan = r.dns.one('AWS::ARCRegionSwitch::Plan').Properties;
      expect(plan).toMatchObject({ Regions: ['us-east-1', 'us-east-2'], PrimaryRegion: 'us-east-1', RecoveryApproach: 'activePassive', RecoveryTimeObjectiveMinutes: 1 });
      expect(plan.Workflows.map(({ WorkflowTargetAction: action, WorkflowTargetRegion: region }: Json) => `${action} ${region}`)).toEqual(['activate us-east-1', 'activate us-east-2']);
      for (const { Steps: [{ ExecutionBlockConfiguration: { Route53HealthCheckConfig: config } }] } of plan.Workflows) {
        expect(config.RecordName).toBe(DOMAIN);
        expect(config.RecordSets.map(({ RecordSetIdentifier: id }: Json) => id)).toEqual([record(r, 'Primary').SetIdentifier, record(r, 'Secondary').SetIdentifier]);
      }
      const { RequestInterval, FailureThreshold } = health(r, 'Primary');
      const model = new FailoverModel({ intervalSeconds: RequestInterval, threshold: FailureThreshold, ttlSeconds: Number(record(r, 'Primary').TTL) });
      expect(r.runbook).toContain(model.describe());
      for (const heading of ['Try a failover', 'Pause the replication', 'Region switch', 'Go back']) expect(r.runbook).toMatch(new RegExp(`^## ${heading}$`, 'm'));
      for (const template of r.all) for (const { id } of template.all('AWS::CloudWatch::Alarm')) expect(r.runbook).toContain(`### ${ID_OF_ALARM.exec(id)![1]}\n`);
    },
    broken: {
      'the experiment has no end': (r) => { delete r.primary.one('AWS::FIS::ExperimentTemplate').Properties.Actions.pause.Parameters; },
      'nothing stops the experiment': (r) => { r.secondary.one('AWS::FIS::ExperimentTemplate').Properties.StopConditions = [{ Source: 'none' }]; },
      'the experiment may touch every table': (r) => { const { RoleArn } = r.primary.one('AWS::FIS::ExperimentTemplate').Properties; r.primary.statements(r.primary.target(RoleArn).id)[0].Resource = '*'; },
      'there is no way back': (r) => { r.dns.one('AWS::ARCRegionSwitch::Plan').Properties.Workflows.shift(); },
      'the plan moves another name': (r) => { r.dns.one('AWS::ARCRegionSwitch::Plan').Properties.Workflows[0].Steps[0].ExecutionBlockConfiguration.Route53HealthCheckConfig.RecordName = 'acme.com'; },
      'the runbook has other times': (r) => { health(r, 'Primary').FailureThreshold = 2; },
      'an alarm is not told': (r) => { r.runbook = r.runbook.replace('### ReplicationAge', '###'); },
    },
  },
  {
    id: 'DR-14',
    title: 'no wildcard but those that no ARN could replace; every role trusts one service, for this account',
    construct: 'NarrowRole',
    check: (r) => {
      for (const template of r.all) {
        for (const { id, Properties: p } of template.all('AWS::IAM::ManagedPolicy')) {
          for (const { Effect, Action, Resource: resource, Condition } of p.PolicyDocument.Statement) {
            if (Effect !== 'Allow') continue;
            for (const action of list(Action)) expect([id, action.includes('*')]).toEqual([id, false]);
            for (const arn of list(resource).map(plain).filter((one) => /[*?]/.test(one))) {
              expect([id, arn, Object.keys(WILDCARDS).some((tail) => tail === '*' ? arn === '*' : arn.endsWith(tail))]).toEqual([id, arn, true]);
              if (arn === '*') expect(list(Action).every((action) => /^(xray:Put|logs:)/.test(action))).toBe(true);
              if (arn.endsWith(':key/*')) expect(Condition['ForAnyValue:StringEquals']['kms:ResourceAliases']).toBe('alias/payment-dr-data-prod');
            }
          }
        }
        for (const { id, Properties: p } of template.all('AWS::IAM::Role').filter((role) => !role.id.startsWith('Custom'))) {
          expect([id, p.Policies, p.RoleName, p.AssumeRolePolicyDocument.Statement.length]).toEqual([id, undefined, undefined, 1]);
          const [{ Principal, Condition }] = p.AssumeRolePolicyDocument.Statement;
          // Services that act for others; Lambda and API Gateway assume a role for its own account alone, Region switch sends no source.
          if (/^(s3|fis|firehose|logs)\./.test(Principal.Service)) expect([id, Condition?.StringEquals?.['aws:SourceAccount']]).toEqual([id, { Ref: 'AWS::AccountId' }]);
        }
        const resourcePolicies = [...template.all('AWS::SQS::QueuePolicy'), ...template.all('AWS::SNS::TopicPolicy'), ...template.all('AWS::S3::BucketPolicy')];
        for (const { id, Properties: p } of resourcePolicies) {
          for (const { Effect, Principal, Condition } of p.PolicyDocument.Statement.filter(({ Effect: effect }: Json) => effect === 'Allow')) {
            const open = Principal === '*' || Principal.AWS === '*';
            expect([id, Effect, open]).toEqual([id, 'Allow', false]);
            if (Principal.Service) expect([id, Condition?.StringEquals?.['aws:SourceAccount']]).toEqual([id, { Ref: 'AWS::AccountId' }]);
          }
        }
      }
    },
    broken: {
      'every action on the table': (r) => { r.primary.statementsOf(fn(r.primary, 'payment')).find(({ Action }) => list(Action).includes('dynamodb:Query'))!.Action = 'dynamodb:*'; },
      'every table': (r) => { r.secondary.statementsOf(fn(r.secondary, 'redrive')).find(({ Action }) => list(Action).includes('dynamodb:Query'))!.Resource = 'arn:aws:dynamodb:us-east-2:111122223333:table/*x'; },
      'every secret': (r) => { r.primary.statementsOf(fn(r.primary, 'authorizer')).find(({ Action }) => Action === 'secretsmanager:GetSecretValue')!.Resource = '*'; },
      'the queue is open': (r) => { r.primary.all('AWS::SQS::QueuePolicy')[0].Properties.PolicyDocument.Statement.push({ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }); },
      'FIS acts for any account': (r) => { delete r.primary.target(r.primary.one('AWS::FIS::ExperimentTemplate').Properties.RoleArn).Properties.AssumeRolePolicyDocument.Statement[0].Condition; },
      'a role has an inline policy': (r) => { r.dns.all('AWS::IAM::Role')[0].Properties.Policies = [{}]; },
    },
  },
  {
    id: 'DR-15',
    title: 'no reference between the stacks; what one needs of another has a name, and is deployed before',
    construct: 'PaymentDisasterRecovery',
    check: (r) => {
      for (const template of r.all) {
        const text = JSON.stringify(template.json);
        expect(text).not.toMatch(/Fn::ImportValue|Custom::CrossRegionExport|\{\{resolve:ssm:\/cdk\/exports/);
        for (const { Export } of Object.values<Json>(template.json.Outputs)) expect(Export).toBeUndefined();
        const own = new Set([...Object.keys(template.json.Resources), ...Object.keys(template.json.Parameters ?? {})]);
        for (const [, id] of text.matchAll(/"(?:Ref":|Fn::GetAtt":\[)"([A-Za-z0-9]+)"/g)) expect([id, own.has(id)]).toEqual([id, true]);
        // No parameter but what has a default: each can be deployed as it is.
        for (const [name, { Default }] of Object.entries<Json>(template.json.Parameters ?? {})) expect([name, typeof Default]).toEqual([name, 'string']);
        const customTypes = Object.values<Json>(template.json.Resources).map(({ Type }) => Type).filter((type) => type.startsWith('Custom::'));
        expect(customTypes.filter((type) => type !== 'Custom::S3AutoDeleteObjects')).toEqual([]);
      }
      expect(namesNeeded(r.secondary, 'us-east-1')).toEqual([]);
      const made = namesMade(r.secondary);
      expect(namesNeeded(r.primary, 'us-east-2')).toEqual(expect.arrayContaining(['alias/payment-dr-data-prod', 'payment-dr-logs-prod']));
      for (const name of namesNeeded(r.primary, 'us-east-2')) expect([name, made.has(name)]).toEqual([name, true]);
      const entries = [...namesMade(r.primary), ...made];
      for (const role of ['Primary', 'Secondary'] as const) expect(entries).toContain(record(r, role).ResourceRecords[0]);
      for (const role of ['Primary', 'Secondary'] as const) expect(entries).toContain(health(r, role).FullyQualifiedDomainName);
    },
    broken: {
      'a value is imported': (r) => { r.primary.json.Outputs.TableName.Value = { 'Fn::ImportValue': 'Secondary:Table' }; },
      'a value is exported': (r) => { r.secondary.json.Outputs.TableName.Export = { Name: 'Table' }; },
      'a reference leads out of the template': (r) => { r.primary.json.Outputs.TableName.Value = { Ref: 'SecondaryTable' }; },
      'a custom resource writes to the other Region': (r) => { r.primary.json.Resources.Writer = { Type: 'Custom::CrossRegionExportWriter', Properties: {} }; },
      'the key has no alias': (r) => drop(r.secondary, r.secondary.one('AWS::KMS::Alias')),
      'the bucket of the copies has another name': (r) => { archive(r.secondary).Properties.BucketName = 'copies'; },
      'the entry has another name': (r) => { r.primary.one('AWS::Route53::RecordSet', ({ Name }) => Name.startsWith('entry-')).Properties.Name = 'entry.acme.com.'; },
      'the secondary needs the primary': (r) => { archive(r.secondary).Properties.ReplicationConfiguration = replication(r.secondary); },
      'a parameter must be given': (r) => { delete r.dns.json.Parameters.PrimarySwitchHealthCheckId.Default; },
    },
  },
];

/** Names that a template gives to what it makes and another Region uses. */
function namesMade(template: Template): Set<string> {
  return new Set([
    ...template.all('AWS::KMS::Alias').map(({ Properties }) => Properties.AliasName),
    ...template.all('AWS::S3::Bucket').map(({ Properties }) => plain(Properties.BucketName).replace(/-<AWS::AccountId>-.*/, '')),
    ...template.all('AWS::Route53::RecordSet').map(({ Properties }) => Properties.Name.replace(/\.$/, '')),
  ]);
}

/** Names of keys and buckets in another Region that must exist when the template is deployed; what hangs on a condition can wait. */
function namesNeeded(template: Template, other: string): string[] {
  const names: string[] = [];
  const needs = (value: Json) => {
    const text = plain(value);
    if (text.startsWith(`arn:aws:kms:${other}:`)) names.push(text.slice(text.indexOf('alias/')));
    if (text.startsWith('arn:aws:s3:::') && text.endsWith(`-${other}`)) names.push(text.replace('arn:aws:s3:::', '').replace(/-<AWS::AccountId>-.*/, ''));
    if (text === 'alias/payment-dr-data-prod') names.push(text);
  };
  for (const { Properties: { ReplicationConfiguration: given } } of template.all('AWS::S3::Bucket')) {
    if (!given || given['Fn::If']) continue;
    for (const { Destination } of given.Rules) [Destination.Bucket, Destination.EncryptionConfiguration.ReplicaKmsKeyID].forEach(needs);
  }
  for (const { Properties } of template.all('AWS::DynamoDB::GlobalTable')) {
    for (const { Region, SSESpecification } of Properties.Replicas) if (Region === other) needs(SSESpecification.KMSMasterKeyId);
  }
  for (const { Properties } of template.all('AWS::SecretsManager::Secret')) for (const { KmsKeyId } of Properties.ReplicaRegions ?? []) needs(KmsKeyId);
  return [...new Set(names)];
}
