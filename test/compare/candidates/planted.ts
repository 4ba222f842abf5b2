/** A documented failure that was written into a candidate of examples/candidates, and what has to name it: an assertion or a lesson. */
export interface Planted {
  /** As the reviews say it. */
  readonly failure: string;
  readonly finding: string;
}
