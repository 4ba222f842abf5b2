import { faultFindings } from './schema-faults';
import { Lesson } from '../lesson';

export const unknownProperty: Lesson = {
  id: 'UnknownProperty',
  title: 'A resource has only properties that its type has, each in its place',
  severity: 'critical',
  facet: 'reliability',
  classes: ['invalid-property'],
  why: 'CloudFormation refuses an unsupported property; the setting that was meant is not there either.',
  fix: 'Correct the spelling, or move the property to where it belongs.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { MessageRetention: 1209600 } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { MessageRetentionPeriod: 1209600 } }`,
  check: (model) => faultFindings(model, 'unknown-property'),
};
