import * as fs from 'node:fs';
import * as path from 'node:path';
import Ajv from 'ajv';
import { cli, FLAWED, folderOf, ONLY, removeFolders } from './cli';
import { Report } from '../../src/cli/report';

afterEach(removeFolders);

const ROOT = path.join(__dirname, '..', '..');
const schema = JSON.parse(fs.readFileSync(path.join(ROOT, 'docs', 'audit.schema.json'), 'utf8')) as object;
const faults = (report: unknown) => {
  const ajv = new Ajv({ allErrors: true });
  ajv.validate(schema, report);
  return ajv.errorsText();
};

test('is as docs/audit.schema.json says', () => {
  const folder = folderOf({
    'a.yaml': FLAWED,
    'b.yaml': `Metadata: { cdk-payments: { acknowledge: [{ id: DlqRetention, reason: Accepted }, { id: Unknown, reason: x }, { id: RedriveAtOnce }] } }\n${FLAWED}`,
    'c.yaml': 'Parameters: { Name: { Type: String } }\nResources: { Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Name } } }',
    'd.yaml': '[]',
  });
  const { stdout } = cli(['audit', ...['a', 'b', 'c', 'd'].map((name) => path.join(folder, `${name}.yaml`)), '--format', 'json']);
  const report = JSON.parse(stdout) as Report;
  expect(faults(report)).toBe('No errors');
  expect(report.summary.acknowledged).toBe(1);
  expect(report.templates.map(({ notes, unresolved, error }) => [notes.length, unresolved.length, error === undefined])).toEqual([
    [0, 0, true], [1, 0, true], [0, 1, true], [0, 0, false],
  ]);
  expect(faults({ ...report, version: 2 })).toBe('data.version should be equal to constant');
});

test('a finding says where and what', () => {
  const folder = folderOf({ 'a.yaml': FLAWED });
  const { templates } = JSON.parse(cli(['audit', folder, ...ONLY, '--format', 'json']).stdout) as Report;
  expect(templates[0].findings[0]).toMatchObject({
    id: 'DlqRetention',
    severity: 'high',
    facet: 'reliability',
    classes: ['sqs-config', 'dlq'],
    logicalId: 'Dlq',
    stack: 'a',
    constructPath: 'Payments/Dlq/Resource',
    path: ['Resources', 'Dlq', 'Properties', 'MessageRetentionPeriod'],
    file: path.join(folder, 'a.yaml'),
    line: 9,
    column: 19,
    found: 'Kept 60 s, its source Queue keeps 345600 s',
    detail: 'Queue',
  });
});

test('every finding of all lessons on a mixture is as the schema says', () => {
  const folder = folderOf({ 'a.yaml': `${FLAWED}  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: payments } }\n` });
  const all = cli(['audit', folder, '--severity', 'low', '--format', 'json']).stdout;
  expect(all).toContain('"alsoAt"');
  for (const report of [all, cli(['audit', folder, '--format', 'json']).stdout]) expect(faults(JSON.parse(report))).toBe('No errors');
});
