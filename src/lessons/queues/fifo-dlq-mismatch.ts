import { at, Lesson } from '../lesson';
import { isTrue, off, surely, target } from '../query';

export const fifoDlqMismatch: Lesson = {
  id: 'FifoDlqMismatch',
  title: 'A FIFO queue has a FIFO dead-letter queue, a standard queue a standard one',
  severity: 'critical',
  facet: 'reliability',
  classes: ['sqs-config', 'dlq'],
  why: 'SQS refuses a redrive policy between the two kinds, and the deployment fails.',
  fix: 'Set FifoQueue on both queues or on none.',
  source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  flawed: `
    Queue:
      Type: AWS::SQS::Queue
      Properties:
        FifoQueue: true
        RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5 }
    Dlq: { Type: AWS::SQS::Queue }`,
  sound: `
    Queue:
      Type: AWS::SQS::Queue
      Properties:
        FifoQueue: true
        RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5 }
    Dlq: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }`,
  *check(model) {
    for (const source of model.resources('AWS::SQS::Queue')) {
      const dlq = target(model, source.get('RedrivePolicy.deadLetterTargetArn'));
      if (dlq?.type !== 'AWS::SQS::Queue') continue;
      const [ordered, last] = [source.get('FifoQueue'), dlq.get('FifoQueue')];
      if ((surely(ordered, isTrue) && off(last)) || (off(ordered) && surely(last, isTrue))) {
        yield at(source, 'RedrivePolicy.deadLetterTargetArn', `${source.id} is ${off(ordered) ? 'a standard' : 'a FIFO'} queue, ${dlq.id} is not`);
      }
    }
  },
};
