export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** Classes of failure, as in the metadata of the pairs. */
  readonly classes: readonly string[];
}

export interface Tool {
  readonly name: string;
  /** Checks or installs it, before the clock starts. */
  prepare?(): void;
  /** All that is done once: loading, engines. */
  start(): Promise<void>;
  /** Throws when the tool cannot read the template. */
  audit(file: string): Promise<Finding[]>;
  /** For a tool that takes many templates in one process; those it cannot read are absent. Without `start`. */
  auditAll?(files: readonly string[]): Promise<Map<string, Finding[]>>;
}

/** The tool is not there: the others are measured without it. */
export class Missing extends Error {}

export type Weights = Record<Severity, number>;

/** Nobody says how many warnings make an error: the ranking is printed for each of these. The first decides. */
export const WEIGHTS: Record<string, Weights> = {
  'weighted': { critical: 10, high: 5, medium: 2, low: 1, info: 0.1 },
  'medium and above': { critical: 10, high: 5, medium: 2, low: 0, info: 0 },
  'count': { critical: 1, high: 1, medium: 1, low: 1, info: 1 },
};
