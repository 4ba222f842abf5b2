import { Fault, shown } from './fault';
import { presence } from './intrinsic';
import { bodyOf } from './load';
import { matches } from './matches';
import type { Node, NodeBody } from './node';
import { because } from './reason';
import { Judge, report, Run, subject } from './run';
import { isRecord } from '../intrinsics';

/** What a `not` denies: a value, or a combination of properties. */
function denied(node: Node, value: unknown, path: string, run: Run): string {
  const of = subject(path, run);
  if (!isRecord(value)) return `${of} does not accept ${shown(value)}${because(run)}.`;
  const body = bodyOf(run.data, node);
  const names = [body, ...body.any ?? []].flatMap((each) => bodyOf(run.data, each).r ?? []).filter((name) => presence(value[name]) === 'present');
  return `${of} does not accept ${names.map((name) => `'${name}'`).join(' and ') || 'this combination'}${because(run)}.`;
}

function anyOf(node: NodeBody, value: unknown, path: string, run: Run, judge: Judge): void {
  const tries: Fault[][] = [];
  for (const each of node.any!) {
    const trial: Run = { ...run, faults: [], isOpen: false };
    judge(each, value, path, trial);
    if (trial.faults.length === 0) {
      run.isOpen ||= trial.isOpen;
      return;
    }
    tries.push(trial.faults);
  }
  const [best] = tries.sort((a, b) => a.length - b.length);
  const lacks = ({ kind, path: at }: Fault) => kind === 'missing-property' && at === path;
  const needed = tries.map((faults) => faults.filter(lacks).map(({ expected }) => `'${expected}'`).join(' and '));
  if (needed.every((names) => names !== '')) {
    const expected = needed.join(' or ');
    report(run, path, () => ({ kind: 'missing-property', message: `${subject(path, run)} needs ${expected}.`, expected }));
  } else {
    run.faults.push(...best!);
  }
}

/** Judges by what a node combines: alternatives, conditions. */
export function judgeLogic(node: NodeBody, value: unknown, path: string, run: Run, judge: Judge): void {
  node.all?.forEach((each) => judge(each, value, path, run));
  if (node.any) anyOf(node, value, path, run, judge);
  const { not } = node;
  if (not !== undefined) {
    const found = matches(not, value, run, judge);
    if (found === undefined) run.isOpen = true;
    if (found) report(run, path, () => ({ kind: 'not-allowed', message: denied(not, value, path, run) }));
  }
  if (node.if === undefined) return;
  const found = matches(node.if, value, run, judge);
  if (found === undefined) run.isOpen = true;
  const next = found === undefined ? undefined : found ? node.th : node.el;
  if (next === undefined) return;
  const { conditions } = run;
  if (found) run.conditions = [...conditions, node.if];
  judge(next, value, path, run);
  run.conditions = conditions;
}
