/* eslint-disable no-bitwise -- hashing is mixing bits */
import { digestOf } from './digest';
import { isMapping, once, onceByText, OneOf, Pseudo, Reference, Resource, Text, Unknown, Value } from '../template';

/** Tells environments apart, not designs. */
const ENVIRONMENT = /(^|[-_/.])(dev|development|test|qa|stage|staging|prod|production|sandbox|demo)(?=$|[-_/.])/gi;
const DEEPEST = 12;
const LONGEST = 200;

/** What a resource says, as a bag of digests of `path=value`: references by type, positions in lists left out, environments too. */
export const tokensOf = once((resource: Resource): ReadonlyMap<number, number> => {
  const bag = new Map<number, number>();
  collect(resource.properties, 0, bag, 0);
  return bag;
});

const keyDigest = onceByText((key) => digestOf(key) | 0);

/** `path`: digest of the keys that led here. */
function collect(value: Value | undefined, path: number, bag: Map<number, number>, depth: number): void {
  if (depth > DEEPEST || value === undefined) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly Value[]) collect(item, path, bag, depth + 1);
  } else if (isMapping(value)) {
    for (const key in value) collect(value[key], Math.imul(path ^ keyDigest(key), 2654435761), bag, depth + 1);
  } else if (value instanceof OneOf) {
    for (const option of value.options) collect(option, path, bag, depth + 1);
  } else {
    const token = digestOf(leaf(value).slice(0, LONGEST), path);
    bag.set(token, (bag.get(token) ?? 0) + 1);
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
