import { buckets } from './buckets';
import { at, Lesson } from '../lesson';
import { absent, off } from '../query';

const FLAGS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

export const publicAccessUnblocked: Lesson = {
  id: 'PublicAccessUnblocked',
  title: 'All four blocks of public access are on',
  severity: 'high',
  facet: 'security',
  classes: ['public-access-block', 'security-general'],
  why: 'A flag that is false, or left out beside others, lifts the block that S3 sets by default: one policy or ACL makes the data public.',
  fix: 'Set all four flags to true; serve public content through CloudFront with origin access control.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  pci: ['1.4.4', '7.2.1'],
  flawed: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: false } }`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }`,
  *check(model) {
    for (const bucket of buckets(model)) {
      if (absent(bucket.get('PublicAccessBlockConfiguration'))) continue;
      const open = FLAGS.filter((flag) => off(bucket.get(`PublicAccessBlockConfiguration.${flag}`)));
      if (open.length > 0) yield at(bucket, 'PublicAccessBlockConfiguration', `${open.join(', ')} not true`);
    }
  },
};
