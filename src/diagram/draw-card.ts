import type { DrawnFrame, Part } from './architecture';
import { BEHIND, Card, CARD_WIDTH, ICON, LABEL_LINE, LABEL_SIZE, NAME_LINE, NAME_SIZE, PADDING, plural, SMALL_LINE, SMALL_SIZE, TEXT_LEFT } from './card';
import { ICONS } from './icons';
import type { Link } from './links';
import type { PlacedCard } from './placed';
import { widthOf } from './text';
import { escaped, px } from './xml';

/** How a part, or a frame, is marked in a comparison. */
export interface Mark {
  /** Class of the shape. */
  readonly state: string;
  /** A sign on the corner, so that colour is not all. */
  readonly sign: string;
  /** Said by the title. */
  readonly text: string;
  /** A few words on the lower border. */
  readonly note?: string;
}

/** What a page adds to a drawing. */
export interface Look {
  readonly mark: (drawn: Part | DrawnFrame) => Mark | undefined;
  /** Puts the shape into something, as into a link. `svg` is escaped already. */
  readonly wrap: (drawn: Part | DrawnFrame, svg: string) => string;
  /** A class more for the line. */
  readonly link: (link: Link<Part>) => string;
}

export const PLAIN: Look = { mark: () => undefined, wrap: (_, svg) => svg, link: () => '' };

const RADIUS = 8;

export function textAt(x: number, y: number, size: number, classes: string, text: string, more = ''): string {
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}" class="${classes}"${more}>${escaped(text)}</text>`;
}

/** All that is known of a part, for a tooltip and for those who listen. */
export function titleOf({ part }: Card): string {
  const { resources, details, kind } = part;
  const what = resources.length > 1 ? `${resources.length} × ${kind.label}` : kind.label;
  return [
    `${what}: ${resources.map(({ address }) => address).join(', ')} (${resources[0].type})`,
    ...part.remark ? [part.remark] : [],
    ...details.length > 0 ? [`${details.length} ${details.length === 1 ? 'detail' : plural('detail')}: ${details.map(({ address, type }) => `${address} (${type})`).join(', ')}`] : [],
  ].join('\n');
}

export function drawCard({ card, x, y }: PlacedCard, { mark: markOf, wrap }: Look = PLAIN): string {
  const mark = markOf(card.part);
  const { kind, resources } = card.part;
  const isMany = resources.length > 1;
  const behind = isMany ? BEHIND : 0;
  const height = card.height - behind;
  const box = (offset: number, classes: string) =>
    `<rect x="${px(offset)}" y="${px(-offset)}" width="${CARD_WIDTH}" height="${px(height)}" rx="${RADIUS}" class="${classes}"/>`;
  const nameTop = PADDING + LABEL_LINE - 2;
  const smallTop = PADDING + Math.max(ICON, LABEL_LINE + card.name.length * NAME_LINE) + 5;
  const title = [...mark ? [mark.text] : [], titleOf(card)].join('\n');
  return wrap(card.part, [
    `<g transform="translate(${px(x)} ${px(y + behind)})"><title>${escaped(title)}</title>`,
    ...isMany ? [box(BEHIND, 'card'), box(BEHIND / 2, 'card')] : [],
    box(0, mark ? `card front ${mark.state}` : 'card front'),
    `<rect x="${PADDING}" y="${PADDING}" width="${ICON}" height="${ICON}" rx="7" class="${kind.category}"/>`,
    `<g transform="translate(${PADDING + 5} ${PADDING + 5})" class="glyph">${ICONS[kind.icon]}</g>`,
    textAt(TEXT_LEFT, PADDING + LABEL_SIZE - 1, LABEL_SIZE, 'muted', card.label),
    ...isMany ? [pill(CARD_WIDTH - PADDING, PADDING - 3, `×${resources.length}`)] : [],
    ...card.name.map((line, index) => textAt(TEXT_LEFT, nameTop + (index + 1) * NAME_LINE - 3, NAME_SIZE, 'ink bold', line)),
    ...card.small.map((line, index) => textAt(PADDING, smallTop + (index + 1) * SMALL_LINE - 3, SMALL_SIZE, 'muted', line)),
    ...mark ? [badge(mark), noteOf(mark, height)] : [],
    '</g>',
  ].join(''));
}

function pill(right: number, top: number, text: string): string {
  const width = widthOf(text, 11, true) + 12;
  return `<rect x="${px(right - width)}" y="${px(top)}" width="${px(width)}" height="17" rx="8.5" class="pill"/>`
    + textAt(right - width / 2, top + 12.5, 11, 'ink bold', text, ' text-anchor="middle"');
}

function noteOf({ note }: Mark, height: number): string {
  if (!note) return '';
  const width = widthOf(note, 11, true) + 14;
  return `<g class="note"><rect x="${px(CARD_WIDTH - width - 10)}" y="${px(height - 5)}" width="${px(width)}" height="18" rx="9"/>`
    + `${textAt(CARD_WIDTH - width / 2 - 10, height + 8, 11, 'bold', note, ' text-anchor="middle"')}</g>`;
}

/** On the corner, over the border. */
export function badge({ state, sign }: Mark): string {
  return `<g class="badge ${state}" aria-hidden="true"><circle cx="2" cy="2" r="9"/><text x="2" y="6" font-size="12" text-anchor="middle">${escaped(sign)}</text></g>`;
}
