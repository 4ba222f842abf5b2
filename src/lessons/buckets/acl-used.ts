import { buckets } from './buckets';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const aclUsed: Lesson = {
  id: 'AclUsed',
  title: 'Access to a bucket is given by policies, not by ACLs',
  severity: 'low',
  facet: 'security',
  classes: ['s3-acl-deprecated'],
  why: 'AccessControl is a legacy property; grants in two places are not seen together.',
  fix: 'Leave AccessControl out.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html#cfn-s3-bucket-accesscontrol',
  flawed: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { AccessControl: Private }`,
  sound: `
    Bucket: { Type: AWS::S3::Bucket }`,
  *check(model) {
    for (const bucket of buckets(model)) {
      const acl = bucket.get('AccessControl');
      if (!absent(acl)) yield at(bucket, 'AccessControl', `AccessControl is ${show(acl)}`);
    }
  },
};
