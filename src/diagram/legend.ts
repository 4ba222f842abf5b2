import { Architecture } from './architecture';
import { plural } from './card';
import { textAt } from './draw-card';
import { tip } from './draw-link';
import { LINK_KINDS, LinkKind } from './flows';
import { CATEGORIES } from './kinds';
import { packed } from './pack';
import type { Layout } from './placed';
import { widthOf } from './text';
import { categoriesOf } from './theme';
import { px } from './xml';

const SIZE = 12.5;
const LINE = 34;

const LINKS: Readonly<Record<LinkKind, string>> = {
  flow: 'calls or sends to',
  failure: 'what fails',
  uses: 'uses',
  reaches: 'may reach',
};

interface Entry { readonly width: number; readonly height: number; readonly draw: (x: number, y: number) => string }

const entry = (mark: number, text: string, draw: (x: number, y: number) => string): Entry => ({
  width: mark + 6 + widthOf(text, SIZE),
  height: 16,
  draw: (x, y) => draw(x, y) + textAt(x + mark + 6, y + 12.5, SIZE, 'muted', text),
});

/** What colours and lines mean: those that occur. */
export function legendOf({ parts, links }: Architecture, width: number): { svg: string; height: number } {
  const kinds = LINK_KINDS.filter((kind) => links.some((link) => link.kind === kind));
  const entries = [
    ...categoriesOf(new Set(parts.map(({ kind }) => kind.category))).map((category) =>
      entry(12, CATEGORIES[category], (x, y) => `<rect x="${px(x)}" y="${px(y + 2)}" width="12" height="12" rx="3" class="${category}"/>`)),
    ...kinds.map((kind) => entry(LINE, LINKS[kind], (x, y) => {
      const [from, to] = [{ x, y: y + 8 }, { x: x + LINE, y: y + 8 }];
      return `<path d="M${px(from.x)} ${px(from.y)}L${px(to.x - 4)} ${px(to.y)}" class="link ${kind}"/>${tip(from, to, kind)}`;
    })),
  ];
  const placed = packed(entries, width, 18);
  return { svg: placed.items.map(({ item, x, y }) => item.draw(x, y * 0.7)).join(''), height: placed.height * 0.7 + (entries.length > 0 ? 5 : 0) };
}

const counted = (count: number, noun: string): string => `${count} ${count === 1 ? noun : plural(noun)}`;

/** Every resource is accounted for. */
export function accountOf({ parts, frames, leftOut, resources, stacks, links }: Architecture, layout: Layout): string {
  const missing = links.length - layout.links.length;
  const drawn = parts.reduce((sum, one) => sum + one.resources.length, 0);
  const details = [...parts, ...frames].reduce((sum, one) => sum + one.details.length, 0);
  const framed = resources - drawn - details - leftOut.size;
  return [
    `${counted(resources, 'resource')}${stacks > 1 ? ` in ${stacks} stacks` : ''}`,
    `${drawn} drawn as ${counted(parts.length, 'part')}`,
    ...framed > 0 ? [`${framed} as frames`] : [],
    ...details > 0 ? [`${counted(details, 'detail')} inside them`] : [],
    ...leftOut.size > 0 ? [`${leftOut.size} left out`] : [],
    ...missing > 0 ? [`${counted(missing, 'link')} too many to draw`] : [],
  ].join(' · ');
}
