import { Look, PLAIN } from './draw-card';
import { Point } from './engine';
import { LinkKind } from './flows';
import { PlacedLink } from './placed';
import { px } from './xml';

const CORNER = 7;
const TIP = 8;

const towards = (from: Point, to: Point, length: number): Point => {
  const whole = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + (to.x - from.x) * length / whole, y: from.y + (to.y - from.y) * length / whole };
};

/** Straight lines with round corners. */
export function pathOf(points: readonly Point[]): string {
  const written = ({ x, y }: Point) => `${px(x)} ${px(y)}`;
  return points.map((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (!before) return `M${written(point)}`;
    if (!after) return `L${written(point)}`;
    const room = Math.min(CORNER, Math.hypot(point.x - before.x, point.y - before.y) / 2, Math.hypot(after.x - point.x, after.y - point.y) / 2);
    return `L${written(towards(point, before, room))}Q${written(point)} ${written(towards(point, after, room))}`;
  }).join('');
}

/** The head is a shape of its own, not a marker: markers do not follow the colours of a theme everywhere. */
export function tip(from: Point, to: Point, kind: LinkKind): string {
  const back = towards(to, from, TIP);
  const side = { x: (to.y - from.y), y: -(to.x - from.x) };
  const left = towards(back, { x: back.x + side.x, y: back.y + side.y }, TIP / 2.1);
  const right = towards(back, { x: back.x - side.x, y: back.y - side.y }, TIP / 2.1);
  return `<path d="M${px(to.x)} ${px(to.y)}L${px(left.x)} ${px(left.y)}L${px(right.x)} ${px(right.y)}Z" class="${kind}-tip"/>`;
}

export function drawLink({ link, points }: PlacedLink, look: Look = PLAIN): string {
  if (points.length < 2) return '';
  const { kind } = link;
  const [last, end] = points.slice(-2);
  return `<path d="${pathOf([...points.slice(0, -1), towards(end, last, TIP / 2)])}" class="link ${kind}${look.link(link)}"/>${tip(last, end, kind)}`;
}
