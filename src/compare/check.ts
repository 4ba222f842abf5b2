import type { Check, Condition, Selector } from './assertion';
import type { Context } from './context';
import { leadsTo } from './links';
import { keysOf, valueAt } from './paths';
import { PREDICATES } from './predicates';
import { judged, Selected } from './select';
import { Subject, subjectOf, subjectsOf } from './subject';
import { Truth, Verdict } from './verdict';
import { viewed } from './views';
import { counted, joined, named, noneFits, plainKey, shareOf, shown, simply, typeNames, typesOf } from './words';
import { AuditFinding } from '../lessons';
import { isRecord, Path, show, Stack, Unknown } from '../template';

/** Where something was found, and what. */
export interface Spot {
  readonly stack: Stack;
  /** Stack and logical id; absent outside of the resources. */
  readonly subject?: Subject;
  readonly path: Path;
  readonly found: string;
}

/** What came of a check. */
export interface Checked {
  readonly truth: Truth;
  /** 0 to 1: how much of it holds. */
  readonly value: number;
  readonly found: string;
  readonly spots: readonly Spot[];
  /** Types of which there is nothing at all. */
  readonly missing?: string;
}

const FINE: Checked = { truth: true, value: 1, found: '', spots: [] };
/** Where one place of many is wrong, half is lost, and the rest with the share that is wrong. */
const PARTLY = 0.5;
const OPEN = 0.5;
/** Near misses that are told when something is missing. */
const MOST_NEAR = 3;

const failed = (found: string, spots: readonly Spot[] = [], share = 0): Checked => ({ truth: false, value: PARTLY * share, found, spots });
const undecided = (found: string, spots: readonly Spot[] = []): Checked => ({ truth: undefined, value: OPEN, found, spots });

/** Checks, and says what was found where it does not hold. */
export function checked(check: Check, context: Context): Checked {
  if (check.perStack) return inEachStack(check, check.perStack, context);
  if ('every' in check) return every(check, context);
  if ('some' in check) return some(check, context);
  if ('no' in check) return no(check.no, context);
  if ('distinct' in check) return distinct(check, context);
  if ('all' in check) return all(check.all.map((one) => checked(one, context)));
  if ('any' in check) return any(check.any.map((one) => checked(one, context)));
  if ('not' in check) return not(checked(check.not, context));
  if ('lesson' in check) return lesson(check, context);
  if ('environments' in check) return inEnvironments(check.environments, context);
  const verdict = PREDICATES.ofTemplates[check.predicate](check.with ?? {}, context);
  if (verdict.truth === true) return FINE;
  const spots = verdict.at ? [spotOf(subjectOf(verdict.at), verdict)] : [];
  return { ...(verdict.truth === undefined ? undecided : failed)(verdict.say?.() ?? '', spots), missing: verdict.missing };
}

function inEachStack(check: Check, selector: Selector, context: Context): Checked {
  const roots = new Set(context.select(selector).map(({ subject }) => subject.stack.root));
  if (roots.size === 0) return nothing(selector, context);
  const { perStack: _, ...inner } = check;
  return all([...roots].map((root) => checked(inner as Check, context.within(new Set([...context.stacks].filter((stack) => stack.root === root))))));
}

/** What came of a check in one environment. */
interface Told {
  readonly at: string;
  readonly result: Checked;
}

function inEnvironments(checks: Readonly<Record<string, Check>>, context: Context): Checked {
  const results = context.deployments(Object.keys(checks)).flatMap(({ environment, parameter, context: there }): Told[] => {
    if (!there) return [{ at: environment!, result: failed(`${parameter} does not take ${environment}`) }];
    // One that says nowhere what it is for is right when it is right for one of them.
    if (environment === undefined) return [{ at: '', result: any(Object.values(checks).map((one) => checked(one, there))) }];
    return environment in checks ? [{ at: environment, result: checked(checks[environment], there) }] : [];
  });
  if (results.length === 0) return FINE; // for other environments than these
  const sayings = new Set(results.map(({ result }) => result.found));
  return all(results.map(({ at, result }) => ({ ...result, found: sayings.size > 1 && at !== '' ? `${at}: ${result.found}` : result.found })));
}

export function spotOf({ stack, base, ...subject }: Subject, { path = [], say }: Verdict): Spot {
  const keys = path[0]?.startsWith('@') ? [] : path;
  return { stack, subject: subject.resource ? { stack, base, ...subject } : undefined, path: [...base, ...keys], found: say?.() ?? '' };
}

