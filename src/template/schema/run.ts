import type { Fault } from './fault';
import type { Node, ServiceData } from './node';

export interface Options {
  /** The literal value of an intrinsic, if it is known; undefined: the intrinsic is not judged. */
  readonly resolve?: (intrinsic: unknown) => unknown;
  /** The most faults to find, default: 100. */
  readonly most?: number;
}

/** One pass over a value. */
export interface Run {
  readonly type: string;
  readonly data: ServiceData;
  readonly options: Options;
  readonly faults: Fault[];
  /** Only tries whether a value fits: what it cannot decide sets `isOpen`. */
  readonly isTrial: boolean;
  isOpen: boolean;
  /** Which conditions led here, for the messages. */
  conditions: readonly Node[];
  depth: number;
}

/** Judges a value by a node. */
export type Judge = (node: Node, value: unknown, path: string, run: Run) => void;

export const DEEPEST = 60;
const MOST = 100;

/** In a trial only the fact counts. */
const TRIED: Fault = { path: '', kind: 'not-allowed', message: '' };

/** Adds a fault. */
export function report(run: Run, path: string, fault: () => Omit<Fault, 'path'>): void {
  run.faults.push(run.isTrial ? TRIED : { path, ...fault() });
}

export function isFull(run: Run): boolean {
  return run.faults.length >= (run.options.most ?? MOST);
}

export function below(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`;
}

/** ` of AWS::X::Y` or ` 'Foo'`: what a message speaks of. */
export function subject(path: string, run: Run): string {
  return path === '' ? run.type : `'${path}' of ${run.type}`;
}
