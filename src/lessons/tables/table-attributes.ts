import { isKnown, Resource, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { mappings } from '../query';

const INDEXES = ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'];

const named = (keys: Value | undefined) => mappings(keys).map(({ AttributeName: name }) => name).filter((name): name is string => typeof name === 'string');
const keysOf = (table: Resource) => [table.get('KeySchema'), ...INDEXES.flatMap((indexes) => mappings(table.get(indexes)).map(({ KeySchema: keys }) => keys))];
/** Whether all keys of it can be told; a choice may come with a choice elsewhere. */
const told = (value: Value | undefined) => value === undefined || isKnown(value);

export const tableAttributes: Lesson = {
  id: 'TableAttributes',
  title: 'AttributeDefinitions holds the key attributes of the table and its indexes, and no others',
  severity: 'critical',
  facet: 'reliability',
  classes: ['dynamodb-config', 'invalid-property'],
  why: 'DynamoDB refuses the table: "Some AttributeDefinitions are not used", or a key attribute is not defined. The deployment rolls back.',
  fix: 'Define each attribute that a KeySchema names; leave out the others, DynamoDB takes them without a definition.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html',
  flawed: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties:
        AttributeDefinitions: [{ AttributeName: id, AttributeType: S }, { AttributeName: amount, AttributeType: N }]
        KeySchema: [{ AttributeName: id, KeyType: HASH }]`,
  sound: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties:
        AttributeDefinitions: [{ AttributeName: id, AttributeType: S }, { AttributeName: day, AttributeType: S }]
        KeySchema: [{ AttributeName: id, KeyType: HASH }]
        GlobalSecondaryIndexes: [{ IndexName: byDay, KeySchema: [{ AttributeName: day, KeyType: HASH }], Projection: { ProjectionType: ALL } }]`,
  *check(model) {
    for (const table of model.resources('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
      const definitions = table.get('AttributeDefinitions');
      const keys = keysOf(table);
      const indexes = INDEXES.map((property) => table.get(property));
      if (!Array.isArray(definitions) || !told(definitions) || !keys.every(told)) continue;
      if (!indexes.every((value) => value === undefined || Array.isArray(value))) continue;
      const defined = named(definitions);
      const used = keys.flatMap(named);
      // A key that is not text at all is another mistake.
      if (used.length === 0) continue;
      for (const name of new Set(defined.filter((one) => !used.includes(one)))) {
        yield at(table, 'AttributeDefinitions', `AttributeDefinitions has \`${name}\`, which is no key`, name);
      }
      for (const name of new Set(used.filter((one) => !defined.includes(one)))) {
        yield at(table, 'AttributeDefinitions', `AttributeDefinitions lacks the key \`${name}\``, name);
      }
    }
  },
};
