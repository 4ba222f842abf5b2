import { faultFindings } from './schema-faults';
import { Lesson } from '../lesson';

export const missingProperty: Lesson = {
  id: 'MissingProperty',
  title: 'A resource has the properties that its type requires',
  severity: 'critical',
  facet: 'reliability',
  classes: ['invalid-property'],
  why: 'CloudFormation or the service refuses the resource.',
  fix: 'Add the property.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html',
  flawed: `
    Role: { Type: AWS::IAM::Role, Properties: { Description: processor } }`,
  sound: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]`,
  check: (model) => faultFindings(model, 'missing-property'),
};
