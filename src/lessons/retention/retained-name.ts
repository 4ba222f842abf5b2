import { isMapping, rawReferences, Resource, show } from '../../template';
import { atAttribute, Lesson } from '../lesson';
import { LABELS } from '../names/physical-names';
import { PHYSICAL_NAMES, surely } from '../query';

/** Types whose names are free again, or are labels. */
const FREE = ['AWS::IAM::Role', ...LABELS];

/** Named after a resource that CloudFormation names. */
function isGenerated({ stack }: Resource, target: string): boolean {
  const named = stack.resources.get(target);
  const property = named && PHYSICAL_NAMES[named.type];
  return property !== undefined && named?.get(property) === undefined;
}

export const retainedName: Lesson = {
  id: 'RetainedName',
  title: 'What is retained has a name that the next stack does not take again',
  severity: 'medium',
  facet: 'operations',
  classes: ['retain-teardown', 'deletion-policy', 'hardcoded-name'],
  why: 'Retain also counts when the first deployment fails: the resource stays, and every further try ends in "already exists". So does a new stack after a teardown.',
  fix: 'Leave the name out, or use DeletionPolicy: RetainExceptOnCreate and a name with a part of AWS::StackId.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html',
  flawed: `
    Table: { Type: AWS::DynamoDB::Table, DeletionPolicy: Retain, UpdateReplacePolicy: Retain, Properties: { TableName: !Sub 'payments-\${AWS::Region}' } }`,
  sound: `
    Table: { Type: AWS::DynamoDB::Table, DeletionPolicy: RetainExceptOnCreate, UpdateReplacePolicy: Retain, Properties: { TableName: !Sub 'payments-\${AWS::Region}' } }`,
  *check(model) {
    for (const [type, property] of Object.entries(PHYSICAL_NAMES)) {
      if (FREE.includes(type)) continue;
      for (const resource of model.resources(type)) {
        const name = resource.get(property);
        if (resource.body.DeletionPolicy === undefined || !surely(resource.deletionPolicy, (policy) => policy === 'Retain')) continue;
        if (name === undefined || isMapping(name) || rawReferences(resource.raw(property)).some(({ target }) => /^AWS::Stack(Id|Name)$/.test(target) || isGenerated(resource, target))) continue;
        yield atAttribute(resource, 'DeletionPolicy', `Retained as ${show(name)}`);
      }
    }
  },
};
