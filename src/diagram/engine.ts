/** What a layout engine gets and gives back: the JSON of the Eclipse Layout Kernel. */
export interface GraphNode {
  readonly id: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly layoutOptions?: Readonly<Record<string, string>>;
  readonly ports?: readonly GraphPort[];
  readonly children?: readonly GraphNode[];
}

/** Where links of one kind come in, or go out. */
export interface GraphPort {
  readonly id: string;
  readonly x?: number;
  readonly y?: number;
  readonly layoutOptions?: Readonly<Record<string, string>>;
}

export interface Point { readonly x: number; readonly y: number }

export interface GraphEdge {
  readonly id: string;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  /** The node that its points are relative to. */
  readonly container?: string;
  readonly sections?: readonly { readonly startPoint: Point; readonly endPoint: Point; readonly bendPoints?: readonly Point[] }[];
}

export interface Graph extends GraphNode {
  readonly edges?: readonly GraphEdge[];
}

/** Gives the same graph back, with positions. The engine is large: it is in a bundle of its own, and handed in. */
export type LayoutEngine = (graph: Graph) => Graph;
