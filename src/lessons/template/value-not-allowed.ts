import { faultFindings } from './schema-faults';
import { Lesson } from '../lesson';

export const valueNotAllowed: Lesson = {
  id: 'ValueNotAllowed',
  title: 'A property holds one of the values that it takes, in the form that is asked for',
  severity: 'critical',
  facet: 'reliability',
  classes: ['invalid-property', 'name-length'],
  why: 'The service refuses the value at deployment.',
  fix: 'Take one of the accepted values.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html',
  flawed: `
    Table: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [{ AttributeName: id, KeyType: PRIMARY }] } }`,
  sound: `
    Table: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [{ AttributeName: id, KeyType: HASH }] } }`,
  check: (model) => faultFindings(model, 'not-allowed', 'bad-pattern'),
};
