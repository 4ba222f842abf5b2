import { faultFindings } from './schema-faults';
import { Lesson } from '../lesson';

export const valueOutOfRange: Lesson = {
  id: 'ValueOutOfRange',
  title: 'A number, a text or a list is within the bounds of its property',
  severity: 'critical',
  facet: 'reliability',
  classes: ['invalid-property', 'name-length'],
  why: 'The service refuses the value at deployment.',
  fix: 'Stay within the bounds that the documentation states.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 86400 } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 43200 } }`,
  check: (model) => faultFindings(model, 'out-of-range', 'length'),
};
