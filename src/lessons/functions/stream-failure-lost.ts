import { sourceKind } from './functions';
import { at, Lesson } from '../lesson';
import { absent, num, surely } from '../query';

export const streamFailureLost: Lesson = {
  id: 'StreamFailureLost',
  title: 'A function that reads a stream gives up on a bad record, and keeps it',
  severity: 'high',
  facet: 'reliability',
  classes: ['event-source-mapping', 'dlq', 'dynamodb-config'],
  why: 'One bad record blocks its shard until it expires, a day later by default: all payments behind it wait, and those that expire are lost.',
  fix: 'Set MaximumRetryAttempts, BisectBatchOnFunctionError: true and DestinationConfig.OnFailure.Destination to a queue.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-eventsourcemapping.html',
  flawed: `
    Table: { Type: AWS::DynamoDB::Table, Properties: { StreamSpecification: { StreamViewType: NEW_IMAGE } } }
    Read:
      Type: AWS::Lambda::EventSourceMapping
      Properties: { EventSourceArn: !GetAtt Table.StreamArn, FunctionName: worker, StartingPosition: LATEST }`,
  sound: `
    Table: { Type: AWS::DynamoDB::Table, Properties: { StreamSpecification: { StreamViewType: NEW_IMAGE } } }
    Dlq: { Type: AWS::SQS::Queue }
    Read:
      Type: AWS::Lambda::EventSourceMapping
      Properties:
        EventSourceArn: !GetAtt Table.StreamArn
        FunctionName: worker
        StartingPosition: LATEST
        MaximumRetryAttempts: 5
        BisectBatchOnFunctionError: true
        DestinationConfig: { OnFailure: { Destination: !GetAtt Dlq.Arn } }`,
  *check(model) {
    for (const mapping of model.resources('AWS::Lambda::EventSourceMapping')) {
      const kind = sourceKind(model, mapping);
      if (kind !== 'kinesis' && kind !== 'dynamodb') continue;
      const endless = ['MaximumRetryAttempts', 'MaximumRecordAgeInSeconds'].every((property) => surely(mapping.get(property), (one) => one === undefined || num(one) === -1));
      if (endless) yield at(mapping, 'MaximumRetryAttempts', 'A record is retried until it expires', 'retries');
      if (absent(mapping.get('DestinationConfig.OnFailure'))) yield at(mapping, 'DestinationConfig', 'A record that is given up goes nowhere', 'destination');
    }
  },
};
