/** What the library costs, side by side with doing without it. Prints one table; `--write` records it in bench/results.md. */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { measureAudit } from './audit';
import { measureCompare } from './compare';
import { measureHandlers } from './handlers';
import { measureLoad } from './load';
import { compileChildren, HANDLERS, LIBRARY, Measurement } from './run';
import { measureSignatures } from './signatures';
import { measureSynth } from './synth';

function table(measurements: Measurement[]): string {
  const rows = [
    ['What', 'Median', 'Limit', ''],
    ...measurements.map(({ what, figure, limit }) => [what, figure, limit?.text ?? '', limit ? (limit.met ? 'OK' : 'OVER') : '']),
  ];
  const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

async function main(): Promise<void> {
  for (const [file, step] of [[LIBRARY, 'npx projen compile'], ...HANDLERS.map((folder) => [folder, 'npx projen bundle'])]) {
    if (!fs.existsSync(file)) throw new Error(`${path.basename(path.dirname(file))}/${path.basename(file)} is missing: run \`${step}\` first`);
  }
  const start = performance.now();
  await compileChildren();
  const result = table([...measureLoad(), ...measureSynth(), ...measureHandlers(), ...measureSignatures(), ...measureAudit(), ...measureCompare()]);
  const machine = `Node ${process.version}, ${os.cpus().length} CPUs. Medians of alternated runs in fresh processes, CDK_VALIDATION=false.`;
  console.log(`${result}\n\n${machine}\nTook ${((performance.now() - start) / 1000).toFixed(0)} s.`);
  // Figures differ with every run: they are recorded on purpose.
  if (process.argv.includes('--write')) fs.writeFileSync(path.join(__dirname, 'results.md'), `# What the library costs\n\nWritten by \`npm run bench -- --write\`.\n\n${machine}\n\n${result}\n`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
