import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, isTrue, num, off, surely, target } from '../query';

/** Messages that one call of ReceiveMessage brings. */
const MOST_AT_ONCE = 10;

export const eventSourceBatch: Lesson = {
  id: 'EventSourceBatch',
  title: 'An event source takes batches that its queue can give',
  severity: 'critical',
  facet: 'reliability',
  classes: ['event-source-mapping', 'sqs-config', 'invalid-property'],
  why: 'Lambda refuses a batching window or more than 10 messages of a FIFO queue, and more than 10 of a standard queue without a window: the deployment fails.',
  fix: 'Of a FIFO queue leave out MaximumBatchingWindowInSeconds and keep BatchSize at 10 or less; of a standard queue set the window to 1 or more beside a larger BatchSize.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
    Poll:
      Type: AWS::Lambda::EventSourceMapping
      Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: worker, BatchSize: 10, MaximumBatchingWindowInSeconds: 5 }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
    Poll:
      Type: AWS::Lambda::EventSourceMapping
      Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: worker, BatchSize: 10 }`,
  *check(model) {
    for (const mapping of model.resources('AWS::Lambda::EventSourceMapping')) {
      const queue = target(model, mapping.get('EventSourceArn'));
      if (queue?.type !== 'AWS::SQS::Queue') continue;
      const window = mapping.get('MaximumBatchingWindowInSeconds');
      const size = mapping.get('BatchSize');
      const isLarge = surely(size, (one) => (num(one) ?? 0) > MOST_AT_ONCE);
      if (surely(queue.get('FifoQueue'), isTrue)) {
        if (surely(window, (one) => (num(one) ?? 0) > 0)) yield at(mapping, 'MaximumBatchingWindowInSeconds', `The FIFO queue ${queue.id} takes no batching window`, 'window');
        if (isLarge) yield at(mapping, 'BatchSize', `${show(size)} messages of the FIFO queue ${queue.id}, which gives ${MOST_AT_ONCE} at most`, 'size');
      } else if (off(queue.get('FifoQueue')) && isLarge && (absent(window) || surely(window, (one) => num(one) === 0))) {
        yield at(mapping, 'BatchSize', `${show(size)} messages without MaximumBatchingWindowInSeconds`, 'size');
      }
    }
  },
};
