import { record } from '../../template';
import { inTemplate, Lesson } from '../lesson';
import { parametersOf } from '../parameters/parameters';

const FEW = 4;

export const interfaceMetadata: Lesson = {
  id: 'InterfaceMetadata',
  title: 'Parameters are grouped and labelled for whoever deploys',
  severity: 'low',
  facet: 'operations',
  classes: ['cfn-interface-metadata', 'param-validation'],
  why: 'The console shows the parameters in alphabetical order, without groups: values land in the wrong field.',
  fix: 'Add Metadata with AWS::CloudFormation::Interface, ParameterGroups and ParameterLabels.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-interface.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
Parameters:
  A: { Type: String }
  B: { Type: String }
  C: { Type: String }
  D: { Type: String }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
Parameters:
  A: { Type: String }`,
  *check(model) {
    const parameters = parametersOf(model);
    for (const stack of model.stacks) {
      const count = parameters.filter((one) => one.stack === stack).length;
      // A nested stack gets its values from its parent.
      if (count < FEW || stack.parent || record(stack.template.Metadata)['AWS::CloudFormation::Interface'] !== undefined) continue;
      yield inTemplate(stack, ['Metadata'], `${count} parameters without groups or labels`);
    }
  },
};
