import { FEATURE_REQUIREMENTS } from './features.requirements';
import { kindOf, placed, roundTrip, routes, subnets, walk, INTERNET, zoneOf } from './routes';
import { alarm, alarmName, alarms, drop, fn, Migration, permissions, plain, queue, tagsOf, waysIn } from './system';
import { migratedEnvironment } from '../../src/migration/handlers/contract';
import { physicalNames } from '../physical-names';
import { Requirement } from '../requirement';
import { Json, list, Resource, Template } from '../webhook-pipeline/template';

const text = (value: Json): string => JSON.stringify(value);
const instance = (t: Template): Resource => t.one('AWS::RDS::DBInstance');
const proxy = (t: Template): Resource => t.one('AWS::RDS::DBProxy');
const parameters = (t: Template): Json => t.target(instance(t).Properties.DBParameterGroupName).Properties.Parameters;
const secret = (t: Template): Resource => t.one('AWS::SecretsManager::Secret', (p) => p.GenerateSecretString?.GenerateStringKey === 'password');
const rotation = (t: Template): Json => t.one('AWS::SecretsManager::RotationSchedule').Properties;
const mapping = (t: Template): Json => t.one('AWS::Lambda::EventSourceMapping', ({ FunctionName }) => t.target(FunctionName).id === fn(t, 'migrated').id).Properties;
const firewallPolicy = (t: Template): Json => t.one('AWS::NetworkFirewall::FirewallPolicy').Properties.FirewallPolicy;
const ruleGroup = (t: Template, name: string): Json => t.one('AWS::NetworkFirewall::RuleGroup', ({ RuleGroupName }) => RuleGroupName === `pay-migration-${name}-prod`).Properties.RuleGroup;
const firewalls = (t: Template): Resource[] => t.all('AWS::NetworkFirewall::Firewall');
const logGroups = (t: Template): Resource[] => t.all('AWS::Logs::LogGroup');
const group = (t: Template, name: RegExp): Resource => logGroups(t).find(({ Properties }) => name.test(plain(Properties.LogGroupName)))!;
/** A group of a deployment helper, which never sees a payment. */
const isHelper = ({ id }: Resource): boolean => /CustomResourceProvider/.test(id);
const topic = (t: Template): Resource => t.one('AWS::SNS::Topic');
const keyStatements = (t: Template): Json[] => t.one('AWS::KMS::Key').Properties.KeyPolicy.Statement;
/** The interface endpoint of a service. */
const endpoint = (t: Template, service: string): Resource => t.one('AWS::EC2::VPCEndpoint', ({ ServiceName }) => plain(ServiceName).endsWith(`.${service}`));
const endpointActions = (t: Template, service: string): string[] =>
  endpoint(t, service).Properties.PolicyDocument.Statement.flatMap(({ Action }: Json) => list(Action));
const route = (t: Template, kind: Parameters<typeof subnets>[1], index: number, destination: RegExp): Resource =>
  routes(t, subnets(t, kind)[index]).find(({ Properties }) => destination.test(Properties.DestinationCidrBlock))!;
const groupNamed = (t: Template, name: string): Resource => t.one('AWS::EC2::SecurityGroup', ({ GroupDescription }) => GroupDescription.startsWith(`${name}:`));
const groupsOf = (t: Template, references: Json): string[] => list(references).map((reference) => t.target(reference).Properties.GroupDescription.split(':')[0]);
const output = (t: Template, name: string): Json => t.json.Outputs[name];

const OUTPUTS = ['VpcId', 'VpcCidr', 'DatabaseEndpoint', 'DatabaseProxyEndpoint', 'DatabaseIdentifier', 'DatabaseSecretArn', 'MigratedFunctionName', 'MigratedFunctionArn',
  'RotationFunctionName', 'PaymentsQueueUrl', 'PaymentsDlqUrl', 'KeyArn', 'AlarmTopicArn', 'Region', 'NetworkFirewallPolicyArn', 'NetworkFirewallArns'];
const REPLICA_OUTPUTS = ['VpcId', 'ReplicaEndpoint', 'ReplicaIdentifier', 'MigratedFunctionName', 'PaymentsQueueUrl', 'PaymentsDlqUrl', 'KeyArn', 'AlarmTopicArn', 'Region'];

/** What holds of the database in both Regions (MG-03). */
function checkDatabase(t: Template): void {
  const { Properties: p } = instance(t);
  expect(p).toMatchObject({
    MultiAZ: true,
    DBInstanceClass: 'db.t3.medium',
    StorageType: 'gp3',
    BackupRetentionPeriod: 7,
    PubliclyAccessible: false,
    EnableIAMDatabaseAuthentication: true,
    EnablePerformanceInsights: true,
    MonitoringInterval: 60,
    AutoMinorVersionUpgrade: true,
    CopyTagsToSnapshot: true,
  });
  expect(t.target(p.KmsKeyId).Type).toBe('AWS::KMS::Key');
  expect(t.target(p.PerformanceInsightsKMSKeyId).Type).toBe('AWS::KMS::Key');
  // The general log holds the values of statements.
  expect([...p.EnableCloudwatchLogsExports].sort()).toEqual(['audit', 'error', 'slowquery']);
  expect(parameters(t)).toMatchObject({ require_secure_transport: '1', log_output: 'FILE', slow_query_log: '1', general_log: '0' });
  expect(Number(parameters(t).innodb_lock_wait_timeout)).toBeLessThan(5); // of a statement of the handler
  const [audit] = t.target(p.OptionGroupName).Properties.OptionConfigurations;
  const settings = Object.fromEntries(audit.OptionSettings.map(({ Name, Value }: Json) => [Name, Value]));
  expect([audit.OptionName, settings.SERVER_AUDIT_EVENTS]).toEqual(['MARIADB_AUDIT_PLUGIN', 'CONNECT,QUERY_DDL']);
  const places = t.target(p.DBSubnetGroupName).Properties.SubnetIds.map((reference: Json) => t.target(reference));
  expect(places.map(kindOf)).toEqual(['Database', 'Database']);
  expect(new Set(places.map(zoneOf)).size).toBe(2);
  expect(waysIn(t).filter((way) => /0\.0\.0\.0|::/.test(way) && !/Payment load balancer|443$|:80$/.test(way))).toEqual([]);
}

