import type { Facet, Severity } from '../lessons/lesson';
import type { Path } from '../template/source';

/** `cdk-payments compare --format json`: docs/compare.schema.json. */
export interface CompareReport {
  /** Of this format. */
  readonly version: 1;
  readonly tool: { readonly name: string; readonly version: string };
  /** The best first; those that could not be read last. */
  readonly candidates: readonly (Comparison | UnreadCandidate)[];
  /** What could not be read. */
  readonly errors: readonly string[];
}

/** A candidate that could not be read. */
export interface UnreadCandidate {
  readonly candidate: string;
  readonly error: string;
}

/** One candidate against the reference. */
export interface Comparison {
  /** As it was given: a template, a folder, a cloud assembly. */
  readonly candidate: string;
  readonly system: DetectedSystem;
  readonly grade: Grade;
  /** The worst first; of one severity, requirements before lessons. */
  readonly findings: readonly CompareFinding[];
  readonly requirements: readonly RequirementResult[];
  readonly structure: Structure;
  readonly statistics: Statistics;
  /** What was not read, or not looked into; which other system it looks like. */
  readonly notes: readonly string[];
  /** Why values are not known, the most frequent first. */
  readonly unresolved: readonly { readonly reason: string; readonly values: number }[];
}

export interface DetectedSystem {
  /** `webhook-pipeline` */
  readonly id: string;
  readonly title: string;
  /** Of the golden templates: the one that is most like the candidate. */
  readonly variant: string;
  /** False: it was named. */
  readonly isDetected: boolean;
  /** Of every system, the likeliest first: 0 to 1. */
  readonly likeness: readonly { readonly system: string; readonly variant: string; readonly likeness: number }[];
}

/** docs/grading.md */
export interface Grade {
  /** 0 to 100, an integer. */
  readonly grade: number;
  /** Where all that is open should not hold, and where it should. */
  readonly lowest: number;
  readonly highest: number;
  /** Share of the weighted assertions that hold: 0 to 1. */
  readonly assertions: number;
  /** 1 without findings of the lessons, less with each. */
  readonly lessons: number;
  /** Likeness to the reference, F1 of resources and edges: 0 to 1. Told, not graded: another sound design is no fault. */
  readonly structure: number;
  /** The assertions' share by facet; absent when none applies. */
  readonly facets: Readonly<Partial<Record<Facet, number>>>;
  /** What keeps the grade from being higher than this; absent when nothing does. */
  readonly cap?: { readonly at: number; readonly because: string };
  /** One sentence each, for people. */
  readonly justification: readonly string[];
}

export type FindingKind = 'requirement' | 'open' | 'lesson';

/** What is wrong, or (kind `open`) what cannot be decided from the templates. */
export interface CompareFinding {
  /** Number in this report, from 1: the page links to it. */
  readonly number: number;
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly facet: Facet;
  /** `WH-06`; null for a lesson that no requirement of the system names. */
  readonly requirement: string | null;
  /** `WH-06/own-dlq`; null for a lesson. */
  readonly assertion: string | null;
  /** Further assertions of the requirement that do not hold for the same reason: what they are about is missing altogether. */
  readonly also: readonly string[];
  /** Lessons that say the same; for a lesson its own id alone. */
  readonly lessons: readonly string[];
  readonly title: string;
  /** What the candidate has. A sentence without a full stop. */
  readonly found: string;
  /** Where; empty when something is missing altogether. */
  readonly places: readonly FoundPlace[];
  /** How many places there are; `places` holds the first 20. */
  readonly placeCount: number;
  readonly reference: {
    /** What the reference has. */
    readonly text: string;
    /** Where it has it: at most 5. */
    readonly places: readonly FoundPlace[];
  };
  readonly why: string;
  readonly impact: string;
  readonly fix: string;
}

export interface FoundPlace {
  /** Stack and logical id, as `Resource.address`; null outside of the resources. */
  readonly address: string | null;
  readonly logicalId: string | null;
  readonly type: string | null;
  readonly stack: string;
  /** From the root of the template. */
  readonly path: Path;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What stands there. */
  readonly found: string;
}

export type Outcome = 'pass' | 'fail' | 'unknown' | 'not-applicable';

export interface RequirementResult {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** The worst of its assertions. */
  readonly outcome: Outcome;
  readonly assertions: readonly AssertionResult[];
}

export interface AssertionResult {
  /** `WH-06/own-dlq` */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly facet: Facet;
  readonly outcome: Outcome;
  /** 0 to 1: what it counts of its weight. */
  readonly value: number;
}

/**
 * - matched: the counterpart of a resource of the reference
 * - weaker: matched, and a finding stands at it
 * - missing: only the reference has it
 * - extra: only the candidate has it
 */
export type MatchState = 'matched' | 'weaker' | 'missing' | 'extra';

export interface Structure {
  readonly resources: Likeness;
  readonly edges: Likeness;
  readonly matches: readonly ResourceMatch[];
  readonly edgeMatches: readonly EdgeMatch[];
}

export interface Likeness {
  readonly candidate: number;
  readonly reference: number;
  readonly matched: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface ResourceMatch {
  readonly state: MatchState;
  readonly type: string;
  /** `Resource.address` in each model; null where there is none. */
  readonly candidate: string | null;
  readonly reference: string | null;
  /** How like the two are: 0 to 1; 0 without a counterpart. */
  readonly likeness: number;
  /** Numbers of the findings at it. */
  readonly findings: readonly number[];
}

/** An edge between resources; several between the same two count once. */
export interface EdgeMatch {
  readonly state: 'matched' | 'missing' | 'extra';
  /** Addresses in the model that has it: the candidate's, unless it is missing there. */
  readonly from: string;
  readonly to: string;
}

export interface Statistics {
  readonly stacks: number;
  readonly resources: number;
  /** Findings that count, by severity; what is open is none of them. */
  readonly findings: Readonly<Record<Severity, number>>;
  readonly open: number;
  readonly assertions: Readonly<Record<Outcome, number>>;
  readonly lessons: { readonly applied: number; readonly broken: number; readonly acknowledged: number };
}
