import { statesThat } from './scopes';
import { Lesson } from '../lesson';
import { mappings, num, surely } from '../query';

export const retryWithoutBackoff: Lesson = {
  id: 'RetryWithoutBackoff',
  title: 'Each retry of a workflow waits longer than the one before',
  severity: 'medium',
  facet: 'reliability',
  classes: ['step-functions'],
  why: 'With BackoffRate 1 every execution calls an overloaded service at the same pace until the attempts are used up.',
  fix: 'Set BackoffRate to 2, and MaxDelaySeconds.',
  source: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html',
  flawed: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        Definition:
          StartAt: Pay
          States:
            Pay: { Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true, Retry: [{ ErrorEquals: [States.ALL], BackoffRate: 1 }] }`,
  sound: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        Definition:
          StartAt: Pay
          States:
            Pay: { Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true, Retry: [{ ErrorEquals: [States.ALL], BackoffRate: 2 }] }`,
  check(model) {
    return statesThat(model, 'Retries at a fixed interval', (_, body) => mappings(body.Retry)
      .some((one) => surely(one.BackoffRate, (rate) => (num(rate) ?? 2) <= 1) && !surely(one.MaxAttempts, (most) => (num(most) ?? 3) <= 1)));
  },
};
