import { groupOf, reachable, waysIn, waysOut } from './reach';
import { Environment } from './templates';
import { EnvironmentType } from '../../src';
import { Requirement } from '../requirement';
import { Json, list, Resource, Template } from '../webhook-pipeline/template';

/** The table of NE-03, NE-05 and NE-11 as the requirements have it. */
export const TABLE = {
  [EnvironmentType.DEV]: { cidr: '10.0.0.0/16', tasks: 1, cpu: '512', memory: '1024', db: 'db.r5.large', instances: 1, backup: 7, alarm: 80, database: 'Delete', data: 'Delete' },
  [EnvironmentType.STAGING]: { cidr: '10.1.0.0/16', tasks: 2, cpu: '1024', memory: '2048', db: 'db.r5.xlarge', instances: 2, backup: 14, alarm: 75, database: 'Snapshot', data: 'Retain' },
  [EnvironmentType.PROD]: { cidr: '10.2.0.0/16', tasks: 5, cpu: '2048', memory: '4096', db: 'db.r5.2xlarge', instances: 3, backup: 30, alarm: 70, database: 'Retain', data: 'Retain' },
};
/** Types that hold data, or without which data cannot be read. */
export const STATEFUL = ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret', 'AWS::Logs::LogGroup'];
const EXPORTS = ['VpcId', 'PublicSubnetIds', 'PrivateSubnetIds', 'LoadBalancerSecurityGroupId', 'ServiceSecurityGroupId', 'DatabaseSecurityGroupId',
  'ClusterEndpoint', 'ReaderEndpoint', 'KeyArn', 'LoadBalancerDnsName'];
const text = (value: Json) => JSON.stringify(value);
const drop = (template: Template, { id }: Resource) => { delete template.json.Resources[id]; };
const cluster = (e: Environment) => e.database.one('AWS::RDS::DBCluster');
const service = (e: Environment) => e.compute.one('AWS::ECS::Service');
const task = (e: Environment) => e.compute.one('AWS::ECS::TaskDefinition');
const container = (e: Environment) => task(e).Properties.ContainerDefinitions[0];
const balancer = (e: Environment) => e.compute.one('AWS::ElasticLoadBalancingV2::LoadBalancer');
const attribute = (e: Environment, key: string) => balancer(e).Properties.LoadBalancerAttributes.find(({ Key }: Json) => Key === key);
const listener = (e: Environment, port: number) => e.compute.one('AWS::ElasticLoadBalancingV2::Listener', ({ Port }) => Port === port).Properties;
const alarm = (e: Environment, metric: string, namespace: string) =>
  e.master.one('AWS::CloudWatch::Alarm', (p) => (p.MetricName ?? '') === metric && p.Namespace === namespace).Properties;
const subnets = (e: Environment, kind: string) => e.network.all('AWS::EC2::Subnet').filter(({ id }) => id.startsWith(`Vpc${kind}Subnet`));
const parameters = (e: Environment, type: string) => e.database.one(type).Properties.Parameters;
const tagsOf = ({ Properties: { Tags } }: Resource): Record<string, string> =>
  Array.isArray(Tags) ? Object.fromEntries(Tags.map(({ Key, Value }: Json) => [Key, Value])) : Tags ?? {};
const alarmName = (id: string) => /^PaymentsMonitoring(.+)[0-9A-F]{8}$/.exec(id)![1];
const taskStatements = (e: Environment) => e.compute.statements(e.compute.target(task(e).Properties.TaskRoleArn).id);

