import { SHORT_LIVED } from './short-lived';
import { at, Lesson } from '../lesson';
import { absent, called } from '../query';

export const ttlMissing: Lesson = {
  id: 'TtlMissing',
  title: 'A table of short-lived items has a time to live',
  severity: 'low',
  facet: 'cost',
  classes: ['dynamodb-config', 'cost'],
  why: 'Keys of idempotency, sessions and locks stay for ever: the table grows, and an expired session is still found.',
  fix: 'Set TimeToLiveSpecification: { AttributeName: expires_at, Enabled: true } and write the epoch second of expiry.',
  source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html',
  flawed: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties: { TableName: idempotency, KeySchema: [{ AttributeName: id, KeyType: HASH }] }`,
  sound: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties: { TableName: idempotency, KeySchema: [{ AttributeName: id, KeyType: HASH }], TimeToLiveSpecification: { AttributeName: expires_at, Enabled: true } }`,
  *check(model) {
    for (const table of model.resources('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
      if (called(table, SHORT_LIVED) && absent(table.get('TimeToLiveSpecification'))) {
        yield at(table, 'TimeToLiveSpecification', 'Items never expire');
      }
    }
  },
};
