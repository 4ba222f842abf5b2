/** Main job, `npm start`: synthesise the golden templates, compare them with the committed ones, audit them, grade templates that are not ours, say where to look. */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import Table from 'cli-table3';
import { Listr } from 'listr2';
import { addAll } from '../golden/apps/all';
import { Finding, PACKS } from '../golden/apps/audit';
import { Golden, synthesise } from '../golden/apps/synthesise';
import type { CompareReport } from '../src/compare/result';

const ROOT = path.join(__dirname, '..');
const REPORTS = path.join(ROOT, 'reports');
const ASSEMBLY = path.join(REPORTS, 'cdk.out');
const COMMAND = path.join(ROOT, 'bin', 'cdk-payments');
/** Written by hand, each with the failures of its kind. */
const CANDIDATES = path.join('examples', 'candidates');
const relative = (file: string) => path.relative(ROOT, file);

interface Result {
  readonly golden: Golden;
  drifted?: boolean;
  findings: Record<string, Finding[]>;
}

/** Grades the candidates with the command, as a user does: a report in each format, below the folder of reports; the ranking of JSON. */
function compareCandidates(): CompareReport {
  const candidates = fs.readdirSync(path.join(ROOT, CANDIDATES)).sort().map((name) => path.join(CANDIDATES, name));
  for (const format of ['html', 'markdown', 'json']) {
    const file = path.join(REPORTS, `compare.${format === 'markdown' ? 'md' : format}`);
    const { status, stderr } = spawnSync(process.execPath, [COMMAND, 'compare', ...candidates, '--format', format, '--output', file], { cwd: ROOT, encoding: 'utf8' });
    if (status !== 0) throw new Error(`cdk-payments compare failed: ${stderr}`);
  }
  return JSON.parse(fs.readFileSync(path.join(REPORTS, 'compare.json'), 'utf8')) as CompareReport;
}

/** The committed template, if there is one. */
function committed(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

/** The innermost stack around a construct. */
function ownerOf(construct: string, master: Result, results: Result[]): Result {
  const pathOf = ({ golden: { stack } }: Result) => stack.node.path;
  return results.filter((result) => `${construct}/`.startsWith(`${pathOf(result)}/`))
    .reduce((inner, other) => pathOf(other).length > pathOf(inner).length ? other : inner, master);
}

async function main(): Promise<void> {
  let results: Result[] = [];
  let report: CompareReport | undefined;
  fs.rmSync(REPORTS, { recursive: true, force: true });
  fs.mkdirSync(REPORTS, { recursive: true });
  await new Listr([
    {
      title: 'Synthesise the golden stacks',
      task: (_, task) => {
        results = synthesise(ASSEMBLY, addAll).map((golden) => ({ golden, findings: {} }));
        task.title += `: ${results.length}`;
      },
    },
    {
      title: 'Compare with the committed golden templates',
      task: (_, task) => {
        for (const result of results) result.drifted = committed(result.golden.file) !== result.golden.text;
        task.title += `: ${results.filter(({ drifted }) => drifted).length} differ`;
      },
    },
    ...Object.entries(PACKS).map(([name, pack]) => ({
      title: `Audit with cdk-nag ${name}`,
      task: (_: unknown, task: { title: string }) => {
        for (const result of results) result.findings[name] = [];
        // An audit sees the nested stacks too: each finding goes to the template that its construct is in.
        for (const master of results.filter(({ golden: { stack } }) => !stack.nestedStackParent)) {
          for (const finding of pack(master.golden.stack)) ownerOf(finding.path, master, results).findings[name].push(finding);
        }
        task.title += `: ${results.reduce((sum, { findings }) => sum + findings[name].length, 0)} findings`;
      },
    })),
    {
      title: `Compare ${CANDIDATES} with the reference`,
      task: (_, task) => {
        report = compareCandidates();
        task.title += `: ${report.candidates.length}`;
      },
    },
  ], { renderer: process.stdout.isTTY ? 'default' : 'simple' }).run();

  const packs = Object.keys(PACKS);
  const table = new Table({ head: ['Golden', 'Resources', ...packs, 'Drift', 'Template'], style: { head: [], border: [] } });
  for (const { golden, drifted, findings } of results) {
    table.push([
      golden.name, Object.keys(golden.template.Resources).length, ...packs.map((pack) => findings[pack].length), drifted ? 'YES' : 'none', relative(golden.file),
    ]);
  }
  console.log(`\n${table.toString()}\n`);
  const ranking = new Table({ head: ['Candidate', 'System', 'Grade', 'Critical', 'High', 'Medium', 'Low'], style: { head: [], border: [] } });
  for (const candidate of report!.candidates) {
    if ('error' in candidate) throw new Error(candidate.error);
    const { system, grade, findings: found } = candidate;
    const count = (wanted: string) => found.filter(({ severity, kind }) => severity === wanted && kind !== 'open').length;
    ranking.push([candidate.candidate, system.id, grade.grade, ...['critical', 'high', 'medium', 'low'].map(count)]);
  }
  console.log(`${ranking.toString()}\n`);
  const findings = results.flatMap((result) => packs.flatMap((pack) => result.findings[pack]));
  for (const { rule, path: where, description } of findings) console.log(`  ${rule}  ${where}\n    ${description}`);
  const file = path.join(REPORTS, 'audit.json');
  fs.writeFileSync(file, `${JSON.stringify(results.map(({ golden, drifted, findings: byPack }) => ({
    golden: golden.name, template: relative(golden.file), resources: Object.keys(golden.template.Resources).length, drifted, findings: byPack,
  })), null, 2)}\n`);
  const drifted = results.filter((result) => result.drifted);
  if (drifted.length > 0) console.log(`Drift: ${drifted.map(({ golden }) => golden.name).join(', ')}. Run 'npm run golden', and read the diff.`);
  console.log(`Templates  ${relative(path.dirname(results[0].golden.file))}/`);
  console.log(`Audit      ${relative(file)}`);
  console.log(`Comparison ${relative(REPORTS)}/compare.html, compare.md, compare.json`);
  console.log(`Assembly   ${relative(ASSEMBLY)}/ (deploy: npx aws-cdk@2.1148.1 deploy --app ${relative(ASSEMBLY)} WebhookPipelineZip, or PaymentEnvironment-dev)`);
  if (drifted.length > 0 || findings.length > 0) process.exitCode = 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
