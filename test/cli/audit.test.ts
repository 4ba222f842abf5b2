import * as fs from 'node:fs';
import * as path from 'node:path';
import { cli, FLAWED, folderOf, ONLY, removeFolders, SOUND } from './cli';
import { Report } from '../../src/cli/report';

afterEach(removeFolders);

const GOLDEN = path.join(__dirname, '..', '..', 'golden', 'webhook-pipeline.zip.template.json');
const fileWith = (content: string, name = 'payments.yaml') => path.join(folderOf({ [name]: content }), name);
const report = (...args: string[]) => JSON.parse(cli(['audit', '--format', 'json', ...args]).stdout) as Report;
const found = (...args: string[]) => report(...args).templates.flatMap(({ findings }) => findings).map(({ id, logicalId }) => `${id} ${logicalId}`);

describe('exit code', () => {
  test('0 without findings', () => expect(cli(['audit', fileWith(SOUND), ...ONLY]).code).toBe(0));
  test('0 on a golden template', () => expect(cli(['audit', GOLDEN, ...ONLY])).toMatchObject({ code: 0, stderr: '' }));
  test('1 with a finding of high severity', () => expect(cli(['audit', fileWith(FLAWED), ...ONLY]).code).toBe(1));
  test('0 with findings below --fail-on', () => expect(cli(['audit', fileWith(FLAWED), '--only', 'RedriveAtOnce']).code).toBe(0));
  test.each([['critical', 0], ['high', 1], ['medium', 1], ['low', 1], ['never', 0]])('--fail-on %s: %i', (severity, code) => {
    expect(cli(['audit', fileWith(FLAWED), ...ONLY, '--fail-on', severity]).code).toBe(code);
  });
  test('2 when a path cannot be read, though the findings are there', () => {
    const { code, stdout, stderr } = cli(['audit', fileWith(FLAWED), 'missing.yaml', ...ONLY]);
    expect(code).toBe(2);
    expect(stdout).toContain('DlqRetention');
    expect(stderr).toBe('error: missing.yaml: no such file or folder\n');
  });
});

