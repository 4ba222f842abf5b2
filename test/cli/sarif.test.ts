import * as path from 'node:path';
import { cli, FLAWED, folderOf, ONLY, removeFolders } from './cli';
import { LESSONS } from '../../src/lessons';

afterEach(removeFolders);

interface Text {
  readonly text: string;
}

interface Location {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: object };
  readonly logicalLocations?: object[];
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: Text;
  readonly locations: [Location];
  readonly partialFingerprints: Record<string, string>;
  readonly suppressions: object[];
}

interface Driver {
  readonly name: string;
  readonly semanticVersion: string;
  readonly rules: Array<Record<string, unknown> & { id: string }>;
}

interface Run {
  readonly tool: { readonly driver: Driver };
  readonly invocations: [{ readonly executionSuccessful: boolean; readonly toolExecutionNotifications: Array<{ level: string; message: Text }> }];
  readonly results: Result[];
}

interface Log {
  readonly $schema: string;
  readonly version: string;
  readonly runs: [Run];
}

const logOf = (...args: string[]) => JSON.parse(cli(['audit', '--format', 'sarif', ...args]).stdout) as Log;
const fingerprints = (log: Log) => log.runs[0].results.map(({ partialFingerprints }) => partialFingerprints['cdkPaymentsFinding/v1']);
const write = (content: string) => path.join(folderOf({ 'a b.yaml': content }), 'a b.yaml');

test('is SARIF 2.1.0', () => {
  const log = logOf(write(FLAWED), ...ONLY);
  expect(log).toMatchObject({ $schema: expect.stringContaining('sarif-2.1.0'), version: '2.1.0' });
  const { tool: { driver }, results, invocations } = log.runs[0];
  expect(driver).toMatchObject({ name: 'cdk-payments', semanticVersion: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  expect(invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  expect(results).toHaveLength(2);
  for (const { ruleId, ruleIndex, level, message, locations: [{ physicalLocation }], partialFingerprints, suppressions } of results) {
    expect(driver.rules[ruleIndex].id).toBe(ruleId);
    expect(['error', 'warning', 'note']).toContain(level);
    expect(message.text).toMatch(/\w/);
    expect(physicalLocation.region).toEqual({ startLine: expect.any(Number), startColumn: expect.any(Number) });
    expect(Object.values(partialFingerprints)).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(suppressions).toEqual([]);
  }
  expect(results.map(({ level }) => level)).toEqual(['error', 'warning']);
  expect(results[0].locations[0].logicalLocations).toEqual([{ name: 'Dlq', fullyQualifiedName: 'Payments/Dlq/Resource', kind: 'resource' }]);
  expect(results[1].locations[0].logicalLocations).toEqual([{ name: 'Queue', fullyQualifiedName: 'a b/Queue', kind: 'resource' }]);
});

test('each lesson is a rule with help', () => {
  const { rules } = logOf(write(FLAWED), '--severity', 'low').runs[0].tool.driver;
  expect(rules.map(({ id }) => id)).toEqual(LESSONS.map(({ id }) => id));
  for (const rule of rules) {
    const text = { text: expect.stringMatching(/\w/) };
    expect(rule).toMatchObject({ name: rule.id, shortDescription: text, fullDescription: text, help: { ...text, markdown: expect.stringContaining('**Fix:**') } });
    expect(rule.properties).toMatchObject({ 'tags': expect.arrayContaining([expect.any(String)]), 'security-severity': expect.stringMatching(/^\d\.\d$/) });
  }
});

test('paths stand from the working directory, others in full', () => {
  const uri = (log: Log) => log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri;
  const file = write(FLAWED);
  expect(uri(logOf(file, ...ONLY))).toMatch(/^file:\/\/\/.*\/a%20b\.yaml$/);
  const cwd = jest.spyOn(process, 'cwd').mockReturnValue(path.dirname(path.dirname(file)));
  expect(uri(logOf(file, ...ONLY))).toBe(`${path.basename(path.dirname(file))}/a%20b.yaml`);
  cwd.mockRestore();
});

test('each place is a result', () => {
  const { results } = logOf(write(`${FLAWED}  Other: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 2 } } }\n`), '--only', 'RedriveAtOnce').runs[0];
  expect(results.map(({ locations: [{ physicalLocation }], message }) => [physicalLocation.region, message.text])).toEqual([
    [{ startLine: 5, startColumn: expect.any(Number) }, expect.stringContaining('maxReceiveCount is 1')],
    [{ startLine: 10, startColumn: expect.any(Number) }, expect.stringContaining('maxReceiveCount is 2')],
  ]);
});

test('fingerprints stay when lines move, and differ between findings', () => {
  const before = fingerprints(logOf(write(FLAWED), ...ONLY));
  expect(new Set(before).size).toBe(2);
  expect(fingerprints(logOf(write(`# a line\n\n${FLAWED}`), ...ONLY))).toEqual(before);
});

test('acknowledged findings are suppressed with the reason', () => {
  const log = logOf(write(`Metadata: { cdk-payments: { acknowledge: [{ id: DlqRetention, reason: Replayed within an hour }] } }\n${FLAWED}`), ...ONLY);
  expect(log.runs[0].results.map(({ suppressions }) => suppressions)).toEqual([
    [{ kind: 'inSource', status: 'accepted', justification: 'Replayed within an hour' }], [],
  ]);
});

test('errors and notes are notifications', () => {
  const file = write('Resources: { Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: gone.yaml } }, Strange: {} }');
  expect(logOf(file, 'missing.yaml', ...ONLY).runs[0].invocations[0]).toEqual({
    executionSuccessful: false,
    toolExecutionNotifications: expect.arrayContaining([
      { level: 'error', message: { text: 'missing.yaml: no such file or folder' } },
      { level: 'note', message: { text: `${file}: nested stack Nested: its template was not found beside this one` } },
    ]),
  });
});
