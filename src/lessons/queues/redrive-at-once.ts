import { at, Lesson } from '../lesson';
import { num, surely } from '../query';

export const redriveAtOnce: Lesson = {
  id: 'RedriveAtOnce',
  title: 'A message is received several times before it goes to the dead-letter queue',
  severity: 'medium',
  facet: 'reliability',
  classes: ['sqs-config', 'dlq'],
  why: 'With maxReceiveCount 1 or 2 a single throttle, timeout or deployment sends good payments to the dead-letter queue.',
  fix: 'Set RedrivePolicy.maxReceiveCount to 3 or more; 5 where a Lambda function polls the queue.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  flawed: `
    Queue:
      Type: AWS::SQS::Queue
      Properties:
        RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 1 }
    Dlq: { Type: AWS::SQS::Queue }`,
  sound: `
    Queue:
      Type: AWS::SQS::Queue
      Properties:
        RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5 }
    Dlq: { Type: AWS::SQS::Queue }`,
  *check(model) {
    for (const queue of model.resources('AWS::SQS::Queue')) {
      const count = queue.get('RedrivePolicy.maxReceiveCount');
      if (count !== undefined && surely(count, (option) => (num(option) ?? 3) < 3)) {
        yield at(queue, 'RedrivePolicy.maxReceiveCount', `maxReceiveCount is ${String(count)}`);
      }
    }
  },
};