function every({ every: selector, has, orNone }: Extract<Check, { every: unknown }>, context: Context): Checked {
  const selected = context.select(selector);
  if (selected.length === 0) return orNone ? FINE : nothing(selector, context);
  const verdicts = selected.map(({ subject, verdict }) => ({ subject, verdict: both(verdict, context.holds(has, subject)) }));
  const bad = verdicts.filter(({ verdict }) => verdict.truth === false);
  const unsure = verdicts.filter(({ verdict }) => verdict.truth === undefined);
  if (bad.length > 0) {
    const spots = bad.map(({ subject, verdict }) => spotOf(subject, verdict));
    return failed(told(spots, selected), spots, (verdicts.length - bad.length) / verdicts.length);
  }
  if (unsure.length === 0) return FINE;
  const spots = unsure.map(({ subject, verdict }) => spotOf(subject, verdict));
  return undecided(told(spots, selected), spots);
}

/** Who is maybe meant, and does not have it, is maybe wrong. */
const both = (selected: Verdict, has: Verdict): Verdict =>
  selected.truth === undefined && has.truth === false ? { ...selected, say: has.say, path: has.path } : has;

/** What was found at the first place, and in how many resources: several items of one are its own. */
function told(spots: readonly Spot[], selected: readonly Selected[]): string {
  const [{ found, subject, path }] = spots;
  // Of an output or a parameter the path names it.
  const id = subject?.id ?? (path.length > 1 ? String(path[1]) : undefined);
  const name = id !== undefined && !found.split(/[^A-Za-z0-9]/).includes(id) ? id : undefined;
  const bad = holdersIn(spots);
  if (bad === 1) return name === undefined ? found : `${name}: ${found}`;
  const types = new Map(selected.map(({ subject: one }) => [holderOf(one.stack, one.base), one.type]));
  return `${shareOf(bad, [...types.values()])}${name === undefined ? '' : `, such as ${name}`}: ${found}`;
}

/** The resource, or the entry of another section, that a place is in. */
const holderOf = (stack: Stack, [section, id]: Path): string => `${stack.prefix}${String(section)} ${String(id)}`;

const holdersIn = (spots: readonly Spot[]): number => new Set(spots.map(({ stack, path }) => holderOf(stack, path))).size;

/** There is none of these: none of the type, or none as they should be. */
function nothing(selector: Selector, context: Context): Checked {
  const { items, where } = isRecord(selector) ? selector as { items?: string; where?: Condition } : {};
  const types = typeNames(selector);
  const holders = subjectsOf(context.model, context.stacks, typesOf(selector), true);
  if (holders.length === 0) return { ...failed(`no ${types}`), missing: types };
  const misses = near(selector, context);
  // Of several conditions the nearest miss says too little.
  const isTold = where && simply(where) && misses.length > 0;
  return failed(`${noneFits(holders.map(({ type }) => type), items)}${isTold ? `: ${misses[0].found}` : ''}`, misses);
}

/** What comes near to what is missing. */
function near(selector: Selector, context: Context): Spot[] {
  return judged(selector, context).filter(({ verdict }) => verdict.truth === false)
    .sort((a, b) => (b.verdict.path?.length ?? 0) - (a.verdict.path?.length ?? 0))
    .slice(0, MOST_NEAR).map(({ subject, verdict }) => spotOf(subject, verdict));
}

const count = (selected: readonly Selected[]) => ({ sure: selected.filter(({ verdict }) => verdict.truth === true).length, most: selected.length });

function some({ some: selector, min = 1, max = Infinity }: Extract<Check, { some: unknown }>, context: Context): Checked {
  const selected = context.select(selector);
  const { sure, most } = count(selected);
  const bound = (one: number | Selector) => typeof one === 'number' ? { sure: one, most: one } : count(context.select(one));
  const [least, greatest] = [bound(min), bound(max)];
  if (sure >= least.most && most <= greatest.sure) return FINE;
  const spots = selected.map(({ subject, verdict }) => spotOf(subject, { ...verdict, say: () => `${subject.id} is one` }));
  if (most > greatest.sure && sure >= least.most) return (sure > greatest.most ? failed : undecided)(`${most} ${named(selector, most)}, expected at most ${greatest.sure}`, spots);
  if (most >= least.sure) return undecided(selected.find(({ verdict }) => verdict.truth === undefined)?.verdict.say?.() ?? '', spots);
  return most === 0 ? nothing(selector, context) : failed(`${most} ${named(selector, most)}, expected at least ${least.sure}`, near(selector, context), most / Math.max(1, least.sure));
}

