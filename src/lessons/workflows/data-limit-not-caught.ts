import { statesThat } from './scopes';
import { Lesson } from '../lesson';
import { list, mappings } from '../query';

export const dataLimitNotCaught: Lesson = {
  id: 'DataLimitNotCaught',
  title: 'A state that catches all errors also names States.DataLimitExceeded',
  severity: 'medium',
  facet: 'reliability',
  classes: ['step-functions'],
  why: 'States.ALL does not cover it: an answer over 256 KiB ends the execution past all catchers, and the payment is not kept.',
  fix: 'Add a catcher with ErrorEquals: [States.DataLimitExceeded] before that of States.ALL; keep bodies in S3 and pass references.',
  source: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html',
  flawed: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        Definition:
          StartAt: Pay
          States:
            Pay: { Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true, Catch: [{ ErrorEquals: [States.ALL], Next: Keep }] }
            Keep: { Type: Fail }`,
  sound: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        Definition:
          StartAt: Pay
          States:
            Pay:
              Type: Task
              Resource: arn:aws:states:::lambda:invoke
              End: true
              Catch: [{ ErrorEquals: [States.DataLimitExceeded], Next: Keep }, { ErrorEquals: [States.ALL], Next: Keep }]
            Keep: { Type: Fail }`,
  check(model) {
    return statesThat(model, 'Catches States.ALL only', (_, body) => {
      const caught = mappings(body.Catch).flatMap(({ ErrorEquals: errors }) => list(errors));
      return caught.includes('States.ALL') && !caught.includes('States.DataLimitExceeded');
    });
  },
};
