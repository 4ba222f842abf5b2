import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { num, target } from '../query';

export const tableCapacityFixed: Lesson = {
  id: 'TableCapacityFixed',
  title: 'The throughput of a table follows the load',
  severity: 'low',
  facet: 'performance',
  classes: ['dynamodb-config', 'perf-general', 'cost'],
  why: 'With fixed throughput a burst of payments is throttled, and the idle hours are paid for.',
  fix: 'Set BillingMode: PAY_PER_REQUEST, or scale the table with AWS::ApplicationAutoScaling::ScalableTarget.',
  source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html',
  flawed: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties:
        AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
        KeySchema: [{ AttributeName: id, KeyType: HASH }]
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }`,
  sound: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties:
        AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
        KeySchema: [{ AttributeName: id, KeyType: HASH }]
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }
    Scaling:
      Type: AWS::ApplicationAutoScaling::ScalableTarget
      Properties:
        ServiceNamespace: dynamodb
        ResourceId: !Sub 'table/\${Table}'
        ScalableDimension: dynamodb:table:WriteCapacityUnits
        MinCapacity: 5
        MaxCapacity: 500`,
  *check(model) {
    const scaled = model.resources('AWS::ApplicationAutoScaling::ScalableTarget').map((one) => one.get('ResourceId'));
    for (const table of model.resources('AWS::DynamoDB::Table')) {
      const units = num(table.get('ProvisionedThroughput.WriteCapacityUnits'));
      if (units === undefined || (table.get('BillingMode') ?? 'PROVISIONED') !== 'PROVISIONED') continue;
      const name = table.get('TableName');
      if (scaled.some((one) => target(model, one) === table || (name !== undefined && show(one).includes(show(name))))) continue;
      yield at(table, 'ProvisionedThroughput', `${units} write units at any load`);
    }
  },
};
