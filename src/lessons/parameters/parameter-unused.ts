import { parametersOf } from './parameters';
import { usedIn } from './unused';
import { inTemplate, Lesson } from '../lesson';
import { isOpen } from '../template/sections';

export const parameterUnused: Lesson = {
  id: 'ParameterUnused',
  title: 'A parameter is used',
  severity: 'medium',
  facet: 'operations',
  classes: ['unused', 'param-validation'],
  why: 'Whoever sets it believes that it does something, as an alarm address or a retention would.',
  fix: 'Use it, or take it out.',
  source: 'https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
Parameters:
  Delay: { Type: Number, Default: 0 }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay } }
Parameters:
  Delay: { Type: Number, Default: 0 }`,
  *check(model) {
    for (const { stack, name } of parametersOf(model)) {
      if (!isOpen(stack) && !usedIn(stack).has(`name:${name}`)) yield inTemplate(stack, ['Parameters', name], `Nothing uses ${name}`);
    }
  },
};
