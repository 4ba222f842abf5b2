import { parametersOf } from './parameters';
import { inTemplate, Lesson } from '../lesson';
import { isSynthesised } from '../template/sections';

export const parameterWithoutDescription: Lesson = {
  id: 'ParameterWithoutDescription',
  title: 'A parameter says what it is for',
  severity: 'low',
  facet: 'operations',
  classes: ['param-validation', 'cfn-interface-metadata'],
  why: 'Whoever deploys has only the name to go by.',
  fix: 'Add a Description.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay } }
Parameters:
  Delay: { Type: Number, Default: 0 }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay } }
Parameters:
  Delay: { Type: Number, Default: 0, Description: Seconds before a message can be received }`,
  *check(model) {
    for (const { stack, name, body } of parametersOf(model)) {
      // The CDK makes those that hand values to a nested stack.
      if (!isSynthesised(stack) && (body.Description === undefined || body.Description === '')) yield inTemplate(stack, ['Parameters', name], `${name} has no description`);
    }
  },
};
