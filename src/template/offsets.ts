import { EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';

/** Where a value begins, and the values inside it by key or position. */
export interface Offsets {
  readonly offset: number;
  readonly children?: Map<string, Offsets>;
}

interface Open {
  readonly node: Offsets;
  readonly isMapping: boolean;
  /** The key that waits for its value. */
  key?: { name: string; offset: number };
  count: number;
}

/** Offsets of every value of a YAML document; JSON is one too. A value in a mapping begins at its key. */
export function offsetsOf(text: string): Offsets {
  const root: Offsets = { offset: 0, children: new Map() };
  const open: Open[] = [{ node: root, isMapping: false, count: 0 }];
  try {
    for (const event of parseEvents(text, {})) {
      const parent = open[open.length - 1];
      if (event.type === EVENT_ID.POP) {
        open.pop();
      } else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
        const node = place(parent, event.start, new Map());
        open.push({ node, isMapping: event.type === EVENT_ID.MAPPING, count: 0 });
      } else if (event.type === EVENT_ID.SCALAR) {
        const offset = event.valueStart;
        if (parent.isMapping && !parent.key) parent.key = { name: getScalarValue(text, event), offset };
        else place(parent, offset);
      } else if (event.type === EVENT_ID.ALIAS) {
        place(parent, event.anchorStart);
      } else {
        open.push({ node: root, isMapping: false, count: 0 });
      }
    }
  } catch {
    // JSON that is not YAML: what was found so far.
  }
  return root.children?.get('0') ?? root;
}

function place(parent: Open, start: number, children?: Map<string, Offsets>): Offsets {
  const key = parent.isMapping ? parent.key : { name: String(parent.count), offset: start };
  const node = { offset: key?.offset ?? start, children };
  if (key) parent.node.children?.set(key.name, node);
  parent.key = undefined;
  parent.count += 1;
  return node;
}
