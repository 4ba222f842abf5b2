import { catching, definitionPath, following, reached, Scope, scopes } from './scopes';
import { at, Lesson } from '../lesson';

const GOES_ON = ['Task', 'Pass', 'Wait', 'Parallel', 'Map'];

/** What Step Functions refuses: state, and what is wrong. */
function* faults(scope: Scope): Iterable<readonly [name: string, found: string]> {
  const { startAt, states } = scope;
  if (typeof startAt !== 'string') return;
  if (!states.has(startAt)) yield [startAt, `StartAt names ${startAt}, which is no state`];
  for (const [name, body] of states) {
    for (const next of [...following(body), ...catching(body)]) if (!states.has(next)) yield [name, `${name} goes on to ${next}, which is no state beside it`];
    if (GOES_ON.includes(String(body.Type)) && body.Next === undefined && body.End === undefined) yield [name, `${name} has neither Next nor End`];
  }
  const found = reached(scope, [startAt]);
  for (const name of states.keys()) if (states.has(startAt) && !found.has(name)) yield [name, `Nothing leads to ${name}`];
}

export const workflowBroken: Lesson = {
  id: 'WorkflowBroken',
  title: 'Every state of a workflow is reached, and goes on to a state that is there',
  severity: 'critical',
  facet: 'reliability',
  classes: ['step-functions', 'invalid-property'],
  why: 'Step Functions refuses the definition (MISSING_TRANSITION_TARGET), and the deployment fails.',
  fix: 'Correct StartAt, Next, Default and Catch, set Next or End: true, and remove states that nothing leads to.',
  source: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html',
  flawed: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        Definition:
          StartAt: Pay
          States:
            Pay: { Type: Pass, Next: Notify }`,
  sound: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        Definition:
          StartAt: Pay
          States:
            Pay: { Type: Pass, Next: Notify }
            Notify: { Type: Succeed }`,
  *check(model) {
    for (const scope of scopes(model)) {
      for (const [name, found] of faults(scope)) yield at(scope.machine, definitionPath(scope.machine), found, name);
    }
  },
};
