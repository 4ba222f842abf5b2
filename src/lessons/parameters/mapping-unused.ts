import { hasOpenLookup, usedIn } from './unused';
import { inTemplate, Lesson } from '../lesson';
import { isOpen } from '../template/sections';

export const mappingUnused: Lesson = {
  id: 'MappingUnused',
  title: 'A mapping is used',
  severity: 'medium',
  facet: 'operations',
  classes: ['unused'],
  why: 'Settings that nobody reads drift away from what is deployed.',
  fix: 'Use it, or take it out.',
  source: 'https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
Mappings:
  Settings: { Queue: { Delay: 5 } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !FindInMap [Settings, Queue, Delay] } }
Mappings:
  Settings: { Queue: { Delay: 5 } }`,
  *check(model) {
    for (const stack of model.stacks) {
      if (isOpen(stack) || hasOpenLookup(stack)) continue;
      const used = usedIn(stack);
      for (const name of Object.keys(stack.mappings)) {
        if (!used.has(`mapping:${name}`)) yield inTemplate(stack, ['Mappings', name], `Nothing uses ${name}`);
      }
    }
  },
};
