/** Boxes in rows, from left to right. */
export interface Placed<T> {
  readonly width: number;
  readonly height: number;
  readonly items: readonly { readonly item: T; readonly x: number; readonly y: number }[];
}

/** As many in a row as fit into `width`. */
export function packed<T extends { readonly width: number; readonly height: number }>(boxes: readonly T[], width: number, gap: number): Placed<T> {
  const items: { item: T; x: number; y: number }[] = [];
  let [x, y, row, widest] = [0, 0, 0, 0];
  for (const item of boxes) {
    if (x > 0 && x + item.width > width) [x, y, row] = [0, y + row + gap, 0];
    items.push({ item, x, y });
    widest = Math.max(widest, x + item.width);
    row = Math.max(row, item.height);
    x += item.width + gap;
  }
  return { width: widest, height: y + row, items };
}
