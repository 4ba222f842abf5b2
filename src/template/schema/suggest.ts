/** Edit distance, neighbours swapped count once; `most + 1` when it is greater than `most`. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length]!;
}

/** The name that was probably meant; undefined: none is near. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Math.min(7, Math.max(1, Math.floor(name.length / 5)));
  for (const each of names) {
    const found = distance(wanted, each.toLowerCase(), least);
    if (found < least || (found === least && best === undefined)) [best, least] = [each, found];
  }
  return best;
}

/** The only name that contains this one, or is contained in it. */
export function related(name: string, names: readonly string[]): string | undefined {
  const found = name.length < 4 ? [] : names.filter((each) => each.length > 3 && (each.includes(name) || name.includes(each)));
  return found.length === 1 ? found[0] : undefined;
}

/** The value that was probably meant: among numbers the one beside it. */
export function nearestValue(text: string, values: readonly string[]): string | undefined {
  const number = Number(text);
  if (text === '' || Number.isNaN(number) || values.length < 2 || values.some((each) => Number.isNaN(Number(each)))) return nearest(text, values);
  return [...values].sort((a, b) => Math.abs(Number(a) - number) - Math.abs(Number(b) - number))[0];
}
