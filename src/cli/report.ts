import { Facet, Severity } from '../lessons';
import { Path } from '../template';
import { Unresolved } from '../template/unresolved';

/** Where something was found, and what. */
export interface ReportedPlace {
  readonly logicalId: string | null;
  readonly stack: string;
  readonly constructPath: string | null;
  readonly path: Path;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly detail: string | null;
}

/** One finding as it is reported: docs/audit.schema.json. */
export interface ReportedFinding extends ReportedPlace {
  readonly id: string;
  readonly severity: Severity;
  readonly facet: Facet;
  readonly title: string;
  readonly classes: readonly string[];
  readonly pci: readonly string[];
  readonly why: string;
  readonly fix: string;
  readonly source: string;
  /** The reason. */
  readonly acknowledged?: string;
  /** Other places in the same template. */
  readonly alsoAt?: readonly ReportedPlace[];
}

/** Findings below the severity that is shown; acknowledged ones are none. */
export interface NotShown {
  readonly findings: number;
  /** How many of them serve a requirement of PCI DSS. */
  readonly pci: number;
}

/** A finding at each of its places, for who lists places. */
export const atEachPlace = ({ alsoAt = [], ...finding }: ReportedFinding): ReportedFinding[] =>
  [finding, ...alsoAt.map((place) => ({ ...finding, ...place }))];

export interface ReportedNote {
  readonly file: string;
  readonly message: string;
}

/** One path, as it was given. */
export interface ReportedTemplate {
  readonly file: string;
  readonly stacks: number;
  readonly resources: number;
  readonly findings: readonly ReportedFinding[];
  readonly notShown: NotShown;
  readonly notes: readonly ReportedNote[];
  readonly unresolved: readonly Unresolved[];
  /** It could not be read. */
  readonly error?: string;
}

export interface Report {
  /** Of this format. */
  readonly version: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly templates: readonly ReportedTemplate[];
  readonly errors: readonly string[];
  readonly summary: Summary;
}

export interface Summary {
  /** That were read. */
  readonly paths: number;
  readonly stacks: number;
  readonly resources: number;
  /** That were applied. */
  readonly lessons: number;
  /** Not acknowledged. */
  readonly findings: Readonly<Record<Severity, number>>;
  readonly acknowledged: number;
  readonly notShown: NotShown;
}
