import * as path from 'node:path';
import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FLAWED, folderOf, removeFolders } from './cli';
import { audit, LESSONS } from '../../src/lessons';
import { acknowledge } from '../../src/lessons/acknowledgements';
import { load, loadText, Model } from '../../src/template';

afterEach(removeFolders);

const APPLIED = LESSONS.filter(({ id }) => id === 'DlqRetention' || id === 'RedriveAtOnce');

function acknowledgedIn(model: Model, lessons = APPLIED) {
  const { findings, faults, notes } = acknowledge(model, audit(model, lessons), lessons, LESSONS);
  return {
    reasons: Object.fromEntries(findings.map(({ lesson, resource, detail, acknowledged }) => [
      `${lesson.id} ${resource?.constructPath ?? resource?.id}${detail ? `[${detail}]` : ''}`, acknowledged,
    ])),
    faults: faults.map(({ message }) => message),
    notes: notes.map(({ message }) => message),
  };
}

const onDlq = (metadata: string) => FLAWED.replace('Metadata: { aws:cdk:path: Payments/Dlq/Resource }', `Metadata: ${metadata}`);
const atTop = (metadata: string) => `Metadata: ${metadata}\n${FLAWED}`;
const nag = (rules: string) => `{ cdk_nag: { rules_to_suppress: [${rules}] } }`;
const ours = (rules: string) => `{ cdk-payments: { acknowledge: [${rules}] } }`;

const reasonOf = (text: string) => acknowledgedIn(loadText(text)).reasons['DlqRetention Dlq[Queue]'];

describe('in the metadata of a resource', () => {
  test.each([
    ['with the prefix of the pack', 'PaymentChecks-DlqRetention'],
    ['without it', 'DlqRetention'],
    ['as the CDK qualifies it', 'annotation::PaymentChecks-DlqRetention'],
    ['with the detail', 'PaymentChecks-DlqRetention[Queue]'],
  ])('an id %s', (_, id) => {
    expect(reasonOf(onDlq(nag(`{ id: '${id}', reason: Accepted }`)))).toBe('Accepted');
    expect(reasonOf(onDlq(ours(`{ id: '${id}', reason: Accepted }`)))).toBe('Accepted');
  });

  test('covers neither another detail, another lesson nor another resource', () => {
    expect(reasonOf(onDlq(ours("{ id: 'DlqRetention[Other]', reason: Accepted }")))).toBeUndefined();
    expect(reasonOf(onDlq(ours('{ id: RedriveAtOnce, reason: Accepted }')))).toBeUndefined();
    expect(reasonOf(FLAWED.replace('    Properties:\n', `    Metadata: ${ours('{ id: DlqRetention, reason: Accepted }')}\n    Properties:\n`).replace('aws:cdk:path', 'x'))).toBeUndefined();
  });

  test('as cdk-nag 2 writes it: details apart, reasons encoded', () => {
    const encoded = Buffer.from('Geprüft').toString('base64');
    expect(reasonOf(onDlq(nag(`{ id: DlqRetention, reason: ${encoded}, is_reason_encoded: true, applies_to: [Queue, { regex: x }] }`)))).toBe('Geprüft');
    expect(reasonOf(onDlq(nag('{ id: DlqRetention, reason: x, applies_to: [Other] }')))).toBeUndefined();
  });
});

test('at the top of a template: for all of it', () => {
  const { reasons, notes } = acknowledgedIn(loadText(`${atTop(ours('{ id: DlqRetention, reason: A }, { id: RedriveAtOnce, reason: B }'))}`));
  expect(reasons).toEqual({ 'DlqRetention Payments/Dlq/Resource[Queue]': 'A', 'RedriveAtOnce Queue': 'B' });
  expect(notes).toEqual([]);
});

test('not for a nested template', () => {
  const folder = folderOf({
    'parent.yaml': `Metadata: ${ours('{ id: DlqRetention, reason: A }')}\nResources: { N: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child.yaml } } }`,
    'child.yaml': FLAWED,
  });
  expect(acknowledgedIn(load([path.join(folder, 'parent.yaml')])).reasons['DlqRetention Payments/Dlq/Resource[Queue]']).toBeUndefined();
});

