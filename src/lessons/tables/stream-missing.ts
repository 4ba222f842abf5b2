import { at, Lesson } from '../lesson';
import { absent, list } from '../query';

export const streamMissing: Lesson = {
  id: 'StreamMissing',
  title: 'A table whose stream is used, or that has replicas, has a stream',
  severity: 'critical',
  facet: 'reliability',
  classes: ['dynamodb-config', 'event-source-mapping', 'invalid-reference'],
  why: 'A table without StreamSpecification has no StreamArn, and DynamoDB replicates through the stream: the deployment fails.',
  fix: 'Set StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html#cfn-dynamodb-globaltable-streamspecification',
  flawed: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties: { KeySchema: [{ AttributeName: id, KeyType: HASH }] }
    Mapping:
      Type: AWS::Lambda::EventSourceMapping
      Properties: { EventSourceArn: !GetAtt Table.StreamArn, FunctionName: consumer, StartingPosition: LATEST }`,
  sound: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties: { KeySchema: [{ AttributeName: id, KeyType: HASH }], StreamSpecification: { StreamViewType: NEW_IMAGE } }
    Mapping:
      Type: AWS::Lambda::EventSourceMapping
      Properties: { EventSourceArn: !GetAtt Table.StreamArn, FunctionName: consumer, StartingPosition: LATEST }`,
  *check(model) {
    for (const table of model.resources('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
      if (!absent(table.get('StreamSpecification'))) continue;
      const user = table.users.find(({ attribute }) => attribute === 'StreamArn');
      const replicates = list(table.get('Replicas')).length > 1 && table.get('MultiRegionConsistency') !== 'STRONG';
      if (user) {
        yield at(table, 'StreamSpecification', `${user.from.id} uses the stream, there is none`);
      } else if (replicates) {
        yield at(table, 'StreamSpecification', 'Several replicas, but no stream to replicate');
      }
    }
  },
};
