import { isTask, statesThat, waits } from './scopes';
import { Lesson } from '../lesson';
import { absent } from '../query';

export const taskWithoutRetry: Lesson = {
  id: 'TaskWithoutRetry',
  title: 'A task of a workflow is tried again',
  severity: 'medium',
  facet: 'reliability',
  classes: ['step-functions', 'handler-errors'],
  why: 'One throttle or a short fault of a service ends the workflow of a payment in the middle.',
  fix: 'Add Retry with ErrorEquals, IntervalSeconds, MaxAttempts, BackoffRate 2 and JitterStrategy FULL.',
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
            Pay: { Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true, Retry: [{ ErrorEquals: [States.TaskFailed], BackoffRate: 2 }] }`,
  check(model) {
    return statesThat(model, 'No Retry', (_, body, { retried }) => isTask(body) && !retried && !waits(body) && absent(body.Retry));
  },
};
