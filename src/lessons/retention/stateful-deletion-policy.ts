import { isUndecided, stateful } from './stateful';
import { atAttribute, Lesson } from '../lesson';

export const statefulDeletionPolicy: Lesson = {
  id: 'StatefulDeletionPolicy',
  title: 'What keeps data states what happens to it when it is deleted',
  severity: 'medium',
  facet: 'reliability',
  classes: ['deletion-policy', 'retain-teardown', 'backup-retention'],
  why: 'A renamed logical id, a removed line or a replacement deletes the data (RDS takes a snapshot, but not when it replaces); nobody can tell whether that is meant.',
  fix: 'State DeletionPolicy and UpdateReplacePolicy: Retain or Snapshot in production, Delete where the environment must go away whole.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html',
  flawed: `
    Table: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [] } }`,
  sound: `
    Table: { Type: AWS::DynamoDB::Table, DeletionPolicy: Delete, UpdateReplacePolicy: Delete, Properties: { KeySchema: [] } }`,
  *check(model) {
    // A bucket with objects is not deleted: BucketDeletionPolicy.
    for (const resource of stateful(model).filter((one) => one.type !== 'AWS::S3::Bucket' && isUndecided(one))) {
      yield atAttribute(resource, 'DeletionPolicy', 'Neither DeletionPolicy nor UpdateReplacePolicy');
    }
  },
};
