import { isTask, statesThat, waits } from './scopes';
import { isMapping } from '../../template';
import { Lesson } from '../lesson';
import { absent } from '../query';
import { definitionOf } from '../state-machines';

const LIMITS = ['TimeoutSeconds', 'TimeoutSecondsPath', 'HeartbeatSeconds', 'HeartbeatSecondsPath'];

export const taskWithoutTimeout: Lesson = {
  id: 'TaskWithoutTimeout',
  title: 'A task that waits for others has a timeout',
  severity: 'high',
  facet: 'reliability',
  classes: ['step-functions'],
  why: 'When the answer never comes the execution waits for up to a year, and the payment with it.',
  fix: 'Set TimeoutSeconds or HeartbeatSeconds of the task, or TimeoutSeconds of the whole machine.',
  source: 'https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html',
  flawed: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        Definition:
          StartAt: Approve
          States:
            Approve: { Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', End: true }`,
  sound: `
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        Definition:
          StartAt: Approve
          States:
            Approve: { Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', TimeoutSeconds: 3600, End: true }`,
  check(model) {
    return statesThat(model, 'Waits without a timeout', (_, body, { machine }) => {
      const whole = definitionOf(machine);
      return isTask(body) && waits(body) && !(isMapping(whole) && !absent(whole.TimeoutSeconds)) && LIMITS.every((key) => absent(body[key]));
    });
  },
};
