import { isMapping, once, OneOf, Pseudo, Reference, Resource, Text, Unknown, Value } from '../template';

/** Tells environments apart, not designs. */
const ENVIRONMENT = /(^|[-_/.])(dev|development|test|qa|stage|staging|prod|production|sandbox|demo)(?=$|[-_/.])/gi;
const DEEPEST = 12;
const LONGEST = 200;

/** What a resource says, as a bag of tokens `path=value`: references by type, positions in lists left out, environments too. */
export const tokensOf = once((resource: Resource): ReadonlyMap<string, number> => {
  const bag = new Map<string, number>();
  const add = (token: string) => bag.set(token, (bag.get(token) ?? 0) + 1);
  collect(resource.properties, '', add, 0);
  return bag;
});

function collect(value: Value | undefined, path: string, add: (token: string) => void, depth: number): void {
  if (depth > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly Value[]) collect(item, path, add, depth + 1);
  } else if (isMapping(value)) {
    for (const key of Object.keys(value)) collect(value[key], `${path}.${key}`, add, depth + 1);
  } else if (value instanceof OneOf) {
    for (const option of value.options) collect(option, path, add, depth + 1);
  } else if (value !== undefined) {
    add(`${path}=${leaf(value).slice(0, LONGEST)}`);
  }
}

/** Whatever it is called. */
export function leaf(value: Value): string {
  if (value instanceof Reference) return `<${value.resource.type}${value.attribute ? `.${value.attribute}` : ''}>`;
  if (value instanceof Pseudo) return `<${value.name}>`;
  if (value instanceof Unknown) return '<?>';
  if (value instanceof Text) return value.parts.map(leaf).join('');
  return typeof value === 'string' ? value.replace(ENVIRONMENT, '$1*') : String(value);
}

/** Jaccard likeness of two bags: 0 to 1. Two empty ones are alike. */
export function likeness<Key>(one: ReadonlyMap<Key, number>, other: ReadonlyMap<Key, number>): number {
  let shared = 0;
  let all = 0;
  for (const [token, count] of one) {
    const same = other.get(token) ?? 0;
    shared += Math.min(count, same);
    all += Math.max(count, same);
  }
  for (const [token, count] of other) if (!one.has(token)) all += count;
  return all === 0 ? 1 : shared / all;
}
