import { show, Value } from '../../template';
import { functionOf } from '../functions/functions';
import { at, Lesson } from '../lesson';
import { num, surely, target } from '../query';

const DEFAULT_VISIBILITY = 30;
const DEFAULT_TIMEOUT = 3;
const seconds = (value: Value | undefined, fallback: number) => value === undefined ? fallback : num(value);

export const visibilityBelowTimeout: Lesson = {
  id: 'VisibilityBelowTimeout',
  title: 'The visibility timeout of a queue is at least the timeout of the function that polls it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['sqs-config', 'event-source-mapping', 'lambda-timeout'],
  why: 'Lambda refuses the event source mapping, and the deployment fails. Raised by hand, the same message would be processed twice.',
  fix: 'Set VisibilityTimeout of the queue to six times the timeout of the function.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
    Worker: { Type: AWS::Lambda::Function, Properties: { Timeout: 60 } }
    Poll:
      Type: AWS::Lambda::EventSourceMapping
      Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Worker }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 360 } }
    Worker: { Type: AWS::Lambda::Function, Properties: { Timeout: 60 } }
    Poll:
      Type: AWS::Lambda::EventSourceMapping
      Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Worker }`,
  *check(model) {
    for (const mapping of model.resources('AWS::Lambda::EventSourceMapping')) {
      const queue = target(model, mapping.get('EventSourceArn'));
      const worker = functionOf(model, mapping.get('FunctionName'));
      if (queue?.type !== 'AWS::SQS::Queue' || !worker) continue;
      const visibility = queue.get('VisibilityTimeout');
      const timeout = worker.get('Timeout');
      const below = (hidden: Value | undefined) => surely(timeout,
        (one) => (seconds(hidden, DEFAULT_VISIBILITY) ?? Infinity) < (seconds(one, DEFAULT_TIMEOUT) ?? 0));
      if (surely(visibility, below)) {
        const found = `Messages are hidden for ${show(visibility ?? DEFAULT_VISIBILITY)} s, ${worker.id} may run ${show(timeout ?? DEFAULT_TIMEOUT)} s`;
        yield at(queue, 'VisibilityTimeout', found, worker.id);
      }
    }
  },
};
