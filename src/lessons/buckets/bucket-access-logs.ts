import { buckets, keepsLogs } from './buckets';
import { at, Lesson } from '../lesson';
import { absent, isTrue, list, possibly } from '../query';

export const bucketAccessLogs: Lesson = {
  id: 'BucketAccessLogs',
  title: 'Access to a bucket of data is logged',
  severity: 'low',
  facet: 'security',
  classes: ['access-logging'],
  why: 'After a leak nobody can tell who read which object.',
  fix: 'Set LoggingConfiguration with another bucket, or record data events of S3 with CloudTrail.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html',
  pci: ['10.2.1.1'],
  flawed: `
    Bucket: { Type: AWS::S3::Bucket }`,
  sound: `
    Logs: { Type: AWS::S3::Bucket }
    Bucket:
      Type: AWS::S3::Bucket
      Properties: { LoggingConfiguration: { DestinationBucketName: !Ref Logs, LogFilePrefix: data/ } }`,
  *check(model) {
    const recorded = model.resources('AWS::CloudTrail::Trail').some((trail) => possibly(trail.get('IsLogging'), (on) => on === undefined || isTrue(on))
      && (list(trail.get('EventSelectors')).length > 0 || list(trail.get('AdvancedEventSelectors')).length > 0));
    if (recorded) return;
    for (const bucket of buckets(model)) {
      if (!keepsLogs(model, bucket) && absent(bucket.get('LoggingConfiguration'))) yield at(bucket, 'LoggingConfiguration', 'Access is not logged');
    }
  },
};
