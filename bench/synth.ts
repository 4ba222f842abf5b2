import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Measurement, median, ms, ROOT, run } from './run';

const ROUNDS = 15;
const LIMIT = 1.1;

const VARIANTS = ['library', 'plain'] as const;
export type Variant = typeof VARIANTS[number];

/** What `children/synth.ts` prints. */
export interface SynthTiming {
  readonly load: number;
  readonly construct: number;
  readonly synth: number;
  readonly total: number;
  /** Processor time, of all threads. */
  readonly cpu: number;
  readonly types: Record<string, number>;
}

/** An app with the construct against one written by hand, from the first require to the assembly. */
export function measureSynth(): Measurement[] {
  const timings: Record<Variant, SynthTiming[]> = { library: [], plain: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    // Whoever goes second finds a warmer disk: they take turns.
    for (const variant of round % 2 === 0 ? VARIANTS : [...VARIANTS].reverse()) timings[variant].push(synthesise(variant));
    if (round === 0) assertSameTypes(timings.library[0].types, timings.plain[0].types);
  }
  const ratioOf = (time: 'total' | 'cpu'): number =>
    median(timings.library.map((timing, round) => timing[time] / timings.plain[round][time]));
  const parts = (variant: Variant): string => {
    const part = (name: 'total' | 'load' | 'construct' | 'synth') => ms(median(timings[variant].map((timing) => timing[name])));
    return `${part('total')} (load ${part('load')}, construct ${part('construct')}, synth ${part('synth')})`;
  };
  const count = Object.values(timings.library[0].types).reduce((sum, each) => sum + each, 0);
  const ratio = ratioOf('total');
  return [
    { what: `app with PaymentWebhookPipeline, ${count} resources`, figure: parts('library') },
    { what: 'app by hand, the same number of each type', figure: parts('plain') },
    { what: `median ratio of ${ROUNDS} pairs`, figure: ratio.toFixed(3), limit: { text: `<= ${LIMIT}`, met: ratio <= LIMIT } },
    { what: 'the same in processor time, which other work on the machine disturbs less', figure: ratioOf('cpu').toFixed(3) },
  ];
}

function synthesise(variant: Variant): SynthTiming {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-synth-'));
  try {
    return run<SynthTiming>('synth', [variant, ROOT, outdir]);
  } finally {
    fs.rmSync(outdir, { recursive: true });
  }
}

function assertSameTypes(library: Record<string, number>, plain: Record<string, number>): void {
  const differing = [...new Set([...Object.keys(library), ...Object.keys(plain)])].filter((type) => library[type] !== plain[type]).sort();
  if (differing.length === 0) return;
  const lines = differing.map((type) => `  ${type}: ${library[type] ?? 0} by the library, ${plain[type] ?? 0} by hand`);
  throw new Error(`bench/plain-pipeline.ts no longer makes what the library makes:\n${lines.join('\n')}`);
}
