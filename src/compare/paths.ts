import { isMapping, once, onceByText, step, Text, Value } from '../template';
import { objectIn } from '../template/json-text';

/** Keys of a path; `\.` is a dot inside of a key. */
export const keysOf = onceByText((path): readonly string[] => path.split(/(?<!\\)\./).map((key) => key.replace(/\\\./g, '.')));

/** Works out once what belongs to a part of the assertions: they stay as long as the process. */
export function onceByPart<Part extends object, Result>(work: (part: Part) => Result): (part: Part) => Result {
  const kept = new Map<Part, Result>();
  return (part) => {
    let found = kept.get(part);
    if (found === undefined) kept.set(part, found = work(part));
    return found;
  };
}

const inText = once((text: Text) => objectIn(text));

/** The entries of a list, or of a mapping; those of JSON in a text too. Not of a choice: that has to be opened before. */
export function entries(value: Value | undefined): readonly (readonly [key: string, value: Value])[] {
  if (Array.isArray(value) || isMapping(value)) return Object.entries(value as Readonly<Record<string, Value>>);
  if (typeof value === 'string') return value.startsWith('{') ? entries(objectIn(value)) : [];
  return value instanceof Text ? entries(inText(value)) : [];
}

/** One more key: JSON in a text is parsed once. */
export const below = (value: Value | undefined, key: string): Value | undefined => step(value instanceof Text ? inText(value) : value, key);

/** The value at these keys; a choice on the way gives a choice. */
export const valueAt = (value: Value | undefined, keys: readonly string[]): Value | undefined => keys.reduce<Value | undefined>(below, value);

/** Whether a path lies at a pattern, or below. */
export const isBelow = (path: readonly string[], pattern: readonly string[]): boolean =>
  pattern.every((key, at) => key === '*' ? at < path.length : path[at] === key);
