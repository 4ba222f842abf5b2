import { catching, isTask, reached, statesThat } from './scopes';
import { Lesson } from '../lesson';
import { absent } from '../query';

export const taskWithoutCatch: Lesson = {
  id: 'TaskWithoutCatch',
  title: 'The failure of a task is caught',
  severity: 'medium',
  facet: 'reliability',
  classes: ['step-functions', 'handler-errors'],
  why: 'The execution just ends: money may be reserved and never released, and nothing holds the payment for a second try.',
  fix: 'Add Catch with ErrorEquals: [States.ALL] to a state that undoes or keeps the payment.',
  source: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html',
  flawed: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        Definition:
          StartAt: Pay
          States:
            Pay: { Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true }`,
  sound: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        Definition:
          StartAt: Pay
          States:
            Pay: { Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true, Catch: [{ ErrorEquals: [States.ALL], Next: Keep }] }
            Keep: { Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', End: true }`,
  check(model) {
    // What handles failures is the last resort itself.
    return statesThat(model, 'No Catch', (name, body, scope) => isTask(body) && !scope.caught && absent(body.Catch)
      && !reached(scope, [...scope.states.values()].flatMap(catching)).has(name));
  },
};
