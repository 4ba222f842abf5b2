import { faultFindings } from './schema-faults';
import { Lesson } from '../lesson';

export const wrongPropertyType: Lesson = {
  id: 'WrongPropertyType',
  title: 'A property holds the type of value that it takes',
  severity: 'critical',
  facet: 'reliability',
  classes: ['invalid-property'],
  why: 'CloudFormation refuses a text where a list or a mapping belongs, and the other way round.',
  fix: 'Write the value in the form that the documentation shows.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html',
  flawed: `
    Function: { Type: AWS::Lambda::Function, Properties: { Code: { ZipFile: code }, Role: role, Timeout: half a minute } }`,
  sound: `
    Function: { Type: AWS::Lambda::Function, Properties: { Code: { ZipFile: code }, Role: !Sub 'arn:aws:iam::\${AWS::AccountId}:role/r', Timeout: 30 } }`,
  check: (model) => faultFindings(model, 'wrong-type'),
};
