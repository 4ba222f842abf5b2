import { isSynthesised } from './sections';
import { atAttribute, Lesson } from '../lesson';

export const redundantDependsOn: Lesson = {
  id: 'RedundantDependsOn',
  title: 'DependsOn is for what the properties do not say',
  severity: 'medium',
  facet: 'operations',
  classes: ['sub-lint', 'unused', 'depends-on'],
  why: 'Ref, GetAtt and Sub already order the two; the extra line is one more edge of a later circle and a lint warning (W3005).',
  fix: 'Take it out of DependsOn.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue }
    Policy: { Type: AWS::SQS::QueuePolicy, DependsOn: Queue, Properties: { Queues: [!Ref Queue] } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue }
    Policy: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Queue] } }`,
  *check(model) {
    for (const stack of model.stacks.filter((one) => !isSynthesised(one))) {
      for (const resource of stack.resources.values()) {
        const isSure = (path: readonly (string | number)[]) => !path.includes('Fn::If');
        const named = new Set(resource.references.filter(({ kind, path }) => ['Ref', 'GetAtt', 'Sub'].includes(kind) && isSure(path)).map(({ target }) => target));
        for (const id of new Set(resource.dependsOn.filter((one) => named.has(one)))) {
          yield atAttribute(resource, 'DependsOn', `${id} is named by the properties already`, id);
        }
      }
    }
  },
};
