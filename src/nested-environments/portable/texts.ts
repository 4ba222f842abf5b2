import { agree, ANY, Choice, filled, map, same, Scalar, seen, Slots, TYPES } from './slots';
import { isRecord } from '../../template';

/** Words with their numbers, and each other character. */
const WORDS = /[A-Za-z0-9_.]+|[^A-Za-z0-9_.]/g;
/** Shorter texts without a space are names and ranges: they go into the mapping as a whole. */
const LONG = 60;

/** A word, or an intrinsic function. */
type Atom = unknown;

/** The words of a text: of a string, or of `Fn::Join` without a separator. */
function atomsOf(value: unknown): Atom[] | undefined {
  if (typeof value === 'string') return value.match(WORDS) ?? [];
  const join = isRecord(value) && Object.keys(value).length === 1 ? value['Fn::Join'] : undefined;
  if (!Array.isArray(join) || join[0] !== '' || !Array.isArray(join[1])) return undefined;
  return (join[1] as unknown[]).flatMap((part) => typeof part === 'string' ? part.match(WORDS) ?? [] : [part]);
}

/**
 * Three texts as one, with the common words written once. Nothing when they have too little in common, or are no texts.
 *
 * @param branch how to choose between values that are no words
 */
export function mergeText(slots: Slots, at: readonly string[], branch: (slots: Slots) => unknown): unknown {
  const texts = map(filled(slots), atomsOf);
  if (texts.some((text) => text === undefined)) return undefined;
  const columns = columnsOfWords(texts as Slots<Atom[]>);
  const differing = columns.filter((column) => !isCommon(column));
  if (columns.length === differing.length) return undefined;
  const choice = (column: Slots<Atom[]>) => map(column, (words, index) => slots[index] === ANY ? ANY : words.join(''));
  const long = seen(slots).some((text) => typeof text !== 'string' || text.length > LONG || /\s/.test(text));
  if (!long && !differing.every((column) => agree(choice(column), TYPES))) return undefined;
  return joined(columns.map((column) => {
    if (isCommon(column)) return joined(column[0]);
    return column.every((words) => words.length > 0 && words.every(isWord))
      ? new Choice(choice(column) as Slots<Scalar>, at, true)
      : branch(map(column, (words) => joined(words)));
  }));
}

const isWord = (atom: Atom) => typeof atom === 'string';
const isCommon = ([dev, staging, prod]: Slots<Atom[]>) => same(dev, staging) && same(dev, prod);

/** Word for word where there are equally many and most are common; else what is common at both ends, and the rest in one. */
function columnsOfWords(texts: Slots<Atom[]>): Slots<Atom[]>[] {
  const [dev, staging, prod] = texts;
  if (dev.length === staging.length && dev.length === prod.length) {
    const columns = dev.map((atom, index): Slots<Atom[]> => [[atom], [staging[index]], [prod[index]]]);
    if (2 * columns.filter(isCommon).length >= columns.length) return columns;
  }
  const shortest = Math.min(...texts.map(({ length }) => length));
  const common = (from: number) => texts.every((text) => same(text.at(from), dev.at(from)));
  let start = 0;
  while (start < shortest && common(start)) start += 1;
  let end = 0;
  while (end < shortest - start && common(-1 - end)) end += 1;
  // An empty text is not for a mapping: a common word goes with it.
  if (texts.some(({ length }) => length === start + end)) {
    if (start > 0) start -= 1; else end = Math.max(0, end - 1);
  }
  const row = (from: number, until: (text: Atom[]) => number) => map(texts, (text) => text.slice(from, until(text)));
  const columns = [row(0, () => start), row(start, (text) => text.length - end), map(texts, (text) => text.slice(text.length - end))];
  return columns.filter((column) => column.some(({ length }) => length > 0));
}

/** Words and functions as one text. */
export function joined(parts: readonly unknown[]): unknown {
  const merged: unknown[] = [];
  for (const part of parts.flatMap((one) => isRecord(one) && Array.isArray(one['Fn::Join']) && one['Fn::Join'][0] === '' ? one['Fn::Join'][1] as unknown[] : [one])) {
    const last = merged[merged.length - 1];
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else if (part !== '') merged.push(part);
  }
  return merged.length < 2 ? merged[0] ?? '' : { 'Fn::Join': ['', merged] };
}
