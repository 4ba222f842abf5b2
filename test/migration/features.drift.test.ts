import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { DRIFT_SCRIPT } from '../../src/migration/features/drift-script';

const EVENTS = { StackId: 'arn:aws:cloudformation:eu-west-2:111122223333:stack/PaymentMigration/1', ChangeSetName: 'revert-drift-1' };
/** In the place of boto3: answers from a file, and writes down what it is asked. */
const BOTO3 = `
import json, os
class Client:
    def __init__(self):
        with open(os.environ['ANSWERS']) as file:
            self.answers = json.load(file)
    def __getattr__(self, name):
        def call(**arguments):
            with open(os.environ['CALLS'], 'a') as file:
                file.write(json.dumps([name, arguments]) + '\\n')
            return self.answers.get(name, [{}]).pop(0)
        return call
def client(service):
    assert service == 'cloudformation'
    return Client()
`;

const hasPython = spawnSync('python3', ['--version']).status === 0;
/** A machine without Python cannot run what Systems Manager will; CI has it. */
const inPython = hasPython ? describe : describe.skip;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drift-'));
beforeAll(() => {
  fs.writeFileSync(path.join(folder, 'boto3.py'), BOTO3);
  fs.writeFileSync(path.join(folder, 'script.py'), DRIFT_SCRIPT);
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Runs a handler as Systems Manager does: what it returns, or why it failed; and what it asked CloudFormation. */
function run(handler: 'create' | 'judge', answers: Record<string, unknown[]>) {
  const [ANSWERS, CALLS] = ['answers', 'calls'].map((name) => path.join(folder, `${name}.json`));
  fs.writeFileSync(ANSWERS, JSON.stringify(answers));
  fs.writeFileSync(CALLS, '');
  const program = `import json, script\ntry:\n    print(json.dumps({'result': script.${handler}(${JSON.stringify(EVENTS)}, None)}))\nexcept RuntimeError as error:\n    print(json.dumps({'error': str(error)}))`;
  const output = execFileSync('python3', ['-c', program], { cwd: folder, env: { PATH: process.env.PATH, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1', ANSWERS, CALLS }, encoding: 'utf8' });
  const calls = fs.readFileSync(CALLS, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as [string, Record<string, unknown>]);
  return { ...JSON.parse(output) as { result?: unknown; error?: string }, calls };
}
const change = (id: string, action: string, replacement?: string) => ({ Type: 'Resource', ResourceChange: { LogicalResourceId: id, Action: action, Replacement: replacement } });
const judge = (...pages: unknown[]) => run('judge', { describe_change_set: pages });

inPython('the script of the document', () => {
  test('MG-15 the change set is of the own template, with the parameters as they are', () => {
    const { calls } = run('create', { describe_stacks: [{ Stacks: [{ Parameters: [{ ParameterKey: 'CertificateArn', ParameterValue: 'arn' }] }] }] });
    expect(calls).toEqual([
      ['describe_stacks', { StackName: EVENTS.StackId }],
      ['create_change_set', {
        StackName: EVENTS.StackId,
        ChangeSetName: EVENTS.ChangeSetName,
        ChangeSetType: 'UPDATE',
        UsePreviousTemplate: true,
        Parameters: [{ ParameterKey: 'CertificateArn', UsePreviousValue: true }],
        DeploymentMode: 'REVERT_DRIFT',
        Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
      }],
    ]);
  });

  test('MG-15 what changes in place is executed, from all pages', () => {
    const { result } = judge(
      { Status: 'CREATE_COMPLETE', Changes: [change('Queue', 'Modify', 'False')], NextToken: 'more' }, { Status: 'CREATE_COMPLETE', Changes: [change('Alarm', 'SyncWithActual')] },
    );
    expect(result).toEqual({ Decision: 'execute', Resources: 'Alarm, Queue' });
  });

  test.each<[string, unknown]>([
    ['replaced', change('Database', 'Modify', 'True')],
    ['perhaps replaced', change('Database', 'Modify', 'Conditional')],
    ['deleted', change('Database', 'Remove')],
    ['made anew, and so without its data', change('Database', 'Add')],
    ['of a kind that is not known', change('Database', 'Modify')],
  ])('MG-15 a person decides when something would be %s', (_, one) => {
    const { error, calls } = judge({ Status: 'CREATE_COMPLETE', Changes: [change('Queue', 'Modify', 'False'), one] });
    expect(error).toBe('a person has to look at revert-drift-1, it would replace, make or delete: Database');
    expect(calls.map(([name]) => name)).toEqual(['describe_change_set']); // it stays, to be looked at
  });

  test.each([
    ['it says so', { Status: 'FAILED', StatusReason: 'The submitted information didn\'t contain changes. Submit different information to create a change set.' }],
    ['it is empty', { Status: 'CREATE_COMPLETE', Changes: [] }],
  ])('MG-15 nothing is done, and nothing left, when nothing drifted: %s', (_, page) => {
    const { result, calls } = judge(page);
    expect([result, calls.at(-1)]).toEqual([{ Decision: 'nothing', Resources: '' }, ['delete_change_set', { StackName: EVENTS.StackId, ChangeSetName: EVENTS.ChangeSetName }]]);
  });

  test('MG-15 fails when there is no change set, with the reason', () => {
    expect(judge({ Status: 'FAILED', StatusReason: 'Access denied for operation' }).error).toBe('no change set: Access denied for operation');
  });
});
