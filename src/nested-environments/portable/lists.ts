import { isPlain, same, Slots } from './slots';

/** What tells the items of a list apart: the key of a tag, the id of a statement, the name of a variable. */
const IDENTITIES = ['Sid', 'Key', 'Name', 'Id'];

type Column = [unknown, unknown, unknown];

/**
 * Three lists beside each other: equal items, or items that say they are the same, stand in one column; what only some lists have stands in
 * a column with gaps. The order of each list is kept.
 *
 * @param pairs whether lists of the same length are laid item by item where nothing speaks against it
 */
export function columnsOf(lists: Slots<readonly unknown[]>, pairs = true): Slots[] {
  const [dev, staging, prod] = lists;
  const even = pairs && dev.length === staging.length && dev.length === prod.length;
  if (even && dev.every((item, at) => mayPair(item, staging[at]) && mayPair(item, prod[at]))) {
    return dev.map((item, at) => [item, staging[at], prod[at]]);
  }
  let columns: Column[] = dev.map((item) => [item, undefined, undefined]);
  for (const index of [1, 2] as const) columns = weave(columns, lists[index], index);
  return columns;
}

function mayPair(one: unknown, other: unknown): boolean {
  if (isPlain(one) && isPlain(other)) return identityOf(one) === identityOf(other);
  return typeof one === typeof other && Array.isArray(one) === Array.isArray(other);
}

function identityOf(item: Readonly<Record<string, unknown>>): string | undefined {
  const key = IDENTITIES.find((one) => Object.hasOwn(item, one) && typeof item[one] === 'string');
  return key === undefined ? undefined : `${key} ${String(item[key])}`;
}

function alike(column: Column, item: unknown): boolean {
  const other = column.find((one) => one !== undefined);
  if (same(other, item)) return true;
  return isPlain(other) && isPlain(item) && identityOf(item) !== undefined && identityOf(other) === identityOf(item);
}

/** The longest common run of columns and items, each other one beside it. */
function weave(columns: readonly Column[], items: readonly unknown[], index: 1 | 2): Column[] {
  const longest = Array.from({ length: columns.length + 1 }, () => new Array<number>(items.length + 1).fill(0));
  for (let row = columns.length - 1; row >= 0; row -= 1) {
    for (let at = items.length - 1; at >= 0; at -= 1) {
      longest[row][at] = alike(columns[row], items[at]) ? 1 + longest[row + 1][at + 1] : Math.max(longest[row + 1][at], longest[row][at + 1]);
    }
  }
  const woven: Column[] = [];
  let [row, at] = [0, 0];
  while (row < columns.length || at < items.length) {
    const both = row < columns.length && at < items.length;
    if (both && alike(columns[row], items[at]) && longest[row][at] === 1 + longest[row + 1][at + 1]) {
      const column: Column = [...columns[row]];
      column[index] = items[at];
      woven.push(column);
      [row, at] = [row + 1, at + 1];
    } else if (at >= items.length || (both && longest[row + 1][at] >= longest[row][at + 1])) {
      woven.push(columns[row]);
      row += 1;
    } else {
      const column: Column = [undefined, undefined, undefined];
      column[index] = items[at];
      woven.push(column);
      at += 1;
    }
  }
  return woven;
}
