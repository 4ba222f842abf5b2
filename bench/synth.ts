import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Measurement, median, ms, ROOT, run } from './run';

const ROUNDS = 11;
const LIMIT = 1.1;

/** `warned` has the golden props, whose rate makes the library warn. */
const VARIANTS = ['library', 'plain', 'warned'] as const;
export type Variant = typeof VARIANTS[number];

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
  const timings: Record<Variant, SynthTiming[]> = { library: [], plain: [], warned: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    // Whoever goes second finds a warmer disk: they take turns.
    for (const variant of round % 2 === 0 ? VARIANTS : [...VARIANTS].reverse()) timings[variant].push(synthesise(variant));
    if (round === 0) assertSameTypes(timings.library[0].types, timings.plain[0].types);
  }
  const ratioOf = (variant: Variant): number => median(timings[variant].map(({ total }, round) => total / timings.plain[round].total));
  const parts = (variant: Variant): string => {
    const part = (name: 'total' | 'load' | 'construct' | 'synth') => ms(median(timings[variant].map((timing) => timing[name])));
    return `${part('total')} (load ${part('load')}, construct ${part('construct')}, synth ${part('synth')})`;
  };
  const count = Object.values(timings.library[0].types).reduce((sum, each) => sum + each, 0);
  const ratio = ratioOf('library');
  return [
    { what: `app with PaymentWebhookPipeline, ${count} resources`, figure: parts('library') },
    { what: 'app by hand, the same number of each type', figure: parts('plain') },
    { what: `median ratio of ${ROUNDS} pairs`, figure: ratio.toFixed(3), limit: { text: `<= ${LIMIT}`, met: ratio <= LIMIT } },
    { what: 'the same with a capacity warning, reported by the CDK', figure: `${ratioOf('warned').toFixed(3)}: ${parts('warned')}` },
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
