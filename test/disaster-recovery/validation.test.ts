import { App, Duration, Lazy, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { LogRetentionProfile } from '../../src';
import { PaymentDisasterRecovery, PaymentDisasterRecoveryProps, RecoveryConsistency } from '../../src/disaster-recovery';
import { warningsOf } from '../warnings';

const ZONE = { hostedZoneId: 'Z07342961XK3Q8WDF6M2T', zoneName: 'acme.com' };
const make = (props: PaymentDisasterRecoveryProps = {}) => new PaymentDisasterRecovery(new App(), 'Payments', props);
const faultsOf = (props: unknown): string[] => {
  try {
    make(props as PaymentDisasterRecoveryProps);
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
};

describe('DR-04 a wrong domain', () => {
  test.each<[string, PaymentDisasterRecoveryProps['domain'], RegExp]>([
    ['is reserved', { domainName: 'pay.example.com' }, /domain\.domainName is on the reserved domain 'pay\.example\.com'/],
    ['is the zone itself', { domainName: 'acme.com', hostedZone: ZONE }, /'acme\.com' is the zone itself, which cannot be a CNAME: give a name below it, for example api\.acme\.com/],
    ['is in another zone', { domainName: 'pay.other.com', hostedZone: ZONE }, /must be in the zone 'acme\.com', got 'pay\.other\.com'/],
    ['only ends like its zone', { domainName: 'notacme.com', hostedZone: ZONE }, /must be in the zone 'acme\.com'/],
    ['is no name', { domainName: 'Pay_Acme' }, /must be a domain name in lower case, got 'Pay_Acme'/],
    ['would make a top-level zone', { domainName: 'acme.com' }, /domain\.zoneName would be 'com', a top-level domain/],
    ['is too long for a certificate', { domainName: `${'a'.repeat(60)}.acme.com`, hostedZone: ZONE }, /has 69 characters, a certificate takes 64/],
    ['has two zones', { domainName: 'pay.acme.com', hostedZone: ZONE, zoneName: 'acme.com' }, /exclude each other/],
    ['is checked every 20 s', { domainName: 'pay.acme.com', hostedZone: ZONE, healthCheckInterval: Duration.seconds(20) }, /must be 10 or 30 seconds, got 20/],
    ['has no threshold', { domainName: 'pay.acme.com', hostedZone: ZONE, failureThreshold: 0 }, /failureThreshold must be a whole number from 1 to 10/],
    ['has no TTL', { domainName: 'pay.acme.com', hostedZone: ZONE, recordTtl: Duration.seconds(0) }, /recordTtl must be a whole number from 1 to 86400/],
  ])('DR-04 fails when it %s', (_, domain, expected) => expect(faultsOf({ domain }).join('\n')).toMatch(expected));
});

describe('wrong Regions', () => {
  test.each<[string, PaymentDisasterRecoveryProps, RegExp]>([
    ['DR-02 fails when both are one', { regions: { secondary: 'us-east-1' } }, /both 'us-east-1': a Region cannot take over from itself/],
    ['DR-02 fails when one is none', { regions: { primary: 'USA' } }, /regions\.primary must be a Region, for example us-east-1, got 'USA'/],
    ['DR-02 fails when they are in two partitions', { regions: { secondary: 'cn-north-1' } }, /in different partitions/],
    ['DR-02 fails when the account is none', { regions: { account: '42' } }, /an account of 12 digits, got '42'/],
    ['DR-15 fails when one is known only at deployment', { regions: { primary: Token.asString({ Ref: 'AWS::Region' }) } }, /regions\.primary must be known at synthesis/],
    ['DR-01 fails when no set has both', { regions: { secondary: 'eu-west-1' }, data: { consistency: RecoveryConsistency.STRONG } }, /needs Regions of one set/],
    ['DR-01 fails when the witness is a replica', { data: { consistency: RecoveryConsistency.STRONG, witnessRegion: 'us-east-1' } }, /another Region of the set us-east-1, us-east-2, us-west-2, got 'us-east-1'/],
    ['DR-01 fails when the witness could be two', { regions: { primary: 'eu-west-1', secondary: 'eu-central-1' }, data: { consistency: RecoveryConsistency.STRONG } }, /data\.witnessRegion must be another Region of the set .*, got undefined/],
    ['DR-01 fails when there is a witness without need', { data: { witnessRegion: 'us-west-2' } }, /is for RecoveryConsistency\.STRONG alone/],
  ])('%s', (_, props, expected) => expect(faultsOf(props).join('\n')).toMatch(expected));
});

describe('wrong numbers and names', () => {
  test.each<[string, PaymentDisasterRecoveryProps, RegExp]>([
    ['DR-08 fails when there is no time to queue', { processing: { timeout: Duration.seconds(6) } }, /processing\.timeout must be a whole number from 10 to 29 seconds/],
    ['DR-03 fails when API Gateway gives up before', { processing: { timeout: Duration.seconds(30) } }, /from 10 to 29 seconds/],
    ['DR-02 fails when more is warm than may run', { processing: { reservedConcurrency: 10, warmStandby: 11 } }, /processing\.warmStandby must be a whole number from 0 to 10/],
    ['DR-02 fails when the account cannot reserve it', { processing: { reservedConcurrency: 1000 } }, /from 1 to 900/],
    ['DR-08 fails when SQS does not take the concurrency', { processing: { redriveConcurrency: 1 } }, /from 2 to 1000/],
    ['DR-05 fails when no log is archived', { data: { logRetention: LogRetentionProfile.of(logs.RetentionDays.ONE_YEAR) } }, /data\.logRetention has no archive, which is what is replicated/],
    ['DR-13 fails when DynamoDB would give the replica up', { exercises: { pauseDuration: Duration.hours(20) } }, /from 1 to 720 minutes/],
    ['DR-13 fails when there is no name to move', { exercises: { regionSwitch: true } }, /exercises\.regionSwitch moves a name: give domain/],
    ['DR-03 fails when nobody could call it', { api: { executeApiEndpoint: false } }, /nobody could call the API/],
    ['fails when a name is too long', { operations: { environmentSuffix: 'an-environment-far-too-long' } }, /S3 bucket name .* over the limit of 35/],
    ['fails when a name has capitals', { operations: { namePrefix: 'Payments' } }, /operations\.namePrefix must be lower case letters/],
    ['DR-15 fails when a name is known only at deployment', { operations: { environmentSuffix: Lazy.string({ produce: () => 'x' }) } }, /operations\.environmentSuffix must be known at synthesis, got a token/],
  ])('%s', (_, props, expected) => expect(faultsOf(props).join('\n')).toMatch(expected));

  test('fails when JavaScript passes what TypeScript would not: all at once', () => {
    expect(faultsOf({
      regions: { mode: 'BOTH' }, data: { consistency: 'SOME', logReplication: 'NONE' }, domain: { domainName: 7, recordTtl: 20 }, api: { authorization: 'none' },
    })).toEqual([
      'regions.mode must be ACTIVE_PASSIVE or ACTIVE_ACTIVE, got \'BOTH\'',
      'domain.domainName must be a string, got 7',
      'domain.recordTtl must be a Duration, for example Duration.seconds(50), got 20',
      'api.authorization must be an object with a method bind(scope, api), got \'none\'',
      'data.consistency must be EVENTUAL or STRONG, got \'SOME\'',
      'data.logReplication must be PRIMARY_TO_SECONDARY or BOTH_WAYS, got \'NONE\'',
    ]);
  });

  test.each<[string, unknown, string]>([
    ['there are no props', null, 'the props must be an object, got null'],
    ['a group is none', { api: 'fast' }, 'api must be an object of its props, got \'fast\''],
    ['the domain is null', { domain: null, exercises: { regionSwitch: true } }, 'domain must be an object of its props, got null'],
    ['the zone has no name', { domain: { domainName: 'pay.acme.com', hostedZone: { hostedZoneId: ZONE.hostedZoneId } } },
      'domain.hostedZone.zoneName must be a string, got undefined'],
    ['the zone\'s id is none', { domain: { domainName: 'pay.acme.com', hostedZone: { ...ZONE, hostedZoneId: 'acme.com' } } },
      'domain.hostedZone.hostedZoneId must be the id of a hosted zone, for example Z07342961XK3Q8WDF6M2T, got \'acme.com\''],
    ['the code is none', { processing: { code: 'zip' } }, 'processing.code must be a HandlerCode, for example HandlerCode.bundled(), got \'zip\''],
    ['data should be kept in a snapshot', { data: { removalPolicy: RemovalPolicy.SNAPSHOT } },
      'data.removalPolicy must be destroy, retain or retain-on-update-or-delete, got \'snapshot\''],
    ['the address is none', { operations: { alarmEmail: 'oncall' } }, 'operations.alarmEmail must be an email address, got \'oncall\''],
    ['DR-11 nobody owns it', { operations: { owner: '' } }, 'operations.owner must be the value of a tag: 1 to 256 letters, digits, spaces and . : / = + - @ _, got \'\''],
    ['DR-11 a tag is AWS\'s own', { operations: { tags: { 'aws:team': 'x' } } }, expect.stringMatching(/^operations.tags must have keys of 1 to 128 .*, not beginning with aws:, got 'aws:team'$/) as unknown as string],
    ['DR-11 a tag is no text', { operations: { tags: { team: 7 } } }, 'operations.tags must be an object of strings, got { team: 7 }'],
    ['DR-07 Systems Manager keeps the name for itself', { operations: { namePrefix: 'aws-payments' } },
      'operations.namePrefix must not begin with aws, ssm, internal or sthree, as names of AWS do, got \'aws-payments\''],
    ['DR-04 health checks are in another partition', { regions: { primary: 'us-gov-west-1', secondary: 'us-gov-east-1' }, domain: { domainName: 'pay.acme.com', hostedZone: ZONE } },
      'domain is for Regions of the partition aws, got \'us-gov-west-1\': health checks and their alarms are in us-east-1. Leave domain out'],
    ['DR-04 the name is known only at deployment', { domain: { domainName: Lazy.string({ produce: () => 'x' }) } },
      'domain.domainName must be known at synthesis: the names of both Regions are made of it, got a token'],
    ['DR-04 a TTL is known only at deployment', { domain: { domainName: 'pay.acme.com', hostedZone: ZONE, recordTtl: Duration.seconds(Lazy.number({ produce: () => 5 })) } },
      expect.stringMatching(/^domain\.recordTtl must be known at synthesis/) as unknown as string],
    ['DR-02 the concurrency is known only at deployment', { processing: { reservedConcurrency: Lazy.number({ produce: () => 5 }) } },
      expect.stringMatching(/^processing\.reservedConcurrency must be known at synthesis: the arithmetic needs it/) as unknown as string],
  ])('fails when %s, and says that alone', (_, props, expected) => expect(faultsOf(props)).toEqual([expected]));

  test('fails when shapes and values are wrong: one error with both', () => {
    const faults = faultsOf({ regions: { secondary: 'us-east-1', mode: 'BOTH' }, domain: { domainName: 'Pay.acme.com', recordTtl: 20 }, operations: { environmentSuffix: 'PROD' } });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['regions.mode', 'domain.recordTtl', 'operations.environmentSuffix', 'regions.primary', 'domain.domainName']);
  });

  test('fails when several are wrong: one error with all', () => {
    const faults = faultsOf({ regions: { secondary: 'us-east-1' }, domain: { domainName: 'pay.test' }, api: { rateLimit: 0 }, processing: { memorySize: 1 } });
    expect(faults.length).toBeGreaterThanOrEqual(4);
  });

  test('warns when two have the same names in one app', () => {
    const app = new App();
    const taken = (id: string, props?: PaymentDisasterRecoveryProps) => warningsOf(new PaymentDisasterRecovery(app, id, props)).filter((text) => text.endsWith(':taken]'));
    expect(taken('One')).toEqual([]);
    expect(taken('Two')).toEqual([expect.stringMatching(/'One' has the names 'payment-dr-\*-prod' already, in the same account and Region: give another operations\.environmentSuffix/)]);
    expect(taken('Three', { api: { accountLogRole: false }, operations: { environmentSuffix: 'staging' } })).toEqual([]);
  });
});
