import { isMapping, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { mappings, num } from '../query';

export const tableBilling: Lesson = {
  id: 'TableBilling',
  title: 'A table states its throughput when it is PROVISIONED, and does not when it is PAY_PER_REQUEST',
  severity: 'critical',
  facet: 'reliability',
  classes: ['dynamodb-config', 'invalid-property'],
  why: 'DynamoDB refuses the table: the throughput is missing, or may not be given; an absent BillingMode means PROVISIONED. The deployment rolls back.',
  fix: 'Set BillingMode: PAY_PER_REQUEST and no ProvisionedThroughput, or give ProvisionedThroughput to the table and each global index.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html#cfn-dynamodb-table-billingmode',
  flawed: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties: { AttributeDefinitions: [{ AttributeName: id, AttributeType: S }], KeySchema: [{ AttributeName: id, KeyType: HASH }] }`,
  sound: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties:
        BillingMode: PAY_PER_REQUEST
        AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
        KeySchema: [{ AttributeName: id, KeyType: HASH }]`,
  *check(model) {
    for (const table of model.resources('AWS::DynamoDB::Table')) {
      const mode = table.get('BillingMode') ?? 'PROVISIONED';
      if (mode !== 'PROVISIONED' && mode !== 'PAY_PER_REQUEST') continue;
      const holders = [
        { name: 'The table', path: 'ProvisionedThroughput', throughput: table.get('ProvisionedThroughput') },
        ...mappings(table.get('GlobalSecondaryIndexes')).map((index, place) => ({
          name: `Index ${String(index.IndexName)}`, path: `GlobalSecondaryIndexes.${place}`, throughput: index.ProvisionedThroughput,
        })),
      ];
      for (const { name, path, throughput } of holders) {
        if (mode === 'PROVISIONED' && throughput === undefined) yield at(table, path, `${name} is PROVISIONED without ProvisionedThroughput`, name);
        if (mode === 'PAY_PER_REQUEST' && isGiven(throughput)) yield at(table, path, `${name} is PAY_PER_REQUEST with ProvisionedThroughput`, name);
      }
    }
    for (const table of model.resources('AWS::DynamoDB::GlobalTable')) {
      const mode = table.get('BillingMode') ?? 'PROVISIONED';
      if (mode === 'PROVISIONED' && table.get('WriteProvisionedThroughputSettings') === undefined) {
        yield at(table, 'WriteProvisionedThroughputSettings', 'The global table is PROVISIONED without WriteProvisionedThroughputSettings');
      }
    }
  },
};

/** No units at all are accepted. */
const isGiven = (throughput: Value | undefined) => throughput !== undefined
  && !(isMapping(throughput) && num(throughput.ReadCapacityUnits) === 0 && num(throughput.WriteCapacityUnits) === 0);
