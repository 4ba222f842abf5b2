import { buckets } from './buckets';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const bucketUnencrypted: Lesson = {
  id: 'BucketUnencrypted',
  title: 'A bucket states how its objects are encrypted',
  severity: 'low',
  facet: 'security',
  classes: ['encrypt-s3', 'encrypt-general'],
  why: 'S3 then encrypts with a key of its own (AES256), which nobody can refuse or revoke and whose use no trail shows; an auditor finds nothing stated.',
  fix: 'Set BucketEncryption with SSEAlgorithm aws:kms, a KMSMasterKeyID and BucketKeyEnabled: true; AES256 for access logs.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html',
  pci: ['3.5.1'],
  flawed: `
    Bucket: { Type: AWS::S3::Bucket }`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        BucketEncryption:
          ServerSideEncryptionConfiguration:
            - { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !GetAtt Key.Arn } }
    Key: { Type: AWS::KMS::Key, Properties: { EnableKeyRotation: true } }`,
  *check(model) {
    for (const bucket of buckets(model)) {
      if (absent(bucket.get('BucketEncryption'))) yield at(bucket, 'BucketEncryption', 'No BucketEncryption');
    }
  },
};
