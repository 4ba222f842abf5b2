import type { Node } from './node';
import type { Judge, Run } from './run';

/** Whether a node accepts a value; undefined: intrinsics leave it open. */
export function matches(node: Node, value: unknown, run: Run, judge: Judge): boolean | undefined {
  const trial: Run = { ...run, faults: [], isTrial: true, isOpen: false };
  judge(node, value, '', trial);
  if (trial.faults.length > 0) return false;
  return trial.isOpen ? undefined : true;
}
