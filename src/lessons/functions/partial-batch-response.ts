import { sourceKind } from './functions';
import { at, Lesson } from '../lesson';
import { list, num, possibly } from '../query';

export const partialBatchResponse: Lesson = {
  id: 'PartialBatchResponse',
  title: 'A function that reads batches reports which messages failed',
  severity: 'medium',
  facet: 'reliability',
  classes: ['event-source-mapping', 'handler-errors', 'sqs-config'],
  why: 'One bad message makes the whole batch come back: good payments are processed again, and go to the dead-letter queue with it.',
  fix: 'Set FunctionResponseTypes: [ReportBatchItemFailures] and return batchItemFailures, or set BatchSize to 1.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
    Poll:
      Type: AWS::Lambda::EventSourceMapping
      Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: worker, BatchSize: 10 }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
    Poll:
      Type: AWS::Lambda::EventSourceMapping
      Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: worker, BatchSize: 10, FunctionResponseTypes: [ReportBatchItemFailures] }`,
  *check(model) {
    for (const mapping of model.resources('AWS::Lambda::EventSourceMapping')) {
      if (!sourceKind(model, mapping) || possibly(mapping.get('BatchSize'), (size) => size !== undefined && (num(size) ?? 1) === 1)) continue;
      const types = list(mapping.get('FunctionResponseTypes'));
      if (types.every((type) => typeof type === 'string' && type !== 'ReportBatchItemFailures')) {
        yield at(mapping, 'FunctionResponseTypes', 'The mapping does not take ReportBatchItemFailures');
      }
    }
  },
};
