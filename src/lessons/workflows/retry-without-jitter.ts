import { statesThat } from './scopes';
import { Lesson } from '../lesson';
import { mappings, num, surely } from '../query';

export const retryWithoutJitter: Lesson = {
  id: 'RetryWithoutJitter',
  title: 'Retries of a workflow are spread in time',
  severity: 'low',
  facet: 'reliability',
  classes: ['step-functions'],
  why: 'Executions that failed together come back together, and overload the service again.',
  fix: 'Set JitterStrategy: FULL in every Retry.',
  source: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html',
  flawed: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        Definition:
          StartAt: Pay
          States:
            Pay: { Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true, Retry: [{ ErrorEquals: [States.ALL], MaxAttempts: 5 }] }`,
  sound: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        Definition:
          StartAt: Pay
          States:
            Pay: { Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true, Retry: [{ ErrorEquals: [States.ALL], MaxAttempts: 5, JitterStrategy: FULL }] }`,
  check(model) {
    return statesThat(model, 'Retries without jitter', (_, body) => mappings(body.Retry)
      .some((one) => surely(one.JitterStrategy, (jitter) => jitter === undefined || jitter === 'NONE') && !surely(one.MaxAttempts, (most) => num(most) === 0)));
  },
};
