import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, target } from '../query';

/** Queues that are the last place already. */
const LAST = /dlq|dead-?_?letter|undeliver|unprocess|fail|error|reject|poison|parking/i;
const NAMED_AS_LAST = /dead-?letter|redrive|onfailure/i;

export const dlqMissing: Lesson = {
  id: 'DlqMissing',
  title: 'A queue has a dead-letter queue',
  severity: 'high',
  facet: 'reliability',
  classes: ['dlq', 'sqs-config'],
  why: 'A message that cannot be processed is received again and again until its retention ends, and is then gone without a trace.',
  fix: 'Add a second queue, and RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5 }.',
  source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  flawed: `
    Queue:
      Type: AWS::SQS::Queue
      Properties: { VisibilityTimeout: 60 }`,
  sound: `
    Queue:
      Type: AWS::SQS::Queue
      Properties:
        RedrivePolicy: { deadLetterTargetArn: !GetAtt Last.Arn, maxReceiveCount: 5 }
    Last: { Type: AWS::SQS::Queue }`,
  *check(model) {
    const queues = model.resources('AWS::SQS::Queue');
    const last = new Set(queues.map((queue) => target(model, queue.get('RedrivePolicy.deadLetterTargetArn'))));
    for (const queue of queues) {
      if (!absent(queue.get('RedrivePolicy')) || queue.get('RedriveAllowPolicy') !== undefined) continue;
      if (last.has(queue) || LAST.test(`${queue.id} ${show(queue.get('QueueName'))}`)) continue;
      if (queue.users.some(({ path }) => path.some((key) => NAMED_AS_LAST.test(String(key))))) continue;
      yield at(queue, 'RedrivePolicy', 'The queue has no RedrivePolicy and is no dead-letter queue itself');
    }
  },
};
