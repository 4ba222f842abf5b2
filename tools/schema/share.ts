import type { Node, NodeBody, ServiceData, TypeSchema } from '../../src/template/schema/node';

const WORTH = 24;
const NODES = new Set(['i', 'ap', 'pn', 'has', 'not', 'if', 'th', 'el']);
const LISTS = new Set(['pi', 'any', 'all']);
const MAPS = new Set(['p', 'pp']);

/** A copy whose child nodes are mapped. */
function mapChildren(body: NodeBody, map: (node: Node) => Node): NodeBody {
  return Object.fromEntries(Object.entries(body).map(([key, value]: [string, unknown]) => {
    if (NODES.has(key)) return [key, map(value as Node)];
    if (LISTS.has(key)) return [key, (value as Node[]).map(map)];
    if (MAPS.has(key)) return [key, Object.fromEntries(Object.entries(value as Record<string, Node>).map(([name, each]) => [name, map(each)]))];
    return [key, value];
  }));
}

const isReference = (node: Node): node is string => typeof node === 'string' && node.startsWith('$');
const mapReferences = (node: Node, map: (name: string) => Node): Node => {
  if (isReference(node)) return map(node);
  return typeof node === 'object' ? mapChildren(node, (each) => mapReferences(each, map)) : node;
};

/** Definitions that are equal, also those that refer to themselves: name -> the first of its equals. */
function equals(definitions: ReadonlyMap<string, Node>): Map<string, string> {
  const names = [...definitions.keys()].sort();
  let groups = new Map(names.map((name) => [name, names[0]!]));
  for (let count = 0; ;) {
    const firsts = new Map<string, string>();
    const next = new Map(names.map((name) => {
      const key = `${groups.get(name)} ${JSON.stringify(mapReferences(definitions.get(name)!, (reference) => `$${groups.get(reference)}`))}`;
      if (!firsts.has(key)) firsts.set(key, name);
      return [name, firsts.get(key)!];
    }));
    groups = next;
    if (firsts.size === count) return groups;
    count = firsts.size;
  }
}

/** The data of a service: equal definitions once, what occurs often in `d`, the rest in place. */
export function share(source: string, types: Readonly<Record<string, TypeSchema>>, definitions: ReadonlyMap<string, Node>): ServiceData {
  const groups = equals(definitions);
  const unify = (node: Node) => mapReferences(node, (name) => groups.get(name)!);
  const bodies = new Map([...new Set(groups.values())].map((name) => [name, unify(definitions.get(name)!)]));
  const roots = Object.entries(types).map(([type, schema]) => [type, { ...schema, s: unify(schema.s) }] as const);

  const uses = new Map<string, number>();
  const count = (node: Node): Node => {
    if (isReference(node)) uses.set(node, (uses.get(node) ?? 0) + 1);
    if (typeof node !== 'object') return node;
    const key = JSON.stringify(node);
    uses.set(key, (uses.get(key) ?? 0) + 1);
    return uses.get(key) === 1 ? mapChildren(node, count) : node;
  };
  [...bodies.values(), ...roots.map(([, schema]) => schema.s)].forEach(count);

  const d: Node[] = [];
  const places = new Map<string, number>();
  const placed = (key: string, body: Node): number => {
    const place = places.get(key) ?? d.push('') - 1;
    if (!places.has(key)) {
      places.set(key, place);
      d[place] = typeof body === 'object' ? mapChildren(body, emit) : emit(body);
    }
    return place;
  };
  const emit = (node: Node): Node => {
    if (isReference(node)) {
      const body = bodies.get(node)!;
      if (typeof body !== 'object') return emit(body);
      const key = JSON.stringify(body);
      if (places.has(key) || isRecursive(node) || (uses.get(node)! > 1 && key.length > WORTH)) return placed(key, body);
      return emit(body);
    }
    if (typeof node !== 'object') return node;
    const key = JSON.stringify(node);
    return places.has(key) || (uses.get(key)! > 1 && key.length > WORTH) ? placed(key, node) : mapChildren(node, emit);
  };
  const isRecursive = (name: string): boolean => {
    const seen = new Set<string>();
    const reaches = (node: Node): boolean => {
      let found = false;
      mapReferences(node, (reference) => {
        if (reference === name) found = true;
        if (!found && !seen.has(reference)) {
          seen.add(reference);
          found = reaches(bodies.get(reference)!);
        }
        return reference;
      });
      return found;
    };
    return reaches(bodies.get(name)!);
  };
  const t = Object.fromEntries(roots.map(([type, schema]) => [type, { ...schema, s: emit(schema.s) }]));
  return { source, t, d };
}
