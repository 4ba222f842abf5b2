import { App, Duration, Stack } from 'aws-cdk-lib';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { PaymentEventApi, PaymentEventApiProps } from '../../src/event-api';
import { PROCESSED as OURS_PROCESSED, PROCESSOR as OURS_PROCESSOR } from '../../src/event-api/bus';
import { paymentEventSchema, PROCESSED, PROCESSOR } from '../../src/event-api/handlers/shared/contract';
import { SOURCE, TYPE } from '../../src/event-api/validate';

type Props = Omit<PaymentEventApiProps, 'environmentSuffix'> & { readonly environmentSuffix?: string };
const faultsOf = (props: unknown): string[] => {
  try {
    new PaymentEventApi(new Stack(new App(), 'Test'), 'Events', props as PaymentEventApiProps);
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
};
const zone = HostedZone.fromHostedZoneAttributes(new Stack(new App(), 'Zones'), 'Zone', { hostedZoneId: 'Z07342961XK3Q8WDF6M2T', zoneName: 'acme.com' });

test('no fault without a prop but the suffix', () => expect(faultsOf({ environmentSuffix: 'dev' })).toEqual([]));

test.each<[string, Props, RegExp]>([
  ['EV-01 fails when the rate is none', { api: { rateLimit: 0 } }, /api\.rateLimit must be from 1 to 1000000 requests a second, got 0/],
  ['EV-01 fails when an answer is remembered for too long', { api: { tokenCacheTtl: Duration.hours(2) } }, /api\.tokenCacheTtl must be a whole number from 0 to 3600 seconds/],
  ['EV-01 fails when nobody could call it', { api: { executeApiEndpoint: false } }, /nobody could call the API/],
  ['EV-02 fails when a function ends too early', { processing: { ingestTimeout: Duration.seconds(10) } }, /processing\.ingestTimeout must be a whole number from 30 to 300 seconds, got 10/],
  ['EV-02 fails when a function runs too long', { processing: { consumerTimeout: Duration.minutes(6) } }, /processing\.consumerTimeout must be a whole number from 30 to 300/],
  ['EV-02 fails when callers would wait', { api: { authorizerTimeout: Duration.minutes(1) } }, /api\.authorizerTimeout must be a whole number from 1 to 30/],
  ['EV-02 fails when SQS does not take the concurrency', { processing: { concurrency: { process: 1 } } }, /processing\.concurrency\.process must be a whole number from 2 to 1000/],
  ['EV-02 fails when a new account cannot reserve it', { processing: { concurrency: { accountLimit: 10 } } },
    /the reserved concurrency is 20 \(ingest 1 x 10 \+ process 1 x 5 \+ store 1 x 5\), but an account limit of 10 leaves 0 \(Lambda keeps 100\): lower processing\.concurrency, or set its accountLimit/],
  ['EV-02 fails when the account cannot reserve it, with auth-fn', { processing: { concurrency: { authorizer: 91, ingest: 800 } } }, /the reserved concurrency is 901 \(authorizer 1 x 91 \+ ingest 1 x 800/],
  ['EV-03 fails when Lambda does not retry so often', { processing: { retryAttempts: 3 } }, /processing\.retryAttempts must be a whole number from 0 to 2, got 3/],
  ['EV-03 fails when Lambda does not keep it so long', { processing: { maxEventAge: Duration.hours(7) } }, /processing\.maxEventAge must be a whole number from 60 to 21600 seconds/],
  ['EV-05 fails when there are too many chains', { data: { auditShards: 257 } }, /data\.auditShards must be a whole number from 1 to 256/],
  ['EV-06 fails when a message comes back while it is processed', { processing: { visibilityTimeout: Duration.seconds(30) } }, /processing\.visibilityTimeout must be a whole number from 50 to 43200 seconds/],
  ['EV-06 fails when a queue outlasts its DLQ', { data: { queueRetention: Duration.days(14) } }, /data\.queueRetention must be a whole number from 60 to 1123200 seconds/],
  ['EV-06 fails when a late duplicate would be new', { data: { rememberFor: Duration.days(17) } }, /data\.rememberFor must be from 18 to 3650 days/],
  ['EV-06 fails when a late duplicate would be new, with a longer queue', { data: { queueRetention: Duration.days(10), rememberFor: Duration.days(23) } }, /data\.rememberFor must be from 24 to 3650 days/],
  ['EV-07 fails when nobody may send', { routing: { sources: [] } }, /routing\.sources is empty/],
  ['EV-07 fails when somebody may send as process-fn', { routing: { sources: ['payments.processor'] } }, /routing\.sources has 'payments\.processor', as which process-fn itself publishes/],
  ['EV-07 fails when a source has a name of AWS, which PutEvents refuses', { routing: { sources: ['aws.shop'] } }, /routing\.sources has 'aws\.shop': names that begin with aws/],
  ['EV-07 fails when a source is twice', { routing: { sources: ['shop.api', 'shop.api'] } }, /has 'shop\.api' twice/],
  ['EV-07 fails when a source is none', { routing: { sources: ['Shop API'] } }, /routing\.sources must be names of 3 to 64 small letters/],
  ['EV-07 fails when the handlers would not take it', { routing: { sources: ['aws.'] } }, /routing\.sources must be names/],
  ['EV-07 fails when a partner may not send', { routing: { partnerSources: ['shop.api'] } }, /routing\.partnerSources has 'shop\.api', which is none of routing\.sources/],
  ['EV-07 fails when an amount has no currency', { routing: { highValue: { euro: 100 } } }, /routing\.highValue must be keyed by ISO 4217 currency, got 'euro'/],
  ['EV-07 fails when EventBridge cannot compare', { routing: { highValue: { JPY: 6_000_000_000 } } }, /routing\.highValue\.JPY must be a whole number from 1 to 5000000000 minor units/],
  ['EV-07 fails when nothing is reviewed', { routing: { highValue: {} } }, /routing\.highValue is empty, so nothing would be reviewed/],
  ['EV-07 fails when a rule cannot hold the sources', { routing: { sources: Array.from({ length: 16 }, (_, index) => `shop.api${index}`) } }, /routing\.sources has 16 systems, at most 15 fit/],
  ['EV-08 fails when a fee is for no type', { processing: { fees: { types: ['refund'] } } }, /processing\.fees\.types must be payment\. and one to three words/],
  ['EV-08 fails when a fee is too much', { processing: { fees: { types: [], basisPoints: 10_001 } } }, /processing\.fees\.basisPoints must be a whole number from 0 to 10000/],
  ['EV-08 fails when the parameter is full', { processing: { fees: { types: Array.from({ length: 99 }, (_, index) => `payment.${'x'.repeat(30)}.n${index}`) } } }, /would not fit into a parameter of 4096 characters/],
  ['EV-10 fails when the domain is reserved', { domain: { domainName: 'events.example.com', hostedZone: zone } }, /reserved domain 'events\.example\.com'/],
  ['EV-10 fails when the domain is in another zone', { domain: { domainName: 'events.other.com', hostedZone: zone } }, /must be in the zone 'acme\.com', got 'events\.other\.com'/],
  ['EV-10 fails when a certificate is too short', { domain: { domainName: `${'a'.repeat(60)}.acme.com`, hostedZone: zone } }, /has 69 characters, a certificate takes 64/],
  ['EV-10 fails when the base path has slashes around it', { domain: { domainName: 'events.acme.com', hostedZone: zone, basePath: '/v1/' } }, /domain\.basePath must be letters, digits/],
  ['EV-09 fails when nobody reads the mail', { operations: { alarmEmail: 'oncall@example.com' } }, /operations\.alarmEmail is on the reserved domain/],
  ['EV-13 fails when a name is too long', { environmentSuffix: 'an-environment-far-too-long' }, /S3 bucket name .* over the limit of 35/],
  ['EV-13 fails when a name has capitals', { environmentSuffix: 'Dev' }, /environmentSuffix must be lower case letters/],
  ['EV-08 fails when a fee is for nothing', { processing: { fees: { types: [] } } }, /^processing\.fees\.types is empty: no event would cost/],
  ['EV-09 fails when AWS would refuse a tag', { operations: { tags: { 'aws:team': 'x' } } }, /^operations\.tags must have keys of 1 to 128/],
  ['EV-09 fails when a team is no tag', { operations: { team: 'pay|ments' } }, /^operations\.team must be the value of a tag: .* got 'pay\|ments'$/],
])('%s', (_, props, expected) => expect(faultsOf({ environmentSuffix: 'dev', ...props }).join('\n')).toMatch(expected));

test('EV-13 fails when a suffix is wrong: said once, not of each name that is made of it', () => {
  expect(faultsOf({ environmentSuffix: 'Dev_1' })).toEqual(["environmentSuffix must be lower case letters, digits and single hyphens, beginning with a letter, got 'Dev_1'"]);
});

test('fails when one of the groups, a topic or a retention is of another type', () => {
  expect(faultsOf({
    environmentSuffix: 'dev', api: null, data: { logRetention: 30, removalPolicy: 'keep' }, operations: { tags: ['a'], alarmTopic: 'arn:aws:sns:eu-west-1:111122223333:alarms' },
  })).toEqual([
    'api must be an object of its props, got null',
    'data.logRetention must be a LogRetentionProfile, for example LogRetentionProfile.oneYear(), got 30',
    "data.removalPolicy must be destroy, retain or retain-on-update-or-delete, got 'keep'",
    "operations.tags must be an object of strings, got ['a']",
    "operations.alarmTopic must be a topic of SNS, got 'arn:aws:sns:eu-west-1:111122223333:alarms'",
  ]);
  expect(faultsOf({ environmentSuffix: 'dev', api: { rateLimit: -1 } })).toEqual(['api.rateLimit must be from 1 to 1000000 requests a second, got -1']);
  expect(faultsOf({ environmentSuffix: 'dev', api: { rateLimit: '100' } })).toEqual(["api.rateLimit must be a number, got '100'"]);
});

test('fails when JavaScript passes what TypeScript would not: all at once', () => {
  expect(faultsOf({
    routing: { sources: 'shop', highValue: { EUR: '100' } }, processing: { maxEventAge: 60, fees: {} }, domain: { domainName: 7 }, data: { rememberFor: 30 },
  })).toEqual([
    'environmentSuffix must be a string, got undefined',
    'domain.domainName must be a string, got 7',
    'domain.hostedZone must be a hosted zone, got undefined',
    'routing.sources must be an array of strings, got \'shop\'',
    'routing.highValue must be an object of numbers, for example { EUR: 1000000 }, got { EUR: \'100\' }',
    'processing.maxEventAge must be a Duration, for example Duration.seconds(50), got 60',
    'processing.fees.types must be an array of strings, got undefined',
    'data.rememberFor must be a Duration, for example Duration.seconds(50), got 30',
  ]);
});

test('fails when several are wrong: one error with all', () => {
  expect(faultsOf({ environmentSuffix: 'dev', api: { burstLimit: -1 }, routing: { sources: [] }, processing: { retryAttempts: 9 }, data: { auditShards: 0 } })).toHaveLength(4);
});

test('EV-09 fails when alarms have a topic and an address', () => {
  const stack = new Stack(new App(), 'Test');
  const operations = { alarmTopic: new Topic(stack, 'Topic'), alarmEmail: 'oncall@acme.com' };
  expect(() => new PaymentEventApi(stack, 'Events', { environmentSuffix: 'dev', operations })).toThrow(/with operations\.alarmTopic, subscribe to that yourself/);
});

test('EV-12 fails when two are in one stack, whose outputs have fixed names', () => {
  const stack = new Stack(new App(), 'Test');
  new PaymentEventApi(stack, 'One', { environmentSuffix: 'dev' });
  expect(() => new PaymentEventApi(stack, 'Two', { environmentSuffix: 'qa' })).toThrow(/'Test\/One' is in this stack already, .* give each PaymentEventApi a stack of its own/);
});

test('what the constructs call sources and types is what the handlers do', () => {
  const properties = paymentEventSchema.shape;
  const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: string) => schema.safeParse(value).success;
  for (const source of ['payments.api', 'a.b', 'ab', 'A.b', 'a..b', 'a-', `${'a'.repeat(64)}`, 'a'.repeat(65)]) expect([source, SOURCE.test(source)]).toEqual([source, accepts(properties.source, source)]);
  for (const type of ['payment.captured', 'payment', 'payment.a.b.c', 'payment.a.b.c.d', 'payment.A', 'refund.done', 'payment.1']) expect([type, TYPE.test(type)]).toEqual([type, accepts(properties.type, type)]);
  expect([OURS_PROCESSOR, OURS_PROCESSED]).toEqual([PROCESSOR, PROCESSED]);
});
