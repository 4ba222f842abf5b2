import type { DrawnFrame, Part } from './architecture';
import type { Card } from './card';
import type { Point } from './engine';
import type { Link } from './links';
import { packed } from './pack';

export interface PlacedCard { readonly card: Card; readonly x: number; readonly y: number }
export interface PlacedFrame { readonly drawn: DrawnFrame; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export interface PlacedLink { readonly link: Link<Part>; readonly points: readonly Point[] }

/** Where everything is, in pixels. Outer frames stand before those in them. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly cards: readonly PlacedCard[];
  readonly frames: readonly PlacedFrame[];
  readonly links: readonly PlacedLink[];
}

/** Between what is packed. */
export const GAP = 20;

export const EMPTY: Layout = { width: 0, height: 0, cards: [], frames: [], links: [] };

export function moved({ width, height, cards, frames, links }: Layout, dx: number, dy: number): Layout {
  const move = <T extends Point>(one: T): T => ({ ...one, x: one.x + dx, y: one.y + dy });
  return {
    width: width + dx,
    height: height + dy,
    cards: cards.map(move),
    frames: frames.map(move),
    links: links.map(({ link, points }) => ({ link, points: points.map(move) })),
  };
}

export function joined(all: readonly Layout[]): Layout {
  return {
    width: Math.max(0, ...all.map(({ width }) => width)),
    height: Math.max(0, ...all.map(({ height }) => height)),
    cards: all.flatMap(({ cards }) => cards),
    frames: all.flatMap(({ frames }) => frames),
    links: all.flatMap(({ links }) => links),
  };
}

export function inRows(all: readonly Layout[], width: number, top = 0): Layout[] {
  return packed(all, width, GAP).items.map(({ item, x, y }) => moved(item, x, y + top));
}
