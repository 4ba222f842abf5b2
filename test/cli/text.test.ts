import * as path from 'node:path';
import { cli, FLAWED, folderOf, ONLY, removeFolders, SOUND } from './cli';
import { hanging, wrap } from '../../src/cli/wrap';

afterEach(removeFolders);

const files = (content: Record<string, string>) => {
  const folder = folderOf(content);
  return Object.keys(content).map((name) => path.join(folder, name));
};
/** The same in each run. */
const stable = (text: string) => text.replace(/\/\S*cli-test-\w+\//g, '').replace(/\d+\.\d\d s$/m, '0.00 s');

const TWICE = `${FLAWED}  Other:
    Type: AWS::SQS::Queue
    Metadata: { cdk-payments: { acknowledge: [{ id: RedriveAtOnce, reason: Nobody retries }, { id: DlqRetention, reason: Never used }] } }
    Properties: { QueueName: !ImportValue x, RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 2 } }
`;

test('groups by severity and lesson, the worst first', () => {
  const before = process.cwd();
  // The length of a path decides where lines break.
  process.chdir(folderOf({ 'a.yaml': TWICE, 'b.yaml': FLAWED.replace(/^ {4}Metadata.*\n/m, '') }));
  const { stdout } = cli(['audit', 'b.yaml', 'a.yaml', ...ONLY]);
  process.chdir(before);
  expect(stable(stdout)).toMatchSnapshot();
  expect(stdout).not.toContain('\u001b');
});

test('says that all is well', () => {
  const [file] = files({ 'a.yaml': SOUND });
  expect(stable(cli(['audit', file, ...ONLY]).stdout)).toBe('✔ no findings\n  1 template, 2 resources, 2 lessons, 0.00 s\n');
});

test('tells why values are not known, the first few', () => {
  const parameters = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
  const [file] = files({
    'a.yaml': `Parameters: { ${parameters.map((name) => `${name}: { Type: String }`).join(', ')} }
Resources: { T: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref A, Tags: [${parameters.map((name) => `{ Key: ${name}, Value: !Ref ${name} }`).join(', ')}, { Key: X, Value: !Sub 'a\${B}' }] } } }`,
  });
  const { stdout } = cli(['audit', file, ...ONLY], {}, { columns: 200 });
  expect(stable(stdout.replace(/\n {2}(?=\S)/g, ' '))).toContain('a.yaml: not known: parameter B (2 times), parameter A (2 times), parameter G, parameter F, parameter E, and 2 more; set parameters by --parameter Name=Value');
});

test('tells of a note that begins with its file once', () => {
  const [file] = files({ 'a.yaml': SOUND, 'b.json': '[]' });
  expect(stable(cli(['audit', path.dirname(file), ...ONLY], {}, { columns: 120 }).stdout)).toContain('\n  b.json: is not a CloudFormation template: a list, not a mapping\n');
});

test.each(['DuplicateExport', 'ExportWithoutEnvironment'])('%s is told where the name of the export stands', (id) => {
  const output = (name: string) => `  ${name}:
    Value: !Ref Queue
    Export:
      Name: payments
`;
  const [file] = files({ 'a.yaml': `Resources:\n  Queue: { Type: AWS::SQS::Queue }\nOutputs:\n${output('Url')}${output('Other')}` });
  expect(stable(cli(['audit', file, '--only', id]).stdout)).toContain('    a.yaml:11:7\n');
});

test('keeps escape sequences of a template from the terminal', () => {
  const [file] = files({ 'a.json': JSON.stringify({ Resources: { 'D\u001b[31mlq\u0007': { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'payments' } } } }) });
  const { stdout } = cli(['audit', file, '--only', 'NameWithoutEnvironment']);
  expect(stdout).toContain('  D [31mlq\n');
  // eslint-disable-next-line no-control-regex
  expect(stdout).not.toMatch(/[\u0007\u001b]/);
});

test('says how much is not shown', () => {
  const [file] = files({ 'a.yaml': 'Resources: { A: { Type: AWS::SNS::Topic }, B: { Type: AWS::SNS::Topic } }' });
  const told = (...args: string[]) => cli(['audit', file, ...args], {}, { columns: 120 }).stdout;
  expect(told()).toMatch(/\n {2}\d+ more below the severity that is shown, \d+ of them on requirements of PCI DSS: --severity low\n/);
  expect(told('--skip', 'MissingTags,TopicUnencrypted')).not.toContain('more below');
  expect(told('--severity', 'low')).not.toContain('more below');
});

describe('colours', () => {
  const colourful = (args: string[], env: Record<string, string>, isTTY = true) => {
    const [file] = files({ 'a.yaml': FLAWED });
    return cli(['audit', file, ...ONLY, ...args], env, { isTTY }).stdout.includes('\u001b[');
  };
  test.each<[string, string[], Record<string, string>, boolean, boolean]>([
    ['in a terminal', [], {}, true, true],
    ['not in a pipe', [], {}, false, false],
    ['not with --no-color', ['--no-color'], { FORCE_COLOR: '1' }, true, false],
    ['not with NO_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['not in a dumb terminal', [], { TERM: 'dumb' }, true, false],
    ['with FORCE_COLOR', [], { FORCE_COLOR: '1' }, false, true],
    ['not with FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, true, false],
  ])('%s', (_, args, env, isTTY, expected) => expect(colourful(args, env, isTTY)).toBe(expected));
});

describe('width', () => {
  const widest = (columns?: number, COLUMNS?: string) => {
    const [file] = files({ 'a.yaml': FLAWED });
    const lines = cli(['audit', file, ...ONLY], COLUMNS === undefined ? {} : { COLUMNS }, { columns }).stdout.split('\n').filter((line) => !line.includes('a.yaml:'));
    return Math.max(...lines.map((line) => line.length));
  };
  test.each([['60', 60], ['500', 120], ['wide', 80], ['', 80]])('of a pipe with COLUMNS=%s: at most %i', (columns, most) => {
    expect(widest(undefined, columns)).toBeLessThanOrEqual(most);
    expect(widest(undefined, columns)).toBeGreaterThan(most - 20);
  });
  test.each([[undefined, 80], [60, 60], [10, 40], [500, 120]])('of a terminal with %p columns: at most %i', (columns, most) => {
    expect(widest(columns)).toBeLessThanOrEqual(most);
    expect(widest(columns)).toBeGreaterThan(most - 20);
  });
  test('a long word has a line of its own', () => expect(wrap(`a ${'b'.repeat(20)} c d`, 10)).toEqual(['a', 'b'.repeat(20), 'c d']));
  test('lines hang below the first', () => expect(hanging('one two three', '→ ', 9)).toEqual(['→ one two', '  three']));
});
