import { flagsIn, takenBy } from './features.flags';
import { subnets } from './routes';
import { alarm, drop, fn, Migration, permissions, plain, queue, tagsOf, waysIn } from './system';
import { READS } from '../../src/migration/features/drift-reads';
import { DEFAULT_FLAGS } from '../../src/migration/handlers/feature-flags';
import { Requirement } from '../requirement';
import { Json, list, Resource, Template } from '../webhook-pipeline/template';

const text = (value: Json): string => JSON.stringify(value);
const service = (t: Template): Resource => t.one('AWS::ECS::Service');
const loadBalancer = (t: Template): Resource => t.one('AWS::ElasticLoadBalancingV2::LoadBalancer');
const listener = (t: Template, port: number): Json => t.one('AWS::ElasticLoadBalancingV2::Listener', ({ Port }) => Port === port).Properties;
const server = (t: Template): Resource => t.one('AWS::Transfer::Server');
const user = (t: Template): Json => t.one('AWS::Transfer::User').Properties;
const transferBucket = (t: Template): Resource => t.one('AWS::S3::Bucket', ({ BucketName }) => plain(BucketName).startsWith('pay-migration-transfer-prod-'));
const experiment = (t: Template, name: string): Json => t.one('AWS::FIS::ExperimentTemplate', ({ Tags }) => Tags.Name === `pay-migration-${name}-prod`).Properties;
const document = (t: Template, name: string): Resource => t.one('AWS::SSM::Document', ({ Name }) => Name === `pay-migration-${name}-prod`);
const step = (t: Template, name: string, of: string): Json => document(t, name).Properties.Content.mainSteps.find((one: Json) => one.name === of);
const plan = (t: Template): Json => t.one('AWS::ARCRegionSwitch::Plan').Properties;
const rule = (t: Template): Json => t.one('AWS::Config::ConfigRule').Properties;
const remediation = (t: Template): Json => t.one('AWS::Config::RemediationConfiguration').Properties;
const budget = (t: Template): Json => t.one('AWS::Budgets::Budget').Properties;
const topicPolicy = (t: Template): Json[] => t.one('AWS::SNS::TopicPolicy').Properties.PolicyDocument.Statement;
const keyPolicy = (t: Template): Json[] => t.one('AWS::KMS::Key').Properties.KeyPolicy.Statement;
const output = (t: Template, name: string): string => plain(t.json.Outputs[name].Value);
/** What a role may do, one line for each action and resource. */
const allowed = (t: Template, role: Resource): string[] => t.statements(role.id).flatMap(({ Action, Resource: resources }) =>
  list(Action).flatMap((action) => list(resources).map((resource) => `${action} ${plain(resource)}`))).sort();
const statement = (t: Template, role: Resource, action: string): Json => t.statements(role.id).find(({ Action }) => list(Action).includes(action));
const trusted = (role: Resource): string => role.Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service;
const alarmArns = (...references: Json[]): string[] => references.map((reference) => /Monitoring(.+)[0-9A-F]{8}$/.exec(reference['Fn::GetAtt'][0])![1]);
const arn = (resource: Resource): string => `<${resource.id}.Arn>`;

/** Takes the principal of a service out of a policy. */
function silence(policy: Json[], principal: string): void {
  for (const { Principal } of policy.filter((one) => one.Principal?.Service !== undefined)) {
    Principal.Service = list(Principal.Service).filter((one) => one !== principal);
  }
}

