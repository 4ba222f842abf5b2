import { median } from '../run';
import { Pair, Side, SIDES, Verified } from './pairs';
import { Finding, Tool, Weights } from './tool';

/** Of one tool on all pairs. */
export interface Result {
  readonly tool: string;
  readonly startMs: number;
  readonly templateMs: number;
  /** By file; without those that could not be read. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** Why they could not be read, by file. */
  readonly unread: ReadonlyMap<string, string>;
}

export async function measure(tool: Tool, pairs: readonly Pair[]): Promise<Result> {
  const files = pairs.flatMap((pair) => SIDES.map((side) => pair.files[side]));
  const started = performance.now();
  await tool.start();
  const startMs = performance.now() - started;
  const unread = new Map<string, string>();
  if (tool.auditAll) {
    const since = performance.now();
    const findings = await tool.auditAll(files);
    // Its process starts once more.
    const templateMs = Math.max(0, performance.now() - since - startMs) / files.length;
    for (const file of files) if (!findings.has(file)) unread.set(file, 'not in the report');
    return { tool: tool.name, startMs, templateMs, findings, unread };
  }
  const findings = new Map<string, readonly Finding[]>();
  const times: number[] = [];
  for (const file of files) {
    const since = performance.now();
    try {
      findings.set(file, await tool.audit(file));
      times.push(performance.now() - since);
    } catch (error) {
      unread.set(file, error instanceof Error ? error.message : String(error));
    }
  }
  return { tool: tool.name, startMs, templateMs: times.length > 0 ? median(times) : 0, findings, unread };
}

export const weight = (findings: readonly Finding[], weights: Weights): number =>
  Math.round(findings.reduce((sum, { severity }) => sum + weights[severity], 0) * 1e6) / 1e6;

/** 1 when the ideal template is the better one, a half when the tool cannot tell, or reads only one of them. */
export function scoreOf({ findings }: Result, { files }: Pair, weights: Weights): number {
  const [flawed, ideal] = SIDES.map((side) => findings.get(files[side]));
  if (!flawed || !ideal) return 0.5;
  const difference = weight(flawed, weights) - weight(ideal, weights);
  return difference > 0 ? 1 : difference < 0 ? 0 : 0.5;
}

export const lengthScore = ({ sizes }: Pair): number => (sizes.ideal > sizes.flawed ? 1 : sizes.ideal < sizes.flawed ? 0 : 0.5);

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export function countOf({ findings }: Result, { pair, class: name }: Verified, side: Side): number | undefined {
  return findings.get(pair.files[side])?.filter(({ classes }) => classes.includes(name)).length;
}

/** Findings of its class on the flawed template, and none or fewer on the ideal one. Both must be read. */
export function found(result: Result, verified: Verified): boolean {
  const [flawed, ideal] = SIDES.map((side) => countOf(result, verified, side));
  return flawed !== undefined && ideal !== undefined && flawed > ideal;
}

/** What `found` could be at most with any mapping of rules to classes: the findings of some rule became fewer. */
export function foundByAnyRule({ findings }: Result, { pair: { files } }: Verified): boolean {
  const [flawed, ideal] = SIDES.map((side) => findings.get(files[side]));
  if (!flawed || !ideal) return false;
  const count = (list: readonly Finding[], rule: string) => list.filter((finding) => finding.rule === rule).length;
  return flawed.some(({ rule }) => count(flawed, rule) > count(ideal, rule));
}

export function medianFindings({ findings }: Result, pairs: readonly Pair[], side: Side): number {
  const counts = pairs.flatMap(({ files }) => findings.get(files[side])?.length ?? []);
  return counts.length > 0 ? median(counts) : 0;
}
