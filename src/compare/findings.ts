import * as fs from 'fs';
import { basename } from 'path';
import { Check, Selector } from './assertion';
import { Spot, spotOfFinding } from './check';
import type { Context } from './context';
import { lazily } from './lazily';
import { bySeverity, Judged } from './requirements';
import type { CompareFinding, FindingKind, FoundPlace } from './result';
import { joined } from './words';
import { AuditFinding } from '../lessons';
import { onceByText, Stack } from '../template';

export const MOST_PLACES = 20;
const MOST_REFERENCE_PLACES = 5;
const MOST_SAYINGS = 2;
const KINDS: readonly FindingKind[] = ['requirement', 'lesson', 'open'];

const nameOf = (stack: Stack): string => stack.parent ? `${nameOf(stack.parent.stack)}/${stack.name}` : stack.name;

export function placeOf({ stack, subject, path, found }: Spot): FoundPlace {
  const resource = subject?.resource;
  return {
    address: resource?.address ?? null,
    logicalId: resource?.id ?? null,
    type: resource?.type ?? null,
    stack: nameOf(stack),
    path: written(path),
    file: stack.source.file,
    ...stack.source.position(path),
    found,
  };
}

/** Positions in lists are numbers. */
const written = (path: Spot['path']) => path.map((key) => typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : key);

/** What is told, before its places are looked up. */
export interface Told extends Omit<CompareFinding, 'number' | 'places' | 'placeCount' | 'reference'> {
  readonly spots: readonly Spot[];
  readonly reference: string;
  /** Where the reference is looked at. */
  readonly check?: Check;
}

