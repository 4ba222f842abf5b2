import { buckets } from './buckets';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const publicAccessBlockMissing: Lesson = {
  id: 'PublicAccessBlockMissing',
  title: 'A bucket states that public access is blocked',
  severity: 'medium',
  facet: 'security',
  classes: ['public-access-block'],
  why: 'S3 blocks it for new buckets only: an older bucket that is imported, or a hand that opens it, is not put right by the template.',
  fix: 'Set all four flags of PublicAccessBlockConfiguration to true.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  pci: ['1.4.4', '7.2.1'],
  flawed: `
    Bucket: { Type: AWS::S3::Bucket }`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }`,
  *check(model) {
    for (const bucket of buckets(model)) {
      if (absent(bucket.get('PublicAccessBlockConfiguration'))) yield at(bucket, 'PublicAccessBlockConfiguration', 'No PublicAccessBlockConfiguration');
    }
  },
};
