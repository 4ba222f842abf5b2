import { judgeArray } from './arrays';
import { branches, isDynamic, isNoValue } from './intrinsic';
import { bodyOf } from './load';
import { judgeLogic } from './logic';
import { Node, NodeBody } from './node';
import { judgeObject } from './objects';
import { because } from './reason';
import { below, DEEPEST, isFull, report, Run, subject } from './run';
import { scalarFault } from './scalars';
import { fitsPlainly, hasType, typeName, typeNames } from './types';
import { isIntrinsic, isRecord } from '../intrinsics';

/** What an intrinsic may become: nothing is said of it, unless its value is known. */
function judgeIntrinsic(node: Node, value: unknown, path: string, run: Run): void {
  const both = branches(value);
  if (both && !run.isTrial) {
    both.forEach((each, place) => judge(node, each, below(path, `Fn::If.${place + 1}`), run));
    return;
  }
  const literal = both ? undefined : run.options.resolve?.(value);
  if (literal === undefined || isIntrinsic(literal)) run.isOpen = true;
  else judge(node, literal, path, run);
}

function judgeLiteral(node: NodeBody, value: unknown, path: string, run: Run): void {
  if (!hasType(node, value)) {
    const expected = typeNames(node.t!);
    report(run, path, () => ({ kind: 'wrong-type', message: `${subject(path, run)} is ${typeName(value)}, but has to be ${expected}.`, expected }));
    return;
  }
  if (Array.isArray(value)) {
    judgeArray(node, value, path, run, judge);
  } else if (isRecord(value)) {
    judgeObject(node, value, path, run, judge);
  } else if (value !== null) {
    const fault = scalarFault(node, value as string, path, run);
    if (fault) run.faults.push({ path, ...fault });
  }
  if (node.all || node.any || node.if !== undefined || node.not !== undefined) judgeLogic(node, value, path, run, judge);
}

/** A node may have its own words for whatever is wrong. */
function judgeSaid(node: NodeBody, value: unknown, path: string, run: Run): void {
  const before = run.faults.length;
  judgeLiteral(node, value, path, run);
  if (node.say && run.faults.length > before) run.faults.splice(before, Infinity, { path, kind: 'not-allowed', message: node.say });
}

/** Adds the faults of a value to those of the run. */
export function judge(node: Node, value: unknown, path: string, run: Run): void {
  if (node === '' || isFull(run) || run.depth > DEEPEST || isNoValue(value) || value === undefined) return;
  if (node === '!') {
    if (isIntrinsic(value) && branches(value)) run.isOpen = true;
    else report(run, path, () => ({ kind: 'not-allowed', message: `${subject(path, run)} is not accepted${because(run)}.` }));
    return;
  }
  if (fitsPlainly(node, value)) return;
  run.depth++;
  if (isDynamic(value)) run.isOpen = true;
  else if (isIntrinsic(value)) judgeIntrinsic(node, value, path, run);
  else judgeSaid(bodyOf(run.data, node), value, path, run);
  run.depth--;
}
