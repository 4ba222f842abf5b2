import { LABELLED, PHYSICAL_NAMES, target } from '../lessons/query';
import { isMapping, Model, once, OneOf, Path, Reference, Resource, show, Text, Unknown, Value } from '../template';

/** One resource leads to another: by reference, by ARN or by physical name. */
export interface Linked {
  readonly from: Resource;
  readonly to: Resource;
  /** Keys below `Properties`; `DependsOn` and other attributes begin with `@`. */
  readonly path: readonly string[];
}

interface Links {
  readonly out: ReadonlyMap<Resource, readonly Linked[]>;
  readonly in: ReadonlyMap<Resource, readonly Linked[]>;
}

const linksOf = once((model: Model): Links => {
  const out = new Map<Resource, Linked[]>();
  const into = new Map<Resource, Linked[]>();
  const add = (link: Linked) => {
    push(out, link.from, link);
    push(into, link.to, link);
  };
  for (const from of model.resources()) {
    const seen = new Set<Resource>();
    for (const { to, path } of from.edges) {
      if (to === from) continue;
      if (path[0] !== 'DependsOn') seen.add(to);
      add({ from, to, path: plainPath(path) });
    }
    for (const { to, path } of named(from)) if (to !== from && !seen.has(to)) add({ from, to, path });
  }
  return { out, in: into };
});

export const linksFrom = (resource: Resource): readonly Linked[] => linksOf(resource.stack.model).out.get(resource) ?? [];
export const linksTo = (resource: Resource): readonly Linked[] => linksOf(resource.stack.model).in.get(resource) ?? [];

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const items = map.get(key);
  if (items) items.push(item); else map.set(key, [item]);
}

/** Without the functions that stand between: `Fn::If` and what it chooses, and all below another function. */
function plainPath(path: Path): string[] {
  const [attribute, ...rest] = path.map(String);
  const plain: string[] = attribute === 'Properties' ? [] : [`@${attribute}`];
  for (let at = 0; at < rest.length; at += 1) {
    if (rest[at] === 'Fn::If') at += 1;
    else if (rest[at] === 'Ref' || rest[at].startsWith('Fn::')) break;
    else plain.push(rest[at]);
  }
  return plain;
}

/** Shorter texts are labels that may happen to be equal to a name. */
const SHORTEST_NAME = 6;
/** Longer ones are documents. */
const LONGEST_ARN = 300;

const byName = once((model: Model): ReadonlyMap<string, readonly Resource[]> => {
  const names = new Map<string, Resource[]>();
  for (const [type, property] of Object.entries(PHYSICAL_NAMES)) {
    for (const one of model.resources(type)) {
      const name = one.get(property);
      if (typeof name === 'string' || name instanceof Text) push(names, show(name), one);
    }
  }
  return names;
});

/** Nobody refers to these by name. */
const isLabel = ({ type }: Resource) => LABELLED.test(type);

/** Stacks of two Regions make the same names: that of the own stack is meant. */
function meant(found: readonly Resource[] | undefined, from: Resource): Resource | undefined {
  if (!found || found.length === 1) return found?.[0];
  const telling = found.some((one) => !isLabel(one)) ? found.filter((one) => !isLabel(one)) : found;
  return telling.find(({ stack }) => stack.root === from.stack.root) ?? telling.at(-1);
}

/** Names of resources that stand in texts. */
function named(from: Resource): { to: Resource; path: string[] }[] {
  const own = PHYSICAL_NAMES[from.type];
  const names = byName(from.stack.model);
  const hits: { to: Resource; path: string[] }[] = [];
  if (names.size > 0) {
    collect(from.properties, [], (text, path) => {
      const to = meant(names.get(text) ?? names.get(lastOf(text, ':')) ?? names.get(lastOf(text.replace(/[:/]\*$/, ''), '/')), from);
      if (to && path.join('.') !== own) hits.push({ to, path: [...path] });
    });
  }
  return hits;
}

const lastOf = (text: string, separator: string) => text.slice(text.lastIndexOf(separator) + 1);

/** `path` is changed on the way. */
function collect(value: Value | undefined, path: string[], found: (text: string, path: readonly string[]) => void): void {
  if (typeof value === 'string') {
    if (value.length >= SHORTEST_NAME && value.length <= LONGEST_ARN && !value.includes(' ')) found(value, path);
  } else if (value instanceof Text) {
    // A reference in it is an edge already.
    if (value.parts.length < 10 && !value.parts.some((part) => part instanceof Reference)) found(show(value), path);
  } else if (value instanceof OneOf) {
    for (const option of value.options) collect(option, path, found);
  } else if (Array.isArray(value) || isMapping(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'Tags') continue;
      path.push(key);
      collect(item as Value, path, found);
      path.pop();
    }
  }
}

/** The resources that a value leads to; `undefined` when it cannot be known: a parameter, or the ARN of something that was not given. */
export function leadsTo(model: Model, value: Value | undefined): readonly Resource[] | undefined {
  if (value instanceof Unknown) return undefined;
  if (Array.isArray(value)) return all(model, value as readonly Value[]);
  if (value instanceof OneOf) return all(model, value.options);
  if (value instanceof Text) {
    const references = value.parts.filter((part): part is Reference => part instanceof Reference).map(({ resource }) => resource);
    if (references.length > 0) return references;
  }
  const found = target(model, value);
  if (found) return [found];
  const isForeign = (value instanceof Text && value.parts.some((part) => part instanceof Unknown)) || /^arn:/.test(show(value));
  return isForeign ? undefined : [];
}

function all(model: Model, values: readonly (Value | undefined)[]): readonly Resource[] | undefined {
  const each = values.map((one) => leadsTo(model, one));
  const found = each.flatMap((one) => one ?? []);
  return found.length > 0 || !each.includes(undefined) ? found : undefined;
}