/** MG-08 to MG-13, MG-15, and the plan of MG-14. */
export const FEATURE_REQUIREMENTS: Array<Requirement<Migration>> = [
  {
    id: 'MG-08',
    title: 'SFTP inside the VPC to an encrypted bucket: current policy, logging role and group, a folder for each user',
    construct: 'FileTransfer',
    check: ({ primary: t }) => {
      const { Properties: p } = server(t);
      expect(p).toMatchObject({ EndpointType: 'VPC', Protocols: ['SFTP'], Domain: 'S3', IdentityProviderType: 'SERVICE_MANAGED', SecurityPolicyName: 'TransferSecurityPolicy-2025-03' });
      expect(p.EndpointDetails.SubnetIds.map((one: Json) => t.target(one).id)).toEqual(subnets(t, 'Private').map(({ id }) => id));
      expect(waysIn(t).filter((way) => way.endsWith(':22'))).toEqual(['172.16.0.0/16 -> SFTP server:22']);
      // Its log, encrypted, and a role that can write there alone.
      const [destination] = p.StructuredLogDestinations;
      expect(t.target(t.target(destination).Properties.KmsKeyId).Type).toBe('AWS::KMS::Key');
      const logging = t.target(p.LoggingRole);
      expect([trusted(logging), allowed(t, logging)]).toEqual(['transfer.amazonaws.com', ['CreateLogStream', 'DescribeLogStreams', 'PutLogEvents'].map((action) => `logs:${action} ${plain(destination)}`)]);
      const bucket = transferBucket(t);
      const [{ ServerSideEncryptionByDefault: encryption }] = bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration;
      expect([encryption.SSEAlgorithm, t.target(encryption.KMSMasterKeyID).Type]).toEqual(['aws:kms', 'AWS::KMS::Key']);
      expect(Object.values(bucket.Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
      // A user sees a folder, and may do nothing beyond it.
      expect([user(t).HomeDirectoryType, user(t).HomeDirectoryMappings.map(({ Entry, Target }: Json) => [Entry, plain(Target)])])
        .toEqual(['LOGICAL', [['/', `/<${bucket.id}>/ledger`]]]);
      const role = t.target(user(t).Role);
      const key = arn(t.one('AWS::KMS::Key'));
      expect(allowed(t, role)).toEqual([
        `kms:Decrypt ${key}`, `kms:GenerateDataKey ${key}`, ...['DeleteObject', 'GetObject', 'PutObject'].map((action) => `s3:${action} ${arn(bucket)}/ledger/*`), `s3:ListBucket ${arn(bucket)}`,
      ].sort());
      expect(statement(t, role, 's3:ListBucket').Condition).toEqual({ StringLike: { 's3:prefix': ['ledger/*', 'ledger'] } });
      expect(plain(role.Properties.AssumeRolePolicyDocument.Statement[0].Condition.ArnLike['aws:SourceArn'])).toContain(`user/<${server(t).id}.ServerId>/`);
      expect(user(t).SshPublicKeys[0]).toMatch(/^ssh-ed25519 /);
      expect(alarm(t, 'TransferRefused').MetricName).toBe(t.one('AWS::Logs::MetricFilter', ({ FilterPattern }) => /AUTH_FAILURE/.test(FilterPattern)).Properties.MetricTransformations[0].MetricName);
      expect([output(t, 'TransferServerId'), output(t, 'TransferBucketName')]).toEqual([`<${server(t).id}.ServerId>`, `<${bucket.id}>`]);
    },
    broken: {
      'the server is on the internet': ({ primary }) => { server(primary).Properties.EndpointType = 'PUBLIC'; },
      'ciphers are old': ({ primary }) => { server(primary).Properties.SecurityPolicyName = 'TransferSecurityPolicy-2018-11'; },
      'files go in plain text too': ({ primary }) => { server(primary).Properties.Protocols = ['SFTP', 'FTP']; },
      'nothing is logged': ({ primary }) => { delete server(primary).Properties.StructuredLogDestinations; },
      'its role may write to every log group': ({ primary }) => { statement(primary, primary.target(server(primary).Properties.LoggingRole), 'logs:PutLogEvents').Resource = '*'; },
      'everybody may connect': ({ primary }) => { primary.target(server(primary).Properties.EndpointDetails.SecurityGroupIds[0]).Properties.SecurityGroupIngress[0].CidrIp = '0.0.0.0/0'; },
      'files are not encrypted with the key': ({ primary }) => { delete transferBucket(primary).Properties.BucketEncryption; },
      'a user sees all files': ({ primary }) => { user(primary).HomeDirectoryMappings[0].Target['Fn::Join'][1][2] = ''; },
      'a user may read all files': ({ primary }) => { statement(primary, primary.target(user(primary).Role), 's3:GetObject').Resource = '*'; },
      'a user may list all names': ({ primary }) => { delete statement(primary, primary.target(user(primary).Role), 's3:ListBucket').Condition; },
      'nobody sees who is refused': ({ primary }) => drop(primary, primary.one('AWS::Logs::MetricFilter', ({ FilterPattern }) => /AUTH_FAILURE/.test(FilterPattern))),
    },
  },
  {
    id: 'MG-09',
    title: 'MGN: replication servers and its endpoint reached from the VPC alone, a role that installs agents and nothing else',
    construct: 'ServerMigration',
    check: ({ primary: t }) => {
      expect(waysIn(t).filter((way) => /MGN/.test(way))).toEqual([
        '172.16.0.0/16 -> MGN replication servers:1500', '172.16.0.0/16 -> VPC endpoint of MGN:443', 'MGN replication servers -> VPC endpoint of MGN:443',
      ]);
      const endpoint = t.one('AWS::EC2::VPCEndpoint', ({ ServiceName }) => plain(ServiceName).endsWith('.mgn')).Properties;
      expect(endpoint.PolicyDocument.Statement[0].Condition.StringEquals).toEqual({ 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' }, 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } });
      const role = t.target(t.json.Outputs.AgentInstallationRoleArn.Value);
      expect(new Set(allowed(t, role).map((line) => line.split(':')[0]))).toEqual(new Set(['mgn']));
      expect(allowed(t, role).map((line) => line.split(' ')[0])).toEqual(['GetAgentInstallationAssetsForMgn', 'IssueClientCertificateForMgn', 'RegisterAgentForMgn', 'SendClientLogsForMgn',
        'SendClientMetricsForMgn', 'TagResource', 'VerifyClientRoleForMgn'].map((action) => `mgn:${action}`));
      expect(statement(t, role, 'mgn:TagResource').Condition).toEqual({ StringEquals: { 'mgn:CreateAction': 'RegisterAgentForMgn' } });
      expect(t.target(t.json.Outputs.ReplicationSubnetId.Value).id).toBe(subnets(t, 'Private')[0].id);
      expect(t.target(t.json.Outputs.ReplicationSecurityGroupId.Value).Properties.GroupDescription).toMatch(/^MGN replication servers:/);
      // What is gone: there is no type of Server Migration Service, and MGN has none.
      expect(Object.values<Json>(t.json.Resources).filter(({ Type }) => /::(SMS|MGN)::/.test(Type))).toEqual([]);
    },
    broken: {
      'disks are taken from everybody': ({ primary }) => { primary.target(primary.json.Outputs.ReplicationSecurityGroupId.Value).Properties.SecurityGroupIngress[0].CidrIp = '0.0.0.0/0'; },
      'the endpoint carries disks to other accounts': ({ primary }) => {
        delete primary.one('AWS::EC2::VPCEndpoint', ({ ServiceName }) => plain(ServiceName).endsWith('.mgn')).Properties.PolicyDocument.Statement[0].Condition;
      },
      'there is no endpoint': ({ primary }) => drop(primary, primary.one('AWS::EC2::VPCEndpoint', ({ ServiceName }) => plain(ServiceName).endsWith('.mgn'))),
      'the installer may do more': ({ primary }) => { statement(primary, primary.target(primary.json.Outputs.AgentInstallationRoleArn.Value), 'mgn:RegisterAgentForMgn').Action.push('ec2:RunInstances'); },
      'the installer may tag what it did not make': ({ primary }) => { delete statement(primary, primary.target(primary.json.Outputs.AgentInstallationRoleArn.Value), 'mgn:TagResource').Condition; },
      'the staging area is public': ({ primary }) => { primary.json.Outputs.ReplicationSubnetId.Value = { Ref: subnets(primary, 'Public')[0].id }; },
    },
  },
  {
    id: 'MG-10',
    title: 'the service on Fargate in private subnets behind a load balancer: TLS, web ACL, logs, autoscaling, the proxy',
    construct: 'FargateService',
    check: ({ primary: t }) => {
      const { Properties: p } = service(t);
      expect(p).toMatchObject({ LaunchType: 'FARGATE', DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true }, MinimumHealthyPercent: 100 } });
      const { AssignPublicIp, Subnets, SecurityGroups } = p.NetworkConfiguration.AwsvpcConfiguration;
      expect([AssignPublicIp, Subnets.map((one: Json) => t.target(one).id)]).toEqual(['DISABLED', subnets(t, 'Private').map(({ id }) => id)]);
      expect(t.target(SecurityGroups[0]).Properties.GroupDescription).toMatch(/^Payment service:/);
      expect(waysIn(t).filter((way) => /Payment (service|load balancer)/.test(way))).toEqual([
        '0.0.0.0/0 -> Payment load balancer:443', '0.0.0.0/0 -> Payment load balancer:80', 'Payment load balancer -> Payment service:8080',
        'Payment service -> RDS Proxy:3306', 'Payment service -> VPC endpoints:443',
      ]);
      expect(loadBalancer(t).Properties.Subnets.map((one: Json) => t.target(one).id)).toEqual(subnets(t, 'Entry').map(({ id }) => id));
      const attributes = Object.fromEntries(loadBalancer(t).Properties.LoadBalancerAttributes.map(({ Key, Value }: Json) => [Key, Value]));
      expect(attributes).toMatchObject({ 'access_logs.s3.enabled': 'true', 'routing.http.drop_invalid_header_fields.enabled': 'true', 'deletion_protection.enabled': 'false' });
      expect(listener(t, 443)).toMatchObject({ Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06', Certificates: [{ CertificateArn: { Ref: 'CertificateArn' } }] });
      expect(listener(t, 80).DefaultActions[0]).toMatchObject({ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } });
      expect(t.target(t.one('AWS::WAFv2::WebACLAssociation').Properties.ResourceArn).id).toBe(loadBalancer(t).id);
      const task = t.target(p.TaskDefinition).Properties;
      const [container] = task.ContainerDefinitions;
      expect(container).toMatchObject({ ReadonlyRootFilesystem: true, User: '1000' });
      const environment = Object.fromEntries(container.Environment.map(({ Name, Value }: Json) => [Name, plain(Value)]));
      expect(environment).toMatchObject({ DATABASE_HOST: `<${t.one('AWS::RDS::DBProxy').id}.Endpoint>`, DATABASE_NAME: 'payments' });
      expect(text(container.Environment)).not.toMatch(/resolve:|password/i);
      expect(allowed(t, t.target(task.TaskRoleArn))).toEqual([`kms:Decrypt ${arn(t.one('AWS::KMS::Key'))}`, `secretsmanager:GetSecretValue ${environment.DATABASE_SECRET_ARN}`]);
      expect(t.one('AWS::ApplicationAutoScaling::ScalableTarget').Properties).toMatchObject({ MinCapacity: 2, MaxCapacity: 6 });
      expect(t.one('AWS::ECS::Cluster').Properties.ClusterSettings).toEqual([{ Name: 'containerInsights', Value: 'enhanced' }]);
      for (const name of ['ServiceCpu', 'ServiceMemory', 'ResponseTime', 'UnhealthyHosts', 'ServerErrors']) expect(alarm(t, name).AlarmActions).toHaveLength(1);
      for (const suffix of ['ecr.api', 'ecr.dkr']) expect(t.all('AWS::EC2::VPCEndpoint').filter(({ Properties }) => plain(Properties.ServiceName).endsWith(`.${suffix}`))).toHaveLength(1);
      expect(output(t, 'ServiceUrl')).toBe(`https://<${loadBalancer(t).id}.DNSName>`);
      // App Runner is closed.
      expect(text(t.json)).not.toContain('AWS::AppRunner');
    },
    broken: {
      'tasks have public addresses': ({ primary }) => { service(primary).Properties.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp = 'ENABLED'; },
      'tasks are in public subnets': ({ primary }) => { service(primary).Properties.NetworkConfiguration.AwsvpcConfiguration.Subnets = [{ Ref: subnets(primary, 'Entry')[0].id }]; },
      'a failed deployment stays': ({ primary }) => { service(primary).Properties.DeploymentConfiguration.DeploymentCircuitBreaker.Rollback = false; },
      'the listener takes old TLS': ({ primary }) => { listener(primary, 443).SslPolicy = 'ELBSecurityPolicy-2016-08'; },
      'port 80 answers': ({ primary }) => { listener(primary, 80).DefaultActions[0].Type = 'forward'; },
      'there is no web ACL': ({ primary }) => drop(primary, primary.one('AWS::WAFv2::WebACLAssociation')),
      'everybody reaches the tasks': ({ primary }) => {
        primary.target(service(primary).Properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups[0]).Properties.SecurityGroupIngress = [{ CidrIp: '0.0.0.0/0', FromPort: 8080, ToPort: 8080 }];
      },
      'tasks go past the proxy': ({ primary }) => {
        const { Environment } = primary.target(service(primary).Properties.TaskDefinition).Properties.ContainerDefinitions[0];
        Environment.find(({ Name }: Json) => Name === 'DATABASE_HOST').Value = { 'Fn::GetAtt': [primary.one('AWS::RDS::DBInstance').id, 'Endpoint.Address'] };
      },
      'tasks may read every secret': ({ primary }) => {
        statement(primary, primary.target(primary.target(service(primary).Properties.TaskDefinition).Properties.TaskRoleArn), 'secretsmanager:GetSecretValue').Resource = '*';
      },
      'nobody sees the requests': ({ primary }) => { loadBalancer(primary).Properties.LoadBalancerAttributes.find(({ Key }: Json) => Key === 'access_logs.s3.enabled').Value = 'false'; },
      'nothing scales': ({ primary }) => { primary.one('AWS::ApplicationAutoScaling::ScalableTarget').Properties.MaxCapacity = 2; },
      'errors ring nowhere': ({ primary }) => { alarm(primary, 'ServerErrors').AlarmActions = []; },
    },
  },
  {
    id: 'MG-11',
    title: 'AppConfig: flags with a validator, deployed by fifths, rolled back by alarms; the function reads them from the agent',
    construct: 'FeatureFlags',
    check: ({ primary: t }) => {
      const application = t.one('AWS::AppConfig::Application');
      const profile = t.one('AWS::AppConfig::ConfigurationProfile');
      const environment = t.one('AWS::AppConfig::Environment');
      const version = t.one('AWS::AppConfig::HostedConfigurationVersion').Properties;
      expect(profile.Properties).toMatchObject({ Type: 'AWS.AppConfig.FeatureFlags', LocationUri: 'hosted', ApplicationId: { Ref: application.id } });
      expect(t.target(profile.Properties.KmsKeyIdentifier).Type).toBe('AWS::KMS::Key');
      // The validator takes what is deployed, and what the handler reads of it; nothing less.
      const [{ Type, Content }] = profile.Properties.Validators;
      const accepts = takenBy(Content);
      expect([Type, accepts(version.Content), flagsIn(version.Content)]).toEqual(['JSON_SCHEMA', true, DEFAULT_FLAGS]);
      for (const change of [{ values: {} }, { values: { legacyLedger: { enabled: 'yes' } } }, { flags: {} }]) {
        expect(accepts(text({ ...JSON.parse(version.Content), ...change }))).toBe(false);
      }
      const monitors = environment.Properties.Monitors;
      expect(alarmArns(...monitors.map(({ AlarmArn }: Json) => AlarmArn))).toEqual(['MigratedErrors', 'PaymentPostponed', 'PaymentConflict', 'QueueDeadLetters']);
      for (const { AlarmArn, AlarmRoleArn } of monitors) {
        expect(trusted(t.target(AlarmRoleArn))).toBe('appconfig.amazonaws.com');
        expect(allowed(t, t.target(AlarmRoleArn))).toContain(`cloudwatch:DescribeAlarms ${plain(AlarmArn)}`);
      }
      expect(t.one('AWS::AppConfig::DeploymentStrategy').Properties).toMatchObject({
        DeploymentDurationInMinutes: 5, GrowthType: 'LINEAR', GrowthFactor: 20, FinalBakeTimeInMinutes: 10, ReplicateTo: 'NONE',
      });
      expect(t.one('AWS::AppConfig::Deployment').Properties).toMatchObject({
        ApplicationId: { Ref: application.id }, EnvironmentId: { Ref: environment.id }, ConfigurationProfileId: { Ref: profile.id },
      });
      const { Layers, Environment: { Variables } } = fn(t, 'migrated').Properties;
      const path = `/applications/${application.Properties.Name}/environments/${environment.Properties.Name}/configurations/${profile.Properties.Name}`;
      expect([Variables.FEATURE_FLAGS_PATH, Variables.AWS_APPCONFIG_EXTENSION_PREFETCH_LIST]).toEqual([path, path]);
      expect(Layers.map(plain)).toEqual([expect.stringMatching(/^arn:aws:lambda:eu-west-2:\d{12}:layer:AWS-AppConfig-Extension-Arm64:\d+$/)]);
      const configuration = `arn:aws:appconfig:eu-west-2:<AWS::AccountId>:application/<${application.id}>/environment/*/configuration/<${profile.id}>`;
      expect(permissions(t, 'migrated').filter((line) => line.startsWith('appconfig:'))).toEqual(['GetLatestConfiguration', 'StartConfigurationSession'].map((action) => `appconfig:${action} ${configuration}`));
      expect(t.all('AWS::EC2::VPCEndpoint').filter(({ Properties }) => plain(Properties.ServiceName).endsWith('.appconfigdata'))).toHaveLength(1);
      expect(alarm(t, 'FeatureFlagsUnavailable').MetricName).toBe('FeatureFlagsUnavailable');
      expect(text(t.json)).not.toContain('AWS::Evidently');
    },
    broken: {
      'anything may be deployed': ({ primary }) => { primary.one('AWS::AppConfig::ConfigurationProfile').Properties.Validators[0].Content = '{}'; },
      'there is no validator': ({ primary }) => { primary.one('AWS::AppConfig::ConfigurationProfile').Properties.Validators = [{ Type: 'LAMBDA', Content: '{}' }]; },
      'the handler does not know the flag': ({ primary }) => { primary.one('AWS::AppConfig::HostedConfigurationVersion').Properties.Content = text({ version: '1', flags: {}, values: {} }); },
      'nothing is rolled back': ({ primary }) => { primary.one('AWS::AppConfig::Environment').Properties.Monitors = []; },
      'AppConfig may not see the alarms': ({ primary }) => {
        statement(primary, primary.target(primary.one('AWS::AppConfig::Environment').Properties.Monitors[0].AlarmRoleArn), 'cloudwatch:DescribeAlarms').Resource = 'arn:aws:cloudwatch:eu-west-2:111122223333:alarm:other';
      },
      'all at once': ({ primary }) => { primary.one('AWS::AppConfig::DeploymentStrategy').Properties.GrowthFactor = 100; },
      'the function has no agent': ({ primary }) => { delete fn(primary, 'migrated').Properties.Layers; },
      'the function asks for other flags': ({ primary }) => { fn(primary, 'migrated').Properties.Environment.Variables.FEATURE_FLAGS_PATH = '/applications/other/environments/production/configurations/flags'; },
      'the function may not read them': ({ primary }) => { primary.statementsOf(fn(primary, 'migrated')).find(({ Action }) => list(Action).includes('appconfig:GetLatestConfiguration')).Action = 'appconfig:StartConfigurationSession'; },
      'the function has no way to AppConfig': ({ primary }) => drop(primary, primary.one('AWS::EC2::VPCEndpoint', ({ ServiceName }) => plain(ServiceName).endsWith('.appconfigdata'))),
    },
  },
  {
    id: 'MG-12',
    title: 'experiments: database failover, a zone cut off, the function stopped; ended by alarms, each role for its target alone',
    construct: 'Chaos',
    check: ({ primary: t }) => {
      expect(t.all('AWS::FIS::ExperimentTemplate')).toHaveLength(3);
      const instance = t.one('AWS::RDS::DBInstance');
      const [failover, zone, standstill] = ['failover', 'zone', 'standstill'].map((name) => experiment(t, name));
      for (const p of [failover, zone, standstill]) {
        expect(alarmArns(...p.StopConditions.map(({ Value }: Json) => Value))).toEqual(['QueueDeadLetters', 'QueueAge']);
        expect(p.ExperimentOptions).toEqual({ AccountTargeting: 'single-account', EmptyTargetResolutionMode: 'fail' });
        expect(t.target(t.target(p.LogConfiguration.CloudWatchLogsConfiguration.LogGroupArn).Properties.KmsKeyId).Type).toBe('AWS::KMS::Key');
        const trust = t.target(p.RoleArn).Properties.AssumeRolePolicyDocument.Statement[0];
        expect([trust.Principal.Service, plain(trust.Condition.ArnLike['aws:SourceArn'])]).toEqual(['fis.amazonaws.com', 'arn:aws:fis:eu-west-2:<AWS::AccountId>:experiment/*']);
      }
      const logging = ['CreateLogDelivery', 'DescribeLogGroups', 'DescribeResourcePolicies', 'PutResourcePolicy'].map((action) => `logs:${action} *`);
      const beyondLogging = (p: Json): string[] => allowed(t, t.target(p.RoleArn)).filter((line) => !logging.includes(line));
      expect(failover.Actions.fault).toMatchObject({ ActionId: 'aws:rds:reboot-db-instances', Parameters: { forceFailover: 'true' } });
      expect(instance.Properties.MultiAZ).toBe(true); // without a standby it would be an outage
      const own = `arn:aws:rds:eu-west-2:<AWS::AccountId>:db:<${instance.id}>`;
      expect(failover.Targets.target.ResourceArns.map(plain)).toEqual([own]);
      expect(beyondLogging(failover)).toEqual(['rds:DescribeDBInstances arn:aws:rds:eu-west-2:<AWS::AccountId>:db:*', `rds:RebootDBInstance ${own}`]);

      expect(zone.Actions.fault).toMatchObject({ ActionId: 'aws:network:disrupt-connectivity', Parameters: { duration: 'PT5M', scope: 'all' } });
      const cut = zone.Targets.target.ResourceArns.map((one: Json) => plain(one));
      expect(cut).toEqual(['Private', 'Database'].map((kind) => `arn:aws:ec2:eu-west-2:<AWS::AccountId>:subnet/<${subnets(t, kind as 'Private')[0].id}>`));
      const zoneRole = t.target(zone.RoleArn);
      expect(list(statement(t, zoneRole, 'ec2:ReplaceNetworkAclAssociation').Resource).map(plain).sort()).toEqual(['arn:aws:ec2:eu-west-2:<AWS::AccountId>:network-acl/*', ...cut].sort());
      expect(statement(t, zoneRole, 'ec2:DeleteNetworkAcl').Condition).toEqual({ StringEquals: { 'aws:ResourceTag/managedByFIS': 'true' } });
      expect(beyondLogging(zone).filter((line) => line.endsWith(' *')).map((line) => line.split(' ')[0])).toEqual(['DescribeManagedPrefixLists', 'DescribeNetworkAcls', 'DescribeSubnets', 'DescribeVpcs'].map((action) => `ec2:${action}`));

      expect(plain(standstill.Actions.fault.Parameters.documentArn)).toMatch(/:document\/pay-migration-stop-function-prod$/);
      const { Content } = document(t, 'stop-function').Properties;
      const [stop, wait, goOn] = Content.mainSteps;
      const function_ = fn(t, 'migrated');
      expect([stop, goOn].map(({ inputs }: Json) => [inputs.Api, inputs.FunctionName.Ref, inputs.ReservedConcurrentExecutions]))
        .toEqual([['PutFunctionConcurrency', function_.id, 0], ['PutFunctionConcurrency', function_.id, function_.Properties.ReservedConcurrentExecutions]]);
      // It goes on in any case.
      for (const one of [stop, wait]) expect([one.onFailure, one.onCancel]).toEqual([`step:${goOn.name}`, `step:${goOn.name}`]);
      expect(wait.inputs.Duration).toBe('PT5M');
      // Payments outlast it in the queue.
      const { VisibilityTimeout, RedrivePolicy } = queue(t, 'payments-queue').Properties;
      expect(VisibilityTimeout * RedrivePolicy.maxReceiveCount).toBeGreaterThan(5 * 60);
      expect(allowed(t, t.target(Content.assumeRole))).toEqual([`lambda:PutFunctionConcurrency ${arn(function_)}`]);
      expect(statement(t, t.target(standstill.RoleArn), 'iam:PassRole')).toMatchObject({ Resource: Content.assumeRole, Condition: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } } });
      for (const name of ['Failover', 'Zone', 'Standstill']) expect(output(t, `${name}ExperimentId`)).toMatch(/\.Id>$/);
    },
    broken: {
      'nothing ends an experiment': ({ primary }) => { experiment(primary, 'zone').StopConditions = [{ Source: 'none' }]; },
      'harm to payments ends none': ({ primary }) => { experiment(primary, 'standstill').StopConditions.shift(); },
      'the database only restarts': ({ primary }) => { experiment(primary, 'failover').Actions.fault.Parameters.forceFailover = 'false'; },
      'every database may be restarted': ({ primary }) => { statement(primary, primary.target(experiment(primary, 'failover').RoleArn), 'rds:RebootDBInstance').Resource = '*'; },
      'every subnet may be cut off': ({ primary }) => { statement(primary, primary.target(experiment(primary, 'zone').RoleArn), 'ec2:ReplaceNetworkAclAssociation').Resource = '*'; },
      'any network ACL may be deleted': ({ primary }) => { delete statement(primary, primary.target(experiment(primary, 'zone').RoleArn), 'ec2:DeleteNetworkAcl').Condition; },
      'both zones are cut off': ({ primary }) => { const { target } = experiment(primary, 'zone').Targets; target.ResourceArns[1]['Fn::Join'][1][3] = { Ref: subnets(primary, 'Private')[1].id }; },
      'the function never goes on': ({ primary }) => { delete step(primary, 'stop-function', 'wait').onCancel; },
      'the function goes on with less': ({ primary }) => { step(primary, 'stop-function', 'goOn').inputs.ReservedConcurrentExecutions = 5; },
      'any function may be stopped': ({ primary }) => { statement(primary, primary.target(document(primary, 'stop-function').Properties.Content.assumeRole), 'lambda:PutFunctionConcurrency').Resource = '*'; },
      'nobody can read what happened': ({ primary }) => { delete experiment(primary, 'failover').LogConfiguration; },
    },
  },
  {
    id: 'MG-13',
    title: 'a share of the private subnets that no external principal can get',
    construct: 'SubnetShare',
    check: ({ primary: t }) => {
      const { AllowExternalPrincipals, Principals, ResourceArns, Name } = t.one('AWS::RAM::ResourceShare').Properties;
      expect([AllowExternalPrincipals, Principals, Name]).toEqual([false, [{ Ref: 'OrganizationArn' }], 'pay-migration-subnets-prod']);
      expect(new RegExp(t.json.Parameters.OrganizationArn.AllowedPattern).test('arn:aws:iam::111122223333:root')).toBe(false);
      expect(ResourceArns.map((one: Json) => plain(one))).toEqual(subnets(t, 'Private').map(({ id }) => `arn:aws:ec2:eu-west-2:<AWS::AccountId>:subnet/<${id}>`));
      expect(output(t, 'ResourceShareArn')).toBe(`<${t.one('AWS::RAM::ResourceShare').id}.Arn>`);
    },
    broken: {
      'accounts outside the organisation may get it': ({ primary }) => { primary.one('AWS::RAM::ResourceShare').Properties.AllowExternalPrincipals = true; },
      'the databases\' subnets are shared': ({ primary }) => { primary.one('AWS::RAM::ResourceShare').Properties.ResourceArns[0]['Fn::Join'][1][3] = { Ref: subnets(primary, 'Database')[0].id }; },
      'nobody gets it': ({ primary }) => { primary.one('AWS::RAM::ResourceShare').Properties.Principals = []; },
    },
  },
  {
    id: 'MG-14',
    title: 'a plan of Region switch promotes the replica, within the hour',
    construct: 'MigrationRegionSwitch',
    check: ({ primary: t, replica }) => {
      expect(plan(t)).toMatchObject({ RecoveryApproach: 'activePassive', Regions: ['eu-west-2', 'eu-west-1'], PrimaryRegion: 'eu-west-2', RecoveryTimeObjectiveMinutes: 60 });
      const role = t.target(plan(t).ExecutionRole);
      expect(trusted(role)).toBe('arc-region-switch.amazonaws.com');
      const instances = { 'eu-west-2': t.one('AWS::RDS::DBInstance'), 'eu-west-1': replica.one('AWS::RDS::DBInstance') };
      const arns = Object.fromEntries(Object.entries(instances).map(([region, { Properties }]) => [region, `arn:aws:rds:${region}:<AWS::AccountId>:db:${Properties.DBInstanceIdentifier}`]));
      expect(plan(t).Workflows.map(({ WorkflowTargetAction, WorkflowTargetRegion }: Json) => [WorkflowTargetAction, WorkflowTargetRegion])).toEqual([['activate', 'eu-west-2'], ['activate', 'eu-west-1']]);
      for (const { Steps: [{ ExecutionBlockType, ExecutionBlockConfiguration: { RdsPromoteReadReplicaConfig: block } }] } of plan(t).Workflows) {
        expect(ExecutionBlockType).toBe('RdsPromoteReadReplica');
        expect(Object.fromEntries(Object.entries<Json>(block.DbInstanceArnMap).map(([region, value]) => [region, plain(value)]))).toEqual(arns);
        expect(block.TimeoutMinutes).toBeLessThan(60);
      }
      expect(list(statement(t, role, 'rds:PromoteReadReplica').Resource).map(plain).sort()).toEqual(Object.values(arns).sort());
      expect(statement(t, role, 'iam:SimulatePrincipalPolicy').Resource).toEqual(plan(t).ExecutionRole);
      const { AlarmType, ResourceIdentifier } = plan(t).AssociatedAlarms['eu-west-2'];
      expect([AlarmType, alarmArns(ResourceIdentifier)]).toEqual(['applicationHealth', ['QueueAge']]);
      expect(output(t, 'RegionSwitchPlanArn')).toBe(`<${t.one('AWS::ARCRegionSwitch::Plan').id}.Arn>`);
    },
    broken: {
      'the plan promotes another instance': ({ replica }) => { replica.one('AWS::RDS::DBInstance').Properties.DBInstanceIdentifier = 'other'; },
      'there is no way to the other Region': ({ primary }) => { plan(primary).Workflows.pop(); },
      'the plan may take longer than the hour': ({ primary }) => { plan(primary).Workflows[1].Steps[0].ExecutionBlockConfiguration.RdsPromoteReadReplicaConfig.TimeoutMinutes = 90; },
      'the plan may not promote': ({ primary }) => { statement(primary, primary.target(plan(primary).ExecutionRole), 'rds:PromoteReadReplica').Action = 'rds:DescribeDBInstances'; },
      'the plan may promote anything': ({ primary }) => { statement(primary, primary.target(plan(primary).ExecutionRole), 'rds:PromoteReadReplica').Resource = '*'; },
      'recovery takes a day': ({ primary }) => { plan(primary).RecoveryTimeObjectiveMinutes = 1440; },
    },
  },
  {
    id: 'MG-15',
    title: 'drift of the own stack is found and reverted where nothing is replaced; budget, anomalies and tags of the project',
    construct: 'DriftRemediation',
    check: ({ primary: t }) => {
      const own = { Ref: 'AWS::StackId' };
      expect(rule(t)).toMatchObject({
        Source: { Owner: 'AWS', SourceIdentifier: 'CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK' }, Scope: { ComplianceResourceTypes: ['AWS::CloudFormation::Stack'], ComplianceResourceId: own },
      });
      const detection = t.target(rule(t).InputParameters.cloudformationRoleArn);
      expect(statement(t, detection, 'cloudformation:DetectStackDrift').Resource).toEqual(own);
      expect(allowed(t, detection).filter((line) => line.endsWith(' *')).map((line) => line.slice(0, -2))).toEqual([...READS].sort());
      for (const action of READS) expect(action).toMatch(/:(Describe|Get|List|View)/);
      expect(READS.filter((action) => /GetSecretValue|GetObject$|ReceiveMessage|GetLogEvents|:Decrypt|GetParameter/.test(action))).toEqual([]);
      // Within what a policy takes, without white space.
      for (const { Properties } of t.all('AWS::IAM::ManagedPolicy')) expect(text(Properties.PolicyDocument).length).toBeLessThan(6144);

      const { Content } = document(t, 'revert-drift').Properties;
      expect(remediation(t)).toMatchObject({ Automatic: false, TargetType: 'SSM_DOCUMENT', TargetId: { Ref: document(t, 'revert-drift').id }, ConfigRuleName: { Ref: t.one('AWS::Config::ConfigRule').id } });
      expect(remediation(t).Parameters.StackId).toEqual({ ResourceValue: { Value: 'RESOURCE_ID' } });
      const { Values: roles } = remediation(t).Parameters.AutomationAssumeRole.StaticValue;
      const role = t.target(roles[0]);
      expect([Content.parameters.StackId.allowedValues, Content.parameters.AutomationAssumeRole.allowedValues]).toEqual([[own], roles]);
      // Nothing but change sets of the own stack.
      expect(new Set(allowed(t, role).map((line) => line.split(' ')[1]))).toEqual(new Set(['<AWS::StackId>', `arn:aws:cloudformation:eu-west-2:aws:transform/${t.json.Transform.replace('AWS::', '')}`]));
      expect(allowed(t, role).every((line) => line.startsWith('cloudformation:'))).toBe(true);
      const steps: Json[] = Content.mainSteps;
      expect(steps.map(({ name }) => name)).toEqual(['create', 'created', 'judge', 'decide', 'execute', 'begin', 'ended', 'reverted']);
      expect(step(t, 'revert-drift', 'create').inputs.Script).toContain("DeploymentMode='REVERT_DRIFT'");
      expect(step(t, 'revert-drift', 'decide')).toMatchObject({ action: 'aws:branch', isEnd: true, inputs: { Choices: [{ NextStep: 'execute', Variable: '{{ judge.Decision }}', StringEquals: 'execute' }] } });
      // People hear of it.
      const drift = queue(t, 'drift');
      const rules = t.all('AWS::Events::Rule').filter(({ Properties }) => /pay-migration-drift-/.test(Properties.Name));
      expect(rules.map(({ Properties }) => [Properties.EventPattern.source, Properties.Targets.map(({ Arn }: Json) => t.target(Arn).id)])).toEqual([[['aws.config'], [drift.id]], [['aws.ssm'], [drift.id]]]);
      expect(rules[0].Properties.EventPattern.detail.configRuleName).toEqual([rule(t).ConfigRuleName]);
      expect(rules[1].Properties.EventPattern.detail.Definition).toEqual([document(t, 'revert-drift').Properties.Name]);
      expect(t.target(alarm(t, 'Drift').Dimensions[0].Value).id).toBe(drift.id);

      expect(budget(t).Budget).toMatchObject({ BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 5000, Unit: 'USD' }, CostFilters: { TagKeyValue: ['user:Project$payment-processing'] } });
      const told = budget(t).NotificationsWithSubscribers;
      expect(told.map(({ Notification: n, Subscribers: [{ Address }] }: Json) => [n.NotificationType, n.Threshold, t.target(Address).Type]))
        .toEqual([['ACTUAL', 80, 'AWS::SNS::Topic'], ['ACTUAL', 100, 'AWS::SNS::Topic'], ['FORECASTED', 100, 'AWS::SNS::Topic']]);
      const monitor = t.one('AWS::CE::AnomalyMonitor');
      // An account has one that is not custom.
      expect([monitor.Properties.MonitorType, JSON.parse(monitor.Properties.MonitorSpecification)]).toEqual(['CUSTOM', { Tags: { Key: 'Project', Values: ['payment-processing'] } }]);
      const subscription = t.one('AWS::CE::AnomalySubscription').Properties;
      expect([subscription.Frequency, t.target(subscription.Subscribers[0].Address).Type, t.target(subscription.MonitorArnList[0]).id]).toEqual(['IMMEDIATE', 'AWS::SNS::Topic', monitor.id]);
      for (const name of ['costalerts.amazonaws.com', 'budgets.amazonaws.com']) {
        for (const policy of [topicPolicy(t), keyPolicy(t)]) {
          const entry = policy.find(({ Principal }) => list(Principal?.Service).includes(name));
          expect([name, entry?.Condition.StringEquals]).toEqual([name, { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }]);
        }
      }
      for (const resource of [server(t), service(t), t.one('AWS::RDS::DBInstance'), fn(t, 'migrated'), loadBalancer(t)]) {
        expect(tagsOf(resource)).toMatchObject({ Environment: 'production', Project: 'payment-processing', CostCenter: 'payments', Owner: 'payments', ManagedBy: 'CloudFormation' });
      }
    },
    broken: {
      'every stack is looked at': ({ primary }) => { delete rule(primary).Scope.ComplianceResourceId; },
      'detection may read data': ({ primary }) => { statement(primary, primary.target(rule(primary).InputParameters.cloudformationRoleArn), READS[0]).Action.push('s3:GetObject'); },
      'detection misses a type': ({ primary }) => { statement(primary, primary.target(rule(primary).InputParameters.cloudformationRoleArn), READS[0]).Action.pop(); },
      'remediation may change other stacks': ({ primary }) => { statement(primary, primary.target(remediation(primary).Parameters.AutomationAssumeRole.StaticValue.Values[0]), 'cloudformation:ExecuteChangeSet').Resource = '*'; },
      'remediation may change resources itself': ({ primary }) => { statement(primary, primary.target(remediation(primary).Parameters.AutomationAssumeRole.StaticValue.Values[0]), 'cloudformation:ExecuteChangeSet').Action.push('rds:ModifyDBInstance'); },
      'the document takes any stack': ({ primary }) => { delete document(primary, 'revert-drift').Properties.Content.parameters.StackId.allowedValues; },
      'nobody judges what would be replaced': ({ primary }) => { const { Content } = document(primary, 'revert-drift').Properties; Content.mainSteps = Content.mainSteps.filter((one: Json) => one.name !== 'judge'); },
      'it goes on whatever was judged': ({ primary }) => { delete step(primary, 'revert-drift', 'decide').isEnd; },
      'nobody hears of drift': ({ primary }) => drop(primary, primary.one('AWS::Events::Rule', ({ Name }) => Name === 'pay-migration-drift-found-prod')),
      'the budget is of the whole account': ({ primary }) => { delete budget(primary).Budget.CostFilters; },
      'nobody is told before the budget is spent': ({ primary }) => { budget(primary).NotificationsWithSubscribers.shift(); },
      'the anomaly monitor is the one of the account': ({ primary }) => { primary.one('AWS::CE::AnomalyMonitor').Properties.MonitorType = 'DIMENSIONAL'; },
      'anomalies do not reach the topic': ({ primary }) => silence(topicPolicy(primary), 'costalerts.amazonaws.com'),
      'anomalies cannot be encrypted': ({ primary }) => silence(keyPolicy(primary), 'costalerts.amazonaws.com'),
      'the costs of files cannot be told apart': ({ primary }) => { server(primary).Properties.Tags = []; },
    },
  },
  {
    id: 'MG-17',
    title: 'outputs of the features',
    construct: 'PaymentMigrationEnvironment',
    check: ({ primary: t }) => expect(Object.keys(t.json.Outputs)).toEqual(expect.arrayContaining(OUTPUTS)),
    broken: {
      'the transfer server is missing': ({ primary }) => { delete primary.json.Outputs.TransferServerId; },
      'the address of the service is missing': ({ primary }) => { delete primary.json.Outputs.ServiceUrl; },
    },
  },
];

const OUTPUTS = ['TransferServerId', 'TransferBucketName', 'ReplicationSecurityGroupId', 'ReplicationSubnetId', 'AgentInstallationRoleArn', 'ServiceUrl', 'EcsClusterName', 'EcsServiceName',
  'AppConfigApplicationId', 'AppConfigEnvironmentId', 'AppConfigProfileId', 'AppConfigStrategyId', 'FailoverExperimentId', 'ZoneExperimentId', 'StandstillExperimentId', 'ResourceShareArn',
  'RegionSwitchPlanArn', 'DriftRuleName', 'RevertDriftDocument', 'DriftQueueUrl', 'BudgetName', 'AnomalyMonitorArn'];
