import type { Condition, Selector } from './assertion';
import { meets } from './condition';
import type { Context } from './context';
import { Deployment, deploymentsOf } from './environments';
import { judged, Selected } from './select';
import { isThere, Subject, subjectOf } from './subject';
import { fails, Verdict } from './verdict';
import { typeNames, typesOf } from './words';
import { AuditFinding } from '../lessons';
import { isRecord, Model, Resource, Stack } from '../template';

/** Checks one model; what was selected once is kept. */
export class Evaluation implements Context {
  private readonly selected = new Map<Selector, readonly Selected[]>();
  private readonly judgements = new Map<Selector, Map<Resource, Verdict>>();
  private readonly inside = new Map<string, Evaluation>();
  private readonly deployed = new Map<string, readonly Deployment[]>();

  public constructor(
    public readonly model: Model, private readonly byLesson: ReadonlyMap<string, readonly AuditFinding[]>,
    public readonly stacks: ReadonlySet<Stack> = new Set(model.stacks), public readonly environmentSuffix?: RegExp,
  ) {}

  public findings(lesson: string): readonly AuditFinding[] {
    return this.byLesson.get(lesson) ?? [];
  }

  public select(selector: Selector): readonly Selected[] {
    let found = this.selected.get(selector);
    if (!found) this.selected.set(selector, found = judged(selector, this).filter(({ verdict }) => verdict.truth !== false));
    return found;
  }

  public holds(condition: Condition, subject: Subject): Verdict {
    return meets(condition, subject, this);
  }

  public isOne(resource: Resource, selector: Selector): Verdict {
    let known = this.judgements.get(selector);
    if (!known) this.judgements.set(selector, known = new Map());
    let verdict = known.get(resource);
    if (!verdict) known.set(resource, verdict = this.judge(resource, selector));
    return verdict;
  }

  public within(stacks: ReadonlySet<Stack>): Evaluation {
    const key = [...stacks].map((stack) => this.model.stacks.indexOf(stack)).join();
    let found = this.inside.get(key);
    if (!found) this.inside.set(key, found = new Evaluation(this.model, this.byLesson, stacks, this.environmentSuffix));
    return found;
  }

  private judge(resource: Resource, selector: Selector): Verdict {
    const isOfType = typesOf(selector).some((type) => type === resource.type || (type.endsWith('*') && resource.type.startsWith(type.slice(0, -1))));
    if (!isOfType || !isThere(resource)) return fails(() => `${resource.id} is no ${typeNames(selector)}`);
    const { where } = isRecord(selector) ? selector as { where?: Condition } : {};
    return where ? this.holds(where, subjectOf(resource)) : { truth: true };
  }

  public deployments(environments: readonly string[]): readonly Deployment[] {
    const key = environments.join();
    let found = this.deployed.get(key);
    if (!found) this.deployed.set(key, found = deploymentsOf(this.model, environments, this));
    return found;
  }

  /** Lessons are not looked at there. */
  public at(model: Model): Evaluation {
    return new Evaluation(model, new Map(), new Set(model.stacks), this.environmentSuffix);
  }
}
