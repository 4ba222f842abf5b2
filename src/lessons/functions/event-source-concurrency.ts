import { functionOf } from './functions';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { num, surely } from '../query';

export const eventSourceConcurrency: Lesson = {
  id: 'EventSourceConcurrency',
  title: 'The reserved concurrency of a function covers the concurrency of its event sources',
  severity: 'high',
  facet: 'reliability',
  classes: ['event-source-mapping', 'reserved-concurrency'],
  why: 'Messages that are taken beyond the reserve are throttled, count as received, and end in the dead-letter queue unprocessed.',
  fix: 'Set ReservedConcurrentExecutions to at least the sum of ScalingConfig.MaximumConcurrency.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
  flawed: `
    Worker: { Type: AWS::Lambda::Function, Properties: { ReservedConcurrentExecutions: 10 } }
    Poll:
      Type: AWS::Lambda::EventSourceMapping
      Properties: { EventSourceArn: 'arn:aws:sqs:us-east-1:111122223333:q', FunctionName: !Ref Worker, ScalingConfig: { MaximumConcurrency: 50 } }`,
  sound: `
    Worker: { Type: AWS::Lambda::Function, Properties: { ReservedConcurrentExecutions: 50 } }
    Poll:
      Type: AWS::Lambda::EventSourceMapping
      Properties: { EventSourceArn: 'arn:aws:sqs:us-east-1:111122223333:q', FunctionName: !Ref Worker, ScalingConfig: { MaximumConcurrency: 50 } }`,
  *check(model) {
    const sources = model.resources('AWS::Lambda::EventSourceMapping');
    for (const one of model.resources('AWS::Lambda::Function')) {
      const reserved = one.get('ReservedConcurrentExecutions');
      const sum = sources.filter((mapping) => functionOf(model, mapping.get('FunctionName')) === one)
        .reduce((total, mapping) => total + (num(mapping.get('ScalingConfig.MaximumConcurrency')) ?? 0), 0);
      if (sum > 0 && surely(reserved, (option) => (num(option) ?? sum) < sum)) {
        yield at(one, 'ReservedConcurrentExecutions', `${show(reserved)} reserved, the event sources call up to ${sum} at once`);
      }
    }
  },
};
