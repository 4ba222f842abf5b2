import { Architecture } from './architecture';
import { badge, drawCard, Look, PLAIN, textAt } from './draw-card';
import { drawLink } from './draw-link';
import { accountOf, legendOf } from './legend';
import { Layout, PlacedFrame } from './placed';
import { fitted } from './text';
import { css } from './theme';
import { escaped, px } from './xml';

export interface SvgOptions {
  readonly title: string;
}

const MARGIN = 26;
const HEADER = 62;
const NARROWEST = 480;

/** One file for a README: title, drawing, legend; light and dark. */
export function svgOf(architecture: Architecture, layout: Layout, { title }: SvgOptions): string {
  const inside = Math.max(layout.width, NARROWEST);
  const legend = legendOf(architecture, inside);
  const [width, height] = [inside + 2 * MARGIN, HEADER + layout.height + 30 + legend.height + MARGIN].map(Math.ceil);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">Architecture of ${escaped(title)}</title>`,
    `<desc id="desc">${escaped(described(architecture))}</desc>`,
    `<style>\n${css()}\n</style>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="12" class="bg"/>`,
    textAt(MARGIN, 36, 20, 'ink bold', fitted(title, inside, 20, true)),
    textAt(MARGIN, 56, 12.5, 'muted', accountOf(architecture, layout)),
    `<g transform="translate(${px(MARGIN + Math.max(0, (NARROWEST - layout.width) / 2))} ${HEADER + 14})">`,
    drawing(layout),
    '</g>',
    `<g transform="translate(${MARGIN} ${px(HEADER + layout.height + 38)})">${legend.svg}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

/** Frames, links, cards; from the corner 0 0. */
export function drawing({ frames, links, cards }: Layout, look: Look = PLAIN): string {
  return [
    ...frames.map((one) => drawFrame(one, look)), ...links.map((one) => drawLink(one, look)),
    ...frames.map(drawFrameTitle), ...cards.map((one) => drawCard(one, look)),
  ].join('\n');
}

function drawFrame({ drawn, x, y, width, height }: PlacedFrame, { mark: markOf, wrap }: Look): string {
  const { frame, details } = drawn;
  const mark = markOf(drawn);
  const about = [frame.title, ...frame.resources.map(({ address }) => address), ...details.map(({ address, type }) => `${address} (${type})`)];
  return wrap(drawn, [
    `<g transform="translate(${px(x)} ${px(y)})"><title>${escaped([...mark ? [mark.text] : [], ...about].join('\n'))}</title>`,
    `<rect width="${px(width)}" height="${px(height)}" rx="10" class="${frame.kind}${mark ? ` ${mark.state}` : ''}"/>`,
    ...mark ? [badge(mark)] : [],
    '</g>',
  ].join(''));
}

/** Over the links. */
const drawFrameTitle = ({ drawn: { frame }, x, y, width }: PlacedFrame): string =>
  textAt(x + 14, y + 21, 12.5, `ink bold halo ${frame.kind}-halo`, fitted(frame.title, width - 28, 12.5, true));

const MOST_SENTENCES = 80;

/** The drawing in words. */
export function described({ parts, links }: Architecture): string {
  const nameOf = (part: Architecture['parts'][number]) => `${part.resources.length > 1 ? `${part.resources.length} × ` : ''}${part.kind.label} ${part.name}`;
  const verbs = { flow: 'to', uses: 'uses', failure: 'on failure to', reaches: 'is let through to' };
  const all = links.map(({ from, to, kind }) => `${nameOf(from)} ${verbs[kind]} ${nameOf(to)}.`);
  const linked = new Set(links.flatMap(({ from, to }) => [from, to]));
  const alone = parts.filter((part) => !linked.has(part)).map(nameOf);
  return [
    ...all.slice(0, MOST_SENTENCES),
    ...all.length > MOST_SENTENCES ? [`And ${all.length - MOST_SENTENCES} more links.`] : [],
    ...alone.length > 0 ? [`Not linked: ${alone.join(', ')}.`] : [],
  ].join(' ');
}
