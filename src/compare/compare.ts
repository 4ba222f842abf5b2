import type { AssertionFile } from './assertion';
import { HARDLY, likely, Likely, mixed, otherwise, percent } from './detect';
import { Evaluation } from './evaluation';
import { findingsOf, Told, toldOf } from './findings';
import { graded } from './grade';
import { lazily } from './lazily';
import { assertionsOf, fingerprints, goldenOf } from './reference';
import { judge, Judged, worst } from './requirements';
import type { Comparison, CompareFinding, DetectedSystem, RequirementResult, Statistics } from './result';
import { structureOf } from './structure';
import { audit, AuditFinding, AuditOptions, Lesson, LESSONS, SEVERITIES } from '../lessons';
import { acknowledge } from '../lessons/acknowledgements';
import { Model, once, TemplateError } from '../template';
import { unresolvedOf } from '../template/unresolved';

export interface CompareOptions {
  /** `webhook-pipeline`. Without it the system that the candidate is most like. */
  readonly system?: string;
  readonly audit?: Partial<AuditOptions>;
}

/** What `compared` gives, with the graphs that it was worked out on: for who draws them. */
export interface Compared {
  readonly comparison: Comparison;
  readonly candidate: Model;
  readonly reference: Model;
}

/** Grades a candidate against the reference of its system. */
export function compared(name: string, candidate: Model, { system, audit: options }: CompareOptions = {}): Compared {
  const likeness = likely(candidate, fingerprints());
  const chosen = likeness.find(({ fingerprint }) => system === undefined || fingerprint.system === system);
  if (!chosen) throw new Error(`no system is called ${system}`);
  if (system === undefined && chosen.likeness === 0) throw new TemplateError(`${name}: has nothing in common with any of the systems; name the one that was asked for: --system`);
  const { fingerprint } = chosen;
  const file = assertionsOf(fingerprint.system);
  const { told, judged, counted, acknowledged } = assessed(candidate, file, LESSONS, options);
  const findings = findingsOf(told, () => contextOf(goldenOf(fingerprint)));
  // A third of the time, and text does not print it.
  const structure = lazily(() => structureOf(candidate, goldenOf(fingerprint), numbersAt(findings)).structure);
  const against: DetectedSystem = {
    id: fingerprint.system,
    title: file.title,
    variant: fingerprint.variant,
    isDetected: system === undefined,
    likeness: best(likeness).map(({ fingerprint: one, likeness: value }) =>
      ({ system: one.system, variant: one.variant, likeness: Math.round(value * 1000) / 1000 })),
  };
  const unlike = mixed(candidate, fingerprints(), fingerprint.system) ?? otherwise(against);
  const comparison: Comparison = {
    candidate: name,
    system: against,
    grade: graded(judged, counted, () => (structure().resources.f1 + structure().edges.f1) / 2),
    findings,
    requirements: requirementsOf(judged),
    get structure() { return structure(); },
    statistics: statisticsOf(candidate, findings, judged, counted, acknowledged),
    notes: [
      ...system === undefined && chosen.likeness < HARDLY ? [`This is hardly like any of the systems (${percent(against.likeness[0].likeness)}); name the one that was asked for: --system`] : [],
      ...unlike ? [unlike] : [],
      ...candidate.notes.map(({ file: at, message }) => message.startsWith(at) ? message : `${at}: ${message}`),
    ],
    unresolved: unresolvedOf(candidate.stacks),
  };
  return { comparison, candidate, get reference() { return goldenOf(fingerprint); } };
}

/** What of the assertions holds, and what is to be told. */
export interface Assessed {
  readonly judged: readonly Judged[];
  /** What the lessons find and nobody acknowledged. */
  readonly counted: readonly AuditFinding[];
  readonly acknowledged: number;
  readonly told: readonly Told[];
}

/** Checks a candidate against the assertions of a system. */
export function assessed(candidate: Model, file: AssertionFile, lessons: readonly Lesson[], options?: Partial<AuditOptions>): Assessed {
  const { findings: audited } = acknowledge(candidate, audit(candidate, lessons, options), lessons, LESSONS);
  const own = audited.filter(({ acknowledged }) => acknowledged === undefined);
  const counted = own.filter(({ lesson }) => !(lesson.id in (file.accepted ?? {})));
  const judged = judge(file, new Evaluation(candidate, grouped(counted), new Set(candidate.stacks), options?.environmentSuffix));
  return { judged, counted, acknowledged: audited.length - own.length, told: toldOf(judged, counted) };
}

function grouped(findings: readonly AuditFinding[]): Map<string, AuditFinding[]> {
  const groups = new Map<string, AuditFinding[]>();
  for (const finding of findings) {
    const same = groups.get(finding.lesson.id);
    if (same) same.push(finding); else groups.set(finding.lesson.id, [finding]);
  }
  return groups;
}

/** Of the golden nothing is judged but where its parts stand. */
const contextOf = once((golden: Model) => new Evaluation(golden, new Map()));

/** The likeliest variant of each system. */
const best = (all: readonly Likely[]): Likely[] =>
  all.filter(({ fingerprint }, at) => all.findIndex((one) => one.fingerprint.system === fingerprint.system) === at);

function numbersAt(findings: readonly CompareFinding[]): (address: string) => readonly number[] {
  const byAddress = new Map<string, Set<number>>();
  for (const { kind, number, places } of findings) {
    if (kind === 'open') continue;
    for (const { address } of places) if (address !== null) byAddress.set(address, (byAddress.get(address) ?? new Set()).add(number));
  }
  return (address) => [...byAddress.get(address) ?? []];
}

function requirementsOf(judged: readonly Judged[]): RequirementResult[] {
  return [...new Set(judged.map(({ requirement }) => requirement))].map((requirement) => {
    const own = judged.filter((one) => one.requirement === requirement);
    return {
      id: requirement.id,
      title: requirement.title,
      severity: requirement.severity,
      outcome: worst(own.map(({ outcome }) => outcome)),
      assertions: own.map(({ assertion, severity, outcome, checked }) => ({
        id: `${requirement.id}/${assertion.id}`,
        title: assertion.title,
        severity,
        facet: assertion.facet,
        outcome,
        value: Math.round((checked?.value ?? 0) * 1000) / 1000,
      })),
    };
  });
}

function statisticsOf(
  candidate: Model, findings: readonly CompareFinding[], judged: readonly Judged[], counted: readonly AuditFinding[], acknowledged: number,
): Statistics {
  const outcomes = (outcome: Judged['outcome']) => judged.filter((one) => one.outcome === outcome).length;
  const closed = findings.filter(({ kind }) => kind !== 'open');
  return {
    stacks: candidate.stacks.length,
    resources: candidate.resources().length,
    findings: Object.fromEntries(SEVERITIES.map((severity) => [severity, closed.filter((one) => one.severity === severity).length])) as Statistics['findings'],
    open: findings.length - closed.length,
    assertions: { 'pass': outcomes('pass'), 'fail': outcomes('fail'), 'unknown': outcomes('unknown'), 'not-applicable': outcomes('not-applicable') },
    lessons: { applied: LESSONS.length, broken: new Set(counted.map(({ lesson }) => lesson)).size, acknowledged },
  };
}
