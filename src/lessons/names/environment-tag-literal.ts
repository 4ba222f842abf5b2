import { varietyOf } from './varies';
import { isRecord, Resource } from '../../template';
import { Lesson } from '../lesson';
import { ENVIRONMENT_TAG } from '../tags';
import { isSynthesised } from '../template/sections';

export const environmentTagLiteral: Lesson = {
  id: 'EnvironmentTagLiteral',
  title: 'The tag of the environment takes its value from a parameter',
  severity: 'low',
  facet: 'operations',
  classes: ['hardcoded-env', 'tags-missing'],
  why: 'Every deployment says the same environment: cost, access by tag and clean-up jobs take test for production, or the other way round.',
  fix: 'Write Value: !Ref Environment.',
  source: 'https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { Tags: [{ Key: Environment, Value: production }] } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { Tags: [{ Key: Environment, Value: !Ref Environment }] } }
Parameters:
  Environment: { Type: String }`,
  *check(model) {
    for (const stack of model.stacks.filter((one) => !isSynthesised(one))) {
      const tagged = [...stack.resources.values()].flatMap((resource) => {
        const tag = environmentTag(resource);
        return tag && varietyOf(stack, tag.value) === 'nothing' ? [{ resource, tag }] : [];
      });
      const [first] = tagged;
      // One decision, said once: the same tag is on most of the resources.
      if (first) {
        const more = tagged.length > 1 ? `, and on ${tagged.length - 1} more resources` : '';
        yield {
          stack,
          resource: first.resource,
          path: ['Resources', first.resource.id, 'Properties', 'Tags', ...first.tag.path],
          detail: 'environment tag',
          found: `The environment is ${JSON.stringify(first.tag.value)} in every deployment${more}`,
        };
      }
    }
  },
};

function environmentTag(resource: Resource): { readonly value: unknown; readonly path: readonly (string | number)[] } | undefined {
  const tags = resource.raw('Tags');
  if (Array.isArray(tags)) {
    const index = (tags as unknown[]).findIndex((tag) => isRecord(tag) && typeof tag.Key === 'string' && ENVIRONMENT_TAG.test(tag.Key));
    return index < 0 ? undefined : { value: (tags[index] as Record<string, unknown>).Value, path: [index, 'Value'] };
  }
  const key = isRecord(tags) ? Object.keys(tags).find((name) => ENVIRONMENT_TAG.test(name)) : undefined;
  return key === undefined ? undefined : { value: (tags as Record<string, unknown>)[key], path: [key] };
}
