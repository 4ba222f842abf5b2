import { Condition, Selector } from './assertion';
import { Deployment } from './environments';
import { Selected } from './select';
import { Subject } from './subject';
import { Verdict } from './verdict';
import { AuditFinding } from '../lessons';
import { Model, Resource, Stack } from '../template';

/** Where assertions are checked, and what they ask there. */
export interface Context {
  readonly model: Model;
  /** Only what stands in these is seen. */
  readonly stacks: ReadonlySet<Stack>;
  /** What tells names of environments apart, when the user says so. */
  readonly environmentSuffix?: RegExp;
  /** What this lesson finds, without what is acknowledged. */
  findings(lesson: string): readonly AuditFinding[];
  /** What surely or maybe is meant. */
  select(selector: Selector): readonly Selected[];
  holds(condition: Condition, subject: Subject): Verdict;
  /** Whether a resource is one of those. */
  isOne(resource: Resource, selector: Selector): Verdict;
  within(stacks: ReadonlySet<Stack>): Context;
  /** The same, as deployed to each of these environments. */
  deployments(environments: readonly string[]): readonly Deployment[];
}
