import { buckets } from './buckets';
import { isMapping } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, list, surely } from '../query';

export const lifecycleMissing: Lesson = {
  id: 'LifecycleMissing',
  title: 'A bucket has a lifecycle rule that is enabled',
  severity: 'low',
  facet: 'cost',
  classes: ['s3-lifecycle', 'cost'],
  why: 'Logs, replaced versions and unfinished uploads are kept, and paid for, for ever.',
  fix: 'Add a rule that expires logs and noncurrent versions, moves what is rarely read, and aborts incomplete multipart uploads.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html',
  pci: ['3.2.1'],
  flawed: `
    Bucket: { Type: AWS::S3::Bucket }`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        LifecycleConfiguration: { Rules: [{ Status: Enabled, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }] }`,
  *check(model) {
    for (const bucket of buckets(model)) {
      const rules = list(bucket.get('LifecycleConfiguration.Rules'));
      const idle = rules.length > 0 && rules.every((rule) => isMapping(rule) && surely(rule.Status, (status) => status === 'Disabled'));
      if (absent(bucket.get('LifecycleConfiguration'))) {
        yield at(bucket, 'LifecycleConfiguration', 'No lifecycle rule');
      } else if (idle) {
        yield at(bucket, 'LifecycleConfiguration', 'All lifecycle rules are disabled');
      }
    }
  },
};
