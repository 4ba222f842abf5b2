import { ENVIRONMENT_PARAMETER } from './environment-parameter';
import { Resource, WrittenText } from '../../template';
import { Lesson } from '../lesson';
import { isSynthesised, propertyOf, propertyTexts } from '../template/sections';

const WRITTEN = /(?:^|[-_/ ])(prod|production|staging|dev|development)(?:[-_/ ]|$)/i;

export const labelHardCodesEnvironment: Lesson = {
  id: 'LabelHardCodesEnvironment',
  title: 'Names and tags name the environment by its parameter alone',
  severity: 'low',
  facet: 'operations',
  classes: ['hardcoded-env', 'naming-convention'],
  why: 'The template has a parameter for the environment, and a label that says another one: whoever looks for production finds a test.',
  fix: 'Write ${Environment} where prod or dev is written out.',
  source: 'https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html',
  flawed: `
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc, Tags: [{ Key: Name, Value: !Sub 'prod-public-\${EnvironmentSuffix}' }] } }
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
Parameters:
  EnvironmentSuffix: { Type: String }`,
  sound: `
    Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc, Tags: [{ Key: Name, Value: !Sub 'public-\${EnvironmentSuffix}' }] } }
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
Parameters:
  EnvironmentSuffix: { Type: String }`,
  *check(model) {
    for (const stack of model.stacks) {
      if (isSynthesised(stack) || !Object.keys(stack.parameters).some((name) => ENVIRONMENT_PARAMETER.test(name))) continue;
      const [first, ...more] = [...stack.resources.values()].flatMap(labelOf);
      // One decision, said once: the same word is in most of the labels.
      if (first) {
        const { resource, label: { text, path } } = first;
        const rest = more.length > 0 ? `, and so do ${more.length} more` : '';
        const found = `${text} says ${WRITTEN.exec(text)![1]} in every environment${rest}`;
        yield { stack, resource, path: ['Resources', resource.id, ...path], found, detail: 'label' };
      }
    }
  },
};

/** Beside a parameter of any kind: a name without one is said to be hard-coded as a whole. */
function labelOf(resource: Resource): { resource: Resource; label: WrittenText }[] {
  const label = propertyTexts(resource)
    .find(({ text, path }) => /\$\{\w/.test(text) && WRITTEN.test(text) && (path.includes('Tags') || /Name$/.test(propertyOf(path))));
  return label ? [{ resource, label }] : [];
}
