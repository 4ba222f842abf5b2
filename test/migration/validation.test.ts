import { App, Aws, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import { MysqlEngineVersion } from 'aws-cdk-lib/aws-rds';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { PaymentMigrationEnvironment, PaymentMigrationEnvironmentProps, PaymentMigrationReplica, PaymentMigrationReplicaProps } from '../../src/migration';

type Props = Omit<PaymentMigrationEnvironmentProps, 'environmentSuffix'> & { readonly environmentSuffix?: string };
const linesOf = (make: () => unknown): string[] => {
  try {
    make();
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
};
const stackIn = (region?: string, id = 'Test', app = new App()): Stack => new Stack(app, id, { env: region ? { region } : undefined });
const faultsOf = (props: unknown, region?: string): string[] => linesOf(() => new PaymentMigrationEnvironment(stackIn(region), 'Migration', props as PaymentMigrationEnvironmentProps));

test('no fault without a prop but the suffix', () => expect(faultsOf({ environmentSuffix: 'prod' })).toEqual([]));

test.each<[string, Props, RegExp]>([
  ['MG-01 fails when the range is that of development', { network: { cidr: '10.0.0.0/16' } }, /the range 10\.0\.0\.0\/16 overlaps 10\.0\.0\.0\/16 of developmentCidrs, production must be apart/],
  ['MG-01 fails when the range is within development', { network: { cidr: '10.0.128.0/20' } }, /the range 10\.0\.128\.0\/20 overlaps 10\.0\.0\.0\/16 of developmentCidrs/],
  ['MG-01 fails when development is within the range', { developmentCidrs: ['192.168.0.0/24', '172.16.200.0/24'] }, /the range 172\.16\.0\.0\/16 overlaps 172\.16\.200\.0\/24 of developmentCidrs/],
  ['MG-01 fails when a range of development is none', { developmentCidrs: ['10.0.0.1/16'] }, /developmentCidrs must hold IPv4 ranges that begin at their first address, got '10\.0\.0\.1\/16'/],
  ['MG-01 fails when the range is too small for the subnets', { network: { cidr: '172.16.0.0/24' } }, /network\.cidr must be an IPv4 range from \/16 to \/22/],
  ['MG-01 fails when the range is public', { network: { cidr: '8.8.0.0/16' } }, /^network\.cidr must be private, within 10\.0\.0\.0\/8, 172\.16\.0\.0\/12, 192\.168\.0\.0\/16, 100\.64\.0\.0\/10: the addresses of 8\.8\.0\.0\/16 are others'/],
  ['MG-01 fails when the range is only near a private one', { network: { cidr: '172.32.0.0/16' } }, /^network\.cidr must be private/],
  ['MG-01 fails when the range comes with the deployment', { network: { cidr: Aws.NO_VALUE } }, /network\.cidr must be known when the app is synthesised/],
  ['MG-01 fails when one zone is all', { network: { maxAzs: 1 } }, /network\.maxAzs must be a whole number from 2 to 3, got 1/],
  ['MG-02 fails when nothing may be reached', { features: { networkFirewall: { allowedDomains: [] } } }, /allowedDomains is empty/],
  ['MG-02 fails when a domain is an address', { features: { networkFirewall: { allowedDomains: ['https://api.stripe.com/'] } } }, /features\.networkFirewall\.allowedDomains must be domains in lower case, .* got 'https:\/\/api\.stripe\.com\/'/],
  ['MG-02 fails when a domain is a pattern', { features: { networkFirewall: { allowedDomains: ['*.stripe.com'] } } }, /allowedDomains must be domains/],
  ['MG-03 fails when the instance has no insights', { database: { instanceType: new InstanceType('t3.small') } }, /database\.instanceType must be one that MySQL 8\.4 and database insights have: .* got 't3\.small'/],
  ['MG-03 fails when the version is over', { database: { engineVersion: MysqlEngineVersion.VER_5_7_44 } }, /database\.engineVersion must be of MySQL 8\.4, or of 8\.0 on its way there, got 5\.7\.44/],
  ['MG-03 fails when the storage is too small', { database: { allocatedStorage: 10 } }, /database\.allocatedStorage must be a whole number from 20 to 65536 GiB, got 10/],
  ['MG-03 fails when the storage cannot grow', { database: { allocatedStorage: 100, maxAllocatedStorage: 105 } }, /database\.maxAllocatedStorage must be a whole number from 110 to 65536 GiB/],
  ['MG-03 fails when there are no backups', { database: { backupRetention: Duration.days(0) } }, /database\.backupRetention must be a whole number from 1 to 35 days, got 0/],
  ['MG-03 fails when the name is MySQL\'s', { database: { databaseName: 'MySQL' } }, /database\.databaseName must not be a word that MySQL keeps for itself/],
  ['MG-03 fails when the name has a hyphen', { database: { databaseName: 'pay-ments' } }, /database\.databaseName must be letters, digits and underscores/],
  ['MG-05 fails when a new account cannot reserve it', { processing: { accountLimit: 10 } }, /the reserved concurrency is 50 \(migrated 1 x 50\), but an account limit of 10 leaves 0/],
  ['MG-05 fails when nothing is left for SQS', { processing: { concurrency: 2 } }, /processing\.concurrency must be a whole number from 3 to 1001/],
  ['MG-05 fails when a function ends before its database answers', { processing: { timeout: Duration.seconds(10) } }, /processing\.timeout must be a whole number from 30 to 300 seconds, got 10/],
  ['MG-05 fails when a payment comes back while it is written', { processing: { visibilityTimeout: Duration.seconds(20) } }, /processing\.visibilityTimeout must be a whole number from 30 to 43200 seconds/],
  ['MG-05 fails when a queue outlasts its DLQ', { processing: { queueRetention: Duration.days(14) } }, /processing\.queueRetention must be a whole number from 60 to 1123200 seconds/],
  ['MG-05 fails when one failure is enough', { processing: { maxReceiveCount: 1 } }, /processing\.maxReceiveCount must be a whole number from 2 to 1000/],
  ['MG-07 fails when nobody reads the mail', { operations: { alarmEmail: 'oncall@example.com' } }, /operations\.alarmEmail is on the reserved domain/],
  ['MG-14 fails when the replica\'s Region is none', { database: { replicaRegion: 'Ireland' } }, /database\.replicaRegion must be a Region like eu-west-1, got 'Ireland'/],
  ['MG-14 fails when there is nowhere to switch to', { features: { regionSwitch: {} } }, /features\.regionSwitch has nowhere to switch to: give database\.replicaRegion/],
  ['MG-14 fails when the secret\'s name looks like an ARN', { environmentSuffix: 'eu-canary', database: { replicaRegion: 'eu-west-1' } }, /environmentSuffix 'eu-canary' ends with a word of six characters/],
  ['MG-15 fails when a tag is not one', { operations: { tags: { 'aws:owner': 'me' } } }, /operations\.tags must have keys of 1 to 128/],
  ['MG-18 fails when a name is too long', { environmentSuffix: 'an-environment-far-too-long' }, /S3 bucket name .* over the limit of 35/],
  ['MG-18 fails when a name has capitals', { environmentSuffix: 'Prod' }, /environmentSuffix must be lower case letters/],
  ['MG-18 fails when a prefix is AWS\'s', { operations: { namePrefix: 'aws-pay' } }, /operations\.namePrefix must not begin with aws/],
  ['MG-18 fails when a snapshot is asked of all', { operations: { removalPolicy: RemovalPolicy.SNAPSHOT } }, /operations\.removalPolicy must be destroy, retain or retain-on-update-or-delete, got 'snapshot'/],
])('%s', (_, props, expected) => expect(faultsOf({ environmentSuffix: 'prod', ...props }).join('\n')).toMatch(expected));

test('MG-01 fails when the Region has fewer zones', () => {
  expect(faultsOf({ environmentSuffix: 'prod', network: { maxAzs: 3 } }, 'us-west-1').join()).toMatch(/us-west-1 has 2 Availability Zones, 3 are asked for/);
});

test('MG-14 fails when the replica would be beside its source', () => {
  expect(faultsOf({ environmentSuffix: 'prod', database: { replicaRegion: 'eu-west-2' } }, 'eu-west-2').join()).toMatch(/database\.replicaRegion is eu-west-2, the Region of the stack itself/);
});

test.each(['192.168.0.0/20', '172.31.252.0/22', '100.64.0.0/16'])('MG-01 a private range: %s', (cidr) => expect(faultsOf({ environmentSuffix: 'prod', network: { cidr } })).toEqual([]));

test('MG-01 a range that is next to development is none of it', () => {
  expect(faultsOf({ environmentSuffix: 'prod', network: { cidr: '10.1.0.0/16' } })).toEqual([]);
});

test('MG-07 fails when an address is given for a topic that is yours', () => {
  const stack = stackIn();
  const operations = { alarmEmail: 'oncall@acme.com', alarmTopic: new Topic(stack, 'Topic') };
  expect(linesOf(() => new PaymentMigrationEnvironment(stack, 'Migration', { environmentSuffix: 'prod', operations })).join()).toMatch(/operations\.alarmEmail is for the topic that is made/);
});

test('MG-17 fails when a second one is in the stack: outputs have fixed names', () => {
  const stack = stackIn();
  new PaymentMigrationEnvironment(stack, 'One', { environmentSuffix: 'one' });
  expect(linesOf(() => new PaymentMigrationEnvironment(stack, 'Two', { environmentSuffix: 'two' })).join()).toMatch(/'Test\/One' is in this stack already/);
});

test('fails when JavaScript passes what TypeScript would not: all at once', () => {
  expect(faultsOf({
    developmentCidrs: '10.0.0.0/16',
    database: { instanceType: 't3.medium', engineVersion: '8.4', backupRetention: 7 },
    processing: { timeout: 30 },
    features: { networkFirewall: true },
    operations: { tags: { Team: 7 } },
  })).toEqual([
    'environmentSuffix must be a string, got undefined',
    'developmentCidrs must be an array of strings, got \'10.0.0.0/16\'',
    'database.engineVersion must be a MysqlEngineVersion, got \'8.4\'',
    'database.instanceType must be an InstanceType, for example InstanceType.of(InstanceClass.T3, InstanceSize.MEDIUM), got \'t3.medium\'',
    'database.backupRetention must be a Duration, for example Duration.seconds(50), got 7',
    'processing.timeout must be a Duration, for example Duration.seconds(50), got 30',
    'features.networkFirewall must be an object of its props, {} for the defaults, got true',
    'operations.tags must be an object of strings, got { Team: 7 }',
  ]);
});

test('fails when several are wrong: one error with all', () => {
  expect(faultsOf({ environmentSuffix: 'Prod', network: { maxAzs: 9 }, database: { allocatedStorage: 1, backupRetention: Duration.days(40) }, processing: { maxReceiveCount: 0 } })).toHaveLength(5);
});

describe('the replica', () => {
  const faults = (props: Partial<PaymentMigrationReplicaProps> = {}, replicaRegion: string | undefined = 'eu-west-1', region: string | undefined = 'eu-west-1', primaryRegion: string | null = 'eu-west-2') => {
    const app = new App();
    const primary = new PaymentMigrationEnvironment(stackIn(primaryRegion ?? undefined, 'Primary', app), 'Migration', { environmentSuffix: 'prod', database: { replicaRegion } });
    return linesOf(() => new PaymentMigrationReplica(stackIn(region, 'Replica', app), 'Replica', { primary, ...props })).join('\n');
  };

  test.each([{}, undefined, { primary: {} }])('MG-14 fails when the primary is none: %p', (props) => {
    expect(linesOf(() => new PaymentMigrationReplica(stackIn('eu-west-1'), 'Replica', props as never)).join()).toMatch(/^primary must be the PaymentMigrationEnvironment that is replicated, got|^the props must be an object/);
  });

  test('MG-14 no fault', () => expect(faults()).toBe(''));

  test.each<[string, Parameters<typeof faults>, RegExp]>([
    ['the secret is replicated elsewhere', [{}, 'eu-central-1'], /primary has database\.replicaRegion eu-central-1, and this stack is in eu-west-1/],
    ['the source has no Region', [{}, 'eu-west-1', 'eu-west-1', null], /the stack of the primary must have a Region that is known/],
    ['the networks overlap', [{ cidr: '172.16.0.0/16' }], /the range 172\.16\.0\.0\/16 overlaps 172\.16\.0\.0\/16 of the primary or of development/],
    ['the network is that of development', [{ cidr: '10.0.0.0/16' }], /overlaps 10\.0\.0\.0\/16 of the primary or of development/],
    ['the range is none', [{ cidr: '172.20.0.1/16' }], /cidr must be an IPv4 range/],
    ['the lag is beyond what MG-14 asks', [{ lagLimit: Duration.minutes(15) }], /lagLimit must be a whole number from 60 to 540 seconds/],
    ['nobody reads the mail', [{ alarmEmail: 'oncall@example.com' }], /reserved domain/],
  ])('MG-14 fails when %s', (_, args, expected) => expect(faults(...args)).toMatch(expected));

  test('MG-14 fails when names come with the deployment', () => {
    const app = new App();
    const stack = stackIn('eu-west-2', 'Primary', app);
    const environmentSuffix = new CfnParameter(stack, 'Suffix').valueAsString;
    const primary = new PaymentMigrationEnvironment(stack, 'Migration', { environmentSuffix, database: { replicaRegion: 'eu-west-1' } });
    expect(linesOf(() => new PaymentMigrationReplica(stackIn('eu-west-1', 'Replica', app), 'Replica', { primary })).join())
      .toMatch(/environmentSuffix of the primary must be known at synthesis, got a token/);
  });

  test('MG-14 fails when the primary has no replica\'s Region', () => {
    const app = new App();
    const primary = new PaymentMigrationEnvironment(stackIn('eu-west-2', 'Primary', app), 'Migration', { environmentSuffix: 'prod' });
    expect(linesOf(() => new PaymentMigrationReplica(stackIn('eu-west-1', 'Replica', app), 'Replica', { primary })).join()).toMatch(/primary has database\.replicaRegion not set/);
  });
});