export const REQUIREMENTS: Array<Requirement<Environment>> = [
  {
    id: 'NE-01',
    title: 'master with nested stacks for network, database and compute; parameters passed down; order by dependency',
    construct: 'PaymentEnvironment',
    check: (e) => {
      expect(e.master.all('AWS::CloudFormation::Stack')).toHaveLength(3);
      for (const part of ['network', 'database', 'compute'] as const) {
        const given = Object.keys(e.nested(part).Properties.Parameters ?? {}).sort();
        expect(given).toEqual(Object.keys(e.parts[part].json.Parameters).sort());
        expect(given.length).toBeGreaterThan(0);
        for (const { Description } of Object.values<Json>(e.parts[part].json.Parameters)) expect(Description).toMatch(/^Passed down by the master stack: /);
      }
      const needs = (part: 'database' | 'compute', other: 'network' | 'database') =>
        expect(text(e.nested(part).Properties.Parameters)).toContain(`["${e.nested(other).id}","Outputs.`);
      needs('database', 'network');
      needs('compute', 'network');
      needs('compute', 'database');
      expect(e.nested('compute').DependsOn).toEqual(expect.arrayContaining([e.nested('network').id, e.nested('database').id]));
    },
    broken: {
      'a nested stack is missing': (e) => drop(e.master, e.nested('database')),
      'a parameter is not passed down': (e) => { const { Parameters } = e.nested('compute').Properties; delete Parameters[Object.keys(Parameters)[0]]; },
      'the service does not wait for the database': (e) => { e.nested('compute').DependsOn = []; },
      'a parameter says nothing': (e) => { delete Object.values<Json>(e.network.json.Parameters)[0].Description; },
    },
  },
  {
    id: 'NE-02',
    title: 'environment type, suffix and container image select what is deployed',
    construct: 'ServiceImage',
    check: (e) => {
      expect(Object.values(EnvironmentType)).toEqual(['dev', 'staging', 'prod']);
      expect(tagsOf(cluster(e)).Environment).toBe(e.type);
      expect(cluster(e).Properties.DBClusterIdentifier).toBe(`payment-env-aurora-${e.type}`);
      expect(text(container(e).Image)).toMatch(/payment-processor:1\.0\.0"/);
      expect(task(e).Properties.RuntimePlatform).toEqual({ CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' });
      if (!e.portable) return;
      const { master, compute } = e.portable;
      const { EnvironmentType: type, EnvironmentSuffix: suffix, ContainerImage: image, CertificateArn: certificate } = master.json.Parameters;
      const accepts = ({ AllowedPattern }: Json, values: string[]) => values.filter((value) => new RegExp(AllowedPattern).test(value));
      // No default: an update without it must not turn production into dev.
      expect([type.AllowedValues, type.Default]).toEqual([['dev', 'staging', 'prod'], undefined]);
      expect(accepts(suffix, ['', 'eu', 'eu-1', 'Eu', '1eu', '-eu', 'eu-', 'eu--1', 'eu_1'])).toEqual(['', 'eu', 'eu-1']);
      expect([suffix.MaxLength, suffix.Default]).toEqual([14, '']);
      const repository = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/payments';
      const images = [`${repository}:1.0.0`, `${repository}:latest-2`, `${repository}@sha256:${'0'.repeat(64)}`];
      expect(accepts(image, [...images, repository, `${repository}:latest`, 'nginx:1.0.0', `${repository}:1.0.0 `, 'public.ecr.aws/a/b:1', 'x'])).toEqual(images);
      expect(accepts(certificate, ['arn:aws:acm:eu-west-1:123456789012:certificate/0aa0', 'arn:aws:iam::123456789012:server-certificate/x', '']).length).toBe(1);
      for (const nested of master.all('AWS::CloudFormation::Stack')) expect(nested.Properties.Parameters.EnvironmentType).toEqual({ Ref: 'EnvironmentType' });
      for (const { json } of Object.values(e.portable)) expect(json.Parameters.EnvironmentType.AllowedValues).toEqual(type.AllowedValues);
      expect(compute.one('AWS::ECS::TaskDefinition').Properties.ContainerDefinitions[0].Image).toEqual({ Ref: 'ContainerImage' });
      const pulls = compute.all('AWS::IAM::ManagedPolicy').flatMap(({ Properties }) => Properties.PolicyDocument.Statement).filter(({ Action }) => text(Action).includes('ecr:BatchGetImage'));
      expect(pulls.map(({ Resource: target }) => /:repository.*"ContainerImage"/.test(text(target)))).toEqual([true]);
    },
    broken: {
      'any environment can be given': (e) => { delete e.portable!.master.json.Parameters.EnvironmentType.AllowedValues; },
      'the environment has a default': (e) => { e.portable!.master.json.Parameters.EnvironmentType.Default = 'dev'; },
      'the pattern of the suffix lets capitals in': (e) => { e.portable!.master.json.Parameters.EnvironmentSuffix.AllowedPattern = '^[A-Za-z0-9-]*$'; },
      'the suffix may be too long for a name': (e) => { e.portable!.master.json.Parameters.EnvironmentSuffix.MaxLength = 20; },
      'there is no parameter for the image': (e) => { delete e.portable!.master.json.Parameters.ContainerImage; },
      'the image may be the latest': (e) => { const { ContainerImage: image } = e.portable!.master.json.Parameters; image.AllowedPattern = image.AllowedPattern.replace('(?!latest$)', ''); },
      'the image is written out': (e) => { e.portable!.compute.one('AWS::ECS::TaskDefinition').Properties.ContainerDefinitions[0].Image = 'payment-processor:1.0.0'; },
      'every repository may be read': (e) => {
        const statements = e.portable!.compute.all('AWS::IAM::ManagedPolicy').flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
        statements.find(({ Action }) => text(Action).includes('ecr:BatchGetImage')).Resource = '*';
      },
      'a nested stack is always dev': (e) => { e.portable!.master.all('AWS::CloudFormation::Stack')[1].Properties.Parameters.EnvironmentType = 'dev'; },
      'a nested template takes any environment': (e) => { delete e.portable!.network.json.Parameters.EnvironmentType.AllowedValues; },
      'the suffix is not in a name': (e) => { cluster(e).Properties.DBClusterIdentifier = 'payment-env-aurora'; },
      'the image has no fixed tag': (e) => { container(e).Image = 'payment-processor:latest'; },
      'the image is for another processor': (e) => { task(e).Properties.RuntimePlatform.CpuArchitecture = 'X86_64'; },
    },
  },
  {
    id: 'NE-03',
    title: 'the table: ranges, tasks, sizes, instances, backups, thresholds',
    construct: 'PaymentEnvironment',
    check: (e) => {
      const row = TABLE[e.type];
      expect(e.network.one('AWS::EC2::VPC').Properties.CidrBlock).toBe(row.cidr);
      expect(e.compute.one('AWS::ApplicationAutoScaling::ScalableTarget').Properties.MinCapacity).toBe(row.tasks);
      expect(task(e).Properties).toMatchObject({ Cpu: row.cpu, Memory: row.memory });
      const instances = e.database.all('AWS::RDS::DBInstance');
      expect(instances.map(({ Properties }) => Properties.DBInstanceClass)).toEqual(Array.from({ length: row.instances }, () => row.db));
      expect(cluster(e).Properties.BackupRetentionPeriod).toBe(row.backup);
      expect(alarm(e, 'CPUUtilization', 'AWS/ECS').Threshold).toBe(row.alarm);
    },
    broken: {
      'the range is that of another environment': (e) => { e.network.one('AWS::EC2::VPC').Properties.CidrBlock = '10.0.0.0/16'; },
      'there are fewer tasks': (e) => { e.compute.one('AWS::ApplicationAutoScaling::ScalableTarget').Properties.MinCapacity = 2; },
      'a task is smaller': (e) => { task(e).Properties.Memory = '2048'; },
      'an instance is smaller': (e) => { e.database.all('AWS::RDS::DBInstance')[1].Properties.DBInstanceClass = 'db.r5.large'; },
      'an instance is missing': (e) => drop(e.database, e.database.all('AWS::RDS::DBInstance')[2]),
      'backups go early': (e) => { cluster(e).Properties.BackupRetentionPeriod = 7; },
    },
  },
  {
    id: 'NE-04',
    title: 'Aurora PostgreSQL 17: rotated key, rotated secret, parameter groups, subnet group, TLS forced, logs, IAM, insights',
    construct: 'PaymentDatabaseStack',
    check: (e) => {
      const { Properties: p } = cluster(e);
      expect(p).toMatchObject({
        Engine: 'aurora-postgresql',
        StorageEncrypted: true,
        EnableIAMDatabaseAuthentication: true,
        EnableCloudwatchLogsExports: ['postgresql'],
        CopyTagsToSnapshot: true,
        PerformanceInsightsEnabled: true,
        DeletionProtection: e.type === EnvironmentType.PROD,
      });
      expect(p.EngineVersion).toMatch(/^17\./);
      const key = e.follow('database', p.KmsKeyId).resource;
      expect(key).toMatchObject({ Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } });
      const secret = e.database.one('AWS::SecretsManager::Secret');
      expect(e.follow('database', secret.Properties.KmsKeyId).resource.id).toBe(key.id);
      expect(text(p.MasterUserPassword)).toContain(`{{resolve:secretsmanager:",{"Ref":"${secret.id}"}`);
      const rotation = e.database.one('AWS::SecretsManager::RotationSchedule').Properties;
      expect(rotation).toMatchObject({ RotationRules: { ScheduleExpression: 'rate(30 days)' }, HostedRotationLambda: { RotationType: 'PostgreSQLSingleUser' } });
      expect(e.database.json.Transform).toBe('AWS::SecretsManager-2024-09-16');
      expect(e.database.target(e.database.target(rotation.SecretId).Properties.SecretId).id).toBe(secret.id);
      expect(e.database.target(p.DBClusterParameterGroupName).id).toBe(e.database.one('AWS::RDS::DBClusterParameterGroup').id);
      expect(parameters(e, 'AWS::RDS::DBClusterParameterGroup')['rds.force_ssl']).toBe('1');
      expect(e.database.target(p.DBSubnetGroupName).Properties.SubnetIds).toHaveLength(3);
      for (const id of e.database.target(p.DBSubnetGroupName).Properties.SubnetIds) expect(e.follow('database', id).resource.id).toMatch(/^VpcDatabaseSubnet/);
      for (const { Properties: one } of e.database.all('AWS::RDS::DBInstance')) {
        const wanted = { PubliclyAccessible: false, EnablePerformanceInsights: true, MonitoringInterval: 60, AutoMinorVersionUpgrade: true };
        expect(one).toMatchObject(wanted);
        expect(e.database.target(one.DBParameterGroupName).id).toBe(e.database.one('AWS::RDS::DBParameterGroup').id);
      }
    },
    broken: {
      'the storage is not encrypted': (e) => { cluster(e).Properties.StorageEncrypted = false; },
      'the key does not rotate': (e) => { e.master.one('AWS::KMS::Key').Properties.EnableKeyRotation = false; },
      'the password does not rotate': (e) => drop(e.database, e.database.one('AWS::SecretsManager::RotationSchedule')),
      'TLS is not forced': (e) => { delete parameters(e, 'AWS::RDS::DBClusterParameterGroup')['rds.force_ssl']; },
      'the password is written out': (e) => { cluster(e).Properties.MasterUserPassword = 'secret'; },
      'an instance is public': (e) => { e.database.all('AWS::RDS::DBInstance')[0].Properties.PubliclyAccessible = true; },
      'the version is old': (e) => { cluster(e).Properties.EngineVersion = '13.9'; },
      'production can be deleted': (e) => { cluster(e).Properties.DeletionProtection = false; },
    },
  },
  {
    id: 'NE-05',
    title: 'deletion and replacement: prod retains, staging makes a snapshot where there is one, dev deletes',
    construct: 'PaymentEnvironment',
    check: (e) => {
      const row = TABLE[e.type];
      const helper = (id: string) => id.startsWith('Custom');
      for (const { resource: { id, Type, DeletionPolicy, UpdateReplacePolicy } } of e.all(...STATEFUL) as Json[]) {
        if (helper(id)) continue; // logs of a deployment helper
        // An instance of a cluster has no data of its own: the cluster's snapshot is the whole.
        const wanted = Type === 'AWS::RDS::DBCluster' ? row.database : Type === 'AWS::RDS::DBInstance' ? row.database.replace('Snapshot', 'Delete') : row.data;
        const said = { id, DeletionPolicy: DeletionPolicy?.replace('ExceptOnCreate', ''), UpdateReplacePolicy };
        expect(said).toEqual({ id, DeletionPolicy: wanted, UpdateReplacePolicy: wanted });
      }
      expect(e.all(...STATEFUL).length).toBeGreaterThanOrEqual(10);
      expect(attribute(e, 'deletion_protection.enabled')?.Value ?? 'false').toBe(String(e.type === EnvironmentType.PROD));
      const emptied = e.master.all('Custom::S3AutoDeleteObjects').length;
      expect(emptied).toBe(e.type === EnvironmentType.DEV ? 1 : 0);
    },
    broken: {
      'the cluster goes with its stack': (e) => { cluster(e).DeletionPolicy = 'Delete'; },
      'a replaced cluster is lost': (e) => { (cluster(e) as Json).UpdateReplacePolicy = 'Delete'; },
      'the bucket has no policy': (e) => { delete (e.master.one('AWS::S3::Bucket') as Json).DeletionPolicy; },
      'the key goes': (e) => { e.master.one('AWS::KMS::Key').DeletionPolicy = 'Delete'; },
      'the secret makes a snapshot, which there is not': (e) => { e.database.one('AWS::SecretsManager::Secret').DeletionPolicy = 'Snapshot'; },
      'an instance goes': (e) => { e.database.all('AWS::RDS::DBInstance')[2].DeletionPolicy = 'Delete'; },
      'logs go': (e) => { e.compute.all('AWS::Logs::LogGroup')[0].DeletionPolicy = 'Delete'; },
    },
  },
  {
    id: 'NE-06',
    title: 'exports, named after stack and suffix',
    construct: 'PaymentEnvironment',
    check: (e) => {
      const { Outputs } = e.master.json;
      for (const name of EXPORTS) {
        expect(Outputs[`Payments${name}`].Export.Name).toEqual({ 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, `-${name}-${e.type}`]] });
        expect(Outputs[`Payments${name}`].Description).toBeTruthy();
      }
      const type = (name: string) => e.output(name).resource.Type;
      expect(['VpcId', 'LoadBalancerSecurityGroupId', 'ClusterEndpoint', 'ReaderEndpoint', 'KeyArn', 'LoadBalancerDnsName'].map(type)).toEqual([
        'AWS::EC2::VPC', 'AWS::EC2::SecurityGroup', 'AWS::RDS::DBCluster', 'AWS::RDS::DBCluster', 'AWS::KMS::Key', 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      ]);
      const groups = ['LoadBalancer', 'Service', 'Database'];
      for (const group of groups) expect(e.output(`${group}SecurityGroupId`).resource.id).toMatch(new RegExp(`^SecurityGroups${group}[0-9A-F]{8}$`));
      for (const kind of ['Public', 'Private']) {
        const [separator, ids] = Outputs[`Payments${kind}SubnetIds`].Value['Fn::Join'];
        expect([separator, ids.map((id: Json) => e.follow('master', id).resource.id)]).toEqual([',', subnets(e, kind).map(({ id }) => id)]);
      }
    },
    broken: {
      'an export is missing': (e) => { delete e.master.json.Outputs.PaymentsReaderEndpoint; },
      'an output is not exported': (e) => { delete e.master.json.Outputs.PaymentsKeyArn.Export; },
      'the name is that of every environment': (e) => { e.master.json.Outputs.PaymentsVpcId.Export.Name = 'VpcId'; },
      'two security groups are exchanged': (e) => { const { Outputs } = e.master.json; Outputs.PaymentsServiceSecurityGroupId.Value = Outputs.PaymentsDatabaseSecurityGroupId.Value; },
      'a subnet is missing': (e) => { e.master.json.Outputs.PaymentsPublicSubnetIds.Value['Fn::Join'][1].pop(); },
    },
  },
  {
    id: 'NE-07',
    title: 'three zones without their names, public and private subnets, a NAT gateway and a route table for each, flow logs',
    construct: 'PaymentNetworkStack',
    check: (e) => {
      for (const kind of ['Public', 'Private', 'Database']) {
        expect(subnets(e, kind).map(({ Properties }) => Properties.AvailabilityZone)).toEqual([0, 1, 2].map((index) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] })));
        for (const { Properties } of subnets(e, kind)) expect(Properties.MapPublicIpOnLaunch).toBe(false);
      }
      expect(new Set(e.network.all('AWS::EC2::Subnet').map(({ Properties }) => Properties.CidrBlock)).size).toBe(9);
      expect(text(e.json)).not.toMatch(/"[a-z]{2}-[a-z]+-\d[a-f]"/);
      const routes = e.network.all('AWS::EC2::Route').map(({ Properties }) => Properties);
      const nats = e.network.all('AWS::EC2::NatGateway');
      expect(nats.map(({ Properties }) => Properties.SubnetId.Ref).sort()).toEqual(subnets(e, 'Public').map(({ id }) => id).sort());
      const wayOut = (subnet: Resource) => {
        const table = e.network.one('AWS::EC2::SubnetRouteTableAssociation', ({ SubnetId }) => SubnetId.Ref === subnet.id).Properties.RouteTableId.Ref;
        return routes.filter(({ RouteTableId }) => RouteTableId.Ref === table)
          .map(({ DestinationCidrBlock, NatGatewayId, GatewayId }) => [DestinationCidrBlock, NatGatewayId?.Ref ?? GatewayId?.Ref]);
      };
      const gateway = e.network.one('AWS::EC2::InternetGateway').id;
      expect(e.network.one('AWS::EC2::VPCGatewayAttachment').Properties.InternetGatewayId.Ref).toBe(gateway);
      for (const subnet of subnets(e, 'Public')) expect(wayOut(subnet)).toEqual([['0.0.0.0/0', gateway]]);
      // Each to the NAT gateway of its own zone.
      subnets(e, 'Private').forEach((subnet, index) => {
        const nat = nats.find(({ Properties }) => Properties.SubnetId.Ref === subnets(e, 'Public')[index].id);
        expect(wayOut(subnet)).toEqual([['0.0.0.0/0', nat?.id]]);
      });
      for (const subnet of subnets(e, 'Database')) expect(wayOut(subnet)).toEqual([]);
      const log = e.network.one('AWS::EC2::FlowLog').Properties;
      expect(log).toMatchObject({ ResourceType: 'VPC', TrafficType: 'ALL', ResourceId: { Ref: e.network.one('AWS::EC2::VPC').id } });
      expect(e.network.target(log.LogGroupName).Properties.LogGroupName).toBe(`/aws/vpc/payment-env-flow-logs-${e.type}`);
    },
    broken: {
      'a zone is named': (e) => { subnets(e, 'Private')[0].Properties.AvailabilityZone = 'us-east-1a'; },
      'a NAT gateway is missing': (e) => drop(e.network, e.network.all('AWS::EC2::NatGateway')[1]),
      'two zones share a NAT gateway': (e) => {
        const [first, second] = e.network.all('AWS::EC2::Route').filter(({ Properties }) => Properties.NatGatewayId);
        second.Properties.NatGatewayId = first.Properties.NatGatewayId;
      },
      'there are no flow logs': (e) => drop(e.network, e.network.one('AWS::EC2::FlowLog')),
      'the database has a way out': (e) => {
        const [table] = e.network.all('AWS::EC2::RouteTable').filter(({ id }) => id.startsWith('VpcDatabase'));
        e.network.json.Resources.Out = { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: table.id }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'X' } } };
      },
      'a subnet gives out public addresses': (e) => { subnets(e, 'Public')[0].Properties.MapPublicIpOnLaunch = true; },
    },
  },
  {
    id: 'NE-08',
    title: 'ECS with insights, circuit breaker, autoscaling; load balancer with TLS, redirect, access logs, health check',
    construct: 'PaymentComputeStack',
    check: (e) => {
      expect(e.compute.one('AWS::ECS::Cluster').Properties.ClusterSettings).toEqual([{ Name: 'containerInsights', Value: 'enhanced' }]);
      const { Properties: p } = service(e);
      expect(p).toMatchObject({
        LaunchType: 'FARGATE',
        DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
        NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
        LoadBalancers: [{ ContainerPort: 8080 }],
      });
      for (const id of p.NetworkConfiguration.AwsvpcConfiguration.Subnets) expect(e.follow('compute', id).resource.id).toMatch(/^VpcPrivateSubnet/);
      expect(service(e).DependsOn).toContain(e.compute.one('AWS::ElasticLoadBalancingV2::Listener', ({ Port }) => Port === 443).id);
      // A deployment leaves the number of tasks to autoscaling, and no task starts before it may pull its image and read its password.
      expect(p).not.toHaveProperty('DesiredCount');
      for (const role of ['ExecutionRoleArn', 'TaskRoleArn']) {
        const { id } = e.compute.target(task(e).Properties[role]);
        const [policy] = e.compute.all('AWS::IAM::ManagedPolicy').filter(({ Properties }) => Properties.Roles?.[0].Ref === id);
        expect(service(e).DependsOn).toContain(policy.id);
      }
      expect(e.compute.one('AWS::ApplicationAutoScaling::ScalableTarget').Properties).toMatchObject({ MinCapacity: TABLE[e.type].tasks, MaxCapacity: 3 * TABLE[e.type].tasks });
      const metrics = e.compute.all('AWS::ApplicationAutoScaling::ScalingPolicy').map(({ Properties }) => Properties.TargetTrackingScalingPolicyConfiguration);
      expect(metrics.map(({ PredefinedMetricSpecification: { PredefinedMetricType: type }, TargetValue }) => [type, TargetValue]).sort())
        .toEqual([['ECSServiceAverageCPUUtilization', 60], ['ECSServiceAverageMemoryUtilization', 60]]);
      expect(balancer(e).Properties.Scheme).toBe('internet-facing');
      expect(listener(e, 443)).toMatchObject({ Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06', Certificates: [expect.anything()] });
      expect(listener(e, 80).DefaultActions).toEqual([{ Type: 'redirect', RedirectConfig: { Port: '443', Protocol: 'HTTPS', StatusCode: 'HTTP_301' } }]);
      expect(attribute(e, 'routing.http.drop_invalid_header_fields.enabled').Value).toBe('true');
      expect(attribute(e, 'access_logs.s3.enabled').Value).toBe('true');
      expect(e.follow('compute', attribute(e, 'access_logs.s3.bucket').Value).resource.Type).toBe('AWS::S3::Bucket');
      const delivery = e.master.one('AWS::S3::BucketPolicy').Properties.PolicyDocument.Statement.find(({ Sid }: Json) => Sid === 'LoadBalancerLogs');
      expect(delivery).toMatchObject({ Effect: 'Allow', Action: 's3:PutObject', Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' } });
      const target = e.compute.one('AWS::ElasticLoadBalancingV2::TargetGroup').Properties;
      expect(target).toMatchObject({
        Port: 8080, TargetType: 'ip', HealthCheckPath: '/ready', HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 5, HealthyThresholdCount: 2, UnhealthyThresholdCount: 10,
      });
      expect(container(e)).toMatchObject({
        ReadonlyRootFilesystem: true,
        User: '1000',
        StopTimeout: 30,
        PortMappings: [{ ContainerPort: 8080 }],
        HealthCheck: { Command: ['CMD', 'node', '/app/health.js'] },
        LogConfiguration: { LogDriver: 'awslogs' },
      });
      expect(e.follow('compute', container(e).LogConfiguration.Options['awslogs-group']).resource.Properties).toMatchObject({
        LogGroupName: `/aws/ecs/payment-env-payment-processor-${e.type}`, RetentionInDays: 365,
      });
      expect(container(e).Environment.map(({ Name }: Json) => Name).sort()).toEqual(['DATABASE_HOST', 'DATABASE_NAME', 'DATABASE_SECRET_ARN']);
      expect(e.compute.one('AWS::WAFv2::WebACLAssociation').Properties.ResourceArn).toEqual({ Ref: balancer(e).id });
    },
    broken: {
      'a deployment sets the number of tasks': (e) => { service(e).Properties.DesiredCount = 5; },
      'a task starts before it may pull its image': (e) => { (service(e) as Json).DependsOn = service(e).DependsOn!.filter((id: string) => !id.includes('ExecutionRolePermissions')); },
      'there are no insights': (e) => { delete e.compute.one('AWS::ECS::Cluster').Properties.ClusterSettings; },
      'a failed deployment is not rolled back': (e) => { delete service(e).Properties.DeploymentConfiguration.DeploymentCircuitBreaker; },
      'tasks have public addresses': (e) => { service(e).Properties.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp = 'ENABLED'; },
      'nothing scales with memory': (e) => drop(e.compute, e.compute.all('AWS::ApplicationAutoScaling::ScalingPolicy')[1]),
      'TLS is old': (e) => { listener(e, 443).SslPolicy = 'ELBSecurityPolicy-2016-08'; },
      'port 80 forwards': (e) => { listener(e, 80).DefaultActions = listener(e, 443).DefaultActions; },
      'nobody logs who came': (e) => { attribute(e, 'access_logs.s3.enabled').Value = 'false'; },
      'the load balancer may not write its logs': (e) => {
        const { PolicyDocument: policy } = e.master.one('AWS::S3::BucketPolicy').Properties;
        policy.Statement = policy.Statement.filter(({ Sid }: Json) => Sid !== 'LoadBalancerLogs');
      },
      'the health check is another': (e) => { e.compute.one('AWS::ElasticLoadBalancingV2::TargetGroup').Properties.HealthCheckPath = '/'; },
      'the container runs as root': (e) => { delete container(e).User; },
    },
  },
  {
    id: 'NE-09',
    title: 'from load balancer to service to database by reference; nothing open but 443 and 80 of the load balancer',
    construct: 'SecurityGroups',
    check: (e) => {
      expect(waysIn(e)).toEqual([
        'internet -> loadbalancer:443', 'internet -> loadbalancer:80', 'loadbalancer -> service:8080', 'rotation -> database:5432', 'service -> database:5432',
      ]);
      expect(waysOut(e)).toEqual([
        'loadbalancer -> service:8080', 'rotation -> database:5432', 'rotation -> internet:443', 'service -> database:5432', 'service -> internet:443',
      ]);
      expect(reachable(e, 'internet')).toEqual(['database', 'loadbalancer', 'service']);
      expect(reachable(e, 'internet', ['service'])).toEqual(['loadbalancer']);
      // Who bears which group.
      expect(balancer(e).Properties.SecurityGroups.map((id: Json) => groupOf(e, 'compute', id))).toEqual(['loadbalancer']);
      expect(service(e).Properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups.map((id: Json) => groupOf(e, 'compute', id))).toEqual(['service']);
      expect(cluster(e).Properties.VpcSecurityGroupIds.map((id: Json) => groupOf(e, 'database', id))).toEqual(['database']);
      expect(groupOf(e, 'database', e.database.one('AWS::SecretsManager::RotationSchedule').Properties.HostedRotationLambda.VpcSecurityGroupIds)).toBe('rotation');
    },
    broken: {
      'the database is open to the load balancer': (e) => {
        const [rule] = e.network.all('AWS::EC2::SecurityGroupIngress').filter(({ Properties: p }) => groupOf(e, 'network', p.SourceSecurityGroupId) === 'service');
        rule.Properties.SourceSecurityGroupId = e.network.all('AWS::EC2::SecurityGroupIngress').find(({ Properties: p }) => groupOf(e, 'network', p.GroupId) === 'service')!
          .Properties.SourceSecurityGroupId;
      },
      'a group is open to addresses': (e) => { e.network.all('AWS::EC2::SecurityGroup').find(({ id }) => id.includes('Database'))!.Properties.SecurityGroupIngress = [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '10.0.0.0/8' }]; },
      'another stack opens the service': (e) => {
        const { SecurityGroups: [own] } = service(e).Properties.NetworkConfiguration.AwsvpcConfiguration;
        e.compute.json.Resources.Hole = { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: own, IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, CidrIp: '0.0.0.0/0' } };
      },
      'the load balancer has another port': (e) => { e.network.all('AWS::EC2::SecurityGroup').find(({ id }) => id.includes('LoadBalancer'))!.Properties.SecurityGroupIngress[0].ToPort = 8443; },
      'the service bears the group of the database': (e) => {
        const { AwsvpcConfiguration: own } = service(e).Properties.NetworkConfiguration;
        own.SecurityGroups = balancer(e).Properties.SecurityGroups;
      },
      'the load balancer does not reach the service': (e) => drop(e.network, e.network.all('AWS::EC2::SecurityGroupIngress').find(({ Properties: p }) => p.FromPort === 8080)!),
    },
  },
  {
    id: 'NE-10',
    title: 'roles held to their environment by tag where the action takes it, to the account elsewhere; no wildcard action',
    construct: 'ContainerService',
    check: (e) => {
      const statements = taskStatements(e);
      expect(statements.map(({ Action }) => Action).sort()).toEqual(['kms:Decrypt', 'secretsmanager:GetSecretValue']);
      for (const { Condition, Resource: resource } of statements) {
        expect(Condition.StringEquals['aws:ResourceTag/Environment']).toBe(e.type);
        expect(['AWS::KMS::Key', 'AWS::SecretsManager::SecretTargetAttachment']).toContain(e.follow('compute', resource).resource.Type);
      }
      // What the condition looks at bears the tag.
      expect(tagsOf(e.database.one('AWS::SecretsManager::Secret')).Environment).toBe(e.type);
      expect(tagsOf(e.master.one('AWS::KMS::Key')).Environment).toBe(e.type);
      for (const { resource: { id, Properties: p } } of e.all('AWS::IAM::Role').filter(({ resource }) => !resource.id.startsWith('Custom'))) {
        for (const { Condition } of p.AssumeRolePolicyDocument.Statement) expect({ id, account: Condition?.StringEquals?.['aws:SourceAccount'] }).toEqual({ id, account: { Ref: 'AWS::AccountId' } });
        expect([p.Policies, p.RoleName]).toEqual([undefined, undefined]);
      }
      for (const { resource } of e.all('AWS::IAM::ManagedPolicy')) {
        for (const { Action, Resource: target } of resource.Properties.PolicyDocument.Statement) {
          for (const action of list(Action)) expect(action).not.toContain('*');
          if (target === '*') expect(Action).toBe('ecr:GetAuthorizationToken');
        }
      }
    },
    broken: {
      'a secret of any environment is read': (e) => { delete taskStatements(e).find(({ Action }) => Action === 'secretsmanager:GetSecretValue')!.Condition; },
      'the key of any environment decrypts': (e) => { delete taskStatements(e).find(({ Action }) => Action === 'kms:Decrypt')!.Condition.StringEquals['aws:ResourceTag/Environment']; },
      'the secret has no tag': (e) => { e.database.one('AWS::SecretsManager::Secret').Properties.Tags = []; },
      'anybody\'s tasks assume the role': (e) => { delete e.compute.target(task(e).Properties.TaskRoleArn).Properties.AssumeRolePolicyDocument.Statement[0].Condition; },
      'every secret is read': (e) => { taskStatements(e).find(({ Action }) => Action === 'secretsmanager:GetSecretValue')!.Resource = '*'; },
    },
  },
  {
    id: 'NE-11',
    title: 'alarms at the thresholds of the table, each to the topic and on the dashboard',
    construct: 'Monitoring',
    check: (e) => {
      const { alarm: share } = TABLE[e.type];
      for (const [metric, namespace] of [['CPUUtilization', 'AWS/ECS'], ['MemoryUtilization', 'AWS/ECS'], ['CPUUtilization', 'AWS/RDS']]) expect(alarm(e, metric, namespace).Threshold).toBe(share);
      const accepted = Number(parameters(e, 'AWS::RDS::DBParameterGroup').max_connections);
      expect(alarm(e, 'DatabaseConnections', 'AWS/RDS').Threshold).toBe(accepted * share / 100);
      expect(alarm(e, 'TargetResponseTime', 'AWS/ApplicationELB')).toMatchObject({ Threshold: 1, ExtendedStatistic: 'p99' });
      expect(alarm(e, 'UnHealthyHostCount', 'AWS/ApplicationELB').Threshold).toBe(1);
      const alarms = e.master.all('AWS::CloudWatch::Alarm');
      const dashboard = text(e.master.one('AWS::CloudWatch::Dashboard').Properties.DashboardBody);
      for (const { id, Properties: p } of alarms) {
        expect(p.AlarmActions.map((action: Json) => e.master.target(action).Type)).toEqual(['AWS::SNS::Topic']);
        expect(p.Dimensions.length).toBeGreaterThan(0);
        expect(dashboard.includes(`\\"title\\":\\"${alarmName(id)}\\"`)).toBe(true);
      }
    },
    broken: {
      'a threshold is that of another environment': (e) => { alarm(e, 'MemoryUtilization', 'AWS/ECS').Threshold = 80; },
      'an alarm tells nobody': (e) => { alarm(e, 'CPUUtilization', 'AWS/RDS').AlarmActions = []; },
      'an alarm is missing': (e) => drop(e.master, e.master.one('AWS::CloudWatch::Alarm', ({ MetricName }) => MetricName === 'UnHealthyHostCount')),
      'the limit of connections is unknown': (e) => { delete parameters(e, 'AWS::RDS::DBParameterGroup').max_connections; },
      'an alarm is not on the dashboard': (e) => { e.master.one('AWS::CloudWatch::Dashboard').Properties.DashboardBody = '{}'; },
    },
  },
  {
    id: 'NE-12',
    title: 'tags Environment, CostCenter, Application and ManagedBy on all that takes tags',
    construct: 'PaymentEnvironment',
    check: (e) => {
      const tags = { Environment: e.type, CostCenter: 'payments', Application: 'payment-processor', ManagedBy: 'CloudFormation' };
      const taggable = e.all('AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::EC2::NatGateway', 'AWS::EC2::SecurityGroup', 'AWS::EC2::FlowLog', 'AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::SNS::Topic',
        'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::SecretsManager::Secret', 'AWS::Logs::LogGroup', 'AWS::ECS::Cluster', 'AWS::ECS::Service', 'AWS::ECS::TaskDefinition',
        'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancingV2::TargetGroup', 'AWS::IAM::Role', 'AWS::CloudWatch::Alarm', 'AWS::WAFv2::WebACL', 'AWS::CloudFormation::Stack');
      expect(taggable.length).toBeGreaterThan(50);
      for (const { resource } of taggable.filter(({ resource: { id } }) => !id.startsWith('Custom'))) expect({ id: resource.id, ...tagsOf(resource) }).toMatchObject({ id: resource.id, ...tags });
      expect(service(e).Properties).toMatchObject({ PropagateTags: 'SERVICE', EnableECSManagedTags: true });
    },
    broken: {
      'a subnet has none': (e) => { delete e.network.all('AWS::EC2::Subnet')[0].Properties.Tags; },
      'an instance lacks the cost center': (e) => { const { Properties: p } = e.database.all('AWS::RDS::DBInstance')[0]; p.Tags = p.Tags.filter(({ Key }: Json) => Key !== 'CostCenter'); },
      'the cluster is of another environment': (e) => { e.compute.one('AWS::ECS::Cluster').Properties.Tags.find(({ Key }: Json) => Key === 'Environment').Value = 'dev'; },
      'tasks get no tags': (e) => { delete service(e).Properties.PropagateTags; },
    },
  },
  {
    id: 'NE-13',
    title: 'by prop: Config rules for tags, encryption and security groups; parameters of Systems Manager',
    construct: 'PaymentEnvironment',
    optional: true,
    check: (e) => {
      const rules = e.master.all('AWS::Config::ConfigRule').map(({ Properties }) => Properties);
      expect(rules.map(({ Source: { Owner, SourceIdentifier } }) => [Owner, SourceIdentifier]).sort()).toEqual(
        ['RDS_STORAGE_ENCRYPTED', 'REQUIRED_TAGS', 'VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS'].map((rule) => ['AWS', rule]));
      const input = (identifier: string) => rules.find(({ Source }) => Source.SourceIdentifier === identifier)!.InputParameters;
      expect(Object.values(input('REQUIRED_TAGS'))).toEqual(['Environment', 'Application', 'ManagedBy', 'CostCenter']);
      expect(input('VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS')).toEqual({ authorizedTcpPorts: '443,80' });
      const stored = e.master.all('AWS::SSM::Parameter').map(({ Properties }) => Properties);
      for (const { Type } of stored) expect(Type).toBe('String'); // CloudFormation refuses SecureString
      expect(stored.map(({ Name }) => Name)).toEqual(expect.arrayContaining(EXPORTS.map((name) => `/payment-env/${e.type}/${name}`)));
    },
    broken: {
      'a rule is missing': (e) => drop(e.master, e.master.all('AWS::Config::ConfigRule')[0]),
      'another port is allowed': (e) => { e.master.one('AWS::Config::ConfigRule', (p) => text(p).includes('VPC_SG')).Properties.InputParameters.authorizedTcpPorts = '22,443'; },
      'a parameter is missing': (e) => drop(e.master, e.master.one('AWS::SSM::Parameter', ({ Name }) => Name.endsWith('/VpcId'))),
      'a parameter is a SecureString': (e) => { e.master.all('AWS::SSM::Parameter')[0].Properties.Type = 'SecureString'; },
    },
  },
  {
    id: 'NE-14',
    title: 'runbook: templates\' bucket, order, verification, rollback, quotas, permissions, common errors, every alarm',
    construct: 'PaymentEnvironment',
    check: (e) => {
      for (const heading of ['Bucket for templates', 'Order', 'Verify', 'Roll back', 'Quotas', 'Permissions', 'Common errors', 'Alarms']) expect(e.runbook).toMatch(new RegExp(`^## ${heading}$`, 'm'));
      for (const quota of ['NAT gateways', 'Elastic IP', 'DB instances']) expect(e.runbook).toContain(quota);
      for (const { id } of e.master.all('AWS::CloudWatch::Alarm')) {
        expect(e.runbook).toContain(`### ${alarmName(id)}\n`);
      }
    },
    broken: {
      'rolling back is not told': (e) => { e.runbook = e.runbook.replace('## Roll back', '## Other'); },
      'an alarm is not told': (e) => { e.runbook = e.runbook.replace('### DatabaseConnections', '###'); },
      'no quota is told': (e) => { e.runbook = e.runbook.replaceAll('Elastic IP', ''); },
    },
  },
  {
    id: 'NE-15',
    title: 'names that say what they are, with the suffix, within the limits',
    construct: 'PhysicalNames',
    check: (e) => {
      expect(e.master.all('AWS::CloudFormation::Stack').map(({ id }) => /Payment(Network|Database|Compute)Stack/.exec(id)?.[0])).toEqual(['PaymentNetworkStack', 'PaymentDatabaseStack', 'PaymentComputeStack']);
      const limits: Record<string, [property: string, limit: number]> = {
        'AWS::RDS::DBCluster': ['DBClusterIdentifier', 63],
        'AWS::ElasticLoadBalancingV2::LoadBalancer': ['Name', 32],
        'AWS::ElasticLoadBalancingV2::TargetGroup': ['Name', 32],
        'AWS::ECS::Cluster': ['ClusterName', 255],
        'AWS::ECS::Service': ['ServiceName', 255],
        'AWS::SNS::Topic': ['TopicName', 256],
        'AWS::WAFv2::WebACL': ['Name', 128],
      };
      for (const [type, [property, limit]] of Object.entries(limits)) {
        const { resource } = e.all(type)[0];
        expect(resource.Properties[property]).toMatch(new RegExp(`^payment-env-[a-z-]+-${e.type}$`));
        expect(resource.Properties[property].length).toBeLessThanOrEqual(limit);
      }
      for (const { resource } of e.all('AWS::S3::Bucket')) expect(text(resource.Properties.BucketName)).toMatch(new RegExp(`payment-env-[a-z-]+-${e.type}-.*AWS::AccountId`));
    },
    broken: {
      'the load balancer has no suffix': (e) => { balancer(e).Properties.Name = 'payment-env-alb'; },
      'a name is too long': (e) => { e.compute.one('AWS::ElasticLoadBalancingV2::TargetGroup').Properties.Name = `payment-env-the-tasks-of-the-service-${e.type}`; },
      'a nested stack says nothing': (e) => {
        const { master: { json: { Resources } } } = e;
        const { id } = e.nested('network');
        Resources.Nested1 = Resources[id];
        delete Resources[id];
      },
    },
  },
];
