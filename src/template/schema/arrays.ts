import { branches, isNoValue } from './intrinsic';
import { matches } from './matches';
import type { NodeBody } from './node';
import { because } from './reason';
import { below, Judge, report, Run, subject } from './run';
import { between } from './scalars';
import { isIntrinsic } from '../intrinsics';

/** Intrinsics that stand for one item: CloudFormation does not join a list into a list. */
const SINGLE = ['Ref', 'Fn::Sub', 'Fn::Join', 'Fn::Select', 'Fn::ImportValue'];

/** How many items there are at least and at most: what an intrinsic stands for is not known. */
function counted(items: readonly unknown[]): readonly [number, number] {
  let [least, greatest] = [0, 0];
  for (const item of items) {
    if (isNoValue(item)) continue;
    if (!branches(item)) least++;
    greatest += !isIntrinsic(item) || branches(item) || SINGLE.some((name) => name in item) ? 1 : Infinity;
  }
  return [least, greatest];
}

function countFault(node: NodeBody, items: readonly unknown[], path: string, run: Run): void {
  const [least, greatest] = counted(items);
  const [from, to] = node.c!;
  if ((from !== null && greatest < from) || (to !== null && least > to)) {
    const expected = `${between(node.c!)} items`;
    const found = items.length === 1 ? '1 item' : `${items.length} items`;
    report(run, path, () => ({ kind: 'length', message: `${subject(path, run)} has ${found}, but has to have ${expected}${because(run)}.`, expected }));
  }
}

function repeated(items: readonly unknown[], path: string, run: Run): void {
  if (items.length < 2) return;
  const seen = new Set<string>();
  items.forEach((item, place) => {
    const key = typeof item === 'string' ? item : JSON.stringify(item) ?? '';
    if (seen.has(key) && !isIntrinsic(item)) {
      report(run, below(path, place), () => ({ kind: 'not-allowed', message: `${subject(path, run)} has the item ${place} twice, but its items have to differ.` }));
    }
    seen.add(key);
  });
}

/** Judges the items of a list, and how many they are. */
export function judgeArray(node: NodeBody, items: readonly unknown[], path: string, run: Run, judge: Judge): void {
  items.forEach((item, place) => {
    if (isNoValue(item)) return;
    const first = node.pi?.[place];
    if (first !== undefined) judge(first, item, below(path, place), run);
    if (node.i !== undefined) judge(node.i, item, below(path, place), run);
  });
  if (node.c) countFault(node, items, path, run);
  if (node.u) repeated(items, path, run);
  const fits = node.has === undefined ? [] : items.map((item) => matches(node.has!, item, run, judge));
  if (node.has === undefined || fits.includes(true)) return;
  if (fits.includes(undefined)) run.isOpen = true;
  else report(run, path, () => ({ kind: 'not-allowed', message: `No item of ${subject(path, run)} is as one at least has to be.` }));
}
