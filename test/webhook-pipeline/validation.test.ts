import { CfnParameter, Duration, Size, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { build } from './app';
import { newApp } from '../../golden/apps/synthesise';
import { FraudScreening, HandlerCode, IngressMode, PaymentProvider, PaymentWebhookPipeline } from '../../src';

/** The faults of one error, a line each. */
function faults(...args: Parameters<typeof build>): string[] {
  try {
    build(...args);
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
}

describe('bad input', () => {
  test('one error lists every fault, before anything is made', () => {
    const props = {
      environmentSuffix: 'Prod_EU',
      providers: [],
      ingress: { rateLimit: -1, maxBodySize: Size.mebibytes(5) },
      processing: { concurrency: { validator: 5000, processor: 1 }, riskThreshold: 101, notificationEndpoint: 'http://example.com/hook' },
      operations: { alarmEmail: 'ops@example.com', monthlyBudgetUsd: -5 },
      network: { maxAzs: 1 },
    };
    const stack = new Stack(newApp(), 'Test');
    expect(() => new PaymentWebhookPipeline(stack, 'Pipeline', props)).toThrow(/^\d+ faults in the props of 'Test\/Pipeline':\n/);
    expect(stack.node.findAll().filter(({ node }) => node.path.startsWith('Test/Pipeline/'))).toHaveLength(0);
    const found = faults(props);
    for (const part of ["environmentSuffix must be lower case letters, digits and single hyphens, beginning with a letter, got 'Prod_EU'", 'providers is empty', 'ingress.rateLimit',
      'ingress.maxBodySize', 'concurrency.processor', 'riskThreshold', 'notificationEndpoint must be an https URL', "reserved domain 'example.com'", 'monthlyBudgetUsd', 'network.maxAzs',
      'the reserved concurrency is 5105']) {
      expect(found.filter((line) => line.includes(part))).toHaveLength(1);
    }
    expect(found.join()).not.toContain('burstLimit'); // follows from the rate
  });

  test('fails when two providers have one id', () => {
    expect(faults({ providers: [PaymentProvider.stripe(), PaymentProvider.hmac('stripe')] })).toEqual([
      "provider id 'stripe' is used 2 times: give each provider its own id",
    ]);
  });

  test.each([
    ['Stripe', /lower case/], ['a--b', /lower case/], ['-a', /lower case/], ['x'.repeat(32), /at most 31/],
  ])('fails when a provider id is %s', (id, message) => {
    expect(faults({ providers: [PaymentProvider.hmac(id)] }).join('\n')).toMatch(message);
  });

  test('WH-19 fails when a name is over the limit of its service, with the name, the length and what to do', () => {
    const found = faults({ operations: { namePrefix: 'a-very-long-name-prefix-for-the-payments-team' } });
    expect(found.join('\n')).toMatch(/S3 bucket name 'a-very-long-name-prefix-for-the-payments-team-access-logs-dev' has \d+ characters, \d+ over the limit of 35: shorten/);
    expect(found.join('\n')).toMatch(/Lambda function name '.*-stripe-processor-dev' has \d+ characters, \d+ over the limit of 64/);
  });

  test('WH-19 the longest names that are accepted are within every limit', () => {
    const suffix = 'abcdefghij';
    const { stack } = build({ environmentSuffix: suffix, providers: [PaymentProvider.hmac('p'.repeat(31))] });
    expect(stack.resolve(stack.node.findAll().length)).toBeGreaterThan(100);
  });

  test('WH-03 fails when the reserved concurrency is over the account\'s, with the sum', () => {
    const [fault] = faults({ processing: { concurrency: { accountLimit: 200 } } });
    expect(fault).toBe('the reserved concurrency is 225 (validator 1 x 100 + processor 1 x 20 + fraudRules 1 x 50 + dispatcher 1 x 50 + archival 1 x 5), '
      + 'but an account limit of 200 leaves 100 (Lambda keeps 100): lower processing.concurrency, or set its accountLimit to your own');
  });

  test('WH-06 fails when a message is visible again while its function still runs', () => {
    expect(faults({ processing: { visibilityTimeout: Duration.seconds(10) } })).toEqual([
      'processing.visibilityTimeout must be a whole number from 30 to 43200 seconds, beginning at processing.timeout, got 10',
    ]);
  });

  test('WH-06 fails when the queue keeps as long as the DLQ', () => {
    expect(faults({ data: { queueRetention: Duration.days(14) } }).join()).toMatch(/data.queueRetention/);
  });

  test('WH-05 fails when events are forgotten while a DLQ still holds them', () => {
    expect(faults({ data: { stateRetention: Duration.days(7), archiveAfter: Duration.days(7) } })).toEqual([
      'data.stateRetention must be from 18 to 3650 days: at least queue and DLQ retention together, got 7',
    ]);
  });

  test('WH-09 fails when a body is archived after its payment is forgotten', () => {
    expect(faults({ data: { archiveAfter: Duration.days(120) } })).toEqual([
      'data.archiveAfter must be a whole number from 1 to 90 days: at most data.stateRetention, or nobody notes the move, got 120',
    ]);
  });

  test.each(['payment', 'workflow-failures', 'archival-failures', 'route-card', 'stripe-dlq'])('WH-11 fails when a provider id is %s, a name of the pipeline\'s own', (id) => {
    expect(faults({ providers: [PaymentProvider.hmac(id)] })).toEqual([expect.stringMatching(`provider id '${id}' would collide`)]);
  });

  test('fails when more than eight providers share a validator', () => {
    const providers = Array.from({ length: 9 }, (_, index) => PaymentProvider.hmac(`provider-${index}`));
    expect(faults({ providers })).toEqual(['one validator serves at most 8 providers, got 9: set ingress.validatorPerProvider']);
    expect(faults({ providers, ingress: { mode: IngressMode.DIRECT_TO_QUEUE } })).toEqual([]);
  });

  test('WH-08 fails when a route selects nothing, is there twice, or compares what EventBridge cannot', () => {
    const found = faults({
      processing: { routes: [{ name: 'a' }, { name: 'b', paymentTypes: ['cash'] }, { name: 'b', minimumAmounts: { usd: 1, JPY: 6_000_000_000 } }] },
    });
    expect(found).toEqual([
      "route 'a' selects nothing: give paymentTypes or minimumAmounts",
      "route 'b' has the payment type 'cash': use card, wallet, bank_transfer, other",
      "route 'b' is there twice: give each route its own name",
      "minimumAmounts of route 'b' must be keyed by ISO 4217 currency, got 'usd'",
      "minimumAmounts.JPY of route 'b' must be a whole number from 0 to 5000000000 minor units (EventBridge compares no further), got 6000000000",
    ]);
  });

  test('fails when fraud rules are not in minor units or countries not in ISO 3166', () => {
    expect(faults({ processing: { fraudScreening: FraudScreening.rules({ amountLimits: { USD: 10.5 }, blockedCountries: ['Utopia'] }) } })).toEqual([
      'fraudScreening.amountLimits must hold ISO 4217 currencies and whole minor units from 1, got USD: 10.5',
      "fraudScreening.blockedCountries must be ISO 3166-1 alpha-2 codes, got 'Utopia'",
    ]);
  });

  test.each(['https://example.com/x', 'https://pay.example/x', 'https://localhost/x', 'https://shop.test/x'])('fails when Square notifies the reserved %s', (notificationUrl) => {
    expect(faults({ providers: [PaymentProvider.square({ notificationUrl })] }).join()).toMatch(/reserved domain/);
  });

  test.each([NaN, Infinity, 0.5])('fails when a concurrency is %s', (validator) => {
    expect(faults({ processing: { concurrency: { validator } } }).join()).toMatch(/concurrency.validator must be a whole number/);
  });

  test('fails when a value has the wrong type, as from JavaScript: all of them at once', () => {
    expect(faults({
      environmentSuffix: null, providers: [null], ingress: { mode: 'foo', maxBodySize: 256 }, processing: { timeout: 30, routes: [null], fraudScreening: {} }, data: { encryption: 'none' },
    } as never)).toEqual([
      'providers[0] must be a PaymentProvider, for example PaymentProvider.stripe(), got null',
      'environmentSuffix must be a string, got null',
      "ingress.mode must be VALIDATOR or DIRECT_TO_QUEUE, got 'foo'",
      'ingress.maxBodySize must be a Size, for example Size.kibibytes(256), got 256',
      'processing.timeout must be a Duration, for example Duration.seconds(50), got 30',
      'processing.fraudScreening must be a FraudScreening, for example FraudScreening.rules(), got {}',
      'processing.routes[0] must be a route with a name, got null',
      "data.encryption must be CUSTOMER_MANAGED or AWS_MANAGED, got 'none'",
    ]);
    expect(() => new PaymentWebhookPipeline(new Stack(newApp(), 'S'), 'P', undefined as never)).toThrow(/1 fault in .*\n {2}- the props must be an object, got undefined$/);
  });

  test('WH-09 fails when S3 would refuse the lifecycle', () => {
    expect(faults({ data: { archiveStorageClass: s3.StorageClass.INFREQUENT_ACCESS, archiveRetention: Duration.days(20) } })).toEqual([
      "data.archiveStorageClass must be GLACIER, GLACIER_IR, DEEP_ARCHIVE, got 'STANDARD_IA'",
      'data.archiveRetention must be a whole number from 31 to 36500 days: more than data.archiveAfter, got 20',
    ]);
  });

  test('fails when a URL holds credentials, a range is none, a duration is no whole second, an image has no tag', () => {
    expect(faults({
      network: { cidr: '10.0.0.0/8' }, processing: { notificationEndpoint: 'https://user:pw@shop.acme.io/x', timeout: Duration.millis(1500), visibilityTimeout: Duration.seconds(30) },
    })).toEqual([
      'processing.timeout must be a whole number from 1 to 900 seconds, got 1.5',
      "network.cidr must be an IPv4 range from /16 to /24 that begins at its first address, got '10.0.0.0/8'",
      expect.stringContaining('processing.notificationEndpoint holds credentials'),
    ]);
    const repository = ecr.Repository.fromRepositoryName(new Stack(newApp(), 'S'), 'R', 'r');
    for (const tag of ['', 'bad tag', 'sha256:abc']) expect(() => HandlerCode.fromEcr(repository, tag)).toThrow(`got '${tag}'`);
    expect(faults({ processing: { fraudScreening: FraudScreening.sageMaker('a b') } })).toEqual(["sageMaker's endpointName must be a name, got 'a b'"]);
  });

  test.each([['9.0.0.0/20', /^network\.cidr must be private/], ['10.0.0.1/24', /begins at its first address/]])('WH-10 fails when the range is %s', (cidr, expected) => {
    expect(faults({ network: { cidr } })).toEqual([expect.stringMatching(expected)]);
  });

  test('WH-14 fails when an address is given for a topic that is yours, or AWS would refuse a tag', () => {
    const alarmTopic = Topic.fromTopicArn(new Stack(newApp(), 'S'), 'T', 'arn:aws:sns:eu-west-1:111122223333:alarms');
    expect(faults({ operations: { alarmTopic, alarmEmail: 'oncall@acme.com', tags: { 'aws:x': 'y' } } })).toEqual([
      expect.stringMatching(/^operations\.alarmEmail is for the topic that is made/), expect.stringMatching(/^operations\.tags must have keys/),
    ]);
  });

  test('WH-19 fails when a second pipeline of the stack has the same names', () => {
    const stack = new Stack(newApp(), 'Test');
    const props = { environmentSuffix: 'dev', providers: [PaymentProvider.stripe()] };
    new PaymentWebhookPipeline(stack, 'One', props);
    expect(() => new PaymentWebhookPipeline(stack, 'Two', props)).toThrow("'Test/One' has the names 'payments-*-dev' already, in this stack: give another environmentSuffix or operations.namePrefix");
  });

  test('WH-08 fails when a rule would be too long for EventBridge', () => {
    const minimumAmounts = Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`A${String.fromCharCode(65 + index)}A`, 1]));
    expect(faults({ processing: { routes: [{ name: 'many', minimumAmounts }] } })).toEqual(["route 'many' has 26 currencies, at most 25 fit into a rule: split it"]);
  });

  test('a value that is known only at deployment is not judged', () => {
    const stack = new Stack(newApp(), 'Test');
    const email = new CfnParameter(stack, 'Email').valueAsString;
    const suffix = new CfnParameter(stack, 'Suffix').valueAsString;
    expect(() => new PaymentWebhookPipeline(stack, 'Pipeline', {
      environmentSuffix: suffix, providers: [PaymentProvider.stripe()], operations: { alarmEmail: email },
    })).not.toThrow();
  });
});
