import { buckets, isScratch, keepsLogs } from './buckets';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

export const versioningMissing: Lesson = {
  id: 'VersioningMissing',
  title: 'A bucket of data keeps the versions of its objects',
  severity: 'medium',
  facet: 'reliability',
  classes: ['s3-versioning', 'backup-retention'],
  why: 'An object that is overwritten or deleted by mistake, or by ransomware, is gone.',
  fix: 'Set VersioningConfiguration: { Status: Enabled } and expire noncurrent versions by a lifecycle rule.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
  flawed: `
    Bucket: { Type: AWS::S3::Bucket }`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { VersioningConfiguration: { Status: Enabled } }`,
  *check(model) {
    for (const bucket of buckets(model)) {
      if (keepsLogs(model, bucket) || isScratch(bucket)) continue;
      const status = bucket.get('VersioningConfiguration.Status');
      if (surely(status, (option) => option === undefined || option === 'Suspended')) {
        yield at(bucket, 'VersioningConfiguration', status === undefined ? 'No versioning' : 'Versioning is suspended');
      }
    }
  },
};
