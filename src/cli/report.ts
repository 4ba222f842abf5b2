import { Facet, Severity } from '../lessons';
import { Path } from '../template';

/** One finding as it is reported: docs/audit.schema.json. */
export interface ReportedFinding {
  readonly id: string;
  readonly severity: Severity;
  readonly facet: Facet;
  readonly title: string;
  readonly classes: readonly string[];
  readonly pci: readonly string[];
  readonly logicalId: string | null;
  readonly stack: string;
  readonly constructPath: string | null;
  readonly path: Path;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly why: string;
  readonly fix: string;
  readonly source: string;
  readonly detail: string | null;
  /** The reason. */
  readonly acknowledged?: string;
}

export interface ReportedNote {
  readonly file: string;
  readonly message: string;
}

/** Why values are not known, and how many. */
export interface Unresolved {
  readonly reason: string;
  readonly values: number;
}

/** One path, as it was given. */
export interface ReportedTemplate {
  readonly file: string;
  readonly stacks: number;
  readonly resources: number;
  readonly findings: readonly ReportedFinding[];
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
}
