import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { template, timed } from './audit';
import { Measurement, median, ms, ROOT } from './run';

const ROUNDS = 7;
const COMPARE_MS = 200;
const PAIRS_MS = 5000;
/** Templates of real tasks; not in the repository. */
const PAIRS = path.join(ROOT, '..', 'shared', 'bench', 'pairs');

/** The comparison of one large template, and of many. */
export function measureCompare(): Measurement[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-compare-'));
  try {
    const file = path.join(folder, 'template.json');
    const doubled = template();
    fs.writeFileSync(file, JSON.stringify(doubled, undefined, 1));
    const compare = (format: string) => timed('compare', file, '--format', format, '--output', path.join(folder, 'report'));
    const rounds = Array.from({ length: ROUNDS }, () => ({ start: timed('--version'), text: compare('text'), json: compare('json') }));
    const after = (format: 'text' | 'json') => median(rounds.map((round) => round[format] - round.start));
    const what = `cdk-payments compare: ${Object.keys(doubled.Resources).length} resources against a golden, after start`;
    return [
      { what, figure: ms(after('text')), limit: { text: `<= ${COMPARE_MS} ms`, met: after('text') <= COMPARE_MS } },
      { what: `${what}, as JSON with the structure`, figure: ms(after('json')) },
      ...fs.existsSync(PAIRS) ? [measurePairs(folder)] : [],
    ];
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function measurePairs(folder: string): Measurement {
  const files = fs.readdirSync(PAIRS).map((name) => path.join(PAIRS, name, 'flawed.json'));
  const all = timed('compare', ...files, '--format', 'json', '--output', path.join(folder, 'pairs.json'));
  return { what: `cdk-payments compare: ${files.length} templates of real tasks`, figure: ms(all), limit: { text: `<= ${PAIRS_MS} ms`, met: all <= PAIRS_MS } };
}
