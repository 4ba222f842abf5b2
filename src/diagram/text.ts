/** Advance widths of Helvetica, from the space on, in thousandths of the size; Arial and Liberation Sans have the same. */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
  556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const LATIN = 600;
/** Chinese, Japanese, Korean, emoji. */
const WIDE = 1000;
/** Other fonts are a little wider. */
const SLACK = 1.04;
const BOLD = 1.06;
const ELLIPSIS = '…';

/** Width in pixels, without a browser to ask: the drawing is the same everywhere. */
export function widthOf(text: string, size: number, isBold = false): number {
  let sum = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    sum += WIDTHS[code - 32] ?? (code < 0x2e80 ? LATIN : WIDE);
  }
  return sum / 1000 * size * SLACK * (isBold ? BOLD : 1);
}

/** As much as fits, with an ellipsis. */
export function fitted(text: string, width: number, size: number, isBold = false): string {
  if (widthOf(text, size, isBold) <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && widthOf(`${letters.join('')}${ELLIPSIS}`, size, isBold) > width) letters.pop();
  return `${letters.join('').trimEnd()}${ELLIPSIS}`;
}

/** At most so many lines; the last one with an ellipsis when there is more. */
export function lines(text: string, width: number, size: number, most: number, isBold = false): string[] {
  const done: string[] = [];
  const words = text.split(/\s+/).filter(Boolean);
  while (words.length > 0 && done.length < most - 1) {
    let line = words.shift()!;
    while (words.length > 0 && widthOf(`${line} ${words[0]}`, size, isBold) <= width) line += ` ${words.shift()!}`;
    done.push(fitted(line, width, size, isBold));
  }
  return words.length > 0 ? [...done, fitted(words.join(' '), width, size, isBold)] : done;
}