describe('paths', () => {
  test('a folder, with a file that is no template as a note', () => {
    const folder = folderOf({ 'a.yaml': FLAWED, 'b.json': '{}', 'c.txt': '' });
    const { templates: [template] } = report(folder, ...ONLY);
    expect(template).toMatchObject({ file: folder, stacks: 1, resources: 2, notes: [{ file: path.join(folder, 'b.json') }] });
    expect(template.findings.map(({ file, stack }) => [file, stack])).toEqual([[path.join(folder, 'a.yaml'), 'a'], [path.join(folder, 'a.yaml'), 'a']]);
  });

  test('several paths, each on its own and once', () => {
    const [flawed, sound] = [fileWith(FLAWED), fileWith(SOUND)];
    const { templates, summary } = report(flawed, sound, flawed, ...ONLY);
    expect(templates.map(({ file, findings }) => [file, findings.length])).toEqual([[flawed, 2], [sound, 0]]);
    const counts = { critical: 0, high: 1, medium: 1, low: 0 };
    expect(summary).toEqual({ paths: 2, stacks: 2, resources: 4, lessons: 2, findings: counts, acknowledged: 0, notShown: { findings: 0, pci: 0 } });
  });

  test('every fault in one go, a line each, and the good ones are audited', () => {
    const folder = folderOf({ 'list.json': '[]', 'broken.yaml': 'a: [', 'strange.yaml': '"a\\nb": 1', 'good.yaml': FLAWED });
    const paths = ['list.json', 'broken.yaml', 'strange.yaml', 'good.yaml'].map((name) => path.join(folder, name));
    const { code, stdout, stderr } = cli(['audit', '--format', 'json', ...paths, ...ONLY]);
    const { templates, errors } = JSON.parse(stdout) as Report;
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^error: .*list\.json: is not a CloudFormation template/),
      expect.stringMatching(/^error: .*broken\.yaml: is neither JSON nor YAML/),
      expect.stringMatching(/^error: .*strange\.yaml: is not a CloudFormation template/),
    ]);
    expect(errors).toHaveLength(3);
    expect(templates.map(({ error, findings }) => [error === undefined, findings.length])).toEqual([[false, 0], [false, 0], [false, 0], [true, 2]]);
  });

  describe('--together', () => {
    const exporting = 'Resources: { Dlq: { Type: AWS::SQS::Queue } }\nOutputs: { Arn: { Value: !GetAtt Dlq.Arn, Export: { Name: dlq } } }';
    const importing = 'Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties: { RedrivePolicy: { deadLetterTargetArn: !ImportValue dlq, maxReceiveCount: 5 } }';

    test('resolves exports across the paths', () => {
      const [a, b] = [fileWith(exporting), fileWith(importing)];
      expect(found(a, b, ...ONLY)).toEqual([]);
      const { templates } = report(a, b, ...ONLY, '--together');
      expect(templates.map(({ file, findings }) => [file, findings.map(({ id }) => id)])).toEqual([[a, ['DlqRetention']], [b, []]]);
      expect(report(b, ...ONLY).templates[0].unresolved).toEqual([{ reason: 'imported from a stack that was not given', values: 1 }]);
    });

    test('goes on without what cannot be read', () => {
      const [a, b] = [fileWith(exporting), fileWith(importing)];
      const { templates, errors } = report(a, 'missing.yaml', b, ...ONLY, '--together');
      expect(templates.map(({ file, error }) => [file, error !== undefined])).toEqual([[a, false], [b, false], ['missing.yaml', true]]);
      expect(errors).toEqual(['missing.yaml: no such file or folder']);
      expect(report('missing.yaml', '--together').templates).toHaveLength(1);
    });

    test('a nested stack belongs to the path of its parent', () => {
      const folder = folderOf({
        'parent.yaml': 'Resources: { Net: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child.yaml } }, Gone: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: gone.yaml } } }',
        'child.yaml': FLAWED,
        'other.yaml': SOUND,
      });
      const [parent, other] = ['parent.yaml', 'other.yaml'].map((name) => path.join(folder, name));
      const { templates } = report(parent, other, ...ONLY, '--together');
      expect(templates.map(({ stacks, findings }) => [stacks, findings.map(({ stack }) => stack)])).toEqual([[2, ['parent/Net', 'parent/Net']], [1, []]]);
      expect(templates[0].notes).toEqual([{ file: parent, message: 'nested stack Gone: its template was not found beside this one' }]);
    });
  });
});

