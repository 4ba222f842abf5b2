/**
 * Audits of the development pairs, a flawed template and its correction each, beside cdk-nag and CloudFormation's validator:
 * `npx ts-node -T -P test/tsconfig.json bench/pairs/main.ts [folder] [options]`
 *
 *   --json <file>    write the figures, and those of each pair
 *   --tools <a,b>    only these
 *   --misses <n>     verified failures that the first tool did not find, and pairs it ranked wrong
 *   --class <name>   found of this class, pair by pair; `all` for a table of all classes
 *   --cli <file>     another build of our command
 *   --severity <s>   the lowest that our command shows; what it shows by default without
 */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { parseArgs } from 'util';
import { cdkNag } from './cdk-nag';
import { cloudformationValidate } from './cloudformation-validate';
import { found, foundByAnyRule, measure, Result, scoreOf, weight } from './measure';
import { ours } from './ours';
import { loadPairs, Pair, SIDES } from './pairs';
import { classTable, figures, Figures, figuresTable, misses } from './report';
import { Missing, WEIGHTS } from './tool';

const PAIRS = path.join(__dirname, '..', '..', '..', 'shared', 'bench', 'pairs');

/** All that a later comparison may ask for. */
function details(results: readonly Result[], pairs: readonly Pair[], summary: Figures): object {
  const [weights] = Object.values(WEIGHTS);
  const each = (pair: Pair) => results.map((result) => ({
    tool: result.tool,
    score: scoreOf(result, pair, weights),
    ...Object.fromEntries(SIDES.map((side) => {
      const findings = result.findings.get(pair.files[side]);
      return [side, findings ? { findings: findings.length, weight: weight(findings, weights) } : { unread: result.unread.get(pair.files[side]) }];
    })),
    verified: pair.verified.map((failure) => ({ class: failure.class, found: found(result, failure), byAnyRule: foundByAnyRule(result, failure) })),
  }));
  return {
    weights: WEIGHTS,
    tools: summary.tools,
    figures: summary.rows.map(({ what, values, longer }) =>
      ({ what, ...Object.fromEntries(summary.tools.map((tool, index) => [tool, values[index]])), longer })),
    pairs: pairs.map((pair) => ({ pair: pair.name, equalCount: pair.equalCount, tools: each(pair) })),
  };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'string' }, tools: { type: 'string' }, misses: { type: 'string' }, class: { type: 'string' }, cli: { type: 'string' }, severity: { type: 'string' } },
  });
  if (values.misses !== undefined && !/^\d+$/.test(values.misses)) throw new Error(`--misses takes a number, not ${values.misses}`);
  const pairs = loadPairs(path.resolve(positionals[0] ?? PAIRS));
  const tools = [ours(values.cli, values.severity), cdkNag(), cloudformationValidate()];
  const wanted = values.tools?.split(',') ?? tools.map(({ name }) => name);
  const unknown = wanted.find((name) => !tools.some((tool) => tool.name === name));
  if (unknown !== undefined) throw new Error(`no tool ${unknown}: there are ${tools.map(({ name }) => name).join(', ')}`);
  const results: Result[] = [];
  for (const tool of tools.filter(({ name }) => wanted.includes(name))) {
    try {
      tool.prepare?.();
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      console.error(`without ${tool.name}: ${error.message}`);
      continue;
    }
    results.push(await measure(tool, pairs));
  }
  if (results.length === 0) throw new Error('nothing to measure');
  const summary = figures(results, pairs);
  console.log(figuresTable(summary));
  const weights = Object.entries(WEIGHTS).map(([name, each]) => `${name}: ${Object.entries(each).map(([severity, value]) => `${severity} ${value}`).join(', ')}`);
  console.log(`A tie, or a template not read, is a half. ${weights.join('; ')}. Node ${process.version}, ${os.cpus().length} CPUs.`);
  if (values.class !== undefined) console.log(`\n${classTable(results, pairs, values.class)}`);
  if (values.misses !== undefined) console.log(`\n${misses(results[0], pairs, Number(values.misses))}`);
  if (values.json !== undefined) fs.writeFileSync(values.json, `${JSON.stringify(details(results, pairs, summary), undefined, 1)}\n`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
