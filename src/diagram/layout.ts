import { Architecture, Part } from './architecture';
import { Card, cardOf, CARD_WIDTH } from './card';
import { LayoutEngine } from './engine';
import { LINK_KINDS } from './flows';
import { EMPTY, inRows, joined, Layout } from './placed';
import { Direction, LAYER_GAP, Run } from './run';
import { Component, Units } from './units';

/** Between what is linked, and the rest. */
const SHELF = 34;
/** A README shows no more without making it smaller. */
const READABLE = 1012;
/** More cannot be followed by the eye, and take minutes: the weakest are not drawn. */
const MOST_LINKS = 240;

/** From left to right where that can be read, else from top to bottom. */
export function layoutOf(architecture: Architecture, engine: LayoutEngine, readable = READABLE): Layout {
  const units = new Units({ ...architecture, links: strongest(architecture.links) });
  const direction = units.longest() * (CARD_WIDTH + LAYER_GAP) <= readable ? 'RIGHT' : 'DOWN';
  return new Composer(architecture, units, engine, direction, readable).whole();
}

const strongest = (links: Architecture['links']): Architecture['links'] => links.length <= MOST_LINKS ? links
  : LINK_KINDS.flatMap((kind) => links.filter((link) => link.kind === kind)).slice(0, MOST_LINKS);

class Composer {
  private readonly cards: ReadonlyMap<Part, Card>;

  public constructor(
    architecture: Architecture, private readonly units: Units, private readonly engine: LayoutEngine, private readonly direction: Direction,
    private readonly readable: number,
  ) {
    this.cards = new Map(architecture.parts.map((part) => [part, cardOf(part)]));
  }

  /** What most is linked with above; the rest in rows below. */
  public whole(): Layout {
    const [main, ...others] = this.units.components(undefined);
    if (!main) return EMPTY;
    const first = this.island(main);
    const islands = others.map((one) => this.island(one));
    if (main.parts === 1 && main.units[0].part) return joined(inRows([first, ...islands], this.readable));
    return joined([first, ...inRows(islands, Math.max(first.width, this.readable), first.height + SHELF)]);
  }

  /** Laid out apart: no link leads away from it. */
  private island({ units }: Component): Layout {
    const [{ part }] = units;
    if (part && units.length === 1) {
      const card = this.cards.get(part)!;
      return { ...EMPTY, width: card.width, height: card.height, cards: [{ card, x: 0, y: 0 }] };
    }
    const run = new Run(this.units, this.cards, this.direction, (one) => this.island(one));
    return run.read(this.engine(run.graph(units)));
  }
}