describe('options', () => {
  test('--severity leaves out what is less', () => {
    const file = fileWith(FLAWED);
    expect(found(file, ...ONLY, '--severity', 'high')).toEqual(['DlqRetention Dlq']);
    expect(report(file, ...ONLY, '--severity', 'high').summary.lessons).toBe(1);
  });
  describe('without --severity', () => {
    const BUCKETS = 'Resources: { A: { Type: AWS::S3::Bucket }, B: { Type: AWS::S3::Bucket } }';
    const severities = (...args: string[]) => new Set(report(fileWith(BUCKETS), ...args).templates[0].findings.map(({ severity }) => severity));

    test('low is counted, once for each lesson, and not shown', () => {
      const file = fileWith(BUCKETS);
      const { templates: [template], summary } = report(file);
      expect(template.findings.map(({ severity }) => severity)).not.toContain('low');
      const low = report(file, '--severity', 'low').templates[0].findings.filter(({ severity }) => severity === 'low');
      expect(template.notShown).toEqual({ findings: low.length, pci: low.filter(({ pci }) => pci.length > 0).length });
      expect(template.notShown.pci).toBeGreaterThan(0);
      expect(summary).toMatchObject({ findings: { low: 0 }, notShown: template.notShown });
    });
    test('what is acknowledged is not counted', () => {
      const acknowledged = `Metadata: { cdk-payments: { acknowledge: [{ id: BucketTlsOnly, reason: x }] } }\n${BUCKETS}`;
      const count = (text: string) => report(fileWith(text)).summary.notShown.findings;
      expect(count(acknowledged)).toBe(count(BUCKETS) - 1);
      expect(report(fileWith(acknowledged)).templates[0].notes).toEqual([]);
    });
    test('low is shown to who names a lesson, or fails on it', () => {
      expect(severities('--only', 'BucketTlsOnly')).toEqual(new Set(['low']));
      expect(severities('--fail-on', 'low')).toContain('low');
    });
  });

  test('places of medium and low are one finding for each lesson and template, those of high one each', () => {
    const again = FLAWED.split('\n').slice(1).join('\n').replaceAll('Queue:', 'Queue2:').replaceAll('Dlq', 'Dlq2');
    const [one, two] = [fileWith(`${FLAWED}${again}`), fileWith(FLAWED)];
    const { templates } = report(one, two, ...ONLY);
    const briefly = templates.map(({ findings }) =>
      findings.map(({ id, logicalId, alsoAt }) => [id, logicalId, alsoAt?.map((place) => place.logicalId)]));
    expect(briefly).toEqual([
      [['DlqRetention', 'Dlq', undefined], ['DlqRetention', 'Dlq2', undefined], ['RedriveAtOnce', 'Queue', ['Queue2']]],
      [['DlqRetention', 'Dlq', undefined], ['RedriveAtOnce', 'Queue', undefined]],
    ]);
    expect(templates[0].findings[2].alsoAt).toEqual([
      { logicalId: 'Queue2', stack: 'payments', constructPath: null, path: expect.any(Array), file: one, line: 13, column: expect.any(Number), found: 'maxReceiveCount is 1', detail: null },
    ]);
  });

  test('--only, repeated, with commas, with the prefix of the pack, in any case', () => {
    const file = fileWith(FLAWED);
    expect(found(file, '--only', 'PaymentChecks-dlqretention', '--only', 'NameWithoutEnvironment, RedriveAtOnce')).toEqual(['DlqRetention Dlq', 'RedriveAtOnce Queue']);
  });
  test('--skip', () => expect(found(fileWith(FLAWED), ...ONLY, '--skip', 'DlqRetention')).toEqual(['RedriveAtOnce Queue']));

  const named = (name: string) => `Resources: { Dlq: { Type: AWS::SQS::Queue, Properties: { QueueName: ${name} } } }`;
  test('--environment-suffix', () => {
    expect(found(fileWith(named('payments-dev')), '--only', 'NameWithoutEnvironment')).toEqual([]);
    expect(found(fileWith(named('payments-dev')), '--only', 'NameWithoutEnvironment', '--environment-suffix', 'one|two')).toEqual(['NameWithoutEnvironment Dlq']);
    expect(found(fileWith(named('/payments/ONE/dlq')), '--only', 'NameWithoutEnvironment', '--environment-suffix', 'one|two')).toEqual([]);
  });
  test('--parameter', () => {
    const file = fileWith(`Parameters: { Count: { Type: Number } }\n${FLAWED.replace('maxReceiveCount: 1', 'maxReceiveCount: !Ref Count')}`);
    expect(found(file, '--only', 'RedriveAtOnce')).toEqual([]);
    expect(found(file, '--only', 'RedriveAtOnce', '--parameter', 'Count=1')).toEqual(['RedriveAtOnce Queue']);
  });
  test('--parameter that no template has', () => {
    const audit = (template: string, ...names: string[]) => cli(['audit', fileWith(template), ...ONLY, ...names.flatMap((name) => ['--parameter', `${name}=1`])]);
    expect(audit(SOUND, 'Cuont')).toMatchObject({ code: 2, stdout: '', stderr: 'error: --parameter Cuont: no template has a parameter of that name; there are none at all\n' });
    const declared = `Parameters: { Count: { Type: Number }, Environment: { Type: String } }\n${SOUND}`;
    expect(audit(declared, 'Cuont')).toMatchObject({ code: 2, stdout: '', stderr: 'error: --parameter Cuont: no template has a parameter of that name; did you mean Count? There are Count, Environment\n' });
    expect(audit(declared, 'Size', 'Count', 'Key')).toMatchObject({ code: 2, stdout: '', stderr: 'error: --parameter Size, Key: no template has parameters of these names; there are Count, Environment\n' });
  });
  test.each([
    ['String', 'dev, prod', 'prd', 'dev, prod'], ['Number', '1, 2', '3', '1, 2'], ['CommaDelimitedList', 'a, b', 'a,c', 'a, b'],
  ])('--parameter that a %s of %s does not allow', (type, allowed, value, expected) => {
    const file = fileWith(`Parameters: { Choice: { Type: ${type}, AllowedValues: [${allowed}] } }\n${SOUND}`);
    const audit = (given: string) => cli(['audit', file, ...ONLY, '--parameter', `Choice=${given}`]);
    expect(audit(value)).toMatchObject({ code: 2, stderr: `error: --parameter Choice=${value}: expected ${expected}\n` });
    expect(audit(allowed.split(', ')[1])).toMatchObject({ code: 0, stderr: '' });
  });
  test('--required-tags and --account-concurrency reach the lessons', () => {
    expect(cli(['audit', fileWith(SOUND), ...ONLY, '--required-tags', 'Owner,CostCentre', '--account-concurrency', '500']).code).toBe(0);
  });

  test('--output writes the report, without colours, and says the sum', () => {
    const folder = folderOf({ 'payments.yaml': FLAWED });
    const output = path.join(folder, 'report.txt');
    const { stdout, stderr, code } = cli(['audit', path.join(folder, 'payments.yaml'), ...ONLY, '-o', output], {}, { isTTY: true });
    expect([code, stdout, stderr]).toEqual([1, '', `2 findings: 1 high, 1 medium, see ${output}\n`]);
    expect(fs.readFileSync(output, 'utf8')).toMatch(/^HIGH · 1 finding\n/);
  });
  test('--output says how much is not shown', () => {
    const file = fileWith('Resources: { Topic: { Type: AWS::SNS::Topic } }');
    expect(cli(['audit', file, '-o', path.join(path.dirname(file), 'report.txt')]).stderr).toMatch(/ · \d+ not shown, see /);
  });
  test('--output that cannot be written', () => {
    expect(cli(['audit', fileWith(SOUND), ...ONLY, '-o', '/nowhere/at/all'])).toMatchObject({ code: 2, stdout: '', stderr: 'error: --output /nowhere/at/all: cannot be written (ENOENT)\n' });
  });
});

