import { first, Mutants, Template } from './mutant';

const table = (template: Template) => first(template, 'AWS::DynamoDB::Table').Properties;

export const TABLES: Mutants = {
  PitrMissing: (template) => { table(template).PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled = 'false'; },
  TableUnencrypted: (template) => { delete table(template).SSESpecification; },
  TableAttributes: (template) => { table(template).KeySchema[0].AttributeName = 'event_id'; },
  TableBilling: (template) => { delete table(template).BillingMode; },
  TableCapacityFixed: (template) => {
    table(template).BillingMode = 'PROVISIONED';
    table(template).ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
  },
  TtlMissing: (template) => {
    table(template).TableName = 'webhook-idempotency-dev';
    delete table(template).TimeToLiveSpecification;
  },
};
