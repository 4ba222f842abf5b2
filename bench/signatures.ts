import { Measurement, median, run } from './run';

const LIMIT = 0.8;

/** What `children/signatures.ts` prints: checks a second, round by round. */
export interface SignatureRate {
  readonly scheme: string;
  readonly rounds: Array<{ readonly check: number; readonly bare: number }>;
}

export function measureSignatures(): Measurement[] {
  return run<SignatureRate[]>('signatures', []).map(({ scheme, rounds }) => {
    const ratio = median(rounds.map(({ check, bare }) => check / bare));
    const rate = (name: 'check' | 'bare') => Math.round(median(rounds.map((round) => round[name]))).toLocaleString('en-US');
    return {
      what: `signature ${scheme}, 4 KB: check / bare HMAC`,
      figure: `${ratio.toFixed(3)} (${rate('check')} / ${rate('bare')} a second)`,
      limit: { text: `>= ${LIMIT}`, met: ratio >= LIMIT },
    };
  });
}
