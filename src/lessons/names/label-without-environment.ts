import { named, shownName } from './physical-names';
import { tellsApart } from './tells-apart';
import { varietyOf } from './varies';
import { isRecord, Resource, Stack } from '../../template';
import { at, Finding, Lesson } from '../lesson';
import { isSynthesised } from '../template/sections';

export const labelWithoutEnvironment: Lesson = {
  id: 'LabelWithoutEnvironment',
  title: 'What people read in the console says which environment it is of',
  severity: 'low',
  facet: 'operations',
  classes: ['naming-convention', 'name-env-suffix', 'hardcoded-name'],
  why: 'Two environments of an account look alike in lists and alarms: the wrong one is changed.',
  fix: 'Put the environment or the stack into the name or the Name tag: !Sub "payments-${EnvironmentSuffix}".',
  source: 'https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html',
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16, Tags: [{ Key: Name, Value: payments }] } }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16, Tags: [{ Key: Name, Value: !Sub 'payments-\${AWS::StackName}' }] } }`,
  *check(model, { environmentSuffix }) {
    for (const one of named(model)) {
      const { resource, property, isLabel } = one;
      if (!isLabel || varietyOf(resource.stack, resource.raw(property)) === 'deployment' || tellsApart(resource.stack, shownName(one), environmentSuffix)) continue;
      yield at(resource, property, `${property} is ${shownName(one)} in every environment`);
    }
    // One decision, said once: name tags follow one pattern.
    for (const stack of model.stacks.filter((one) => !isSynthesised(one))) yield* nameTags(stack, environmentSuffix);
  },
};

function* nameTags(stack: Stack, environmentSuffix: RegExp): Iterable<Finding> {
  const [first, ...more] = [...stack.resources.values()].flatMap((resource) => {
    const tag = nameTag(resource);
    const isFixed = tag && varietyOf(stack, tag.value) !== 'deployment' && !(typeof tag.value === 'string' && tellsApart(stack, tag.value, environmentSuffix));
    return isFixed ? [{ resource, tag }] : [];
  });
  if (!first) return;
  const others = more.length > 0 ? `, and so are the Name tags of ${more.length} more resources` : '';
  yield {
    stack,
    resource: first.resource,
    path: ['Resources', first.resource.id, 'Properties', 'Tags', first.tag.index],
    detail: 'name tags',
    found: `The Name tag is ${JSON.stringify(first.tag.value)} in every environment${others}`,
  };
}

function nameTag(resource: Resource): { readonly value: unknown; readonly index: number } | undefined {
  const tags = resource.raw('Tags');
  const index = Array.isArray(tags) ? (tags as unknown[]).findIndex((tag) => isRecord(tag) && tag.Key === 'Name') : -1;
  return index < 0 ? undefined : { value: ((tags as unknown[])[index] as Record<string, unknown>).Value, index };
}