test('- is the standard input, no file', () => expect(cli(['audit', '-', '--format', 'xml']).stderr).not.toContain('no such file'));

describe('bad usage', () => {
  test('fails with all faults at once, a line each', () => {
    const { code, stdout, stderr } = cli([
      'audit', 'missing.yaml', '--format', 'xml', '--severity', 'bad', '--fail-on', 'always', '--only', 'DlqRetentoin', '--skip', 'Qqqqqqqqqqqqqqqqq',
      '--environment-suffix', '(', '--account-concurrency', 'many', '--parameter', 'Name',
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toEqual([
      'error: --severity bad: expected critical, high, medium, low',
      expect.stringMatching(/^error: --only: no lesson is called DlqRetentoin; did you mean DlqRetention\b.*\?$/),
      'error: --skip: no lesson is called Qqqqqqqqqqqqqqqqq; see `cdk-payments lessons`',
      'error: --format xml: expected text, json, sarif',
      'error: --fail-on always: expected critical, high, medium, low, never',
      expect.stringMatching(/^error: --environment-suffix must be a regular expression: write the words alone/),
      'error: --account-concurrency many: expected a whole number above 0',
      'error: --parameter Name: expected Name=Value',
      'error: missing.yaml: no such file or folder',
    ]);
  });
  test('fails when no lesson is left', () => {
    expect(cli(['audit', fileWith(SOUND), '--only', 'RedriveAtOnce', '--severity', 'high']))
      .toMatchObject({ code: 2, stderr: 'error: no lesson is left to apply: see --only, --skip and --severity\n' });
  });
});
