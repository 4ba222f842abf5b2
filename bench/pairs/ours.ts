import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Finding, Missing, Severity, Tool } from './tool';

const ROOT = path.join(__dirname, '..', '..');
const CLI = path.join(ROOT, 'assets', 'cli', 'cdk-payments.js');

/** What `cdk-payments audit --format json` prints, for one template or for many. */
interface Report {
  readonly findings?: ReportedFinding[];
  readonly templates?: Array<{ readonly file: string; readonly error?: string; readonly findings?: ReportedFinding[] }>;
}

interface ReportedFinding {
  readonly id: string;
  readonly severity: Exclude<Severity, 'info'>;
  readonly classes?: readonly string[];
}

export const ours = (cli = CLI, severity?: string): Tool => ({
  name: 'ours',
  prepare: () => {
    if (!fs.existsSync(cli)) throw new Missing(`${path.relative(process.cwd(), cli)} is missing: run \`npx projen bundle\` first`);
  },
  start: async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-pairs-'));
    try {
      const file = path.join(folder, 'template.json');
      fs.writeFileSync(file, JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }));
      run(cli, [file], severity);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  },
  audit: async (file) => {
    const findings = run(cli, [file], severity).get(file);
    if (!findings) throw new Error(`${file} was not read`);
    return findings;
  },
  auditAll: async (files) => run(cli, files, severity),
});

function run(cli: string, files: readonly string[], severity?: string): Map<string, Finding[]> {
  const options = ['--format', 'json', ...severity === undefined ? [] : ['--severity', severity]];
  const { stdout, stderr } = spawnSync(process.execPath, [cli, 'audit', ...files, ...options], { encoding: 'utf8', maxBuffer: 1024 ** 3 });
  let report: Report;
  try {
    report = JSON.parse(stdout) as Report; // findings make it exit with another code than 0
  } catch {
    throw new Error(`${cli} did not print JSON: ${(stderr || stdout).trim().split('\n')[0] || 'nothing'}`);
  }
  const templates = report.templates ?? [{ file: files[0], findings: report.findings }];
  return new Map(templates.flatMap(({ file, error, findings }) =>
    findings && error === undefined ? [[path.resolve(file), findings.map(toFinding)] as const] : []));
}

const toFinding = ({ id, severity, classes }: ReportedFinding): Finding => ({ rule: id, severity, classes: classes ?? [] });
