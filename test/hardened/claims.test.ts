import { App, CfnParameter, Environment, Stack, Stage } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import { newApp } from '../../golden/apps/synthesise';
import {
  EnvironmentType, PaymentDisasterRecovery, PaymentEnvironment, PaymentEventApi, PaymentMigrationEnvironment, PaymentProvider, PaymentWebhookPipeline,
} from '../../src';
import { Claims } from '../../src/hardened/claims';
import { Faults } from '../../src/hardened/faults';
import { warningsOf as allWarningsOf } from '../warnings';

const IRELAND = { account: '111122223333', region: 'eu-west-1' };
const certificate = acm.Certificate.fromCertificateArn(new Stack(new App(), 'Certificates'), 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/x');

/** The faults of what a function makes. */
function faultsOf(make: () => unknown): string[] {
  try {
    make();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.replace(/^ {2}- /, ''));
  }
}

/** Warnings of what is taken. */
const warningsOf = (scope: Construct): string[] => allWarningsOf(scope).flatMap((text) => /^(.*) \[ack: cdk-payment-constructs:taken\]$/.exec(text)?.[1] ?? []);

describe('what only one can have', () => {
  /** Two constructs that claim the same in an app: what the second is warned of. */
  const second = (one: Environment | undefined, other: Environment | undefined, claim: (claims: Claims, stack: Stack) => void) => {
    const app = new App();
    const settle = (id: string, env?: Environment) => {
      const stack = new Stack(app, id, { env });
      const claims = new Claims(new Faults(), new Construct(stack, 'It'));
      claim(claims, stack);
      claims.settle();
      return warningsOf(stack);
    };
    settle('One', one);
    return settle('Two', other);
  };
  const names = (claims: Claims, stack: Stack) => claims.names('pay', 'dev', stack);

  test('warns when two stacks are in one account and Region, or neither is known of either', () => {
    const fault = '\'One/It\' has the names \'pay-*-dev\' already, in the same account and Region: give another environmentSuffix or operations.namePrefix';
    expect(second(IRELAND, IRELAND, names)).toEqual([fault]);
    expect(second(undefined, undefined, names)).toEqual([fault]);
    expect(second(IRELAND, { ...IRELAND, region: 'eu-west-2' }, names)).toEqual([]);
    expect(second(IRELAND, { ...IRELAND, account: '444455556666' }, names)).toEqual([]);
    expect(second(IRELAND, undefined, names)).toEqual([]);
  });

  test('warns when a second stack makes the role of the account; in one stack it is shared', () => {
    const role = (claims: Claims, stack: Stack) => claims.logRole('api.accountLogRole', stack);
    expect(second(IRELAND, IRELAND, role)).toEqual([
      'api.accountLogRole: \'One/It\' makes the role with which API Gateway logs, one for the account in each Region: set it to false here, and deploy this stack after that one',
    ]);
    expect(second(IRELAND, { ...IRELAND, region: 'eu-west-2' }, role)).toEqual([]);
    const stack = new Stack();
    for (const id of ['One', 'Two']) {
      const claims = new Claims(new Faults(), new Construct(stack, id));
      role(claims, stack);
      expect(() => claims.settle()).not.toThrow();
    }
  });

  test('fails when it is twice in one stack', () => {
    const stack = new Stack();
    const settle = (id: string) => {
      const claims = new Claims(new Faults(), new Construct(stack, id));
      names(claims, stack);
      return faultsOf(() => claims.settle());
    };
    expect([settle('A'), settle('B')]).toEqual([[], ["'Default/A' has the names 'pay-*-dev' already, in this stack: give another environmentSuffix or operations.namePrefix"]]);
  });

  test('what failed has taken nothing', () => {
    const app = new App();
    const claim = (id: string, ...wrong: string[]) => {
      const faults = new Faults();
      faults.add(...wrong);
      const stack = new Stack(app, id);
      const claims = new Claims(faults, new Construct(stack, 'It'));
      names(claims, stack);
      return [...faultsOf(() => claims.settle()), ...warningsOf(stack)];
    };
    expect([claim('One', 'wrong'), claim('Two'), claim('Three').length]).toEqual([['wrong'], [], 1]);
  });
});

describe('two of a system in an app, in stacks of one account and Region', () => {
  const stackIn = (scope: Construct, id: string) => new Stack(scope, id, { env: IRELAND });
  test.each<[string, (app: App, id: string) => unknown, number]>([
    ['WH-19', (app, id) => new PaymentWebhookPipeline(stackIn(app, id), 'It', { environmentSuffix: 'dev', providers: [PaymentProvider.stripe()] }), 2],
    ['EV-13', (app, id) => new PaymentEventApi(stackIn(app, id), 'It', { environmentSuffix: 'dev' }), 2],
    ['DR-07', (app, id) => new PaymentDisasterRecovery(new Stage(app, id, { env: IRELAND }), 'It'), 2],
    ['MG-18', (app, id) => new PaymentMigrationEnvironment(stackIn(app, id), 'It', { environmentSuffix: 'dev' }), 1],
    ['NE-15', (app, id) => new PaymentEnvironment(stackIn(app, id), 'It', {
      environmentType: EnvironmentType.DEV, ingress: { certificate }, network: { cidr: id === 'One' ? '10.0.0.0/16' : '10.1.0.0/16' },
    }), 1],
  ])('%s is warned of when both have the same names', (_, make, count) => {
    const app = newApp();
    make(app, 'One');
    const faults = faultsOf(() => make(app, 'Two'));
    const found = [...faults, ...warningsOf(app)].flatMap((one) => one.split('; ')); // APIs: the log role too
    expect(found).toContainEqual(expect.stringMatching(/^'One\/It' has the names '[a-z-]+-\*-[a-z]+' already, in the same account and Region: give another /));
    expect(found).toHaveLength(count);
  });

  test('warns when systems of two kinds get one prefix', () => {
    const app = newApp();
    const operations = { namePrefix: 'pay' };
    new PaymentEventApi(stackIn(app, 'One'), 'It', { environmentSuffix: 'dev', operations });
    new PaymentMigrationEnvironment(stackIn(app, 'Two'), 'It', { environmentSuffix: 'dev', operations });
    expect(warningsOf(app)).toEqual([
      '\'One/It\' has the names \'pay-*-dev\' already, in the same account and Region: give another environmentSuffix or operations.namePrefix',
    ]);
  });

  test('recoveries of two accounts may have the same names', () => {
    const app = newApp();
    for (const account of ['111122223333', '444455556666']) new PaymentDisasterRecovery(app, `In${account}`, { regions: { account } });
    expect(warningsOf(app)).toEqual([]);
  });
});

test('EV-13 fails when the suffix comes with the deployment', () => {
  const stack = new Stack();
  const environmentSuffix = new CfnParameter(stack, 'Suffix').valueAsString;
  expect(faultsOf(() => new PaymentEventApi(stack, 'It', { environmentSuffix }))).toEqual([expect.stringMatching(/^environmentSuffix must be known at synthesis, got a token: /)]);
});
