import { isUndecided, stateful } from './stateful';
import { atAttribute, Lesson } from '../lesson';

export const bucketDeletionPolicy: Lesson = {
  id: 'BucketDeletionPolicy',
  title: 'A bucket states what happens to it when it is deleted',
  severity: 'low',
  facet: 'operations',
  classes: ['deletion-policy', 'retain-teardown'],
  why: 'CloudFormation deletes an empty bucket and stops at one with objects: nobody can tell whether the stack was meant to go away whole.',
  fix: 'State DeletionPolicy and UpdateReplacePolicy: Retain in production, Delete where the environment must go away, with something that empties the bucket.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html',
  flawed: `
    Bucket: { Type: AWS::S3::Bucket }`,
  sound: `
    Bucket: { Type: AWS::S3::Bucket, DeletionPolicy: Retain, UpdateReplacePolicy: Retain }`,
  *check(model) {
    for (const bucket of stateful(model).filter((one) => one.type === 'AWS::S3::Bucket' && isUndecided(one))) {
      yield atAttribute(bucket, 'DeletionPolicy', 'Neither DeletionPolicy nor UpdateReplacePolicy');
    }
  },
};
