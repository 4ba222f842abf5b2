import { buckets } from './buckets';
import { at, Lesson } from '../lesson';
import { list, mappings } from '../query';

export const oldVersionsKept: Lesson = {
  id: 'OldVersionsKept',
  title: 'A lifecycle rule that expires objects of a versioned bucket expires their old versions too',
  severity: 'low',
  facet: 'cost',
  classes: ['s3-lifecycle', 'cost'],
  why: 'With versioning an expiration only adds a delete marker: the data stays, against the retention that the rule promises.',
  fix: 'Add NoncurrentVersionExpiration: { NoncurrentDays: 30 }.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html',
  pci: ['3.2.1'],
  flawed: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        VersioningConfiguration: { Status: Enabled }
        LifecycleConfiguration: { Rules: [{ Status: Enabled, ExpirationInDays: 365 }] }`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        VersioningConfiguration: { Status: Enabled }
        LifecycleConfiguration: { Rules: [{ Status: Enabled, ExpirationInDays: 365, NoncurrentVersionExpiration: { NoncurrentDays: 30 } }] }`,
  *check(model) {
    for (const bucket of buckets(model)) {
      const rules = mappings(bucket.get('LifecycleConfiguration.Rules'));
      if (bucket.get('VersioningConfiguration.Status') !== 'Enabled' || list(bucket.get('LifecycleConfiguration.Rules')).length !== rules.length) continue;
      const expires = rules.some(({ ExpirationInDays: days }) => days !== undefined);
      const clears = rules.some((rule) => rule.NoncurrentVersionExpiration !== undefined || rule.NoncurrentVersionExpirationInDays !== undefined);
      if (expires && !clears) yield at(bucket, 'LifecycleConfiguration', 'Objects expire, their old versions stay');
    }
  },
};
