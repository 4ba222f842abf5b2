import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, CfnResource, NestedStack, Stack, Stage, Tags, Validations } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PaymentChecks } from '../../src';

const found = (scope: Construct, checks = new PaymentChecks()) => checks.validateScope(scope).violations
  .flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`));
const dlqFindings = (scope: Construct) => found(scope).filter((one) => one.includes('DlqRetention'));

/** A dead-letter queue that keeps messages too short. */
function addQueues(scope: Construct, dlqScope = scope): { queue: sqs.Queue; dlq: sqs.Queue } {
  const dlq = new sqs.Queue(dlqScope, 'Dlq');
  return { dlq, queue: new sqs.Queue(scope, 'Queue', { deadLetterQueue: { queue: dlq, maxReceiveCount: 5 } }) };
}

test('a finding stands at the construct path, with a stable id', () => {
  const stack = new Stack(new App(), 'Payments');
  addQueues(stack);
  expect(dlqFindings(stack)).toEqual([expect.stringMatching(/^PaymentChecks-DlqRetention\[.+\] Payments\/Dlq\/Resource$/)]);
});

test('sees through cross-stack references and nested stacks', () => {
  const app = new App();
  const shared = new Stack(app, 'Shared');
  addQueues(new Stack(app, 'Payments'), shared);
  expect(dlqFindings(app)).toEqual([expect.stringMatching(/ Shared\/Dlq\/Resource$/)]);

  const parent = new Stack(new App(), 'Parent');
  addQueues(new NestedStack(parent, 'Child'), parent);
  expect(dlqFindings(parent)).toEqual([expect.stringMatching(/ Parent\/Dlq\/Resource$/)]);
});

test('only findings inside of the scope are reported', () => {
  const app = new App();
  addQueues(new Stack(app, 'One'));
  const two = new Stack(app, 'Two');
  new sqs.Queue(two, 'Queue');
  expect(dlqFindings(two)).toEqual([]);
});

test('a Region has its own concurrency: 600 in each of two are no fault, in one they are', () => {
  const reserved = (...regions: string[]) => {
    const app = new App();
    for (const [index, region] of regions.entries()) {
      const stack = new Stack(app, `Stack${index}`, { env: { region } });
      new CfnResource(stack, 'Worker', { type: 'AWS::Lambda::Function', properties: { ReservedConcurrentExecutions: 600 } });
    }
    return found(app).filter((one) => one.includes('ReservedConcurrencyHeadroom'));
  };
  expect(reserved('us-east-1', 'eu-west-2')).toEqual([]);
  expect(reserved('us-east-1', 'us-east-1')).toEqual([expect.stringContaining(' Stack0/Worker')]);
});

test('stages and apps without path metadata work too', () => {
  const app = new App({ context: { 'aws:cdk:enable-path-metadata': false } });
  addQueues(new Stack(new Stage(app, 'Prod'), 'Payments'));
  expect(dlqFindings(app)).toEqual([expect.stringMatching(/ Prod\/Payments\/Dlq\/Resource$/)]);
});

test('an acknowledgement by the CDK\'s own means silences one finding', () => {
  const stack = new Stack(new App(), 'Payments');
  const { dlq } = addQueues(stack);
  const [finding] = dlqFindings(stack);
  Validations.of(dlq).acknowledge({ id: finding.split(' ')[0], reason: 'The source expires after an hour.' });
  expect(dlqFindings(stack)).toEqual([]);
});

test('what is mended is seen as mended, without a new app', () => {
  const stack = new Stack(new App(), 'Payments');
  const { dlq } = addQueues(stack);
  expect(dlqFindings(stack)).toHaveLength(1);
  (dlq.node.defaultChild as CfnResource).addPropertyOverride('MessageRetentionPeriod', 1_209_600);
  expect(dlqFindings(stack)).toEqual([]);
});

test('runs as a plugin of the app on the oldest CDK', () => {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'payment-checks-'));
  const app = new App({ outdir });
  const stack = new Stack(app, 'Payments');
  addQueues(stack);
  const checks = new PaymentChecks(app);
  const assembly = app.synth();
  const report = checks.validate({ templatePaths: [assembly.getStackArtifact('Payments').templateFullPath] });
  expect(report.success).toBe(false);
  expect(report.violations.map(({ ruleName }) => ruleName)).toContainEqual(expect.stringContaining('PaymentChecks-DlqRetention'));
  fs.rmSync(outdir, { recursive: true });
  expect(() => new PaymentChecks().validate({ templatePaths: [] })).toThrow('register it as `new PaymentChecks(app)`');
});

test('parameters change what is right', () => {
  const stack = new Stack(new App(), 'Payments');
  new sqs.Queue(stack, 'Queue', { queueName: 'orders-eu' });
  const names = (checks: PaymentChecks) => found(stack, checks).filter((one) => one.includes('NameWithoutEnvironment'));
  expect(names(new PaymentChecks())).toHaveLength(1);
  expect(names(new PaymentChecks(undefined, { environmentSuffix: 'eu|us' }))).toEqual([]);
  Tags.of(stack).add('Environment', 'eu');
  expect(names(new PaymentChecks())).toEqual([]);
});

test('fails when a property cannot be used, with all faults', () => {
  expect(() => new PaymentChecks(undefined, { environmentSuffix: '(', accountConcurrency: 0 }))
    .toThrow(/2 faults in the props of 'PaymentChecks':\n.*environmentSuffix must be a regular expression.*\n.*accountConcurrency .*got 0/);
});

test('fails when JavaScript gives other properties, or other types', () => {
  const props = { enviromentSufix: 'x', environmentSuffix: '', requiredTags: 'CostCenter' } as never;
  expect(() => new PaymentChecks(undefined, props)).toThrow(/3 faults.*\n.*enviromentSufix is not a property.*\n.*must not be empty.*\n.*list of names, got "CostCenter"/);
});

test('a stack without resources does not hide the others', () => {
  const app = new App();
  addQueues(new Stack(app, 'Payments'));
  expect(found(new Stack(app, 'Empty'))).toEqual([]);
  expect(dlqFindings(app)).toHaveLength(1);
});

test.each(['PaymentChecks-DlqRetention', 'PaymentChecks::PaymentChecks-DlqRetention'])('%s acknowledges all of a lesson, on any construct around it', (id) => {
  const stack = new Stack(new App(), 'Payments');
  addQueues(stack);
  stack.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [id]: 'The source expires after an hour.' });
  expect(dlqFindings(stack)).toEqual([]);
});

test('works in an app that has the pack as a plugin too', () => {
  const app = new App();
  addQueues(new Stack(app, 'Payments'));
  Validations.of(app).addPlugins(new PaymentChecks(app));
  const { exitCode } = process;
  expect(dlqFindings(app)).toHaveLength(1);
  process.exitCode = exitCode; // The CDK sets it for what a plugin found.
});

test('fails when the construct is in no app', () => {
  expect(() => new PaymentChecks().validateScope(undefined as never)).toThrow('inside of an App');
  expect(() => new PaymentChecks().validateScope(new Construct(undefined as never, ''))).toThrow('inside of an App');
});

test('quiet where other packs are not: DLQs without a DLQ, functions that poll a queue', () => {
  const stack = new Stack(new App(), 'Payments');
  const { queue, dlq } = addQueues(stack);
  const fn = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler=()=>1') });
  fn.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
  const all = found(stack);
  expect(all.filter((one) => one.includes('DlqMissing') && one.includes(dlq.node.path))).toEqual([]);
  expect(all.filter((one) => one.includes('AsyncFailureLost'))).toEqual([]);
});