const CORE: Array<Requirement<Migration>> = [
  {
    id: 'MG-01',
    title: '172.16.0.0/16 in two zones by Fn::GetAZs: public, firewall, private, database and entry subnets; apart from development',
    construct: 'MigrationNetwork',
    check: ({ primary: t, replica }) => {
      expect(t.one('AWS::EC2::VPC').Properties).toMatchObject({ CidrBlock: '172.16.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true });
      expect(replica.one('AWS::EC2::VPC').Properties.CidrBlock).toBe('172.20.0.0/16');
      for (const kind of ['Public', 'Firewall', 'Private', 'Database', 'Entry'] as const) {
        expect(subnets(t, kind).map(zoneOf)).toEqual([0, 1].map((index) => text({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] })));
      }
      for (const { Properties } of t.all('AWS::EC2::Subnet')) expect([Properties.CidrBlock.startsWith('172.16.'), Properties.MapPublicIpOnLaunch]).toEqual([true, false]);
      for (const subnet of subnets(t, 'Private')) expect(roundTrip(t, subnet).out.at(-1)!.through).toBe('internet');
      for (const subnet of [...subnets(t, 'Database'), ...subnets(replica, 'Private'), ...subnets(replica, 'Database')]) {
        expect(walk(subnet.id.startsWith('Replica') ? replica : t, subnet, INTERNET).map(({ through }) => through)).toEqual(['nowhere']);
      }
      for (const subnet of subnets(t, 'Private')) expect(routes(t, subnet).some(({ Properties }) => Properties.GatewayId)).toBe(false);
      for (const { resource, kinds } of placed(t)) {
        const open = ['AWS::EC2::NatGateway', 'AWS::ElasticLoadBalancingV2::LoadBalancer'].includes(resource.Type);
        expect([resource.id, kinds.some((kind) => ['Public', 'Entry'].includes(kind))]).toEqual([resource.id, open]);
      }
      for (const one of [t, replica]) {
        expect(one.one('AWS::EC2::FlowLog').Properties).toMatchObject({ TrafficType: 'ALL', ResourceType: 'VPC' });
        expect(one.all('Custom::VpcRestrictDefaultSG')).toHaveLength(1);
      }
    },
    broken: {
      'the range is that of development': ({ primary }) => { primary.one('AWS::EC2::VPC').Properties.CidrBlock = '10.0.0.0/16'; },
      'a zone is written down': ({ primary }) => { subnets(primary, 'Private')[0].Properties.AvailabilityZone = 'eu-west-2a'; },
      'there are no firewall subnets': ({ primary }) => drop(primary, subnets(primary, 'Firewall')[1]),
      'both private subnets are in one zone': ({ primary }) => { subnets(primary, 'Private')[1].Properties.AvailabilityZone = subnets(primary, 'Private')[0].Properties.AvailabilityZone; },
      'private subnets lead straight to the internet': ({ primary }) => {
        const out = route(primary, 'Private', 0, /^0\./).Properties;
        delete out.VpcEndpointId;
        out.GatewayId = { Ref: primary.one('AWS::EC2::InternetGateway').id };
      },
      'databases have a way out': ({ primary }) => {
        route(primary, 'Private', 0, /^0\./).Properties.RouteTableId = { Ref: routes(primary, subnets(primary, 'Private')[1])[0].Properties.RouteTableId.Ref };
        primary.json.Resources.Extra = {
          Type: 'AWS::EC2::Route',
          Properties: {
            RouteTableId: { Ref: primary.all('AWS::EC2::RouteTable').find(({ id }) => /DatabaseSubnet1/.test(id))!.id },
            DestinationCidrBlock: '0.0.0.0/0',
            NatGatewayId: { Ref: primary.all('AWS::EC2::NatGateway')[0].id },
          },
        };
      },
      'the function is in a public subnet': ({ primary }) => { fn(primary, 'migrated').Properties.VpcConfig.SubnetIds = [{ Ref: subnets(primary, 'Public')[0].id }]; },
      'addresses are public': ({ primary }) => { subnets(primary, 'Entry')[0].Properties.MapPublicIpOnLaunch = true; },
      'nobody sees the traffic': ({ replica }) => drop(replica, replica.one('AWS::EC2::FlowLog')),
      'the default security group is open': ({ primary }) => drop(primary, primary.one('Custom::VpcRestrictDefaultSG')),
    },
  },
  {
    id: 'MG-02',
    title: 'network firewall in the path of every private subnet, both ways, in its own zone: an allow-list of domains, all else dropped and logged',
    construct: 'NetworkFirewall',
    check: ({ primary: t }) => {
      expect(subnets(t, 'Private')).toHaveLength(2);
      for (const subnet of subnets(t, 'Private')) {
        const { out, back } = roundTrip(t, subnet);
        expect(out.map(({ through }) => through)).toEqual(['firewall', 'nat', 'internet']);
        expect(back.map(({ through }) => through)).toEqual(['firewall', 'local']);
        expect(out[0].id).toBe(back[0].id);
        for (const step of [out[0], out[1], back[0]]) expect(step.zone).toBe(zoneOf(subnet));
      }
      expect(firewallPolicy(t)).toMatchObject({
        StatelessDefaultActions: ['aws:forward_to_sfe'],
        StatelessFragmentDefaultActions: ['aws:forward_to_sfe'],
        StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' },
        StatefulDefaultActions: ['aws:drop_established', 'aws:alert_established'],
      });
      const references = firewallPolicy(t).StatefulRuleGroupReferences;
      expect(references.map((reference: Json) => t.target(reference.ResourceArn).Properties.RuleGroup)).toEqual([ruleGroup(t, 'protocols'), ruleGroup(t, 'domains')]);
      expect(new Set(references.map(({ Priority }: Json) => Priority)).size).toBe(2);
      for (const { Properties } of t.all('AWS::NetworkFirewall::RuleGroup')) {
        expect([Properties.Type, Properties.RuleGroup.StatefulRuleOptions.RuleOrder]).toEqual(['STATEFUL', 'STRICT_ORDER']);
      }
      const { GeneratedRulesType, TargetTypes, Targets } = ruleGroup(t, 'domains').RulesSource.RulesSourceList;
      expect([GeneratedRulesType, TargetTypes, Targets.map(plain)]).toEqual(['ALLOWLIST', ['TLS_SNI'], ['.<AWS::Region>.<AWS::URLSuffix>']]);
      expect(ruleGroup(t, 'protocols').RulesSource.RulesString.split('\n').map((rule: string) => rule.replace(/ \(.*/, ''))).toEqual([
        'drop tcp $HOME_NET any -> $EXTERNAL_NET !443', 'drop udp $HOME_NET any -> $EXTERNAL_NET any', 'drop icmp $HOME_NET any -> $EXTERNAL_NET any',
      ]);
      expect(firewallPolicy(t).PolicyVariables.RuleVariables.HOME_NET.Definition).toEqual(['172.16.0.0/16']);
      for (const firewall of firewalls(t)) {
        expect(firewall.Properties).toMatchObject({ DeleteProtection: false, SubnetChangeProtection: false, FirewallPolicyChangeProtection: false });
        const { LogDestinationConfigs } = t.one('AWS::NetworkFirewall::LoggingConfiguration', ({ FirewallArn }) => t.target(FirewallArn).id === firewall.id).Properties.LoggingConfiguration;
        expect(LogDestinationConfigs.map(({ LogType }: Json) => LogType).sort()).toEqual(['ALERT', 'FLOW']);
        for (const { LogDestination } of LogDestinationConfigs) expect(t.target(LogDestination.logGroup).Properties.KmsKeyId).toBeDefined();
      }
    },
    broken: {
      'one zone goes past it': ({ primary }) => {
        const out = route(primary, 'Private', 1, /^0\./).Properties;
        delete out.VpcEndpointId;
        out.NatGatewayId = { Ref: primary.all('AWS::EC2::NatGateway')[1].id };
      },
      'zones have each other\'s firewall': ({ primary }) => {
        const [one, other] = [0, 1].map((index) => route(primary, 'Private', index, /^0\./).Properties);
        [one.VpcEndpointId, other.VpcEndpointId] = [other.VpcEndpointId, one.VpcEndpointId];
      },
      'answers go past it': ({ primary }) => drop(primary, route(primary, 'Public', 0, /^172\./)),
      'the order of its endpoints is relied on': ({ primary }) => {
        const [one, other] = firewalls(primary);
        one.Properties.SubnetMappings.push(...other.Properties.SubnetMappings);
      },
      'what no rule names passes': ({ primary }) => { firewallPolicy(primary).StatefulDefaultActions = ['aws:alert_established']; },
      'packets pass before they are judged': ({ primary }) => { firewallPolicy(primary).StatelessDefaultActions = ['aws:pass']; },
      'every domain is allowed': ({ primary }) => { ruleGroup(primary, 'domains').RulesSource.RulesSourceList.Targets = ['.com']; },
      'the list denies and allows the rest': ({ primary }) => { ruleGroup(primary, 'domains').RulesSource.RulesSourceList.GeneratedRulesType = 'DENYLIST'; },
      'other protocols pass': ({ primary }) => { ruleGroup(primary, 'protocols').RulesSource.RulesString = 'pass udp any any -> any any (sid:1;)'; },
      'the domains are not part of the policy': ({ primary }) => { firewallPolicy(primary).StatefulRuleGroupReferences.pop(); },
      'alerts are not logged': ({ primary }) => { primary.all('AWS::NetworkFirewall::LoggingConfiguration')[0].Properties.LoggingConfiguration.LogDestinationConfigs.pop(); },
      'it cannot be deleted': ({ primary }) => { firewalls(primary)[0].Properties.DeleteProtection = true; },
    },
  },
  {
    id: 'MG-03',
    title: 'MySQL 8.4, Multi-AZ, db.t3.medium, 100 GiB gp3, encrypted, backups of 7 days, TLS forced at instance and proxy, reached by two groups alone',
    construct: 'MigrationDatabase',
    check: ({ primary: t }) => {
      checkDatabase(t);
      const { Properties: p } = instance(t);
      expect(p).toMatchObject({ Engine: 'mysql', StorageEncrypted: true, AllocatedStorage: '100', DBName: 'payments' });
      expect(p.EngineVersion).toMatch(/^8\.4\.\d+$/);
      expect(p.MaxAllocatedStorage).toBeGreaterThanOrEqual(110);
      expect(t.target(p.DBParameterGroupName).Properties.Family).toBe('mysql8.4');
      expect(groupsOf(t, p.VPCSecurityGroups)).toEqual(['Payment database']);
      expect(proxy(t).Properties).toMatchObject({ RequireTLS: true, EngineFamily: 'MYSQL', DebugLogging: false });
      expect(t.target(t.one('AWS::RDS::DBProxyTargetGroup').Properties.DBInstanceIdentifiers[0]).id).toBe(instance(t).id);
      expect(groupsOf(t, proxy(t).Properties.VpcSecurityGroupIds)).toEqual(['RDS Proxy']);
      expect(waysIn(t).filter((way) => way.endsWith(':3306') && !way.includes('-> RDS Proxy'))).toEqual(['RDS Proxy -> Payment database:3306', 'Rotation of the database password -> Payment database:3306']);
    },
    broken: {
      'one zone takes it along': ({ primary }) => { instance(primary).Properties.MultiAZ = false; },
      'it is of another size': ({ primary }) => { instance(primary).Properties.DBInstanceClass = 'db.t3.large'; },
      'it is not encrypted': ({ primary }) => { instance(primary).Properties.StorageEncrypted = false; },
      'there are no backups': ({ primary }) => { instance(primary).Properties.BackupRetentionPeriod = 0; },
      'it takes connections without TLS': ({ primary }) => { parameters(primary).require_secure_transport = '0'; },
      'the proxy takes connections without TLS': ({ primary }) => { proxy(primary).Properties.RequireTLS = false; },
      'it is public': ({ primary }) => { instance(primary).Properties.PubliclyAccessible = true; },
      'it has the parameters of AWS': ({ primary }) => { delete instance(primary).Properties.DBParameterGroupName; },
      'it is in private subnets, which lead out': ({ primary }) => { primary.one('AWS::RDS::DBSubnetGroup').Properties.SubnetIds = subnets(primary, 'Private').map(({ id }) => ({ Ref: id })); },
      'the function reaches it past the proxy': ({ primary }) => {
        primary.one('AWS::EC2::SecurityGroupIngress', (p) => p.Description === 'From the proxy').Properties.SourceSecurityGroupId = { 'Fn::GetAtt': [groupNamed(primary, 'Function migrated').id, 'GroupId'] };
      },
      'it is of 8.0, whose support is over': ({ primary }) => { instance(primary).Properties.EngineVersion = '8.0.43'; },
      'statements are logged with their values': ({ primary }) => { instance(primary).Properties.EnableCloudwatchLogsExports.push('general'); },
      'a lock is held longer than a statement may take': ({ primary }) => { parameters(primary).innodb_lock_wait_timeout = '50'; },
    },
  },
  {
    id: 'MG-04',
    title: 'master credentials in Secrets Manager, 32 characters with specials; rotated every 30 days from the private subnets, and the proxy follows',
    construct: 'CredentialsRotation',
    check: ({ primary: t }) => {
      const generated = secret(t).Properties.GenerateSecretString;
      expect(generated).toMatchObject({ PasswordLength: 32, RequireEachIncludedType: true });
      const left = [...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'].filter((special) => !generated.ExcludeCharacters.includes(special));
      expect([left.length > 0, generated.ExcludePunctuation ?? false]).toEqual([true, false]);
      for (const refused of ['/', '"', '@']) expect(generated.ExcludeCharacters).toContain(refused); // of RDS
      expect(t.target(secret(t).Properties.KmsKeyId).Type).toBe('AWS::KMS::Key');
      expect(plain(instance(t).Properties.MasterUserPassword)).toBe(`{{resolve:secretsmanager:<${secret(t).id}>:SecretString:password::}}`);
      const attachment = t.one('AWS::SecretsManager::SecretTargetAttachment');
      expect([t.target(attachment.Properties.SecretId).id, t.target(attachment.Properties.TargetId).id]).toEqual([secret(t).id, instance(t).id]);

      const { SecretId, RotationRules, HostedRotationLambda: hosted } = rotation(t);
      expect([t.target(SecretId).id, RotationRules.ScheduleExpression, hosted.RotationType]).toEqual([attachment.id, 'rate(30 days)', 'MySQLSingleUser']);
      expect(t.json.Transform).toBe('AWS::SecretsManager-2024-09-16');
      expect(hosted.ExcludeCharacters).toBe(generated.ExcludeCharacters);
      const places = hosted.VpcSubnetIds['Fn::Join'][1].filter((part: Json) => part !== ',').map((reference: Json) => t.target(reference));
      expect(places.map(kindOf)).toEqual(['Private', 'Private']);
      const own = 'Rotation of the database password';
      expect(groupsOf(t, hosted.VpcSecurityGroupIds)).toEqual([own]);
      // To the instance and to Secrets Manager, and that lets pass what a rotation asks for.
      expect(waysIn(t)).toEqual(expect.arrayContaining([`${own} -> Payment database:3306`, `${own} -> VPC endpoints:443`]));
      expect(endpointActions(t, 'secretsmanager')).toEqual(expect.arrayContaining(
        ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage', 'GetRandomPassword'].map((action) => `secretsmanager:${action}`)));
      const random = endpoint(t, 'secretsmanager').Properties.PolicyDocument.Statement.find(({ Action }: Json) => Action === 'secretsmanager:GetRandomPassword');
      expect(Object.keys(random.Condition.StringEquals)).toEqual(['aws:PrincipalAccount']); // it is of no resource
      expect(list(t.one('AWS::SecretsManager::RotationSchedule').DependsOn)).toEqual(expect.arrayContaining([instance(t).id, endpoint(t, 'secretsmanager').id]));

      expect(proxy(t).Properties.Auth.map(({ SecretArn }: Json) => t.target(SecretArn).id)).toEqual([attachment.id]);
      const allowed = t.statements(t.target(proxy(t).Properties.RoleArn).id);
      expect(allowed.flatMap(({ Action }) => list(Action)).sort()).toEqual(['kms:Decrypt', 'secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']);
      for (const { Resource: resources } of allowed) expect(text(resources)).not.toContain('*');
      // Both stages: while it rotates, the new password may be the valid one.
      const read = t.statementsOf(fn(t, 'migrated')).find(({ Action }) => Action === 'secretsmanager:GetSecretValue');
      expect([t.target(read.Resource).id, read.Condition]).toEqual([attachment.id, undefined]);
    },
    broken: {
      'the password is short': ({ primary }) => { secret(primary).Properties.GenerateSecretString.PasswordLength = 12; },
      'the password has no specials': ({ primary }) => { secret(primary).Properties.GenerateSecretString.ExcludePunctuation = true; },
      'the password may be without specials': ({ primary }) => { secret(primary).Properties.GenerateSecretString.RequireEachIncludedType = false; },
      'RDS refuses the password': ({ primary }) => { secret(primary).Properties.GenerateSecretString.ExcludeCharacters = ' '; },
      'the password is in the template': ({ primary }) => { instance(primary).Properties.MasterUserPassword = 'correct-horse-battery-staple'; },
      'it is never rotated': ({ primary }) => drop(primary, primary.one('AWS::SecretsManager::RotationSchedule')),
      'it is rotated once a year': ({ primary }) => { rotation(primary).RotationRules.ScheduleExpression = 'rate(365 days)'; },
      'the rotation is outside the VPC': ({ primary }) => { rotation(primary).HostedRotationLambda.VpcSubnetIds = { 'Fn::Join': ['', []] }; },
      'the database refuses the rotation': ({ primary }) => {
        drop(primary, primary.one('AWS::EC2::SecurityGroupIngress', (p) => p.Description === 'From the rotation' && p.FromPort === 3306));
      },
      'the rotation does not reach Secrets Manager': ({ primary }) => {
        drop(primary, primary.one('AWS::EC2::SecurityGroupIngress', (p) => p.Description === 'From the rotation' && p.FromPort === 443));
      },
      'the endpoint lets no new password pass': ({ primary }) => { endpoint(primary, 'secretsmanager').Properties.PolicyDocument.Statement.pop(); },
      'the transform is missing': ({ primary }) => { delete primary.json.Transform; },
      'the proxy has another secret': ({ primary }) => { proxy(primary).Properties.Auth[0].SecretArn = { Ref: secret(primary).id }; },
      'the function may read the current stage alone': ({ primary }) => {
        primary.statementsOf(fn(primary, 'migrated')).find(({ Action }) => Action === 'secretsmanager:GetSecretValue').Condition = { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } };
      },
    },
  },
  {
    id: 'MG-05',
    title: 'migrated: 512 MB, reserved concurrency 50, environment encrypted by a rotated key, in private subnets, MySQL through the proxy, no payment lost',
    construct: 'MigrationProcessing',
    check: ({ primary: t, replica }) => {
      for (const one of [t, replica]) {
        const { Properties: p } = fn(one, 'migrated');
        expect(p).toMatchObject({ MemorySize: 512, ReservedConcurrentExecutions: 50, Timeout: 30, TracingConfig: { Mode: 'Active' }, Runtime: 'nodejs24.x', Architectures: ['arm64'] });
        expect(one.target(p.KmsKeyArn).Properties).toMatchObject({ EnableKeyRotation: true });
        expect(p.VpcConfig.SubnetIds.map((reference: Json) => kindOf(one.target(reference)))).toEqual(['Private', 'Private']);
        expect(groupsOf(one, p.VpcConfig.SecurityGroupIds)).toEqual(['Function migrated']);
        expect(mapping(one)).toMatchObject({ BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'], ScalingConfig: { MaximumConcurrency: 49 } });
        expect(mapping(one).MaximumBatchingWindowInSeconds ?? 0).toBe(0);
        const { Properties: q } = queue(one, 'payments-queue');
        expect(one.target(mapping(one).EventSourceArn).id).toBe(queue(one, 'payments-queue').id);
        expect([q.VisibilityTimeout, q.RedrivePolicy.maxReceiveCount]).toEqual([180, 5]); // outlasts an outage of 15 minutes
        expect(one.target(q.RedrivePolicy.deadLetterTargetArn).id).toBe(queue(one, 'payments-dlq').id);
        expect(queue(one, 'payments-dlq').Properties.MessageRetentionPeriod).toBeGreaterThan(q.MessageRetentionPeriod);
        expect(q.KmsMasterKeyId).toBeDefined();
      }
      // The handler itself reads it.
      const values = (one: Template): Json => Object.fromEntries(Object.entries<Json>(fn(one, 'migrated').Properties.Environment.Variables)
        .map(([name, value]) => [name, name === 'DATABASE_SECRET_ARN' ? 'arn:aws:secretsmanager:eu-west-2:111122223333:secret:x' : plain(value)]));
      expect(migratedEnvironment.parse(values(t))).toMatchObject({ DATABASE_HOST: `<${proxy(t).id}.Endpoint>`, DATABASE_NAME: 'payments', DATABASE_CA: 'amazon' });
      expect(migratedEnvironment.parse(values(replica))).toMatchObject({ DATABASE_HOST: `<${instance(replica).id}.Endpoint.Address>`, DATABASE_CA: 'rds' });
      expect(permissions(t, 'migrated').filter((permission) => !/^appconfig:/.test(permission))).toEqual([
        `kms:Decrypt <${t.one('AWS::KMS::Key').id}.Arn>`, `secretsmanager:GetSecretValue <${t.one('AWS::SecretsManager::SecretTargetAttachment').id}>`,
        ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((action) => `sqs:${action} <${queue(t, 'payments-queue').id}.Arn>`),
      ]);
      expect(waysIn(t)).toContain('Function migrated -> RDS Proxy:3306');
      expect(waysIn(t).some((way) => way.includes('-> Function migrated'))).toBe(false);
    },
    broken: {
      'it has less memory': ({ primary }) => { fn(primary, 'migrated').Properties.MemorySize = 128; },
      'nothing is reserved': ({ primary }) => { delete fn(primary, 'migrated').Properties.ReservedConcurrentExecutions; },
      'its environment has the key of AWS': ({ primary }) => { delete fn(primary, 'migrated').Properties.KmsKeyArn; },
      'the key is never rotated': ({ primary }) => { primary.one('AWS::KMS::Key').Properties.EnableKeyRotation = false; },
      'it is outside the VPC': ({ primary }) => { fn(primary, 'migrated').Properties.VpcConfig.SubnetIds = []; },
      'it talks to the instance': ({ primary }) => { fn(primary, 'migrated').Properties.Environment.Variables.DATABASE_HOST = { 'Fn::GetAtt': [instance(primary).id, 'Endpoint.Address'] }; },
      'it does not know its secret': ({ primary }) => { delete fn(primary, 'migrated').Properties.Environment.Variables.DATABASE_NAME; },
      'one bad payment holds up its batch': ({ primary }) => { delete mapping(primary).FunctionResponseTypes; },
      'SQS hands out more than is reserved': ({ primary }) => { mapping(primary).ScalingConfig.MaximumConcurrency = 50; },
      'a failover of the database ends in the DLQ': ({ primary }) => { queue(primary, 'payments-queue').Properties.RedrivePolicy.maxReceiveCount = 1; },
      'the proxy refuses it': ({ primary }) => drop(primary, primary.one('AWS::EC2::SecurityGroupIngress', (p) => p.Description === 'From the function migrated' && p.FromPort === 3306)),
      'it may read every secret': ({ primary }) => { primary.statementsOf(fn(primary, 'migrated')).find(({ Action }) => Action === 'secretsmanager:GetSecretValue').Resource = '*'; },
      'the standby trusts no certificate of an instance': ({ replica }) => { fn(replica, 'migrated').Properties.Environment.Variables.DATABASE_CA = 'amazon'; },
    },
  },
  {
    id: 'MG-06',
    title: 'endpoints for all that functions call, for this account alone; security groups name each other',
    construct: 'MigrationEndpoints',
    check: ({ primary, replica }) => {
      for (const t of [primary, replica]) {
        for (const service of ['secretsmanager', 'sqs', 'logs', 'kms']) {
          const { Properties: p } = endpoint(t, service);
          expect([p.VpcEndpointType, p.PrivateDnsEnabled]).toEqual(['Interface', true]);
          expect(p.SubnetIds.map((reference: Json) => kindOf(t.target(reference)))).toEqual(['Private', 'Private']);
          expect(groupsOf(t, p.SecurityGroupIds)).toEqual(['VPC endpoints']);
        }
        for (const service of ['s3', 'dynamodb']) {
          const { Properties: p } = endpoint(t, service);
          expect(p.VpcEndpointType).toBe('Gateway');
          const tables = subnets(t, 'Private').map((subnet) => t.one('AWS::EC2::SubnetRouteTableAssociation', ({ SubnetId }) => SubnetId.Ref === subnet.id).Properties.RouteTableId);
          expect(p.RouteTableIds).toEqual(expect.arrayContaining(tables));
        }
        for (const { Properties: p } of t.all('AWS::EC2::VPCEndpoint')) {
          for (const statement of p.PolicyDocument.Statement) {
            // Layers of images are in a bucket of AWS.
            if (statement.Sid !== 'ImageLayersOfEcr') expect(statement.Condition?.StringEquals['aws:PrincipalAccount']).toEqual({ Ref: 'AWS::AccountId' });
            // Agents of MGN call actions that are not documented.
            expect(list(statement.Action).filter((action) => action.includes('*') && action !== 'mgn:*')).toEqual([]);
          }
        }
        // What the function may do, its endpoints let pass. SQS is polled by Lambda.
        for (const permission of permissions(t, 'migrated').filter((one) => !one.startsWith('sqs:'))) {
          const [, action, service] = /^(([a-z]+):\S+)/.exec(permission)!;
          expect(endpointActions(t, service === 'appconfig' ? 'appconfigdata' : service)).toContain(action);
        }
        expect(waysIn(t)).toContain('Function migrated -> VPC endpoints:443');
        for (const { Properties: p } of t.all('AWS::EC2::SecurityGroup')) {
          const out = list(p.SecurityGroupEgress).map(({ CidrIp }: Json) => CidrIp);
          expect([p.GroupDescription, out.filter((cidr) => !['255.255.255.255/32', '0.0.0.0/0'].includes(cidr))]).toEqual([p.GroupDescription, []]);
          if (/^(Function|Rotation|RDS Proxy|Payment database|VPC endpoints)/.test(p.GroupDescription)) expect(out).not.toContain('0.0.0.0/0');
        }
      }
    },
    broken: {
      'the password is read over the internet': ({ primary }) => drop(primary, endpoint(primary, 'secretsmanager')),
      'names lead past the endpoint': ({ primary }) => { endpoint(primary, 'kms').Properties.PrivateDnsEnabled = false; },
      'any account may use it': ({ replica }) => { delete endpoint(replica, 'sqs').Properties.PolicyDocument.Statement[0].Condition; },
      'any action may pass': ({ primary }) => { endpoint(primary, 'logs').Properties.PolicyDocument.Statement[0].Action = 'logs:*'; },
      'it is in a database subnet': ({ primary }) => { endpoint(primary, 'secretsmanager').Properties.SubnetIds = subnets(primary, 'Database').map(({ id }) => ({ Ref: id })); },
      'the function does not reach it': ({ primary }) => drop(primary, primary.one('AWS::EC2::SecurityGroupIngress', (p) => p.Description === 'From the function migrated' && p.FromPort === 443)),
      'it refuses what the function asks': ({ primary }) => {
        const [statement] = endpoint(primary, 'secretsmanager').Properties.PolicyDocument.Statement;
        statement.Action = list(statement.Action).filter((action) => action !== 'secretsmanager:GetSecretValue');
      },
      'the function may talk to everybody': ({ primary }) => { groupNamed(primary, 'Function migrated').Properties.SecurityGroupEgress = [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }]; },
      'S3 is reached over the internet': ({ primary }) => { endpoint(primary, 's3').Properties.RouteTableIds = []; },
    },
  },
  {
    id: 'MG-07',
    title: 'encrypted topic with an email subscription, to which every alarm and the events of RDS go; logs of every component, encrypted and kept',
    construct: 'MigrationPlatform',
    check: ({ both, primary, replica }) => {
      for (const t of both) {
        expect(t.target(topic(t).Properties.KmsMasterKeyId).Type).toBe('AWS::KMS::Key');
        const subscription = t.one('AWS::SNS::Subscription').Properties;
        expect([subscription.Protocol, subscription.Endpoint, t.target(subscription.TopicArn).id]).toEqual(['email', 'payments-operations@acme.com', topic(t).id]);
        const publishers = t.all('AWS::SNS::TopicPolicy').flatMap(({ Properties: p }) => p.PolicyDocument.Statement)
          .filter(({ Effect }: Json) => Effect === 'Allow').flatMap(({ Principal }: Json) => list(Principal.Service));
        for (const service of ['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com']) {
          expect(publishers).toContain(service);
          // A topic with a key of its own takes nothing from who may not use the key.
          expect(keyStatements(t).some(({ Principal, Action }) => list(Principal.Service).includes(service) && list(Action).includes('kms:GenerateDataKey'))).toBe(true);
        }
        expect(alarms(t).length).toBeGreaterThan(10);
        for (const { id, Properties: p } of alarms(t)) {
          expect([id, list(p.AlarmActions).map((action) => t.target(action).id)]).toEqual([id, [topic(t).id]]);
        }
        const events = t.one('AWS::RDS::EventSubscription').Properties;
        expect([t.target(events.SnsTopicArn).id, events.SourceIds, events.SourceType]).toEqual([topic(t).id, [instance(t).Properties.DBInstanceIdentifier], 'db-instance']);
        expect(events.EventCategories).toEqual(expect.arrayContaining(['failover', 'failure']));
        for (const one of logGroups(t).filter((logs) => !isHelper(logs))) {
          expect([one.id, one.Properties.KmsKeyId !== undefined, one.Properties.RetentionInDays]).toEqual([one.id, true, 7]);
          if (!/kinesisfirehose/.test(plain(one.Properties.LogGroupName))) {
            expect([one.id, t.all('AWS::Logs::SubscriptionFilter').some(({ Properties: p }) => t.target(p.LogGroupName).id === one.id)]).toEqual([one.id, true]);
          }
        }
        const identifier = instance(t).Properties.DBInstanceIdentifier;
        for (const name of [/^\/aws\/lambda\/pay-migration-migrated-prod$/, /^\/aws\/vpc\//, ...['error', 'slowquery', 'audit'].map((log) => new RegExp(`^/aws/rds/instance/${identifier}/${log}$`))]) {
          expect([name, group(t, name) !== undefined]).toEqual([name, true]);
        }
      }
      for (const name of [/^\/aws\/lambda\/pay-migration-rotation-prod$/, /^\/aws\/rds\/proxy\/pay-migration-proxy-prod$/, /network-firewall\/.*\/alert$/]) expect([name, group(primary, name) !== undefined]).toEqual([name, true]);
      expect(alarms(primary).map(alarmName)).toEqual(expect.arrayContaining([
        'DatabaseCpu', 'DatabaseMemory', 'DatabaseStorage', 'QueueAge', 'QueueDeadLetters', 'MigratedErrors', 'MigratedThrottles', 'PaymentConflict', 'CardDataRefused', 'PaymentPostponed', 'RotationErrors',
        'Nat1Ports', 'Nat2Ports', 'Firewall1Dropped', 'Firewall2Dropped',
      ]));
      expect(alarms(replica).map(alarmName)).toEqual(expect.arrayContaining(['ReplicaLag', 'ReplicationStopped', 'DatabaseStorage']));
      // The handler counts under the name of its function.
      expect(alarm(primary, 'PaymentConflict')).toMatchObject({ Namespace: 'pay-migration/prod', Dimensions: [{ Name: 'service', Value: fn(primary, 'migrated').Properties.FunctionName }] });
      expect(fn(primary, 'migrated').Properties.Environment.Variables).toMatchObject({ POWERTOOLS_METRICS_NAMESPACE: 'pay-migration/prod', POWERTOOLS_SERVICE_NAME: 'pay-migration-migrated-prod' });
    },
    broken: {
      'nobody is told': ({ primary }) => drop(primary, primary.one('AWS::SNS::Subscription')),
      'the topic is not encrypted': ({ primary }) => { delete topic(primary).Properties.KmsMasterKeyId; },
      'CloudWatch may not use the key': ({ primary }) => {
        const { KeyPolicy } = primary.one('AWS::KMS::Key').Properties;
        KeyPolicy.Statement = KeyPolicy.Statement.filter(({ Principal }: Json) => !list(Principal.Service).includes('cloudwatch.amazonaws.com'));
      },
      'an alarm tells nobody': ({ replica }) => { delete alarms(replica)[0].Properties.AlarmActions; },
      'a failover is not told': ({ primary }) => { primary.one('AWS::RDS::EventSubscription').Properties.EventCategories = ['backup']; },
      'RDS may not publish': ({ primary }) => { for (const { Properties: p } of primary.all('AWS::SNS::TopicPolicy')) p.PolicyDocument.Statement = p.PolicyDocument.Statement.filter(({ Effect }: Json) => Effect === 'Deny'); },
      'a log is kept for ever': ({ primary }) => { delete group(primary, /rds\/proxy/).Properties.RetentionInDays; },
      'a log is not encrypted': ({ primary }) => { delete group(primary, /slowquery$/).Properties.KmsKeyId; },
      'a log is not archived': ({ primary }) => drop(primary, primary.all('AWS::Logs::SubscriptionFilter')[0]),
      'the rotation makes its log itself': ({ primary }) => drop(primary, group(primary, /rotation/)),
      'the handler counts elsewhere': ({ primary }) => { fn(primary, 'migrated').Properties.Environment.Variables.POWERTOOLS_METRICS_NAMESPACE = 'payments'; },
    },
  },
  {
    id: 'MG-14',
    title: 'recovery: an encrypted replica and a ready function in another Region, found by names; lag watched below 15 minutes',
    construct: 'PaymentMigrationReplica',
    check: ({ primary, replica: t, both }) => {
      checkDatabase(t);
      const { Properties: p } = instance(t);
      expect([p.DBInstanceIdentifier, p.SourceRegion, plain(p.SourceDBInstanceIdentifier)])
        .toEqual(['pay-migration-replica-prod', 'eu-west-2', `arn:aws:rds:eu-west-2:<AWS::AccountId>:db:${instance(primary).Properties.DBInstanceIdentifier}`]);
      // CloudFormation refuses them beside a source.
      for (const name of ['StorageEncrypted', 'DBName', 'MasterUsername', 'MasterUserPassword']) expect([name, p[name]]).toEqual([name, undefined]);
      expect(waysIn(t).filter((way) => way.endsWith(':3306'))).toEqual(['Function migrated -> Payment database:3306']);
      // The copy of the credentials, by the name that the primary gives it.
      expect(secret(primary).Properties).toMatchObject({ Name: 'pay-migration-database-prod', ReplicaRegions: [{ Region: 'eu-west-1' }] });
      const { DATABASE_SECRET_ARN: arn } = fn(t, 'migrated').Properties.Environment.Variables;
      expect(plain(arn)).toBe('arn:aws:secretsmanager:eu-west-1:<AWS::AccountId>:secret:pay-migration-database-prod');
      expect(plain(t.statementsOf(fn(t, 'migrated')).find(({ Action }) => Action === 'secretsmanager:GetSecretValue').Resource)).toBe(`${plain(arn)}-??????`);
      const lag = alarm(t, 'ReplicaLag');
      expect(lag).toMatchObject({ MetricName: 'ReplicaLag', Statistic: 'Maximum', Period: 60, TreatMissingData: 'breaching', ComparisonOperator: 'GreaterThanOrEqualToThreshold' });
      expect(lag.Threshold + lag.EvaluationPeriods * lag.Period).toBeLessThan(900);
      expect(alarm(t, 'ReplicationStopped')).toMatchObject({ MetricName: 'ReplicaLag', ComparisonOperator: 'LessThanThreshold', Threshold: 0 });
      // Each stack is updated alone.
      for (const one of both) expect(text(one.json)).not.toMatch(/Fn::ImportValue|ExportsOutput|Fn::GetStackOutput/);
      expect(t.all('AWS::EC2::InternetGateway')).toEqual([]);
    },
    broken: {
      'the replica has another source': ({ replica }) => { instance(replica).Properties.SourceDBInstanceIdentifier = 'pay-migration-mysql-prod'; },
      'the copy is not encrypted by a key of its Region': ({ replica }) => { delete instance(replica).Properties.KmsKeyId; },
      'RDS cannot sign the copy': ({ replica }) => { delete instance(replica).Properties.SourceRegion; },
      'the replica is in one zone after its promotion': ({ replica }) => { instance(replica).Properties.MultiAZ = false; },
      'it takes connections without TLS after its promotion': ({ replica }) => { delete instance(replica).Properties.DBParameterGroupName; },
      'it has no backups after its promotion': ({ replica }) => { instance(replica).Properties.BackupRetentionPeriod = 0; },
      'CloudFormation refuses it': ({ replica }) => { instance(replica).Properties.StorageEncrypted = true; },
      'the credentials stay in their Region': ({ primary }) => { delete secret(primary).Properties.ReplicaRegions; },
      'the function looks for another secret': ({ replica }) => { fn(replica, 'migrated').Properties.Environment.Variables.DATABASE_SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:other'; },
      'nobody sees the lag': ({ replica }) => { alarm(replica, 'ReplicaLag').Threshold = 3600; },
      'a silent replica is taken for a good one': ({ replica }) => { alarm(replica, 'ReplicaLag').TreatMissingData = 'notBreaching'; },
      'one stack refers to the other': ({ replica }) => { fn(replica, 'migrated').Properties.Environment.Variables.DATABASE_NAME = { 'Fn::ImportValue': 'PaymentMigration:ExportsOutput' }; },
    },
  },
  {
    id: 'MG-17',
    title: 'outputs of all that others need, described, and exported with the suffix',
    construct: 'PaymentMigrationEnvironment',
    check: ({ primary, replica }) => {
      expect(Object.keys(primary.json.Outputs)).toEqual(expect.arrayContaining(OUTPUTS));
      expect(Object.keys(replica.json.Outputs).sort()).toEqual([...REPLICA_OUTPUTS].sort());
      for (const t of [primary, replica]) {
        for (const [name, { Description, Export }] of Object.entries<Json>(t.json.Outputs)) {
          expect([name, Description.length > 5, Export.Name]).toEqual([name, true, `pay-migration-${name}-prod`]);
        }
      }
      const value = (name: string): string => plain(output(primary, name).Value);
      expect(value('VpcId')).toBe(`<${primary.one('AWS::EC2::VPC').id}>`);
      expect(value('DatabaseEndpoint')).toBe(`<${instance(primary).id}.Endpoint.Address>`);
      expect(value('DatabaseProxyEndpoint')).toBe(`<${proxy(primary).id}.Endpoint>`);
      expect(value('DatabaseIdentifier')).toBe(instance(primary).Properties.DBInstanceIdentifier);
      expect(value('DatabaseSecretArn')).toBe(`<${primary.one('AWS::SecretsManager::SecretTargetAttachment').id}>`);
      expect([value('MigratedFunctionName'), value('MigratedFunctionArn')]).toEqual([`<${fn(primary, 'migrated').id}>`, `<${fn(primary, 'migrated').id}.Arn>`]);
      expect(value('RotationFunctionName')).toBe(rotation(primary).HostedRotationLambda.RotationLambdaName);
      expect(value('KeyArn')).toBe(`<${primary.one('AWS::KMS::Key').id}.Arn>`);
      expect(value('AlarmTopicArn')).toBe(`<${topic(primary).id}>`);
      for (const { id } of firewalls(primary)) expect(value('NetworkFirewallArns')).toContain(`<${id}.FirewallArn>`);
      expect(text(primary.json.Outputs)).not.toMatch(/SecretString|resolve:/);
    },
    broken: {
      'the endpoint of the database is missing': ({ primary }) => { delete primary.json.Outputs.DatabaseEndpoint; },
      'an output has no description': ({ primary }) => { primary.json.Outputs.KeyArn.Description = ''; },
      'the identifier is another': ({ primary }) => { output(primary, 'DatabaseIdentifier').Value = 'mysql'; },
      'two environments export the same name': ({ primary }) => { output(primary, 'VpcId').Export.Name = 'pay-migration-VpcId'; },
      'the password is an output': ({ primary }) => { output(primary, 'DatabaseSecretArn').Value = '{{resolve:secretsmanager:x:SecretString:password}}'; },
    },
  },
  {
    id: 'MG-18',
    title: 'gone without a trace when it is deleted; the suffix ends every name',
    construct: 'PaymentMigrationEnvironment',
    check: ({ both, primary }) => {
      for (const t of both) {
        for (const [id, { Type, DeletionPolicy, UpdateReplacePolicy }] of Object.entries<Json>(t.json.Resources)) {
          expect([id, Type, DeletionPolicy ?? 'Delete', UpdateReplacePolicy ?? 'Delete']).toEqual([id, Type, 'Delete', 'Delete']);
        }
        expect(instance(t).Properties).toMatchObject({ DeletionProtection: false, DeleteAutomatedBackups: true });
        expect(instance(t).DeletionPolicy).toBe('Delete'); // by default it would leave a snapshot
        expect(t.all('Custom::S3AutoDeleteObjects')).toHaveLength(t.all('AWS::S3::Bucket').length);
        expect(t.one('AWS::KMS::Key').Properties.PendingWindowInDays).toBe(7);
        const names = physicalNames(t).filter((name) => !name.includes('<') || name.includes('<AWS::AccountId>'));
        expect(names.length).toBeGreaterThan(20);
        for (const name of names) expect(name).toMatch(/prod(-<AWS::AccountId>-[a-z0-9-]+|-eu-west-\d|\/.+)?$/);
        // Nothing that would be left with its name.
        for (const { Properties } of [...t.all('AWS::IAM::Role'), ...t.all('AWS::IAM::ManagedPolicy')]) expect([Properties.RoleName, Properties.ManagedPolicyName]).toEqual([undefined, undefined]);
      }
      expect(tagsOf(instance(primary))).toMatchObject({ Environment: 'production', Project: 'payment-processing', CostCenter: 'payments', Owner: 'payments', ManagedBy: 'CloudFormation' });
    },
    broken: {
      'a bucket is left': ({ primary }) => { primary.all('AWS::S3::Bucket')[0].DeletionPolicy = 'Retain'; },
      'the database leaves a snapshot': ({ primary }) => { delete instance(primary).DeletionPolicy; },
      'the database is protected': ({ primary }) => { instance(primary).Properties.DeletionProtection = true; },
      'backups are left': ({ replica }) => { instance(replica).Properties.DeleteAutomatedBackups = false; },
      'a bucket is not emptied': ({ primary }) => drop(primary, primary.all('Custom::S3AutoDeleteObjects')[0]),
      'a queue has no suffix': ({ primary }) => { queue(primary, 'payments-dlq').Properties.QueueName = 'pay-migration-payments-dlq'; },
      'a log group has no suffix': ({ primary }) => { group(primary, /rds\/proxy/).Properties.LogGroupName = '/aws/rds/proxy/pay-migration-proxy'; },
      'costs cannot be told apart': ({ primary }) => { instance(primary).Properties.Tags = []; },
    },
  },
];

/** One entry for each id: what core and features ask together. */
function merged(entries: Array<Requirement<Migration>>): Array<Requirement<Migration>> {
  return [...new Set(entries.map(({ id }) => id))].sort().map((id) => {
    const [first, ...others] = entries.filter((entry) => entry.id === id);
    return others.reduce((sum, other) => ({
      ...sum,
      title: `${sum.title}; ${other.title}`,
      check: (sound) => {
        sum.check(sound);
        other.check(sound);
      },
      broken: { ...sum.broken, ...other.broken },
    }), first);
  });
}

export const REQUIREMENTS = merged([...CORE, ...FEATURE_REQUIREMENTS]);
