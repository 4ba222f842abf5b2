import * as fs from 'node:fs';
import * as path from 'node:path';
import Ajv from 'ajv';
import { CompareReport, Comparison } from '../../src/compare/result';
import { cli, FLAWED, folderOf, removeFolders } from '../cli/cli';

const ROOT = path.join(__dirname, '..', '..');
const GOLDEN = path.join(ROOT, 'golden', 'event-api.default.template.json');
const validate = new Ajv({ allErrors: true }).compile(JSON.parse(fs.readFileSync(path.join(ROOT, 'docs', 'compare.schema.json'), 'utf8')) as object);

interface Sarif {
  readonly runs: [{
    readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number }[];
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly properties: { readonly grades: object };
  }];
}

/** A pipeline of a few parts: no DLQ, a key that nobody gives, a literal credential. */
const PIPELINE = `Parameters:
  KeyArn: { Type: String }
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: !Ref Hidden, KmsMasterKeyId: !Ref KeyArn } }
  Source: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Processor } }
  Processor:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs24.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code: { S3Bucket: code, S3Key: code.zip }
      Timeout: !Ref Hidden
      MemorySize: !Ref Hidden
      ReservedConcurrentExecutions: !Ref Hidden
      Architectures: [arm64, !Ref Hidden]
      Environment: { Variables: { STRIPE_API_KEY: sk_live_51H8xxxxxxxxxxxxxxxxxxxx } }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: 'sts:AssumeRole' }] }
  Secret: { Type: AWS::SecretsManager::Secret, Properties: { Description: Key of Stripe } }
`.replace('Parameters:', 'Parameters:\n  Hidden: { Type: Number }');

afterEach(removeFolders);

const pipeline = () => path.join(folderOf({ 'pipeline.yaml': PIPELINE }), 'pipeline.yaml');
const report = (...args: string[]) => {
  const { code, stdout, stderr } = cli(['compare', ...args, '--format', 'json']);
  return { code, stderr, report: JSON.parse(stdout) as CompareReport };
};
const only = (...args: string[]) => report(...args).report.candidates[0] as Comparison;

test('JSON is as docs/compare.schema.json says, also with candidates that cannot be read', () => {
  const file = pipeline();
  const { code, report: found, stderr } = report(file, GOLDEN, path.join(folderOf({ 'x.yaml': '- 1' }), 'x.yaml'), '--system', 'webhook-pipeline');
  expect([validate(found), validate.errors]).toEqual([true, null]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: .*x\.yaml: is not a CloudFormation template: a list, not a mapping\n$/);
  expect(found.candidates.map(({ candidate }) => path.basename(candidate)).at(-1)).toBe('x.yaml');
  const grades = found.candidates.flatMap((one) => 'grade' in one ? [one.grade.grade] : []);
  expect(grades).toEqual([...grades].sort((a, b) => b - a));
});

test('a finding says what, where, what the reference has, why, what follows and what to write', () => {
  const { findings, system } = only(pipeline(), '--system', 'webhook-pipeline');
  expect([system.id, system.isDetected]).toEqual(['webhook-pipeline', false]);
  const dlq = findings.find(({ assertion }) => assertion === 'WH-06/dlq')!;
  expect(dlq).toMatchObject({
    kind: 'requirement',
    severity: 'critical',
    facet: 'reliability',
    requirement: 'WH-06',
    lessons: ['DlqMissing'],
    title: 'Every queue of webhooks has a DLQ',
    found: expect.stringContaining('RedrivePolicy'),
    placeCount: 1,
    places: [{ logicalId: 'Queue', type: 'AWS::SQS::Queue', line: 5, column: 35 }],
    reference: { text: expect.stringContaining('DLQ'), places: expect.arrayContaining([expect.objectContaining({ file: 'golden/webhook-pipeline.zip.template.json' })]) },
  });
  const [place] = dlq.reference.places;
  const line = fs.readFileSync(path.join(ROOT, place.file), 'utf8').split('\n')[place.line - 1];
  expect(line.slice(place.column - 1)).toMatch(new RegExp(`^${place.logicalId}": \\{`));
});

test('what nobody can know is open: it counts a half, bounds the grade, and is resolved by a parameter', () => {
  const file = pipeline();
  const { findings, grade, unresolved } = only(file, '--system', 'webhook-pipeline');
  const open = findings.filter(({ kind }) => kind === 'open');
  expect(open.map(({ assertion, found }) => [assertion, found])).toContainEqual(['WH-06/visibility', expect.stringContaining('parameter Hidden')]);
  expect(grade.lowest).toBeLessThan(grade.highest);
  expect(unresolved).toContainEqual({ reason: 'parameter Hidden', values: 5 });
  const given = only(file, '--system', 'webhook-pipeline', '--parameter', 'Hidden=30');
  expect(given.findings.filter(({ assertion }) => assertion === 'WH-06/visibility')).toEqual([]);
  expect(given.grade.grade).toBeGreaterThanOrEqual(grade.grade);
});

