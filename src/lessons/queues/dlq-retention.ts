import { Value } from '../../template';
import { at, Lesson } from '../lesson';
import { num, possibly, target } from '../query';

const DEFAULT_SECONDS = 345_600;
const seconds = (value: Value | undefined) => value === undefined ? DEFAULT_SECONDS : num(value);

export const dlqRetention: Lesson = {
  id: 'DlqRetention',
  title: 'A dead-letter queue keeps messages longer than its source queue',
  severity: 'high',
  facet: 'reliability',
  classes: ['sqs-config', 'dlq'],
  why: 'A standard queue keeps the time of the first enqueue: a message that waited in the source expires in the dead-letter queue that much sooner, unseen.',
  fix: 'Set MessageRetentionPeriod of the dead-letter queue to 1209600 (14 days), and that of the source below it.',
  source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  flawed: `
    Queue:
      Type: AWS::SQS::Queue
      Properties:
        MessageRetentionPeriod: 1209600
        RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5 }
    Dlq: { Type: AWS::SQS::Queue }`,
  sound: `
    Queue:
      Type: AWS::SQS::Queue
      Properties:
        RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5 }
    Dlq:
      Type: AWS::SQS::Queue
      Properties: { MessageRetentionPeriod: 1209600 }`,
  *check(model) {
    for (const source of model.resources('AWS::SQS::Queue')) {
      const dlq = target(model, source.get('RedrivePolicy.deadLetterTargetArn'));
      if (dlq?.type !== 'AWS::SQS::Queue' || possibly(source.get('FifoQueue'), (fifo) => fifo === true)) continue;
      const kept = seconds(dlq.get('MessageRetentionPeriod'));
      const waits = seconds(source.get('MessageRetentionPeriod'));
      if (kept !== undefined && waits !== undefined && kept <= waits) {
        yield at(dlq, 'MessageRetentionPeriod', `Kept ${kept} s, its source ${source.id} keeps ${waits} s`, source.id);
      }
    }
  },
};
