import type { Assertion, AssertionFile, RequirementAssertions } from './assertion';
import { Checked, checked } from './check';
import type { Context } from './context';
import type { Outcome } from './result';
import { Severity, SEVERITIES } from '../lessons/lesson';

/** An assertion, and what came of it. */
export interface Judged {
  readonly requirement: RequirementAssertions;
  readonly assertion: Assertion;
  readonly severity: Severity;
  readonly outcome: Outcome;
  /** Absent where it does not apply. */
  readonly checked?: Checked;
}

/** Checks every assertion. One that a strange template breaks is open, and the others go on. */
export function judge({ requirements }: AssertionFile, context: Context): Judged[] {
  return requirements.flatMap((requirement) => requirement.assertions.map((assertion): Judged => {
    const severity = assertion.severity ?? requirement.severity;
    try {
      if (assertion.when && checked(assertion.when, context).truth === false) return { requirement, assertion, severity, outcome: 'not-applicable' };
      const result = checked(assertion.check, context);
      return { requirement, assertion, severity, checked: result, outcome: result.truth === undefined ? 'unknown' : result.truth ? 'pass' : 'fail' };
    } catch (error) {
      const found = `It could not be checked: ${(error as Error).message}`;
      return { requirement, assertion, severity, outcome: 'unknown', checked: { truth: undefined, value: 0.5, found, spots: [] } };
    }
  }));
}

const ORDER: readonly Outcome[] = ['fail', 'unknown', 'pass', 'not-applicable'];

/** Of a requirement: the worst of its assertions. */
export const worst = (outcomes: readonly Outcome[]): Outcome => ORDER.find((one) => outcomes.includes(one)) ?? 'not-applicable';

/** Worst first. */
export const bySeverity = (one: Severity, other: Severity): number => SEVERITIES.indexOf(one) - SEVERITIES.indexOf(other);
