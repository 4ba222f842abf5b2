import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Stack, aws_sqs as sqs } from 'aws-cdk-lib';
import { RootConstruct } from 'constructs';
import { TemplateComparison } from '../../src';
import { FOLDER } from '../lessons/goldens';

const golden = path.join(FOLDER, 'event-api.default.template.json');

test('grades templates as the command does', () => {
  const comparison = new TemplateComparison({ paths: [golden] });
  expect(comparison).toMatchObject({ grade: 100, lowestGrade: 100, highestGrade: 100, system: 'event-api', variant: 'default', findings: [] });
  expect(comparison.justification[0]).toMatch(/^\d+ of \d+ assertions hold: 100 %/);
  expect(JSON.parse(comparison.toJson())).toMatchObject({ version: 1, candidates: [{ candidate: golden, grade: { grade: 100 } }], errors: [] });
  expect(comparison.toMarkdown()).toContain('**Grade: 100 of 100.**');
});

test('grades the stacks of an app', () => {
  const app = new App();
  const stack = new Stack(app, 'Payments');
  const queue = new sqs.Queue(stack, 'Queue', { queueName: 'payments-dev' });
  for (const scope of [app, stack, queue]) {
    const { grade, system, findings } = TemplateComparison.ofStage(scope, 'webhook-pipeline');
    expect([system, grade < 60]).toEqual(['webhook-pipeline', true]);
    const { severity, requirement, places, ...finding } = findings.find(({ assertion }) => assertion === 'WH-06/tls')!;
    expect([severity, requirement, places.map(({ logicalId, line }) => [logicalId, line > 1])]).toEqual(['high', 'WH-06', [[stack.getLogicalId(queue.node.defaultChild as sqs.CfnQueue), true]]]);
    for (const text of [finding.title, finding.found, finding.reference, finding.why, finding.impact, finding.fix]) expect(text).not.toBe('');
  }
});

test('parameters are given by name', () => {
  const file = path.join(fs.mkdtempSync(path.join(fs.realpathSync('/tmp'), 'comparison-')), 'queue.yaml');
  fs.writeFileSync(file, 'Parameters: { Days: { Type: Number } }\nResources: { Logs: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: !Ref Days } } }');
  const unresolved = (parameters?: Record<string, string>) =>
    (JSON.parse(new TemplateComparison({ paths: [file], system: 'event-api', parameters }).toJson()) as { candidates: [{ unresolved: unknown[] }] }).candidates[0].unresolved;
  expect([unresolved(), unresolved({ Days: '7' })]).toEqual([[{ reason: 'parameter Days', values: 1 }], []]);
  fs.rmSync(path.dirname(file), { recursive: true });
});

test('names are of an environment by words that are given', () => {
  const stack = new Stack(new App(), 'Payments');
  new sqs.Queue(stack, 'Queue', { queueName: 'payments-eu' });
  new sqs.Queue(stack, 'Other', { queueName: 'payments-us' });
  const names = (words?: string) => TemplateComparison.ofStage(stack, 'event-api', words).findings.filter(({ assertion }) => assertion === 'EV-13/names');
  expect([names().length, names('eu|us').length]).toEqual([1, 0]);
});

test('fails when a construct is in no app', () => {
  expect(() => TemplateComparison.ofStage(new RootConstruct('Alone'))).toThrow('TemplateComparison needs a construct inside of an App: the root is Alone');
});

test('fails when properties cannot be used: all faults at once', () => {
  const props = { paths: [], system: 'nothing', parameters: { Days: 7 }, sytem: 'x', environmentSuffix: '-(dev|prod)$' } as never;
  expect(() => new TemplateComparison(props)).toThrow([
    "5 faults in the props of 'TemplateComparison':",
    '  - sytem is not a property: there are paths, system, parameters, environmentSuffix',
    '  - paths must be a list of at least one path, got []',
    `  - system must be one of ${['disaster-recovery', 'event-api', 'migration', 'nested-environments', 'webhook-pipeline'].join(', ')}, got "nothing"`,
    '  - parameters must be a mapping of names to texts, got { Days: 7 }',
    '  - environmentSuffix must be the words alone, without anchors or separators, such as live or dev|prod|pr-[0-9]+, got -(dev|prod)$',
  ].join('\n'));
});

test('fails when no template has a parameter', () => {
  expect(() => new TemplateComparison({ paths: [golden], parameters: { Nothing: '1', Never: '2' } }))
    .toThrow("1 fault in the props of 'TemplateComparison':\n  - parameters: Nothing, Never: no template has parameters of these names; there are BootstrapVersion");
});

test('fails when a path cannot be read', () => {
  expect(() => new TemplateComparison({ paths: ['nowhere.yaml'] })).toThrow('nowhere.yaml: no such file or folder');
});