/** What is told, the worst first. What a lesson and an assertion both say is told once. */
export function toldOf(judged: readonly Judged[], audited: readonly AuditFinding[]): Told[] {
  const byLesson = new Map<string, AuditFinding[]>();
  for (const finding of audited) byLesson.set(finding.lesson.id, [...byLesson.get(finding.lesson.id) ?? [], finding]);
  const owners = new Map<string, string>();
  for (const { requirement, assertion } of judged) for (const id of assertion.lessons ?? []) if (!owners.has(id)) owners.set(id, requirement.id);
  const absorbed = new Set<string>();
  const told: Told[] = [];
  const groups = sameReason(judged);
  for (const one of judged) {
    if ((one.outcome !== 'fail' && one.outcome !== 'unknown') || groups.followers.has(one)) continue;
    const lessons = one.outcome === 'fail' ? (one.assertion.lessons ?? []).filter((id) => byLesson.has(id)) : [];
    for (const id of lessons) absorbed.add(id);
    told.push(ofAssertion(one, lessons.flatMap((id) => byLesson.get(id)!), lessons, groups.also(one)));
  }
  for (const [id, findings] of byLesson) if (!absorbed.has(id)) told.push(ofLesson(findings, owners.get(id) ?? null));
  return told.sort((a, b) => bySeverity(a.severity, b.severity) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

/** With its places, in the candidate and in the golden. */
export function findingsOf(told: readonly Told[], golden: () => Context): CompareFinding[] {
  return told.map(({ spots, reference, check, ...rest }, at): CompareFinding => {
    const places = unique(spots);
    const inGolden = lazily(() => check ? subjectsIn(check, golden()) : []);
    return {
      number: at + 1,
      ...rest,
      places: places.slice(0, MOST_PLACES).map(placeOf),
      placeCount: places.length,
      reference: { text: reference, get places() { return inGolden(); } },
    };
  });
}

/** Assertions of one requirement that do not hold because there is nothing of a type: the first, the worst, stands for them. */
function sameReason(judged: readonly Judged[]) {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) {
    if (one.outcome !== 'fail' || one.checked!.missing === undefined) continue;
    const key = `${one.requirement.id} ${one.checked!.missing}`;
    const same = groups.get(key);
    if (same) same.push(one); else groups.set(key, [one]);
  }
  const leaders = new Map([...groups.values()].map((group): [Judged, Judged[]] => {
    const [leader, ...others] = [...group].sort((a, b) => bySeverity(a.severity, b.severity));
    return [leader, others];
  }));
  return { followers: new Set([...leaders.values()].flat()), also: (one: Judged) => (leaders.get(one) ?? []).map(idOf) };
}

const idOf = ({ requirement, assertion }: Judged) => `${requirement.id}/${assertion.id}`;

function ofAssertion(
  { requirement, assertion, severity, outcome, checked }: Judged, audited: readonly AuditFinding[],
  lessons: readonly string[], also: readonly string[],
): Told {
  // What only a lesson has seen.
  const seen = new Set(checked!.spots.map(({ subject }) => subject?.resource));
  const more = [...new Set(audited.filter(({ resource }) => !seen.has(resource)).map(({ found }) => found))].slice(0, MOST_SAYINGS);
  return {
    kind: outcome === 'fail' ? 'requirement' : 'open',
    // What a lesson finds critical does not become less by standing under a requirement.
    severity: [severity, ...audited.map(({ lesson }) => lesson.severity)].sort(bySeverity)[0],
    facet: assertion.facet,
    requirement: requirement.id,
    assertion: `${requirement.id}/${assertion.id}`,
    also,
    lessons,
    title: assertion.title,
    found: sentence(joined([checked!.found, ...more])),
    spots: [...checked!.spots, ...audited.map(spotOfFinding)],
    reference: assertion.reference,
    check: assertion.check,
    why: assertion.why,
    impact: assertion.impact ?? requirement.impact,
    fix: assertion.fix,
  };
}

function ofLesson(findings: readonly AuditFinding[], requirement: string | null): Told {
  const [{ lesson, found }] = findings;
  return {
    kind: 'lesson',
    severity: lesson.severity,
    facet: lesson.facet,
    requirement,
    assertion: null,
    also: [],
    lessons: [lesson.id],
    title: lesson.title,
    found: sentence(findings.length === 1 ? found : `${findings.length} places: ${found}`),
    spots: findings.map(spotOfFinding),
    reference: 'In the reference this lesson finds nothing.',
    why: lesson.title,
    impact: lesson.why,
    fix: lesson.fix,
  };
}

/** Begins with a capital, unless with a name: `arn:aws:s3:::logs`, `python3.9`, `payments-dev`. */
const sentence = (text: string) => /^[a-z]+,?(?: |$)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;

/** Each line once. */
function unique(spots: readonly Spot[]): Spot[] {
  const seen = new Map<string, Spot>();
  for (const spot of spots) {
    const { source } = spot.stack;
    const key = `${source.file} ${source.position(spot.path).line}`;
    if (!seen.has(key)) seen.set(key, spot);
  }
  return [...seen.values()];
}

/** What the reference has where the check looks. */
function subjectsIn(check: Check, golden: Context): FoundPlace[] {
  const selected = selectorsOf(check).flatMap((selector) => golden.select(selector));
  return selected.slice(0, MOST_REFERENCE_PLACES).map(({ subject: { resource, type, id, base, stack } }) => ({
    address: resource?.address ?? null,
    logicalId: resource?.id ?? null,
    type: resource ? type : null,
    stack: nameOf(stack),
    path: written(base),
    // Wherever the package is installed.
    file: `golden/${basename(stack.source.file)}`,
    ...goldenPosition(stack.source.file, id),
    found: '',
  }));
}

const goldenText = onceByText((file) => fs.readFileSync(file, 'utf8'));

/** Where a resource or an output begins: found by its key, since to parse a golden for a few positions would take most of the time. */
const goldenPosition = onceByKey((file, id) => {
  const before = goldenText(file).split(`"${id}": {`, 2);
  if (before.length < 2) return { line: 1, column: 1 };
  const lines = before[0].split('\n');
  return { line: lines.length, column: lines[lines.length - 1].length + 2 };
});

function onceByKey<Result>(work: (file: string, id: string) => Result): (file: string, id: string) => Result {
  const kept = new Map<string, Result>();
  return (file, id) => {
    const key = `${file} ${id}`;
    let found = kept.get(key);
    if (!found) kept.set(key, found = work(file, id));
    return found;
  };
}

function selectorsOf(check: Check): Selector[] {
  if ('every' in check) return [check.every];
  if ('some' in check) return [check.some];
  if ('distinct' in check) return [check.distinct];
  if ('all' in check) return check.all.flatMap(selectorsOf);
  if ('any' in check) return check.any.flatMap(selectorsOf);
  if ('environments' in check) return Object.values(check.environments).flatMap(selectorsOf);
  return 'lesson' in check && check.of !== undefined ? [check.of] : [];
}
