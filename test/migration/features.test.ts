import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { buildFeatures, findings, templateOf } from './features.system';
import { alarm, fn, plain, waysIn } from './system';
import { PRIMARY_REGION } from '../../golden/apps/migration';
import { newApp } from '../../golden/apps/synthesise';
import { ServiceImage } from '../../src';
import { PaymentMigrationEnvironment } from '../../src/migration';

describe('MG-10 Express mode', () => {
  const app = newApp();
  const stack = new Stack(app, 'Test', { env: { region: PRIMARY_REGION } });
  const image = ServiceImage.fromEcr(ecr.Repository.fromRepositoryName(stack, 'Repository', 'payment-processor'), '1.0.0');
  const { features } = new PaymentMigrationEnvironment(stack, 'Migration', { environmentSuffix: 'prod', features: { service: { express: true, image } } });
  const t = templateOf({ app, stack });
  const { Properties: service } = t.one('AWS::ECS::ExpressGatewayService');

  test('is valid and clean', () => expect(findings(stack)).toEqual([]));

  test('runs the image in private subnets, and scales', () => {
    expect(plain(service.PrimaryContainer.Image)).toMatch(/\.dkr\.ecr\.eu-west-2\..+\/payment-processor:1\.0\.0$/);
    expect(service).toMatchObject({ Cpu: '512', Memory: '1024', HealthCheckPath: '/ready', ScalingTarget: { MinTaskCount: 2, MaxTaskCount: 6, AutoScalingTargetValue: 60 } });
    expect(service.NetworkConfiguration.Subnets.map((one: unknown) => t.target(one).id)).toEqual(t.all('AWS::EC2::Subnet').filter(({ id }) => /PrivateSubnet/.test(id)).map(({ id }) => id));
    expect(waysIn(t).filter((way) => /Payment service/.test(way))).toEqual(['Payment service -> RDS Proxy:3306', 'Payment service -> VPC endpoints:443']);
  });

  test('may pull the one image, and read the one secret', () => {
    const actions = (role: unknown): string[] => t.statements(t.target(role).id).flatMap(({ Action, Resource: resource }) => [Action].flat().map((action) => `${action} ${plain(resource)}`));
    expect(actions(service.ExecutionRoleArn)).toEqual(expect.arrayContaining([expect.stringMatching(/^ecr:BatchGetImage .*:repository\/payment-processor$/), 'ecr:GetAuthorizationToken *']));
    expect(actions(service.TaskRoleArn).map((line) => line.split(' ')[0])).toEqual(['secretsmanager:GetSecretValue', 'kms:Decrypt']);
    expect(plain(t.target(service.InfrastructureRoleArn).Properties.ManagedPolicyArns[0])).toMatch(/AmazonECSInfrastructureRoleforExpressGatewayServices$/);
  });

  test('is what the members say', () => {
    expect(features.expressService).toBeDefined();
    expect([features.service, features.loadBalancer]).toEqual([undefined, undefined]);
    expect(plain(t.json.Outputs.ServiceUrl.Value)).toMatch(/^https:\/\/<.+\.Endpoint>$/);
  });
});

describe('of a stack that is bound to no Region', () => {
  const app = newApp();
  const stack = new Stack(app, 'Test');
  new PaymentMigrationEnvironment(stack, 'Migration', { environmentSuffix: 'prod', features: { featureFlags: {} } });
  const t = templateOf({ app, stack });

  test('MG-11 the layer is looked up at deployment', () => {
    const [{ 'Fn::FindInMap': [name, region, key] }] = fn(t, 'migrated').Properties.Layers;
    expect([region, key]).toEqual([{ Ref: 'AWS::Region' }, 'arn']);
    const layers: Record<string, { arn: string }> = t.json.Mappings[name];
    for (const [one, { arn }] of Object.entries(layers)) expect(arn).toMatch(new RegExp(`^arn:aws:lambda:${one}:\\d{12}:layer:AWS-AppConfig-Extension-Arm64:\\d+$`));
    expect(Object.keys(layers)).toEqual(expect.arrayContaining(['eu-west-2', 'us-east-1']));
  });

  test('is clean', () => expect(findings(stack)).toEqual([]));
});

