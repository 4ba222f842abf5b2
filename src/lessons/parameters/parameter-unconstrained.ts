import { isConstrained, parametersOf, PLAIN_TYPES } from './parameters';
import { inTemplate, Lesson } from '../lesson';

export const parameterUnconstrained: Lesson = {
  id: 'ParameterUnconstrained',
  title: 'A parameter says which values it takes',
  severity: 'low',
  facet: 'operations',
  classes: ['param-validation'],
  why: 'A typing error gets as far as the resource: the deployment fails halfway, or runs with a wrong setting.',
  fix: 'Add AllowedValues, AllowedPattern with ConstraintDescription, bounds, or an AWS-specific type.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay } }
Parameters:
  Delay: { Type: Number, Default: 0 }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay } }
Parameters:
  Delay: { Type: Number, Default: 0, MinValue: 0, MaxValue: 900 }`,
  *check(model) {
    for (const parameter of parametersOf(model)) {
      const { stack, name, type } = parameter;
      // A nested stack gets its values from its parent.
      if (stack.parent || !PLAIN_TYPES.includes(type) || isConstrained(parameter)) continue;
      yield inTemplate(stack, ['Parameters', name], `${name} takes any ${type}`);
    }
  },
};
