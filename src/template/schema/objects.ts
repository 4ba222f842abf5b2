import { isGenerated, isGenerator, Json, presence } from './intrinsic';
import { unknownProperty } from './misplaced';
import type { Node, NodeBody } from './node';
import { because } from './reason';
import { below, Judge, report, Run, subject } from './run';
import { expression } from './scalars';
import { fitsPlainly } from './types';

const joined = (names: readonly string[]) => names.map((name) => `'${name}'`).join(' and ');

/** The groups of which exactly one has to be there. */
function groups(node: NodeBody, value: Json, path: string, run: Run): void {
  const all = node.one!;
  if (all.some((names) => names.some((name) => presence(value[name]) === 'maybe'))) run.isOpen = true;
  const whole = all.filter((names) => names.every((name) => presence(value[name]) === 'present'));
  const isPossible = whole.length > 0 || all.some((names) => names.every((name) => presence(value[name]) !== 'absent'));
  if (isPossible && whole.length < 2) return;
  const choice = all.map(joined).join(' or ');
  if (!isPossible) {
    report(run, path, () => ({ kind: 'missing-property', message: `${subject(path, run)} needs ${choice}${because(run)}.`, expected: choice }));
  } else {
    report(run, path, () => ({ kind: 'not-allowed', message: `${subject(path, run)} has ${whole.map(joined).join(' as well as ')}, but only one of ${choice} is accepted.`, expected: choice }));
  }
}

function needs(node: NodeBody, value: Json, path: string, run: Run): void {
  const missing = (name: string, needing?: string) => {
    const state = presence(value[name]);
    if (state === 'maybe') run.isOpen = true;
    if (state === 'absent') report(run, path, () => ({ kind: 'missing-property', message: `${subject(path, run)} lacks the required property '${name}'${needing ? `, which '${needing}' needs` : because(run)}.`, expected: name }));
  };
  if (node.r) for (const name of node.r) missing(name);
  for (const name in node.dr) {
    if (presence(value[name]) === 'present') node.dr[name]!.forEach((other) => missing(other, name));
  }
  if (node.or?.every((name) => presence(value[name]) === 'absent')) {
    const expected = node.or.map((name) => `'${name}'`).join(' or ');
    report(run, path, () => ({ kind: 'missing-property', message: `${subject(path, run)} needs ${expected}.`, expected }));
  }
  if (node.one) groups(node, value, path, run);
}

function excluded(node: NodeBody, value: Json, path: string, run: Run): void {
  for (const [name, others] of Object.entries(node.dx!)) {
    const found = presence(value[name]) === 'present' ? others.find((other) => presence(value[other]) === 'present') : undefined;
    if (found === undefined) continue;
    const isSaid = found < name && node.dx![found]?.includes(name);
    if (!isSaid) report(run, below(path, found), () => ({ kind: 'not-allowed', message: `${subject(path, run)} has '${found}', which is not accepted together with '${name}'.` }));
  }
}

function byPattern(node: NodeBody, name: string): Node | undefined {
  return node.pp && Object.entries(node.pp).find(([pattern]) => expression(pattern)?.test(name) !== false)?.[1];
}

function named(node: NodeBody, value: Json, path: string, run: Run, judge: Judge): void {
  const isByName = !node.pp && node.ap === undefined && node.pn === undefined;
  if (isByName && !node.p) return;
  // The rules name few properties of many.
  for (const name in isByName && node.x ? node.p : value) {
    const each = Object.hasOwn(value, name) ? value[name] : undefined;
    if (presence(each) === 'absent' || isGenerator(name)) continue;
    if (node.pn !== undefined) judge(node.pn, name, below(path, name), run);
    const own = node.p && Object.hasOwn(node.p, name) ? node.p[name]! : undefined;
    const found = own ?? byPattern(node, name) ?? node.ap;
    if (found !== undefined && fitsPlainly(found, each)) continue;
    if (found !== undefined) judge(found, each, below(path, name), run);
    else if (!node.x && (node.p ?? node.pp)) unknownProperty(node, name, path, run);
  }
}

/** Judges the properties of an object. */
export function judgeObject(node: NodeBody, value: Json, path: string, run: Run, judge: Judge): void {
  named(node, value, path, run, judge);
  if (isGenerated(value)) {
    run.isOpen = true;
    return;
  }
  needs(node, value, path, run);
  if (node.dx) excluded(node, value, path, run);
}