describe('props', () => {
  const own = buildFeatures({
    fileTransfer: { allowedCidrs: ['192.168.0.0/24', '192.168.8.0/24'] },
    serverMigration: { sourceCidrs: ['10.8.0.0/16'] },
    featureFlags: { bakeTime: Duration.minutes(30), agentLayerArn: 'arn:aws:lambda:eu-west-2:282860088358:layer:AWS-AppConfig-Extension-Arm64:194' },
    chaos: { duration: Duration.minutes(2) },
    regionSwitch: { recoveryTime: Duration.minutes(40) },
    driftRemediation: { automatic: true },
    budget: { monthlyUsd: 100, anomalyUsd: 10 },
  }, { operations: { tags: { Project: 'cards' } } });
  const t = templateOf(own);

  test('MG-08 the ranges that may connect; no user is a server without users', () => {
    expect(waysIn(t).filter((way) => way.endsWith(':22'))).toEqual(['192.168.0.0/24 -> SFTP server:22', '192.168.8.0/24 -> SFTP server:22']);
    expect(t.all('AWS::Transfer::User')).toEqual([]);
  });

  test('MG-09 the ranges of source servers', () => expect(waysIn(t).filter((way) => way.endsWith(':1500'))).toEqual(['10.8.0.0/16 -> MGN replication servers:1500']));

  test('MG-11 bake time and layer', () => {
    expect(t.one('AWS::AppConfig::DeploymentStrategy').Properties.FinalBakeTimeInMinutes).toBe(30);
    expect(fn(t, 'migrated').Properties.Layers).toEqual(['arn:aws:lambda:eu-west-2:282860088358:layer:AWS-AppConfig-Extension-Arm64:194']);
  });

  test('MG-12 how long a fault lasts', () => {
    expect(JSON.stringify(t.all('AWS::FIS::ExperimentTemplate'))).toContain('PT2M');
    expect(JSON.stringify(t.all('AWS::SSM::Document'))).toContain('PT2M');
  });

  test('MG-14 the plan has half of the time for the promotion', () => {
    const { RecoveryTimeObjectiveMinutes, Workflows: [{ Steps: [{ ExecutionBlockConfiguration: block }] }] } = t.one('AWS::ARCRegionSwitch::Plan').Properties;
    expect([RecoveryTimeObjectiveMinutes, block.RdsPromoteReadReplicaConfig.TimeoutMinutes]).toEqual([40, 20]);
  });

  test('MG-15 a remediation that starts by itself tries twice', () => {
    expect(t.one('AWS::Config::RemediationConfiguration').Properties).toMatchObject({ Automatic: true, MaximumAutomaticAttempts: 2, RetryAttemptSeconds: 3600 });
  });

  test('MG-15 budget and anomalies of another project', () => {
    expect(t.one('AWS::Budgets::Budget').Properties.Budget).toMatchObject({ BudgetLimit: { Amount: 100 }, CostFilters: { TagKeyValue: ['user:Project$cards'] } });
    expect(t.one('AWS::CE::AnomalyMonitor').Properties.MonitorSpecification).toContain('cards');
    expect(t.one('AWS::CE::AnomalySubscription').Properties.ThresholdExpression).toContain('"10"');
  });

  test('MG-18 what is kept: buckets, the load balancer and AppConfig are protected', () => {
    expect(t.one('AWS::S3::Bucket', ({ BucketName }) => plain(BucketName).includes('transfer')).DeletionPolicy).toBe('RetainExceptOnCreate');
    const attributes = t.one('AWS::ElasticLoadBalancingV2::LoadBalancer').Properties.LoadBalancerAttributes;
    expect(attributes).toContainEqual({ Key: 'deletion_protection.enabled', Value: 'true' });
    expect(t.one('AWS::AppConfig::Environment').Properties.DeletionProtectionCheck).toBe('ACCOUNT_DEFAULT');
  });

  test('is clean', () => expect(findings(own.stack)).toEqual([]));
});

describe('with a topic of yours', () => {
  const app = newApp();
  const stack = new Stack(app, 'Test', { env: { region: PRIMARY_REGION } });
  const alarmTopic = Topic.fromTopicArn(stack, 'Topic', stack.formatArn({ service: 'sns', resource: 'own' }));
  new PaymentMigrationEnvironment(stack, 'Migration', { environmentSuffix: 'prod', features: { budget: { monthlyUsd: 100 }, driftRemediation: {} }, operations: { alarmTopic, removalPolicy: RemovalPolicy.DESTROY } });
  const t = templateOf({ app, stack });

  test('MG-15 it is told of costs and drift, and its policy stays yours', () => {
    expect(t.all('AWS::SNS::TopicPolicy')).toEqual([]);
    expect(plain(t.one('AWS::CE::AnomalySubscription').Properties.Subscribers[0].Address)).toMatch(/:own$/);
    expect(plain(alarm(t, 'Drift').AlarmActions[0])).toMatch(/:own$/);
  });
});
