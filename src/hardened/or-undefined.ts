/** What a getter gives, or undefined where the construct does not know it and throws. */
export function orUndefined<Value>(get: () => Value): Value | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}
