import { Part } from './architecture';
import { nounOf } from './details';
import { lines } from './text';

export const CARD_WIDTH = 204;
export const PADDING = 11;
/** Of the square with the icon. */
export const ICON = 30;
export const LABEL_SIZE = 11.5;
export const NAME_SIZE = 14;
export const SMALL_SIZE = 11.5;
export const LABEL_LINE = 15;
export const NAME_LINE = 17;
export const SMALL_LINE = 15;
/** How far the cards behind the first one of several stand out, above and to the right. */
export const BEHIND = 6;
/** What `×5` needs. */
const PILL = 30;

const INSIDE = CARD_WIDTH - 2 * PADDING;
/** Text beside the icon. */
export const TEXT_LEFT = PADDING + ICON + 10;

/** The text of a part, in the lines that fit. */
export interface Card {
  readonly part: Part;
  readonly label: string;
  readonly name: readonly string[];
  /** Below, over the whole width. */
  readonly small: readonly string[];
  /** With those behind it. */
  readonly width: number;
  readonly height: number;
}

/** `8 alarms, 3 policies, log group`: the most first. */
export function detailsText(part: Part): string {
  const counts = new Map<string, number>();
  for (const { type } of part.details) counts.set(nounOf(type), (counts.get(nounOf(type)) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([noun, count]) => count === 1 ? noun : `${count} ${plural(noun)}`).join(', ');
}

export const plural = (noun: string): string => /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;

export function cardOf(part: Part): Card {
  const isMany = part.resources.length > 1;
  const beside = CARD_WIDTH - TEXT_LEFT - PADDING;
  const name = lines(part.name, beside, NAME_SIZE, 2, true);
  const details = detailsText(part);
  const small = [
    ...isMany ? lines(part.members.join(', '), INSIDE, SMALL_SIZE, 2) : [],
    ...part.remark ? lines(part.remark, INSIDE, SMALL_SIZE, 1) : [],
    ...details ? lines(`+ ${details}`, INSIDE, SMALL_SIZE, 1) : [],
  ];
  const behind = isMany ? BEHIND : 0;
  const head = Math.max(ICON, LABEL_LINE + name.length * NAME_LINE);
  return {
    part,
    label: lines(part.kind.label, beside - (isMany ? PILL : 0), LABEL_SIZE, 1)[0],
    name,
    small,
    width: CARD_WIDTH + behind,
    height: behind + PADDING + head + (small.length > 0 ? 5 + small.length * SMALL_LINE : 0) + PADDING - 3,
  };
}
