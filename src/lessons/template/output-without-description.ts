import { isSynthesised } from './sections';
import { record } from '../../template';
import { inTemplate, Lesson } from '../lesson';

export const outputWithoutDescription: Lesson = {
  id: 'OutputWithoutDescription',
  title: 'An output says what it is',
  severity: 'low',
  facet: 'operations',
  classes: ['outputs-missing'],
  why: 'Whoever reads the outputs in the console or in a pipeline has only the id to go by.',
  fix: 'Add a Description.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
Outputs:
  Url: { Value: !Ref Queue }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
Outputs:
  Url: { Value: !Ref Queue, Description: Where the webhook sends payments }`,
  *check(model) {
    for (const stack of model.stacks.filter((one) => !one.parent && !isSynthesised(one))) {
      for (const [id, output] of Object.entries(stack.outputs)) {
        if (record(output).Value !== undefined && record(output).Description === undefined) yield inTemplate(stack, ['Outputs', id], `Output ${id} has no Description`);
      }
    }
  },
};
