import { usedIn } from './unused';
import { inTemplate, Lesson } from '../lesson';
import { isOpen } from '../template/sections';

export const conditionUnused: Lesson = {
  id: 'ConditionUnused',
  title: 'A condition is used',
  severity: 'medium',
  facet: 'operations',
  classes: ['unused', 'env-conditions'],
  why: 'A switch that switches nothing: what it was meant for is made in every environment.',
  fix: 'Use it, or take it out.',
  source: 'https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
Parameters:
  Environment: { Type: String }
Conditions:
  IsProd: !Equals [!Ref Environment, prod]`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Condition: IsProd }
Parameters:
  Environment: { Type: String }
Conditions:
  IsProd: !Equals [!Ref Environment, prod]`,
  *check(model) {
    for (const stack of model.stacks) {
      if (isOpen(stack)) continue;
      const used = usedIn(stack);
      for (const name of Object.keys(stack.conditions)) {
        if (!used.has(`condition:${name}`)) yield inTemplate(stack, ['Conditions', name], `Nothing uses ${name}`);
      }
    }
  },
};
