import { createColors } from 'picocolors';
import { Output, Streams } from './streams';
import { Severity } from '../lessons/lesson';

export type Colours = ReturnType<typeof createColors>;

/** https://no-color.org and the wish of the user go before what the terminal can do. */
export function coloursFor(output: Output | undefined, wanted: boolean, { env }: Streams): Colours {
  if (!wanted || env.NO_COLOR) return createColors(false);
  if (env.FORCE_COLOR !== undefined) return createColors(!['0', 'false'].includes(env.FORCE_COLOR));
  return createColors(output?.isTTY === true && env.TERM !== 'dumb');
}

export function paint(severity: Severity, colours: Colours): (text: string) => string {
  const { bold, red, yellow, blue } = colours;
  return {
    critical: (text: string) => bold(red(text)),
    high: red,
    medium: yellow,
    low: blue,
  }[severity];
}
