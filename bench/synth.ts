import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Measurement, median, ms, ROOT, run } from './run';

const PAIRS = 11;
const LIMIT = 1.1;

/** What `children/synth.ts` prints. */
export interface SynthTiming {
  readonly load: number;
  readonly construct: number;
  readonly synth: number;
  readonly total: number;
  readonly types: Record<string, number>;
}

/** An app with the construct against one written by hand, from the first require to the assembly. */
export function measureSynth(): Measurement[] {
  const synthesise = (variant: 'library' | 'plain'): SynthTiming => {
    const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-synth-'));
    try {
      return run<SynthTiming>('synth', [variant, ROOT, outdir]);
    } finally {
      fs.rmSync(outdir, { recursive: true });
    }
  };
  assertSameTypes(synthesise('library').types, synthesise('plain').types);
  const rounds = Array.from({ length: PAIRS }, (_, round) => {
    // Whoever goes second finds a warmer disk: they take turns.
    if (round % 2 === 0) return { library: synthesise('library'), plain: synthesise('plain') };
    const plain = synthesise('plain');
    return { library: synthesise('library'), plain };
  });
  const ratio = median(rounds.map(({ library, plain }) => library.total / plain.total));
  const parts = (variant: 'library' | 'plain'): string => {
    const part = (name: 'total' | 'load' | 'construct' | 'synth') => ms(median(rounds.map((round) => round[variant][name])));
    return `${part('total')} (load ${part('load')}, construct ${part('construct')}, synth ${part('synth')})`;
  };
  const count = Object.values(rounds[0].library.types).reduce((sum, each) => sum + each, 0);
  return [
    { what: `app with PaymentWebhookPipeline, ${count} resources`, figure: parts('library') },
    { what: 'app by hand, the same number of each type', figure: parts('plain') },
    { what: `median ratio of ${PAIRS} pairs`, figure: ratio.toFixed(3), limit: { text: `<= ${LIMIT}`, met: ratio <= LIMIT } },
  ];
}

function assertSameTypes(library: Record<string, number>, plain: Record<string, number>): void {
  const differing = [...new Set([...Object.keys(library), ...Object.keys(plain)])].filter((type) => library[type] !== plain[type]).sort();
  if (differing.length === 0) return;
  const lines = differing.map((type) => `  ${type}: ${library[type] ?? 0} by the library, ${plain[type] ?? 0} by hand`);
  throw new Error(`bench/plain-pipeline.ts no longer makes what the library makes:\n${lines.join('\n')}`);
}
