import { faultFindings } from './schema-faults';
import { Lesson } from '../lesson';

export const readOnlyProperty: Lesson = {
  id: 'ReadOnlyProperty',
  title: 'A template sets no property that only AWS sets',
  severity: 'critical',
  facet: 'reliability',
  classes: ['invalid-property'],
  why: 'CloudFormation refuses a template that sets a read-only property.',
  fix: 'Leave the property out and read it with Fn::GetAtt.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { Arn: 'arn:aws:sqs:eu-west-1:481516234207:q' } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: 0 } }`,
  check: (model) => faultFindings(model, 'read-only'),
};
