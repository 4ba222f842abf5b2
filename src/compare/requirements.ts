import type { Assertion, AssertionFile, RequirementAssertions } from './assertion';
import { Checked, checked } from './check';
import type { Context } from './context';
import { Evaluation } from './evaluation';
import { onceByPart } from './paths';
import type { Outcome } from './result';
import { Severity, SEVERITIES } from '../lessons/lesson';
import { loadText } from '../template';

/** An assertion, and what came of it. */
export interface Judged {
  readonly requirement: RequirementAssertions;
  readonly assertion: Assertion;
  readonly severity: Severity;
  readonly outcome: Outcome;
  /** What it counts where there is nothing at all: 1 for what only forbids, 0 for what asks for something. */
  readonly idle: number;
  /** Absent where it does not apply. */
  readonly checked?: Checked;
}

/** Checks every assertion. One that a strange template breaks is open, and the others go on. */
export function judge(file: AssertionFile, context: Context): Judged[] {
  const idle = idleOf(file);
  return file.requirements.flatMap((requirement) => requirement.assertions.map((assertion): Judged => ({
    requirement,
    assertion,
    severity: assertion.severity ?? requirement.severity,
    idle: idle.get(assertion)!,
    ...outcomeOf(assertion, context),
  })));
}

function outcomeOf(assertion: Assertion, context: Context): Pick<Judged, 'outcome' | 'checked'> {
  try {
    if (assertion.when && checked(assertion.when, context).truth === false) return { outcome: 'not-applicable' };
    const result = checked(assertion.check, context);
    return { checked: result, outcome: result.truth === undefined ? 'unknown' : result.truth ? 'pass' : 'fail' };
  } catch (error) {
    return { outcome: 'unknown', checked: { truth: undefined, value: 0.5, found: `It could not be checked: ${(error as Error).message}`, spots: [] } };
  }
}

const idleOf = onceByPart((file: AssertionFile): ReadonlyMap<Assertion, number> => {
  const nothing = new Evaluation(loadText('{"Resources":{}}'), new Map());
  return new Map(file.requirements.flatMap(({ assertions }) => assertions.map((one) => [one, outcomeOf(one, nothing).checked?.value ?? 0] as const)));
});

const ORDER: readonly Outcome[] = ['fail', 'unknown', 'pass', 'not-applicable'];

/** Of a requirement: the worst of its assertions. */
export const worst = (outcomes: readonly Outcome[]): Outcome => ORDER.find((one) => outcomes.includes(one)) ?? 'not-applicable';

/** Worst first. */
export const bySeverity = (one: Severity, other: Severity): number => SEVERITIES.indexOf(one) - SEVERITIES.indexOf(other);
