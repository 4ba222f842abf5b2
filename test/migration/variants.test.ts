import { Annotations, App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { MysqlEngineVersion } from 'aws-cdk-lib/aws-rds';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { placed, subnets } from './routes';
import { alarm, build, fn, migrationProps, plain, queue, tagsOf } from './system';
import { PACKS } from '../../golden/apps/audit';
import { PRIMARY_REGION, REPLICA_REGION } from '../../golden/apps/migration';
import { allFeatures } from '../../golden/apps/migration-features';
import { newApp } from '../../golden/apps/synthesise';
import { LogRetentionProfile, ServiceImage } from '../../src';
import { MigrationFeaturesProps, PaymentMigrationEnvironment, PaymentMigrationReplica, PaymentMigrationReplicaProps } from '../../src/migration';
import { physicalNames } from '../physical-names';
import { Json, Template } from '../webhook-pipeline/template';

type Feature = keyof MigrationFeaturesProps;
const findings = (stack: Stack) => Object.values(PACKS).flatMap((pack) => pack(stack));
const types = (t: Template): string[] => Object.values<Json>(t.json.Resources).map(({ Type }) => Type).sort();
const inRegion = (app: App, region: string, id = 'Test'): Stack => new Stack(app, id, { env: { region } });
const templateOf = (stack: Stack): Template => new Template((stack.node.root as App).synth().getStackArtifact(stack.artifactId).template);

describe('defaults', () => {
  const { template: t, warnings, stack } = build();

  test('MG-01 two zones, and nothing that a feature makes', () => {
    expect(subnets(t, 'Private')).toHaveLength(2);
    expect(types(t).filter((type) => /NetworkFirewall|Transfer|ECS|AppConfig|FIS|RAM|ARCRegionSwitch|Config::|Budgets|::CE::|SSM/.test(type))).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test('MG-03 the database is protected, and leaves a snapshot; its groups can go, its options stay with the snapshot', () => {
    const database = t.one('AWS::RDS::DBInstance');
    expect([database.DeletionPolicy, database.Properties.DeletionProtection, database.Properties.DeleteAutomatedBackups]).toEqual(['Snapshot', true, false]);
    expect([t.one('AWS::RDS::DBSubnetGroup').DeletionPolicy, t.one('AWS::RDS::DBParameterGroup').DeletionPolicy]).toEqual(['Delete', 'Delete']);
    expect(t.one('AWS::RDS::OptionGroup').DeletionPolicy).toBe('Retain');
    expect(database.Properties).toMatchObject({ AllocatedStorage: '100', MaxAllocatedStorage: 200, DBInstanceClass: 'db.t3.medium', EngineVersion: '8.4.8', BackupRetentionPeriod: 7 });
  });

  test('MG-18 data stays', () => {
    for (const type of ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SQS::Queue', 'AWS::SecretsManager::Secret', 'AWS::Logs::LogGroup']) {
      for (const { id, DeletionPolicy } of t.all(type).filter((one) => !/CustomResourceProvider/.test(one.id))) expect([id, DeletionPolicy]).toEqual([id, 'RetainExceptOnCreate']);
    }
    expect(t.all('Custom::S3AutoDeleteObjects')).toEqual([]);
  });

  test('MG-04 no name for the secret, and no copy', () => {
    const { Properties } = t.one('AWS::SecretsManager::Secret');
    expect([Properties.Name, Properties.ReplicaRegions]).toEqual([undefined, undefined]);
  });

  test('MG-07 logs: a year at hand, no archive; a topic of its own that nobody hears yet', () => {
    for (const { id, Properties } of t.all('AWS::Logs::LogGroup').filter((one) => !/CustomResourceProvider/.test(one.id))) expect([id, Properties.RetentionInDays]).toEqual([id, 365]);
    expect(t.all('AWS::KinesisFirehose::DeliveryStream')).toEqual([]);
    expect([t.all('AWS::SNS::Topic').length, t.all('AWS::SNS::Subscription').length]).toEqual([1, 0]);
  });

  test('MG-05 the function reads no flags', () => expect(Object.keys(fn(t, 'migrated').Properties.Environment.Variables).sort()).toEqual([
    'DATABASE_CA', 'DATABASE_HOST', 'DATABASE_NAME', 'DATABASE_SECRET_ARN', 'POWERTOOLS_METRICS_NAMESPACE', 'POWERTOOLS_SERVICE_NAME',
  ]));

  test('no finding', () => expect(findings(stack)).toEqual([]));
});

describe('features', () => {
  const FEATURES = Object.keys(allFeatures(new Stack())) as Feature[];
  // Ten features are the ten pairs of five letters. Off is what has a letter, or what has not: of any two features each of the four combinations is tried.
  const LETTERS = ['a', 'b', 'c', 'd', 'e'];
  const CODES = LETTERS.flatMap((one, index) => LETTERS.slice(index + 1).map((other) => one + other));
  const combinations = LETTERS.flatMap((letter) => [true, false].map((has) => FEATURES.filter((_, index) => CODES[index].includes(letter) === has)));
  /** All features but those given, audited. `PaymentChecks` also sees references to what is not there, circles, and values that AWS would refuse. */
  const without = (...off: Feature[]) => {
    const stack = inRegion(newApp(), PRIMARY_REGION);
    return { stack, environment: new PaymentMigrationEnvironment(stack, 'Migration', migrationProps({ features: allFeatures(stack, ...off) })) };
  };
  const all = templateOf(without().stack);

  test('the golden has all ten on', () => expect(FEATURES).toHaveLength(10));

  test.each(FEATURES)('without %s: valid, clean and smaller; what remains keeps its id', (off) => {
    const { stack } = without(off);
    expect(findings(stack)).toEqual([]);
    const t = templateOf(stack);
    const [ids, allIds] = [t, all].map(({ json }) => Object.keys(json.Resources));
    expect(ids.filter((id) => !allIds.includes(id))).toEqual([]);
    expect(ids.length).toBeLessThan(allIds.length);
    expect(Object.keys(all.json.Outputs)).toEqual(expect.arrayContaining(Object.keys(t.json.Outputs)));
  });

  test('any two features are tried off together, on together, and each without the other', () => {
    const states = FEATURES.flatMap((one, index) => FEATURES.slice(index + 1)
      .flatMap((other) => combinations.map((off) => `${one} ${off.includes(one)} ${other} ${off.includes(other)}`)));
    expect(new Set(states).size).toBe(45 * 4);
  });

  test.each(combinations.map((off) => [off.join(', '), off] as const))('without %s: clean', (_, off) => expect(findings(without(...off).stack)).toEqual([]));

  test('without any: clean, and no output of a feature', () => {
    const { stack } = without(...FEATURES);
    expect(findings(stack)).toEqual([]);
    expect(Object.keys(templateOf(stack).json.Outputs)).toHaveLength(14);
  });

  test('MG-10 with Express mode in place of the service: clean', () => {
    const stack = inRegion(newApp(), PRIMARY_REGION);
    const image = ServiceImage.fromEcr(Repository.fromRepositoryName(stack, 'Repository', 'payment-processor'), '1.0.0');
    new PaymentMigrationEnvironment(stack, 'Migration', migrationProps({ features: { ...allFeatures(stack, 'service'), service: { image, express: true } } }));
    expect(findings(stack)).toEqual([]);
  });

  test('every resource of a feature is a member', () => {
    const { features } = without().environment;
    expect(Object.entries(features).filter(([, value]) => value === undefined).map(([name]) => name)).toEqual(['expressService']);
    expect(Object.values(without(...FEATURES).environment.features).filter((value) => value !== undefined)).toEqual([]);
  });
});

describe('other props', () => {
  const { template: t, stack } = build({
    developmentCidrs: ['172.16.0.0/16', '192.168.0.0/20'],
    network: { cidr: '10.40.0.0/20', maxAzs: 3 },
    database: {
      engineVersion: MysqlEngineVersion.VER_8_4_7,
      instanceType: new InstanceType('r7g.large'),
      allocatedStorage: 400,
      maxAllocatedStorage: 1000,
      backupRetention: Duration.days(35),
      databaseName: 'Ledger_1',
      replicaRegion: REPLICA_REGION,
    },
    processing: {
      concurrency: 10,
      memorySize: 1024,
      timeout: Duration.seconds(60),
      visibilityTimeout: Duration.minutes(4),
      maxReceiveCount: 9,
      queueRetention: Duration.days(2),
    },
    features: { networkFirewall: { allowedDomains: ['api.stripe.com', '.adyen.com'] } },
    operations: { namePrefix: 'acme-pay', owner: 'ledger', costCenter: '4711', tags: { Project: 'ledger', Data: 'payments' }, logRetention: LogRetentionProfile.sevenDaysAndArchive() },
  });

  test('MG-01 reach the network', () => {
    expect(t.one('AWS::EC2::VPC').Properties.CidrBlock).toBe('10.40.0.0/20');
    expect([subnets(t, 'Private').length, t.all('AWS::EC2::NatGateway').length, t.all('AWS::NetworkFirewall::Firewall').length]).toEqual([3, 3, 3]);
    expect(t.one('AWS::NetworkFirewall::RuleGroup', (p) => p.RuleGroup.RulesSource.RulesSourceList).Properties.RuleGroup.RulesSource.RulesSourceList.Targets).toEqual(['api.stripe.com', '.adyen.com']);
    expect(placed(t).find(({ resource }) => resource.Type === 'AWS::RDS::DBProxy')!.resource.Properties.VpcSubnetIds).toHaveLength(3);
  });

  test('MG-02 firewalls are protected as the data is', () => {
    for (const { Properties } of t.all('AWS::NetworkFirewall::Firewall')) expect(Properties).toMatchObject({ DeleteProtection: true, SubnetChangeProtection: true, FirewallPolicyChangeProtection: true });
  });

  test('MG-03 reach the database', () => {
    expect(t.one('AWS::RDS::DBInstance').Properties).toMatchObject({
      EngineVersion: '8.4.7',
      DBInstanceClass: 'db.r7g.large',
      AllocatedStorage: '400',
      MaxAllocatedStorage: 1000,
      BackupRetentionPeriod: 35,
      DBName: 'Ledger_1',
      DBInstanceIdentifier: 'acme-pay-mysql-prod',
    });
    expect(alarm(t, 'DatabaseStorage').Threshold).toBe(40 * 1024 ** 3);
    expect(t.one('AWS::SecretsManager::Secret').Properties).toMatchObject({ Name: 'acme-pay-database-prod', ReplicaRegions: [{ Region: REPLICA_REGION }] });
  });

  test('MG-05 reach function and queue', () => {
    const migrated = t.one('AWS::Lambda::Function', (p) => p.FunctionName === 'acme-pay-migrated-prod').Properties;
    expect(migrated).toMatchObject({ ReservedConcurrentExecutions: 10, MemorySize: 1024, Timeout: 60 });
    expect(migrated.Environment.Variables.DATABASE_NAME).toBe('Ledger_1');
    expect(t.one('AWS::Lambda::EventSourceMapping').Properties.ScalingConfig.MaximumConcurrency).toBe(9);
    const { Properties: q } = t.one('AWS::SQS::Queue', (p) => p.QueueName === 'acme-pay-payments-queue-prod');
    expect([q.VisibilityTimeout, q.RedrivePolicy.maxReceiveCount, q.MessageRetentionPeriod]).toEqual([240, 9, 172_800]);
  });

  test('MG-15 reach the tags', () => {
    expect(tagsOf(t.one('AWS::RDS::DBInstance'))).toMatchObject({ Environment: 'production', EnvironmentSuffix: 'prod', Project: 'ledger', Owner: 'ledger', CostCenter: '4711', Data: 'payments', ManagedBy: 'CloudFormation' });
  });

  test('no finding', () => expect(findings(stack)).toEqual([]));
});

test('MG-03 MySQL 8.0 warns of what it costs, and has a group of its own family', () => {
  const stack = inRegion(newApp(), PRIMARY_REGION);
  const { node } = new PaymentMigrationEnvironment(stack, 'Migration', { environmentSuffix: 'prod', database: { engineVersion: MysqlEngineVersion.VER_8_0_43 } });
  expect(node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data))).toEqual([expect.stringContaining('MySQL 8.0 is beyond its standard support: RDS charges for extended support')]);
  Annotations.of(stack).acknowledgeWarning('cdk-payment-constructs:extended-support', 'It was read above');
  const t = templateOf(stack);
  expect([t.one('AWS::RDS::DBParameterGroup').Properties.Family, t.one('AWS::RDS::OptionGroup').Properties.MajorEngineVersion]).toEqual(['mysql8.0', '8.0']);
});

test('MG-07 your topic gets the alarms, and its policy is yours', () => {
  const stack = inRegion(newApp(), PRIMARY_REGION);
  const alarmTopic = new Topic(stack, 'Alarms');
  new PaymentMigrationEnvironment(stack, 'Migration', { environmentSuffix: 'prod', operations: { alarmTopic } });
  const t = templateOf(stack);
  const reference = { Ref: stack.getLogicalId(alarmTopic.node.defaultChild as never) };
  expect([t.all('AWS::SNS::Topic').length, t.all('AWS::SNS::TopicPolicy').length]).toEqual([1, 0]);
  for (const { Properties } of t.all('AWS::CloudWatch::Alarm')) expect(Properties.AlarmActions).toEqual([reference]);
  expect(t.one('AWS::RDS::EventSubscription').Properties.SnsTopicArn).toEqual(reference);
});

describe('the replica', () => {
  const make = (props: Partial<PaymentMigrationReplicaProps> = {}, removalPolicy?: RemovalPolicy) => {
    const app = newApp();
    const primary = new PaymentMigrationEnvironment(inRegion(app, PRIMARY_REGION, 'Primary'), 'Migration', {
      environmentSuffix: 'prod', database: { replicaRegion: REPLICA_REGION }, network: { maxAzs: 3 }, operations: { removalPolicy },
    });
    const stack = inRegion(app, REPLICA_REGION, 'Other');
    return { stack, primary, replica: new PaymentMigrationReplica(stack, 'Replica', { primary, ...props }) };
  };

  test('MG-14 by default it stays when its stack goes: CloudFormation takes no snapshot of what it calls a replica', () => {
    const { stack } = make();
    const t = templateOf(stack);
    const { DeletionPolicy, Properties } = t.one('AWS::RDS::DBInstance');
    expect([DeletionPolicy, Properties.DeletionProtection]).toEqual(['Retain', true]);
    for (const type of ['DBSubnetGroup', 'DBParameterGroup', 'OptionGroup']) expect([type, t.one(`AWS::RDS::${type}`).DeletionPolicy]).toEqual([type, 'Retain']);
    expect(t.all('AWS::SNS::Subscription')).toEqual([]);
    expect(findings(stack)).toEqual([]);
  });

  test('MG-14 is made after its source, in as many zones, with a network of its own', () => {
    const { stack, primary } = make({ cidr: '172.24.0.0/18', lagLimit: Duration.minutes(2) });
    expect(stack.dependencies).toEqual([Stack.of(primary)]);
    const t = templateOf(stack);
    expect([t.one('AWS::EC2::VPC').Properties.CidrBlock, subnets(t, 'Private').length, t.all('AWS::EC2::NatGateway').length]).toEqual(['172.24.0.0/18', 3, 0]);
    expect(alarm(t, 'ReplicaLag').Threshold).toBe(120);
  });

  test('MG-18 destroyed, nothing is left', () => {
    const { stack } = make({}, RemovalPolicy.DESTROY);
    for (const [id, { DeletionPolicy }] of Object.entries<Json>(templateOf(stack).json.Resources)) expect([id, DeletionPolicy ?? 'Delete']).toEqual([id, 'Delete']);
  });
});

test('MG-18 two in one account share no physical name and no export, although stack and ids are the same', () => {
  const [one, other] = ['blue', 'green'].map((environmentSuffix) => {
    const stack = inRegion(newApp(), PRIMARY_REGION);
    new PaymentMigrationEnvironment(stack, 'Migration', migrationProps({ environmentSuffix, features: allFeatures(stack) }));
    return templateOf(stack);
  });
  expect(types(one)).toEqual(types(other));
  const names = physicalNames(one);
  expect(names.length).toBeGreaterThan(60);
  expect(names.filter((name) => physicalNames(other).includes(name))).toEqual([]);
});

test('it synthesises without feature flags, and with those of a new app, to the same resources', () => {
  const old = build({}, {}).template;
  expect(types(old)).toEqual(types(build().template));
  expect(plain(queue(old, 'payments-queue').Properties.QueueName)).toBe('pay-migration-payments-queue-prod');
});

test('ids that hold data do not change: another id is another database, queue or secret', () => {
  const STATEFUL = ['RDS::DBInstance', 'SQS::Queue', 'S3::Bucket', 'SecretsManager::Secret', 'KMS::Key'];
  const { template: t } = build();
  expect(STATEFUL.flatMap((type) => t.all(`AWS::${type}`).map(({ id }) => id)).sort()).toEqual([
    'MigrationAccessLogsD6560B6B', 'MigrationDatabaseInstance1BDCC642', 'MigrationDatabaseSecret602AD1E0', 'MigrationKeyF1528DAB',
    'MigrationProcessingQueueDeadLetterQueueBAE10A8C', 'MigrationProcessingQueueECA38FE2',
  ]);
});
