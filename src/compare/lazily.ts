/** Works out a value when it is first asked for. */
export function lazily<Result>(work: () => Result): () => Result {
  let kept: { readonly result: Result } | undefined;
  return () => (kept ??= { result: work() }).result;
}
