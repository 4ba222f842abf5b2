/** Scans every golden template with cfn-lint and checkov (MG-16): `npm run scan`. No AWS account; a network only to install the two. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import Table from 'cli-table3';
import { CANARY, CANARY_TEMPLATE, withoutCanary } from './canary';
import { missingReads } from './drift-reads';
import { check, Finding, lint, nameOf } from './findings';
import { judge, readSuppressions } from './suppressions';
import { MissingError, pythonEnvironment } from '../../integ/python';

const ROOT = path.join(__dirname, '..', '..');
const GOLDEN = path.join(ROOT, 'golden');
const CACHE = path.join(ROOT, 'node_modules', '.cache', 'scan');
/** Those that goldens are bound to; what is bound to none is made for any. */
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-west-2'];
/** Whose drift is looked for. */
const DRIFTING = 'migration.primary.template.json';
/** Packages with their versions, as pip takes them. */
const PINS = fs.readFileSync(path.join(__dirname, 'requirements.txt'), 'utf8').split('\n').filter((line) => /^\S+==/.test(line));

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(0)} s`;

function resourcesOf(file: string): number {
  const { Resources: resources } = JSON.parse(fs.readFileSync(file, 'utf8')) as { Resources: Record<string, unknown> };
  return Object.keys(resources).length;
}

function print(
  templates: ReadonlyMap<string, number>, passed: ReadonlyMap<string, number>, open: readonly Finding[], suppressed: readonly Finding[],
): void {
  const table = new Table({
    head: ['Golden', 'Resources', 'cfn-lint errors', 'warnings', 'suppressed', 'checkov failed', 'passed', 'suppressed'], style: { head: [], border: [] },
  });
  const count = (findings: readonly Finding[], template: string, scanner: string, level?: string): number =>
    findings.filter((one) => one.template === template && one.scanner === scanner && one.level === (level ?? one.level)).length;
  for (const [name, resources] of templates) {
    table.push([
      name, resources, count(open, name, 'cfn-lint', 'error'), count(open, name, 'cfn-lint', 'warning'), count(suppressed, name, 'cfn-lint'),
      count(open, name, 'checkov'), passed.get(name) ?? 0, count(suppressed, name, 'checkov'),
    ]);
  }
  console.log(`\n${table.toString()}\n`);
  for (const { scanner, rule, template, resource, message } of open) console.log(`  ${scanner} ${rule}  ${template}/${resource}\n    ${message}`);
}

async function scan(folder: string): Promise<number> {
  const files = fs.readdirSync(GOLDEN).filter((file) => file.endsWith('.template.json')).sort();
  if (files.length === 0) throw new Error(`no template in ${GOLDEN}`);
  fs.mkdirSync(CACHE, { recursive: true });
  let since = performance.now();
  const python = pythonEnvironment({ what: 'The security scan', cache: CACHE, pins: PINS, complete: true, oldest: [3, 11] });
  console.log(`Scanners ready: ${seconds(since)}`);

  since = performance.now();
  const templates = path.join(folder, 'templates');
  fs.mkdirSync(templates);
  for (const file of files) fs.copyFileSync(path.join(GOLDEN, file), path.join(templates, file));
  fs.writeFileSync(path.join(templates, `${CANARY}.template.json`), JSON.stringify(CANARY_TEMPLATE, null, 1));
  const place = { python, folder: templates, home: folder };
  const [linted, checked] = await Promise.all([lint(place, fs.readdirSync(templates), REGIONS), check(place)]);
  const resources = new Map(files.map((file) => [nameOf(file), resourcesOf(path.join(GOLDEN, file))]));
  const expected = [...resources.values()].reduce((sum, count) => sum + count, 0);
  const read = checked.resources - Object.keys(CANARY_TEMPLATE.Resources).length;
  if (read !== expected) throw new Error(`checkov read ${read} of ${expected} resources`);

  const suppressions = readSuppressions();
  const { open, suppressed, faults } = judge(withoutCanary([...linted, ...checked.findings]), suppressions);
  print(resources, checked.passed, open, suppressed);
  for (const fault of faults) console.log(`  ${fault}`);
  const unread = missingReads(python, path.join(GOLDEN, DRIFTING));
  for (const action of unread) console.log(`  ${DRIFTING}: drift detection needs ${action} (src/migration/features/drift-reads.ts)`);
  const passed = files.reduce((sum, file) => sum + (checked.passed.get(nameOf(file)) ?? 0), 0);
  console.log(`${files.length} goldens, ${expected} resources, in ${seconds(since)}: ${open.length} findings, ${suppressed.length} suppressed by `
    + `${suppressions.length} reasons, ${passed} checks of checkov passed${faults.length > 0 ? `, ${faults.length} faults in the suppressions` : ''}`);
  return open.length + faults.length + unread.length > 0 ? 1 : 0;
}

async function main(): Promise<number> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scan-'));
  try {
    return await scan(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().then((code) => { process.exitCode = code; }, (error: Error) => {
  console.error(error instanceof MissingError ? error.message : error);
  process.exitCode = 1;
});