describe('--parameter', () => {
  const both = () => {
    const folder = folderOf({ 'a.yaml': PIPELINE, 'b.yaml': PIPELINE.replaceAll('Hidden', 'Seconds') });
    return ['a.yaml', 'b.yaml'].map((name) => path.join(folder, name));
  };

  test('that one of the candidates has is fine', () => {
    expect(cli(['compare', ...both(), '--system', 'webhook-pipeline', '--parameter', 'Seconds=30'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('fails when no candidate has it, with all names at once, and grades nothing', () => {
    expect(cli(['compare', ...both(), '--parameter', 'Hiden=30', '--parameter', 'Other=1', '--parameter', 'Seconds=1'])).toEqual({
      code: 2, stdout: '', stderr: 'error: --parameter Hiden, Other: no template has parameters of these names; did you mean Hidden? There are Hidden, KeyArn, Seconds\n',
    });
  });

  test('fails with what could not be read, which may have had it', () => {
    const file = path.join(folderOf({ 'x.yaml': 'Resources: {' }), 'x.yaml');
    const { code, stderr } = cli(['compare', pipeline(), file, '--parameter', 'Other=1']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: --parameter Other: .*\nerror: .*x\.yaml: is neither JSON nor YAML.*\n$/)]);
    expect(cli(['compare', file, '--parameter', 'Other=1']).stderr).toMatch(/^error: [^\n]*x\.yaml: is neither JSON nor YAML[^\n]*\n$/);
  });

  test('fails when the parameter does not allow the value', () => {
    const file = path.join(folderOf({ 'a.yaml': PIPELINE.replace('Hidden: { Type: Number }', 'Hidden: { Type: Number, AllowedValues: [30, 60] }') }), 'a.yaml');
    expect(cli(['compare', file, '--parameter', 'Hidden=45'])).toMatchObject({ code: 2, stderr: 'error: --parameter Hidden=45: expected 30, 60\n' });
  });
});

describe('resources that cannot be looked at', () => {
  const refused = (text: string, command: string) => {
    const file = path.join(folderOf({ 'x.yaml': text }), 'x.yaml');
    const { code, stderr } = cli([command, file]);
    expect(code).toBe(2);
    return stderr.replaceAll(path.dirname(file) + path.sep, '');
  };
  const EXPECTED = 'expected a mapping, such as { Type: AWS::SQS::Queue }\n';

  test.each(['compare', 'audit'])('%s fails when there is no other', (command) => {
    expect(refused('Resources: { A: hello }', command)).toBe(`error: x.yaml: is not a CloudFormation template: the only resource has no Type: Resources.A is a string; ${EXPECTED}`);
    expect(refused('Resources: { A: { Properties: {} }, B: [] }', command))
      .toBe(`error: x.yaml: is not a CloudFormation template: none of the 2 resources has a Type: Resources.A has none; ${EXPECTED}`);
    expect(refused('Resources: { A: { Type: 5 }, B: null }', command))
      .toBe(`error: x.yaml: is not a CloudFormation template: none of the 2 resources has a Type: Resources.A has one that is a number; ${EXPECTED}`);
  });

  test('beside others are a note', () => {
    const file = path.join(folderOf({ 'x.yaml': 'Resources: { A: hello, B: { Type: AWS::SQS::Queue } }' }), 'x.yaml');
    expect(cli(['compare', file])).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Resources.A has no Type and was not looked at') });
  });

  test.each(['{}', "{ 'Fn::Transform': { Name: AWS::Include, Parameters: { Location: s3://code/more.yaml } } }"])('%s is a template', (resources) => {
    const file = path.join(folderOf({ 'x.yaml': `Resources: ${resources}` }), 'x.yaml');
    expect(cli(['compare', file, '--system', 'event-api'])).toMatchObject({ code: 0, stderr: '' });
    expect(cli(['compare', file])).toMatchObject({
      code: 2, stderr: `error: ${file}: has nothing in common with any of the systems; name the one that was asked for: --system\n`,
    });
  });
});

describe('how like the systems a candidate is', () => {
  const LIKE = /\d+ % like event-api, \d+ % like [\w-]+; --system names another/;
  const HINT = /Looks more like event-api: 100 %, and \d+ % like webhook-pipeline, which was named/;
  const printed = (...args: string[]) => cli(['compare', ...args], { COLUMNS: '120' }).stdout;

  test.each(['text', 'markdown'])('%s says it of the one that was detected', (format) => {
    expect(printed(GOLDEN, '--format', format).replaceAll('\\', '')).toMatch(LIKE);
    expect(printed(GOLDEN, '--format', format, '--system', 'event-api')).not.toMatch(/ % like/);
  });

  test.each(['text', 'markdown', 'json', 'sarif'])('%s hints at another one than was named', (format) => {
    expect(printed(GOLDEN, '--format', format, '--system', 'webhook-pipeline').replace(/\n {2}/g, ' ')).toMatch(HINT);
    for (const system of [[], ['--system', 'event-api']]) expect(printed(GOLDEN, '--format', format, ...system)).not.toContain('Looks more like');
  });

  test.each(['text', 'markdown'])('a ranking in %s says it in short', (format) => {
    expect(printed(GOLDEN, pipeline(), '--format', format)).toMatch(/event-api \(100 %\)/);
    expect(printed(GOLDEN, pipeline(), '--format', format, '--system', 'webhook-pipeline')).not.toContain('(100 %)');
  });

  test('a ranking hints at the candidates that look like another system', () => {
    const lines = printed(GOLDEN, pipeline(), '--system', 'webhook-pipeline').split('\n').filter((line) => line.includes('Looks more like'));
    expect(lines).toEqual([expect.stringContaining('event-api.default.template.json: Looks more like event-api: 100 %')]);
  });
});

test('a lesson is told under the requirement that names it, and no less severe', () => {
  const { findings } = only(pipeline(), '--system', 'webhook-pipeline');
  expect(findings.find(({ lessons }) => lessons.includes('CredentialInEnvironment'))).toMatchObject({ requirement: 'WH-12', severity: 'critical' });
});

test('text prints the findings, the worst first, and the grade with its reasons', () => {
  const { code, stdout, stderr } = cli(['compare', pipeline(), '--system', 'webhook-pipeline']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^\S+pipeline\.yaml against Payment webhook pipeline \(webhook-pipeline, \w+\)\n\nCRITICAL · \d+\n\n  1\. /);
  expect(stdout).toMatch(/\nOPEN: the templates do not tell · \d+\n/);
  expect(stdout).toMatch(/\nGrade \d+ of 100: \d+ critical, .*\n  \d+ of \d+ assertions hold/);
  expect(stdout).toMatch(/pipeline\.yaml:5:35 {2}Queue\n/);
  expect(stdout.split('\n').filter((line) => line.length > 80 && !line.includes('/pipeline.yaml'))).toEqual([]);
});

test('several candidates: a ranking, and progress on a terminal', () => {
  const folder = folderOf({ 'a.yaml': PIPELINE, 'b.yaml': PIPELINE.replace('Properties: { VisibilityTimeout', 'Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5 }, VisibilityTimeout').replace('Resources:', 'Resources:\n  Dlq: { Type: AWS::SQS::Queue, Properties: { MessageRetentionPeriod: 1209600 } }') });
  const files = ['a.yaml', 'b.yaml'].map((name) => path.join(folder, name));
  const { stdout, stderr } = cli(['compare', ...files, '--system', 'webhook-pipeline'], { NO_COLOR: '1' }, { isTTY: true, columns: 100 });
  const rows = stdout.split('\n').slice(1, 3).map((line) => line.trim().split(/\s+/));
  expect(rows.map((row) => path.basename(row.at(-1)!))).toEqual(['b.yaml', 'a.yaml']);
  expect(Number(rows[0][1])).toBeGreaterThanOrEqual(Number(rows[1][1]));
  expect(stderr).toContain('comparing 2 of 2: ');
  expect(stderr.endsWith('\r\u001b[K')).toBe(true);
});

test('Markdown is a failure analysis, and what a template says stays text', () => {
  const { stdout } = cli(['compare', path.join(folderOf({ 'p.yaml': PIPELINE.replace(/\bQueue: \{|Queue\.Arn/g, (name) => name.replace('Queue', 'QueueX')) }), 'p.yaml'), '--system', 'webhook-pipeline', '--format', 'markdown']);
  for (const heading of ['# Failure analysis: ', '## Critical failures', '## High failures', '## Medium failures', '## Low failures', '## Open', '## Summary', '### Statistics', '### Score']) {
    expect(stdout.split('\n').some((line) => line.startsWith(heading))).toBe(true);
  }
  expect(stdout).toMatch(/\n### 1\. .*\n\n\*\*Impact level\*\*: critical · \w+ · `WH-\d\d\/[\w-]+`.*\n\n\*\*Candidate\*\*: /);
  for (const field of ['Reference', 'Why', 'Impact', 'Fix']) expect(stdout).toContain(`\n**${field}**: `);
  expect(stdout).toMatch(/\n- `\S+p\.yaml:5` `QueueX` \(AWS::SQS::Queue\)\n/);
});

test('SARIF has a rule for each assertion, and a result for each place', () => {
  const { stdout } = cli(['compare', pipeline(), '--system', 'webhook-pipeline', '--format', 'sarif']);
  const { runs: [{ results, tool, properties }] } = JSON.parse(stdout) as Sarif;
  expect(results.find(({ ruleId }) => ruleId === 'WH-06/dlq')).toMatchObject({ kind: 'fail', level: 'error', locations: [{ physicalLocation: { region: { startLine: 5 } } }] });
  expect(results.find(({ ruleId }) => ruleId === 'WH-06/visibility')).toMatchObject({ kind: 'open', level: 'none' });
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  expect(Object.values(properties.grades)).toEqual([expect.any(Number)]);
});

test('HTML is a page of its own', () => {
  const file = path.join(folderOf({}), 'page.html');
  const layout = path.join(ROOT, 'assets', 'cli', 'layout.js');
  if (!fs.existsSync(layout)) return; // `npm test` builds it first.
  // In this process the layout engine stands beside the sources, which are no bundle: the command itself is asked.
  const { status, stderr } = jest.requireActual<typeof import('node:child_process')>('node:child_process')
    .spawnSync(process.execPath, [path.join(ROOT, 'bin', 'cdk-payments'), 'compare', pipeline(), '--system', 'webhook-pipeline', '--format', 'html', '--output', file], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, expect.stringMatching(/^\d+ of 100: .*, see .*page\.html\n$/)]);
  expect(fs.readFileSync(file, 'utf8')).toMatch(/^<!doctype html>/);
});

test('--fail-under decides about the exit code', () => {
  const file = pipeline();
  expect(cli(['compare', file, '--fail-under', '99']).code).toBe(1);
  expect(cli(['compare', file, '--fail-under', '1']).code).toBe(0);
});

test('--together makes one candidate of several templates', () => {
  const folder = folderOf({ 'queue.yaml': FLAWED, 'pipeline.yaml': PIPELINE });
  const { report: { candidates } } = report(path.join(folder, 'queue.yaml'), path.join(folder, 'pipeline.yaml'), '--together');
  expect(candidates).toHaveLength(1);
  expect((candidates[0] as Comparison).statistics).toMatchObject({ stacks: 2, resources: 7 });
});

test('--environment-suffix: names end with these words', () => {
  // Of the CDK, which writes out what it knows.
  const queue = (name: string) => `{ Type: AWS::SQS::Queue, Metadata: { 'aws:cdk:path': Payments/${name} }, Properties: { QueueName: payments-${name} } }`;
  const file = path.join(folderOf({ 'queues.yaml': `Resources:\n  A: ${queue('live')}\n  B: ${queue('blue')}\n` }), 'queues.yaml');
  const names = (...args: string[]) => only(file, '--system', 'event-api', ...args).findings.filter(({ assertion }) => assertion === 'EV-13/names').map(({ found }) => found);
  expect(names()).toEqual([expect.stringContaining('payments-live')]);
  expect(names('--environment-suffix', 'live|blue')).toEqual([]);
});

test('all faults of the usage at once', () => {
  const { code, stdout, stderr } = cli(['compare', 'nowhere.yaml', '--format', 'xml', '--system', 'webhok-pipeline', '--fail-under', '101', '--environment-suffix', '-dev$', '--parameter', 'Name']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr.split('\n')).toEqual([
    'error: --format xml: expected text, json, markdown, sarif, html',
    expect.stringMatching(/^error: --system webhok-pipeline: did you mean webhook-pipeline\? There are .*, webhook-pipeline$/),
    'error: --fail-under 101: expected a grade from 0 to 100',
    'error: --environment-suffix must be the words alone, without anchors or separators, such as live or dev|prod|pr-[0-9]+, got -dev$',
    'error: --parameter Name: expected Name=Value',
    'error: nowhere.yaml: no such file or folder',
    '',
  ]);
});

test('a report that cannot be written is said in one line', () => {
  const { code, stderr } = cli(['compare', pipeline(), '--output', '/nowhere/report.txt']);
  expect([code, stderr]).toEqual([2, 'error: --output /nowhere/report.txt: cannot be written (ENOENT)\n']);
});
