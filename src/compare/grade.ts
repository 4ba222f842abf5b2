import type { Judged } from './requirements';
import type { Grade } from './result';
import { AuditFinding, Facet, Severity } from '../lessons';

/** docs/grading.md explains these numbers. */
export const WEIGHTS: Readonly<Record<Severity, number>> = { critical: 8, high: 4, medium: 2, low: 1 };
/** A miss of this severity keeps the grade at or below. */
export const CAPS: Readonly<Partial<Record<Severity, number>>> = { critical: 59, high: 89 };
/** The most that lessons take away. */
const LESSONS_SHARE = 0.25;
/** Weighted findings that halve the score of the lessons. */
const HALF = 20;

interface Part {
  readonly assertions: number;
  readonly lessons: number;
}

/** The grade, from what was judged and what the lessons found. */
export function graded(judged: readonly Judged[], findings: readonly AuditFinding[], structure: () => number): Grade {
  const lessons = lessonScore(findings);
  const valueWith = (open: number) => ({ outcome, checked }: Judged) => outcome === 'unknown' ? open : checked!.value;
  const shareWith = (open: number, of = judged) => share(of, deserved(valueWith(open), earned(judged, valueWith(open))));
  const part: Part = { assertions: shareWith(0.5), lessons };
  const cap = capOf(judged, findings);
  const facets = [...new Set(judged.map(({ assertion }) => assertion.facet))].flatMap((facet): [Facet, number][] => {
    const some = judged.filter(({ assertion, outcome }) => assertion.facet === facet && outcome !== 'not-applicable');
    return some.length > 0 ? [[facet, round(shareWith(0.5, some))]] : [];
  });
  const grade = Math.min(points(part), cap?.at ?? 100);
  const closed = judged.map((one): Judged => one.outcome === 'unknown' ? { ...one, outcome: 'fail' } : one);
  const lowest = Math.min(points({ assertions: shareWith(0), lessons }), capOf(closed, findings)?.at ?? 100);
  const highest = Math.min(points({ assertions: shareWith(1), lessons }), capOf(judged.filter(({ outcome }) => outcome !== 'unknown'), findings)?.at ?? 100);
  return {
    grade,
    lowest,
    highest,
    assertions: round(part.assertions),
    lessons: round(lessons),
    get structure() { return round(structure()); },
    facets: Object.fromEntries(facets),
    ...cap && { cap },
    justification: justification(judged, findings, part, cap),
  };
}

/** Down: 100 is for what has no fault. */
const points = ({ assertions, lessons }: Part): number => Math.floor(100 * assertions * (1 - LESSONS_SHARE + LESSONS_SHARE * lessons) + 1e-9);
export const round = (value: number): number => Math.round(value * 1000) / 1000;

type Value = (one: Judged) => number;

/** The share of what has to be there: beyond what would count where there is nothing. */
const earned = (judged: readonly Judged[], value: Value): number =>
  share(judged.filter(({ idle }) => idle < 1), (one) => Math.max(0, value(one) - one.idle) / (1 - one.idle));

/** What forbids is worth something only with what it protects: as much as is there. */
const deserved = (value: Value, there: number): Value => (one) => Math.max(0, value(one) - one.idle) + Math.min(value(one), one.idle) * there;

/** Each requirement weighs what it is worth, and its assertions share that. */
function share(judged: readonly Judged[], value: Value): number {
  const requirements = new Map<Judged['requirement'], Judged[]>();
  for (const one of judged) {
    if (one.outcome === 'not-applicable') continue;
    const same = requirements.get(one.requirement);
    if (same) same.push(one); else requirements.set(one.requirement, [one]);
  }
  let sum = 0;
  let weights = 0;
  for (const [{ severity }, all] of requirements) {
    const total = all.reduce((part, one) => part + WEIGHTS[one.severity], 0);
    sum += WEIGHTS[severity] * all.reduce((part, one) => part + WEIGHTS[one.severity] * value(one), 0) / total;
    weights += WEIGHTS[severity];
  }
  return weights === 0 ? 0 : sum / weights;
}

/** A lesson weighs once in full, and the further resources that break it less and less. */
export function lessonScore(findings: readonly AuditFinding[]): number {
  const places = new Map<AuditFinding['lesson'], Set<unknown>>();
  for (const { lesson, resource, path } of findings) places.set(lesson, (places.get(lesson) ?? new Set()).add(resource ?? path.join('.')));
  const weight = [...places].reduce((sum, [{ severity }, all]) => sum + WEIGHTS[severity] * (1 + Math.log(all.size)), 0);
  return HALF / (HALF + weight);
}

function capOf(judged: readonly Judged[], findings: readonly AuditFinding[]): Grade['cap'] {
  for (const severity of ['critical', 'high'] as const) {
    const missed = judged.find((one) => one.outcome === 'fail' && one.severity === severity);
    if (missed) return { at: CAPS[severity]!, because: `${missed.requirement.id} is ${severity}, and not met` };
    const broken = findings.find(({ lesson }) => lesson.severity === severity);
    if (broken) return { at: CAPS[severity]!, because: `${broken.lesson.id} is a ${severity} finding` };
  }
  const open = judged.find((one) => one.outcome === 'unknown' && one.severity === 'critical');
  return open && { at: CAPS.high!, because: `${open.requirement.id} is critical, and cannot be decided from the templates` };
}

const percent = (value: number) => `${Math.floor(value * 100)} %`;

function justification(judged: readonly Judged[], findings: readonly AuditFinding[], { assertions, lessons }: Part, cap: Grade['cap']): string[] {
  const count = (outcome: Judged['outcome']) => judged.filter((one) => one.outcome === outcome).length;
  const open = count('unknown');
  return [
    `${count('pass')} of ${judged.length - count('not-applicable')} assertions hold: ${percent(assertions)} of what they weigh${open > 0 ? `; ${open} cannot be decided and count a half` : ''}.`,
    findings.length === 0 ? 'The lessons find nothing.' : `The lessons find ${findings.length} ${findings.length === 1 ? 'place' : 'places'}, which takes ${percent((1 - lessons) * LESSONS_SHARE)} of that away.`,
    ...cap ? [`At most ${cap.at}, because ${cap.because}.`] : [],
  ];
}