describe('does not count', () => {
  test.each([['absent', ''], ['empty', ", reason: ' '"], ['no text', ', reason: [1]']])('when the reason is %s', (_, reason) => {
    const { reasons, faults } = acknowledgedIn(loadText(onDlq(ours(`{ id: DlqRetention${reason} }`))));
    expect(reasons['DlqRetention Dlq[Queue]']).toBeUndefined();
    expect(faults).toEqual(['Dlq: DlqRetention is acknowledged without a reason, and is not counted as acknowledged']);
  });

  test('when our form is not kept', () => {
    expect(acknowledgedIn(loadText(onDlq('{ cdk-payments: yes }'))).faults).toEqual(['Dlq: Metadata.cdk-payments has no list `acknowledge`']);
    expect(acknowledgedIn(loadText(onDlq(ours('DlqRetention, { reason: x }')))).faults).toEqual([
      'Dlq: line 8 acknowledges nothing: expected an id and a reason', 'Dlq: line 8 acknowledges nothing: expected an id and a reason',
    ]);
  });

  test('when metadata is of other forms, which is not our matter', () => {
    for (const metadata of ['text', '{ cdk_nag: x }', '{ cdk_nag: { rules_to_suppress: x } }', nag('x, { id: [1], reason: y }, { id: AwsSolutions-SQS3 }')]) {
      expect(acknowledgedIn(loadText(atTop(metadata)))).toMatchObject({ faults: [], notes: [] });
    }
  });
});

