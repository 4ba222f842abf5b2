import * as fs from 'fs';
import { differences, PAGE, render } from '../../tools/environments';

/** What the table asks for, and what follows from it. Roles, keys, security groups, routes, listeners are not among it. */
const WANTED = [
  /\.(DeletionPolicy|UpdateReplacePolicy)$/, /^Key\.PendingWindowInDays$/, // NE-05
  /^AccessLogs(\.Tags|\/Policy\.PolicyDocument|\/AutoDeleteObjectsCustomResource\.Type)$/, /^Custom::S3AutoDeleteObjects/, // the bucket of dev is emptied
  /^Cluster\.(DeletionProtection|BackupRetentionPeriod)$/, /^LoadBalancer\.LoadBalancerAttributes$/,
  /^Cluster\/(Writer\.DBInstanceClass|Reader[12]\.Type)$/, /^InstanceParameters\.Parameters$/,
  /^Vpc(\/\w+Subnet\d\/Subnet)?\.CidrBlock$/,
  /^Monitoring\/(\w+\.(Threshold|AlarmDescription)|Dashboard\.DashboardBody)$/,
  /^Service\/(Task\.(Cpu|Memory)|Service\/TaskCount\/Target\.(Min|Max)Capacity)$/,
];

test('NE-03 the environments differ in the table and in nothing else', () => {
  const found = differences();
  expect(found.filter(({ where }) => !WANTED.some((pattern) => pattern.test(where)))).toEqual([]);
  expect(WANTED.filter((pattern) => !found.some(({ where }) => pattern.test(where)))).toEqual([]);
});

test('fails when docs/environments.md is not what the generator writes: run tools/environments.ts', () => {
  expect(fs.readFileSync(PAGE, 'utf8')).toBe(render());
});
