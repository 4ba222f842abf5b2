import { oneLine } from './faults';
import { Output, Streams } from './streams';

const PIPED = 80;
const NARROWEST = 40;
/** Longer lines of prose are hard to read. */
const WIDEST = 120;

/** Of the terminal; of the variable COLUMNS where the output is piped. */
export const columnsOf = (output: Output, env: Streams['env']): number | undefined => output.columns
  ?? (/^[1-9]\d*$/.test(env.COLUMNS ?? '') ? Number(env.COLUMNS) : undefined);

export const widthOf = (output: Output | undefined, { env }: Streams): number =>
  Math.min(WIDEST, Math.max(NARROWEST, (output && columnsOf(output, env)) ?? PIPED));

/** Lines of at most `width`; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** The lines of a text behind `first`, and those that follow below its text. */
export function hanging(text: string, first: string, width: number, paint = (line: string): string => line): string[] {
  const rest = ' '.repeat(first.length);
  return wrap(text, width - first.length).map((line, index) => (index === 0 ? first : rest) + paint(line));
}