describe('notes', () => {
  const notesOf = (text: string, lessons = APPLIED) => acknowledgedIn(loadText(text), lessons).notes;

  test('where nothing is found', () => {
    const text = onDlq(ours('{ id: RedriveAtOnce, reason: x }'));
    expect(notesOf(text)).toEqual(['RedriveAtOnce is acknowledged at Dlq, where it finds nothing']);
    expect(notesOf(text, APPLIED.slice(0, 1))).toEqual([]);
  });
  test('once for copies of one acknowledgement, and not when one of them is used', () => {
    const copies = (id: string) => FLAWED.replaceAll('Properties: {', `Metadata: ${nag(`{ id: ${id}, reason: x }`)}\n    Properties: {`).replace(/ {4}Metadata: \{ aws.*\n/, '')
      .replace('    Properties:\n', `    Metadata: ${nag(`{ id: ${id}, reason: x }`)}\n    Properties:\n`);
    expect(notesOf(copies('PaymentChecks-DlqRetention'))).toEqual([]);
    expect(notesOf(copies('"DlqRetention[x]"'))).toEqual(['DlqRetention is acknowledged at Dlq, where it finds nothing']);
  });
  test('a lesson that does not exist', () => {
    expect(notesOf(onDlq(ours('{ id: Unknown, reason: x }')))).toEqual(['Dlq acknowledges Unknown, which is no lesson']);
    expect(notesOf(onDlq(nag('{ id: PaymentChecks-Unknown, reason: x }, { id: Unknown, reason: x }')))).toEqual(['Dlq acknowledges Unknown, which is no lesson']);
  });
});

describe('of the CDK, in a cloud assembly', () => {
  /** A queue that breaks DlqRetention. */
  class Broken extends Construct {
    public constructor(scope: Construct, id: string) {
      super(scope, id);
      new Queue(this, 'Source', { deadLetterQueue: { queue: new Queue(this, 'Dlq'), maxReceiveCount: 5 } });
    }
  }
  const accept = (scope: Construct, id: string, reason: string) => Validations.of(scope).acknowledge({ id, reason });
  /** With the metadata that the CDK's command line asks for. */
  const assembly = (build: (app: App) => void, keepPaths = true) => {
    const context = { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': keepPaths };
    const app = new App({ outdir: folderOf({}), analyticsReporting: false, context });
    build(app);
    return app.synth().directory;
  };

  const everywhere = (app: App) => {
    const stack = new Stack(app, 'Payments');
    new Broken(stack, 'Open');
    accept(new Broken(stack, 'Construct'), 'PaymentChecks-DlqRetention', 'at a construct');
    accept(new Broken(stack, 'Qualified'), 'PaymentChecks::DlqRetention', 'qualified');
    accept(new Broken(new NestedStack(stack, 'Nested'), 'In'), 'PaymentChecks-DlqRetention', 'nested');
    const other = new Stack(new Stage(app, 'Prod'), 'Whole', { stackName: 'whole' });
    new Broken(other, 'Queues');
    accept(other, 'PaymentChecks-DlqRetention', 'the stack');
  };
  const short = (reasons: Record<string, string | undefined>) => Object.fromEntries(Object.entries(reasons).map(([key, reason]) => [key.replace(/^DlqRetention |\/Dlq\/Resource.*$/g, ''), reason]));

  test('at a construct, a nested stack, a stack in a stage', () => {
    const { reasons, faults, notes } = acknowledgedIn(load([assembly(everywhere)]));
    expect(short(reasons)).toEqual({
      'Payments/Open': undefined,
      'Payments/Construct': 'at a construct',
      'Payments/Qualified': 'qualified',
      'Payments/Nested/In': 'nested',
      'Prod/Whole/Queues': 'the stack',
    });
    expect([...faults, ...notes]).toEqual([]);
  });

  test('also when the template does not keep the paths, except in nested stacks', () => {
    const { reasons } = acknowledgedIn(load([assembly(everywhere, false)]));
    expect(Object.values(reasons).sort()).toEqual(['at a construct', 'qualified', 'the stack', undefined, undefined]);
  });

  test('when the template alone is given', () => {
    const folder = assembly(everywhere);
    expect(Object.values(acknowledgedIn(load([path.join(folder, 'Payments.template.json')])).reasons)).toContain('at a construct');
  });

  test('where nothing is found: a note', () => {
    const folder = assembly((app) => accept(new Queue(new Stack(app, 'Payments'), 'Queue'), 'PaymentChecks-DlqRetention', 'x'));
    expect(acknowledgedIn(load([folder])).notes).toEqual(['DlqRetention is acknowledged at Payments/Queue, where it finds nothing']);
  });

  describe('by hand', () => {
    const template = JSON.stringify({ Resources: { Dlq: { Type: 'AWS::SQS::Queue' }, Q: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dlq', 'Arn'] } } } } } });
    const artifact = (more: object) => JSON.stringify({ artifacts: { A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'a.json' }, ...more } } });
    const recorded = (data: unknown) => ({ '/A/Dlq': [{ type: 'aws:cdk:logicalId', data: 'Dlq' }, { type: 'aws:cdk:acknowledged-rules', data }], '/B': 'x' });
    const read = (files: Record<string, string>) => acknowledgedIn(load([path.join(folderOf({ 'a.json': template, ...files }), 'a.json')]));

    test('metadata inside of the manifest, as older CDKs write it', () => {
      expect(read({ 'manifest.json': artifact({ metadata: recorded({ 'PaymentChecks-DlqRetention': 'x' }) }) }).reasons).toEqual({ 'DlqRetention Dlq[Q]': 'x' });
    });
    test('without a reason: a fault', () => {
      expect(read({ 'manifest.json': artifact({ metadata: recorded({ 'PaymentChecks-DlqRetention': '' }) }) }).faults)
        .toEqual(['A/Dlq: DlqRetention is acknowledged without a reason, and is not counted as acknowledged']);
    });
    test('a manifest of something else', () => {
      expect(read({ 'manifest.json': '{}' })).toEqual({ reasons: { 'DlqRetention Dlq[Q]': undefined }, faults: [], notes: [] });
    });
    test('what cannot be read is a note', () => {
      const notes = ['cannot be read: acknowledgements of the CDK were not looked at'];
      expect(read({ 'manifest.json': artifact({ additionalMetadataFile: 'gone.json' }) }).notes).toEqual(notes);
      expect(read({ 'manifest.json': 'x' }).notes).toEqual(notes);
    });
  });
});

test('a finding that names no resource is covered by the place that its path names', () => {
  const model = loadText(`${FLAWED}`.replace('Metadata: { aws:cdk:path: Payments/Dlq/Resource }', `Metadata: ${ours('{ id: DlqRetention, reason: x }')}`));
  const findings = audit(model, APPLIED).filter(({ lesson }) => lesson.id === 'DlqRetention');
  const without = [{ ...findings[0], resource: undefined }, { ...findings[0], resource: undefined, path: ['Parameters', 'Dlq'] }];
  expect(acknowledge(model, without, APPLIED, LESSONS).findings.map(({ acknowledged }) => acknowledged)).toEqual(['x', undefined]);
});
