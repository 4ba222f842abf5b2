import { isLastPlace } from './last-place';
import { at, Lesson } from '../lesson';
import { absent, target } from '../query';

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
      if (!absent(queue.get('RedrivePolicy')) || last.has(queue) || isLastPlace(queue)) continue;
      yield at(queue, 'RedrivePolicy', 'The queue has no RedrivePolicy and is no dead-letter queue itself');
    }
  },
};
