import * as fs from 'fs';
import * as path from 'path';
import { alarmName, alarms, goldenMigration, plain } from './system';
import { Json } from '../webhook-pipeline/template';

const RUNBOOK = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'runbook-migration.md'), 'utf8');
const { primary, replica } = goldenMigration();
const matches = (pattern: RegExp): string[] => [...new Set([...RUNBOOK.matchAll(pattern)].map(([, name]) => name))];
const outputsOf = ({ json }: { json: Json }): string[] => Object.keys(json.Outputs);

test('MG-14 the runbook tells recovery with its arithmetic, the cut-over and the way back', () => {
  for (const heading of ['What to expect', 'The arithmetic', 'Permissions', 'Quotas', 'Deploy', 'Verify', 'Cut over', 'Roll back', 'Rehearse', 'Rotation', 'A Region fails', 'Fail back', 'Redrive', 'Tear down', 'Never verified']) {
    expect(RUNBOOK).toMatch(new RegExp(`^## ${heading}$`, 'm'));
  }
});

test('MG-14 the minutes of the recovery add up, below the hour of the plan', () => {
  const minutes = [...RUNBOOK.split('## The arithmetic')[1].split('| Sum |')[0].matchAll(/^\| [A-Z][^|]+ \| (\d+) \|/gm)].map(([, value]) => Number(value));
  const sum = Number(/\| Sum \| (\d+) \|/.exec(RUNBOOK)![1]);
  const plan = primary.one('AWS::ARCRegionSwitch::Plan').Properties;
  expect(minutes).toHaveLength(5);
  expect(minutes.reduce((total, value) => total + value, 0)).toBe(sum);
  expect(sum).toBeLessThan(plan.RecoveryTimeObjectiveMinutes);
  expect(minutes).toContain(plan.Workflows[0].Steps[0].ExecutionBlockConfiguration.RdsPromoteReadReplicaConfig.TimeoutMinutes);
});

test('MG-14 what the runbook says of the queue is what the template has', () => {
  const { VisibilityTimeout, RedrivePolicy } = primary.one('AWS::SQS::Queue', ({ QueueName }) => QueueName === 'pay-migration-payments-queue-prod').Properties;
  expect(RUNBOOK).toContain(`${RedrivePolicy.maxReceiveCount} receives x ${VisibilityTimeout} s`);
});

test.each([['out', primary], ['other', replica]] as const)('MG-17 fails when a command asks for an output that is not there: %s', (name, template) => {
  const used = matches(new RegExp(`\\$\\(${name} (\\w+)\\)`, 'g')).filter((output) => output !== 'X');
  expect(used.length).toBeGreaterThan(2);
  expect(used.filter((output) => !outputsOf(template).includes(output))).toEqual([]);
});

test('MG-18 fails when a name is not one of the templates', () => {
  // Names that the runbook itself gives: the old primary, while it is beside the new one.
  const own = ['pay-migration-mysql-prod-old'];
  const text = [primary, replica].map(({ json }) => JSON.stringify(json)).join('\n');
  const names = matches(/\b(pay-migration-[a-z0-9-]*[a-z0-9])\b/g).filter((name) => !own.includes(name));
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !text.includes(name))).toEqual([]);
});

test('MG-07 fails when a log group of the runbook is not there', () => {
  const groups = [primary, replica].flatMap((t) => t.all('AWS::Logs::LogGroup')).map(({ Properties }) => plain(Properties.LogGroupName));
  const named = matches(/`(\/aws\/[a-z0-9/-]+)`/g);
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((name) => !groups.includes(name))).toEqual([]);
});

test('MG-07 every alarm is told, and no other', () => {
  const told = matches(/^### (\w+)$/gm).sort();
  expect(told).toEqual([...new Set([primary, replica].flatMap(alarms).map(alarmName))].sort());
});

test('fails when a parameter of the template is not told', () => {
  const parameters = Object.keys(primary.json.Parameters).filter((name) => name !== 'BootstrapVersion');
  for (const name of parameters) expect(RUNBOOK).toContain(`--parameters ${name}=`);
});

test('fails when a link leads nowhere', () => {
  const headings = matches(/^#{2,3} (.+)$/gm).map((heading) => heading.toLowerCase().replaceAll(' ', '-'));
  expect(matches(/\]\(#([a-z-]+)\)/g).filter((anchor) => !headings.includes(anchor))).toEqual([]);
});
