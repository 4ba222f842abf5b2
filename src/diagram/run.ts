import type { DrawnFrame, Part } from './architecture';
import { Card, CARD_WIDTH } from './card';
import { Graph, GraphEdge, GraphNode, GraphPort, Point } from './engine';
import { Link } from './links';
import { packed, Placed } from './pack';
import { GAP, joined, Layout, moved, PlacedLink } from './placed';
import { Component, Unit, Units } from './units';

export type Direction = 'RIGHT' | 'DOWN';

const FRAME_TITLE = 30;
const FRAME_PADDING = 16;
/** Between the links of one kind and those of another. */
const PORT_GAP = 46;
export const LAYER_GAP = 40;
const SIDES = { DOWN: { in: 'NORTH', out: 'SOUTH' }, RIGHT: { in: 'WEST', out: 'EAST' } } as const;

const OPTIONS: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.randomSeed': '1',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '12',
  'elk.layered.spacing.nodeNodeBetweenLayers': `${LAYER_GAP}`,
  'elk.layered.spacing.edgeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.thoroughness': '10',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
};

/** From so many links on speed is worth more than straight lines. */
const MANY_LINKS = 100;
const QUICK: Readonly<Record<string, string>> = { 'elk.layered.nodePlacement.strategy': 'SIMPLE', 'elk.layered.thoroughness': '1' };

/** One run of the engine. */
export class Run {
  private readonly packs = new Map<string, Placed<Layout>>();
  private readonly drawn = new Map<string, DrawnFrame>();
  private readonly parts = new Map<string, Part>();
  private readonly guides: GraphEdge[] = [];
  private links: readonly Link<Part>[] = [];

  public constructor(
    private readonly units: Units, private readonly cards: ReadonlyMap<Part, Card>, private readonly direction: Direction,
    private readonly island: (component: Component) => Layout,
  ) {}

  public graph(units: readonly Unit[]): Graph {
    const children = units.map((unit) => this.node(unit));
    this.links = this.units.linksAmong(new Set(this.parts.values()));
    const edges = this.links.map(({ from, to, kind }, index): GraphEdge =>
      ({ id: `link-${index}`, sources: [`${from.id} out ${kind}`], targets: [`${to.id} in ${kind}`] }));
    const layoutOptions = { ...OPTIONS, ...this.links.length > MANY_LINKS && QUICK, 'elk.direction': this.direction };
    return { id: 'root', layoutOptions, children, edges: [...edges, ...this.guides] };
  }

  /** Positions from the corner of the drawing, out of those from the corner of each parent. */
  public read({ children = [], edges = [], width = 0, height = 0 }: Graph): Layout {
    const corners = new Map<string, Point>([['root', { x: 0, y: 0 }]]);
    const found: Layout[] = [];
    const visit = (nodes: readonly GraphNode[], corner: Point): void => {
      for (const node of nodes) {
        const at = { x: corner.x + (node.x ?? 0), y: corner.y + (node.y ?? 0) };
        corners.set(node.id, at);
        found.push(...this.placed(node, at));
        visit(node.children ?? [], at);
      }
    };
    visit(children, { x: 0, y: 0 });
    const links = edges.filter(({ id }) => id.startsWith('link-')).map(({ id, container = 'root', sections = [] }): PlacedLink => ({
      link: this.links[Number(id.slice('link-'.length))],
      points: sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint])
        .map(({ x, y }) => ({ x: x + corners.get(container)!.x, y: y + corners.get(container)!.y })),
    }));
    return { ...joined(found), width, height, links: [...links, ...found.flatMap((one) => one.links)] };
  }

  private placed({ id, width = 0, height = 0 }: GraphNode, at: Point): Layout[] {
    const [drawn, part] = [this.drawn.get(id), this.parts.get(id)];
    if (drawn) return [{ width, height, cards: [], frames: [{ drawn, ...at, width, height }], links: [] }];
    if (part) return [{ width, height, cards: [{ card: this.cards.get(part)!, ...at }], frames: [], links: [] }];
    return (this.packs.get(id)?.items ?? []).map(({ item, x, y }) => moved(item, at.x + x, at.y + y));
  }

  private node(unit: Unit): GraphNode {
    if (unit.drawn) return this.group(unit.drawn);
    const { id } = unit.part;
    const { width, height } = this.cards.get(unit.part)!;
    this.parts.set(id, unit.part);
    return { id, width, height, ports: this.ports(unit.part), layoutOptions: { 'elk.portConstraints': 'FIXED_POS' } };
  }

  /** One for each kind and way, the strongest kind in the middle: links of different kinds never run in one line. */
  private ports(part: Part): GraphPort[] {
    const { width, height } = this.cards.get(part)!;
    return (['in', 'out'] as const).flatMap((way) => this.units.kindsAt(part, way).map((kind, index): GraphPort => {
      const aside = [0, 1, -1, 2][index];
      const at = this.direction === 'DOWN' ? { x: CARD_WIDTH / 2 + aside * PORT_GAP, y: way === 'in' ? 0 : height } : { x: way === 'in' ? 0 : width, y: height / 2 + aside * PORT_GAP / 3 };
      return { id: `${part.id} ${way} ${kind}`, ...at, layoutOptions: { 'elk.port.side': SIDES[this.direction][way] } };
    }));
  }

  private group(drawn: DrawnFrame): GraphNode {
    const { frame } = drawn;
    this.drawn.set(frame.id, drawn);
    const components = this.units.components(frame);
    const kept = components.filter(({ isOpen, parts }, index) => isOpen || (index === 0 && parts > 1));
    const nodes = kept.flatMap(({ units }) => units).map((unit) => this.node(unit));
    const pack = this.pack(drawn, components.filter((one) => !kept.includes(one)));
    // Below what it has no link with, and not beside it.
    for (const { units } of pack && this.direction === 'DOWN' && frame.kind !== 'subnets' ? kept : []) {
      const last = this.units.lastOf(units);
      this.guides.push({ id: `guide-${this.guides.length}`, sources: [last.part?.id ?? last.drawn!.frame.id], targets: [pack!.id] });
    }
    const children = [...nodes, ...pack ? [pack] : []];
    if (children.length === 0) return { id: frame.id, width: CARD_WIDTH, height: FRAME_TITLE + 6 };
    const padding = `[top=${FRAME_TITLE + 8},left=${FRAME_PADDING},bottom=${FRAME_PADDING},right=${FRAME_PADDING}]`;
    return { id: frame.id, layoutOptions: { 'elk.padding': padding }, children };
  }

  private pack({ frame }: DrawnFrame, components: readonly Component[]): GraphNode | undefined {
    if (components.length === 0) return undefined;
    const islands = components.map((one) => this.island(one));
    const columns = frame.kind === 'stack' ? Math.max(3, Math.ceil(Math.sqrt(islands.length))) : 2;
    const placed = packed(islands, Math.max(columns * (CARD_WIDTH + GAP), ...islands.map(({ width }) => width)), GAP);
    const id = `pack-${frame.id}`;
    this.packs.set(id, placed);
    return { id, width: placed.width, height: placed.height };
  }
}

