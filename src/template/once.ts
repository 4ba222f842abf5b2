/** Works out once what belongs to an object, and keeps it as long as the object is there: many lessons ask for the same. */
export function once<Key extends object, Result>(work: (key: Key) => Result): (key: Key) => Result {
  const kept = new WeakMap<Key, { readonly result: Result }>();
  return (key) => {
    let found = kept.get(key);
    if (!found) kept.set(key, found = { result: work(key) });
    return found.result;
  };
}

/** The same for texts; nothing is forgotten, so only for texts that come back: types, patterns, paths. */
export function onceByText<Result>(work: (text: string) => Result): (text: string) => Result {
  const kept = new Map<string, Result>();
  return (text) => {
    if (!kept.has(text)) kept.set(text, work(text));
    return kept.get(text)!;
  };
}
