import { columnsOf } from './lists';
import { agree, ANY, Choice, choose, ENVIRONMENT, filled, isPlain, isScalar, map, NO_VALUE, same, seen, Slots, TYPES } from './slots';
import { mergeText } from './texts';

/**
 * One value that comes to each of the three in its environment; `undefined` is absent. What is equal stays as it is, what differs becomes
 * a `Choice` or, where a mapping cannot hold it, `Fn::If`.
 *
 * @param at where it stands, for names
 */
export function merge(slots: Slots, at: readonly string[]): unknown {
  const values = seen(slots);
  // What one environment alone has, under its condition: its name is still that of the environment.
  if (values.length === 1 && typeof values[0] !== 'object') return agree(slots, TYPES) ? ENVIRONMENT : values[0];
  if (values.length > 1 && values.every((value) => same(value, values[0]))) return values[0];
  if (values.includes(undefined)) {
    const present = map(slots, (value) => value !== undefined && value !== ANY);
    return choose(present, merge(map(slots, (value) => value === undefined ? ANY : value), at), NO_VALUE);
  }
  if (values.every(isPlain)) return mergeRecords(slots as Slots<Record<string, unknown>>, at);
  if (values.every(Array.isArray)) {
    const columns = columnsOf(filled(slots as Slots<unknown[]>));
    return columns.map((column) => merge(map(column, (item, index) => slots[index] === ANY ? ANY : item), at));
  }
  const text = values.length > 1 ? mergeText(slots, at, branch) : undefined;
  if (text !== undefined) return text;
  if (values.length === 1) return values[0];
  return values.every(isScalar) ? new Choice(slots as Slots<never>, at) : branch(filled(slots));
}

/** The keys in the order of the templates. */
export function mergeRecords(slots: Slots<Record<string, unknown> | typeof ANY>, at: readonly string[]): Record<string, unknown> {
  const own = (key: string) => map(slots, (value) => value === ANY ? ANY : Object.hasOwn(value, key) ? value[key] : undefined);
  return Object.fromEntries(keysOf(filled(slots)).map((key) => [key, merge(own(key), [...at, key])]));
}

/** All keys of three mappings, each where it stands in its own. */
export function keysOf(slots: Slots<Readonly<Record<string, unknown>>>): string[] {
  return [...new Set(columnsOf(map(slots, (value) => Object.keys(value)), false).map((column) => column.find((key) => key !== undefined) as string))];
}

/** Whole values, by condition. */
function branch(slots: Slots): unknown {
  const [dev, staging, prod] = slots;
  const like = (value: unknown) => map(slots, (one) => same(one, value));
  if (same(dev, staging) || same(dev, prod)) return choose(like(dev), dev, same(dev, staging) ? prod : staging);
  if (same(staging, prod)) return choose(like(dev), dev, prod);
  return choose(like(dev), dev, choose(like(staging), staging, prod));
}
