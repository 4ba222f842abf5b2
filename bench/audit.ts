import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Measurement, median, ms, ROOT, run } from './run';
import { renamed } from '../test/lessons/equivalents';
import { Template } from '../test/lessons/mutants/mutant';

const CLI = path.join(ROOT, 'bin', 'cdk-payments');
const GOLDEN = path.join(ROOT, 'golden', 'webhook-pipeline.zip.template.json');
const ROUNDS = 7;
const START_MS = 120;
const AUDIT_MS = 150;
const TIMES = 20;

/** The golden template twice, the second time under other ids and names: more than the 500 resources that a stack may have. */
export function template(): Template {
  const golden = JSON.parse(fs.readFileSync(GOLDEN, 'utf8')) as Template;
  const second = JSON.parse(JSON.stringify(renamed(golden)).replaceAll('-dev', '-test')) as Template;
  return { ...golden, Resources: { ...golden.Resources, ...second.Resources } };
}

export function timed(...args: string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
  if (status === null || status > 1) throw new Error(`${path.basename(CLI)} ${args[0]} failed: ${stderr}`);
  return performance.now() - began;
}

/** Start and audit of the command, beside cdk-nag's AwsSolutions on the same template, by turns. */
export function measureAudit(): Measurement[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-audit-'));
  try {
    const file = path.join(folder, 'template.json');
    const doubled = template();
    const resources = Object.keys(doubled.Resources).length;
    fs.writeFileSync(file, JSON.stringify(doubled, undefined, 1));
    const rounds = Array.from({ length: ROUNDS }, () => {
      const began = performance.now();
      run<number>('nag', [file]);
      return { nag: performance.now() - began, start: timed('--version'), audit: timed('audit', file, '--format', 'json') };
    });
    const [nag, start, audit] = (['nag', 'start', 'audit'] as const).map((key) => median(rounds.map((round) => round[key])));
    const after = median(rounds.map((round) => round.audit - round.start));
    const times = nag / audit;
    return [
      { what: 'cdk-payments: start', figure: ms(start), limit: { text: `<= ${START_MS} ms`, met: start <= START_MS } },
      { what: `cdk-payments audit: ${resources} resources, after start`, figure: ms(after), limit: { text: `<= ${AUDIT_MS} ms`, met: after <= AUDIT_MS } },
      { what: 'cdk-nag AwsSolutions through CfnInclude, start included', figure: ms(nag) },
      { what: 'cdk-nag against cdk-payments audit, start included', figure: `${times.toFixed(1)} times`, limit: { text: `>= ${TIMES} times`, met: times >= TIMES } },
    ];
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
