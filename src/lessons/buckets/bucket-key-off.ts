import { buckets } from './buckets';
import { isMapping } from '../../template';
import { at, Lesson } from '../lesson';
import { mappings, off } from '../query';

export const bucketKeyOff: Lesson = {
  id: 'BucketKeyOff',
  title: 'A bucket that encrypts with KMS uses a bucket key',
  severity: 'low',
  facet: 'cost',
  classes: ['encrypt-s3', 'cost'],
  why: 'Each object costs a call of KMS: under load the calls are throttled, and the bill of KMS exceeds that of the storage.',
  fix: 'Set BucketKeyEnabled: true beside ServerSideEncryptionByDefault.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html',
  flawed: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] }`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        BucketEncryption:
          ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }]`,
  *check(model) {
    for (const bucket of buckets(model)) {
      const rules = mappings(bucket.get('BucketEncryption.ServerSideEncryptionConfiguration'));
      const calls = rules.some((rule) => isMapping(rule.ServerSideEncryptionByDefault)
        && rule.ServerSideEncryptionByDefault.SSEAlgorithm === 'aws:kms' && off(rule.BucketKeyEnabled));
      if (calls) yield at(bucket, 'BucketEncryption', 'aws:kms without BucketKeyEnabled');
    }
  },
};
