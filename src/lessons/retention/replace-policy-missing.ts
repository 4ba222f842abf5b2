import { stateful } from './stateful';
import { show } from '../../template';
import { atAttribute, Lesson } from '../lesson';
import { surely } from '../query';

export const replacePolicyMissing: Lesson = {
  id: 'ReplacePolicyMissing',
  title: 'What is kept when it is deleted is kept when it is replaced',
  severity: 'high',
  facet: 'reliability',
  classes: ['deletion-policy', 'backup-retention'],
  why: 'DeletionPolicy does not count when an update replaces the resource: CloudFormation deletes the old one with its data.',
  fix: 'Set UpdateReplacePolicy to the value of DeletionPolicy.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatereplacepolicy.html',
  flawed: `
    Table: { Type: AWS::DynamoDB::Table, DeletionPolicy: Retain, Properties: { KeySchema: [] } }`,
  sound: `
    Table: { Type: AWS::DynamoDB::Table, DeletionPolicy: Retain, UpdateReplacePolicy: Retain, Properties: { KeySchema: [] } }`,
  *check(model) {
    for (const resource of stateful(model)) {
      const { deletionPolicy: policy } = resource;
      const kept = policy !== undefined && surely(policy, (one) => ['Retain', 'RetainExceptOnCreate', 'Snapshot'].includes(String(one)));
      const replaced = resource.body.UpdateReplacePolicy === undefined || surely(resource.updateReplacePolicy, (one) => one === 'Delete');
      if (kept && replaced) yield atAttribute(resource, 'UpdateReplacePolicy', `DeletionPolicy ${show(policy)}, but a replacement deletes the data`);
    }
  },
};
