import { Architecture, DrawnFrame, Part } from './architecture';
import { LINK_KINDS, LinkKind } from './flows';
import { Frame } from './frames';
import { Link } from './links';

/** What stands side by side in a frame: a part, or a frame with all that is in it. */
export type Unit = { readonly part: Part; readonly drawn?: undefined } | { readonly drawn: DrawnFrame; readonly part?: undefined };

/** Units that links hold together. */
export interface Component {
  readonly units: readonly Unit[];
  /** Whether a link leads out of the frame. */
  readonly isOpen: boolean;
  readonly parts: number;
}

const chain = (frame: Frame | undefined): Frame[] => frame ? [frame, ...chain(frame.parent)] : [];

const isIn = (part: Part, { part: own, drawn }: Unit): boolean => own ? own === part : chain(part.frame).includes(drawn!.frame);

/** The drawing as a tree of frames. */
export class Units {
  public constructor(private readonly architecture: Architecture) {}

  public of(frame: Frame | undefined): Unit[] {
    return [
      ...this.architecture.parts.filter((part) => part.frame === frame).map((part) => ({ part })),
      ...this.architecture.frames.filter((drawn) => drawn.frame.parent === frame).map((drawn) => ({ drawn })),
    ];
  }

  /** The open ones first, then those with the most parts. */
  public components(frame: Frame | undefined): Component[] {
    const units = this.of(frame);
    const at = (part: Part) => units.findIndex((unit) => isIn(part, unit));
    const leader = units.map((_, index) => index);
    const leaderOf = (index: number): number => leader[index] === index ? index : leaderOf(leader[index]);
    const open = new Set<number>();
    for (const { from, to } of this.architecture.links) {
      const [source, target] = [at(from), at(to)];
      if (source >= 0 && target >= 0) leader[Math.max(leaderOf(source), leaderOf(target))] = Math.min(leaderOf(source), leaderOf(target));
      else if (source >= 0 || target >= 0) open.add(Math.max(source, target));
    }
    const isOpen = (index: number) => [...open].some((one) => leaderOf(one) === index);
    return leader.flatMap((own, index) => own === index ? [index] : []).map((index): Component => {
      const same = units.filter((_, other) => leaderOf(other) === index);
      return { units: same, isOpen: isOpen(index), parts: this.partsIn(same).length };
    }).sort((a, b) => Number(b.isOpen) - Number(a.isOpen) || b.parts - a.parts);
  }

  public partsIn(units: readonly Unit[]): Part[] {
    return this.architecture.parts.filter((part) => units.some((unit) => isIn(part, unit)));
  }

  /** The one that links lead to last. */
  public lastOf(units: readonly Unit[]): Unit {
    const owner = new Map(units.flatMap((unit) => this.partsIn([unit]).map((part) => [part, unit])));
    const links = this.linksAmong(new Set(owner.keys())).map(({ from, to }): [Unit, Unit] => [owner.get(from)!, owner.get(to)!]);
    const depth = depths(units, links);
    return [...units].sort((a, b) => depth.get(b)! - depth.get(a)!)[0];
  }

  /** Parts one behind the other. */
  public longest(): number {
    const { parts, links } = this.architecture;
    return 1 + Math.max(0, ...depths(parts, links.map(({ from, to }) => [from, to])).values());
  }

  /** The kinds of links that come in or go out, the strongest first. */
  public kindsAt(part: Part, way: 'in' | 'out'): LinkKind[] {
    const here = this.architecture.links.filter(({ from, to }) => (way === 'in' ? to : from) === part);
    return LINK_KINDS.filter((kind) => here.some((link) => link.kind === kind));
  }

  public linksAmong(parts: ReadonlySet<Part>): Link<Part>[] {
    return this.architecture.links.filter(({ from, to }) => parts.has(from) && parts.has(to));
  }
}

/** How many links lead to each on the longest way; a link that closes a circle does not count. */
function depths<T>(nodes: readonly T[], links: readonly (readonly [from: T, to: T])[]): Map<T, number> {
  const sources = new Map<T, T[]>(nodes.map((node) => [node, []]));
  for (const [from, to] of links) if (from !== to) sources.get(to)!.push(from);
  const done = new Map<T, number>();
  const open = new Set<T>();
  const visit = (node: T): number => {
    const known = done.get(node);
    if (known !== undefined) return known;
    if (open.has(node)) return -1;
    open.add(node);
    const depth = 1 + Math.max(-1, ...sources.get(node)!.map(visit));
    open.delete(node);
    done.set(node, depth);
    return depth;
  };
  nodes.forEach(visit);
  return done;
}