function no(selector: Selector, context: Context): Checked {
  const selected = context.select(selector);
  if (selected.length === 0) return FINE;
  const { where } = isRecord(selector) ? selector as { where?: Condition } : {};
  const spots = selected.map(({ subject, verdict }) => spotOf(subject, verdict.say ? verdict : shownBy(where, subject)));
  const sure = selected.filter(({ verdict }) => verdict.truth === true).length;
  const [{ found }] = spots;
  const holders = holdersIn(spots);
  const isAlone = holders === 1 && found !== selected[0].subject.id;
  return (sure > 0 ? failed : undecided)(isAlone ? found : `${counted(holders, selector)}${holders > 1 ? ', such as' : ':'} ${found}`, spots);
}

/** What a subject has of a condition that it meets. */
function shownBy(where: Condition | undefined, subject: Subject): Verdict {
  const paths = Object.entries(where ?? {}).flatMap(([key, argument]) => key === '$any' || key === '$all' ? (argument as Condition[]).flatMap((one) => Object.keys(one)) : [key]);
  for (const path of paths.filter((one) => !one.startsWith('$') && !one.includes('*'))) {
    const { value, keys } = viewed(subject, keysOf(path));
    const at = valueAt(value, keys);
    if (at !== undefined) return { truth: true, path: keysOf(path), say: () => `${subject.id}: ${path.replace(/^@/, '')} is ${shown(at, keysOf(path))}` };
  }
  return { truth: true, say: () => subject.id };
}

function distinct({ distinct: selector, by }: Extract<Check, { distinct: unknown }>, context: Context): Checked {
  const selected = context.select(selector);
  if (selected.length === 0) return nothing(selector, context);
  const owners = new Map<unknown, Subject>();
  const bad: Spot[] = [];
  const unsure: Spot[] = [];
  for (const { subject } of selected) {
    const { value, keys } = viewed(subject, keysOf(by));
    const at = valueAt(value, keys);
    const say = (found: string) => spotOf(subject, { truth: false, path: keys, say: () => found });
    const [target] = leadsTo(context.model, at) ?? [];
    const owner = target ?? (at instanceof Unknown ? undefined : show(at));
    const other = owners.get(owner);
    if (at === undefined) bad.push(say(`${plainKey(by)} is not set`));
    else if (owner === undefined) unsure.push(say(`${plainKey(by)} is ${shown(at, keys)}`));
    else if (other) bad.push(say(`${subject.id} and ${other.id} share ${target ? target.id : shown(at, keys)}`));
    else owners.set(owner, subject);
  }
  if (bad.length > 0) return failed(told(bad, selected), bad, (selected.length - bad.length) / selected.length);
  return unsure.length > 0 ? undecided(told(unsure, selected), unsure) : FINE;
}

function all(results: readonly Checked[]): Checked {
  const wrong = results.filter(({ truth }) => truth === false);
  const share = results.reduce((sum, { value }) => sum + value, 0) / results.length;
  const worst = wrong.length > 0 ? wrong : results.filter(({ truth }) => truth === undefined);
  if (worst.length === 0) return FINE;
  const spots = worst.flatMap((one) => one.spots);
  const [{ truth, missing }] = worst;
  const isSame = worst.every((one) => one.missing === missing);
  return { truth, value: PARTLY * share, found: joined(worst.map(({ found }) => found)), spots, missing: isSame ? missing : undefined };
}

function any(results: readonly Checked[]): Checked {
  const holds = results.find(({ truth }) => truth === true);
  if (holds) return holds;
  const unsure = results.find(({ truth }) => truth === undefined);
  if (unsure) return unsure;
  return results.reduce((best, one) => one.value >= best.value ? one : best);
}

const not = ({ truth, found, spots }: Checked): Checked => truth === undefined ? undecided(found, spots) : truth ? failed('it is so') : FINE;

function lesson({ lesson: ids, of }: Extract<Check, { lesson: unknown }>, context: Context): Checked {
  const wanted = of === undefined ? undefined : new Set(context.select(of).map(({ subject }) => subject.resource));
  const findings = [ids].flat().flatMap((id) => context.findings(id))
    .filter(({ resource, stack }) => context.stacks.has(stack) && (!wanted || wanted.has(resource)));
  if (findings.length === 0) return FINE;
  const share = wanted && wanted.size > 0 ? 1 - new Set(findings.map(({ resource }) => resource)).size / wanted.size : 0;
  return failed(findings.length === 1 ? findings[0].found : `${findings.length} places: ${findings[0].found}`, findings.map(spotOfFinding), share);
}

export const spotOfFinding = ({ stack, resource, path, found }: AuditFinding): Spot =>
  ({ stack, subject: resource && subjectOf(resource), path, found });
