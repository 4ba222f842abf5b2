import { bucketOf, buckets } from './buckets';
import { isMapping, Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { mappings, surely } from '../query';

export const replicationInvalid: Lesson = {
  id: 'ReplicationInvalid',
  title: 'Source and destination of a replication are versioned, and its rules are complete',
  severity: 'critical',
  facet: 'reliability',
  classes: ['s3-replication', 's3-versioning'],
  why: 'S3 refuses the replication: "Versioning must be Enabled on the bucket", or a rule with a Filter lacks DeleteMarkerReplication. The deployment rolls back.',
  fix: 'Set VersioningConfiguration: { Status: Enabled } on both buckets; beside a Filter give DeleteMarkerReplication and Priority.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html',
  flawed: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        ReplicationConfiguration:
          Role: arn:aws:iam::111122223333:role/replication
          Rules: [{ Status: Enabled, Prefix: '', Destination: { Bucket: 'arn:aws:s3:::copy' } }]`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        VersioningConfiguration: { Status: Enabled }
        ReplicationConfiguration:
          Role: arn:aws:iam::111122223333:role/replication
          Rules: [{ Status: Enabled, Prefix: '', Destination: { Bucket: 'arn:aws:s3:::copy' } }]`,
  *check(model) {
    for (const source of buckets(model)) {
      const rules = mappings(source.get('ReplicationConfiguration.Rules'));
      if (rules.length === 0) continue;
      if (unversioned(source)) yield at(source, 'ReplicationConfiguration', 'Replicates without versioning', 'source');
      for (const rule of rules) {
        const destination = isMapping(rule.Destination) ? bucketOf(model, rule.Destination.Bucket) : undefined;
        if (destination && unversioned(destination)) {
          yield at(destination, 'VersioningConfiguration', `Gets replicas of ${source.id} without versioning`, source.id);
        }
        if (rule.Filter !== undefined && rule.DeleteMarkerReplication === undefined) {
          yield at(source, 'ReplicationConfiguration', 'A rule has Filter, but no DeleteMarkerReplication', 'DeleteMarkerReplication');
        }
      }
    }
  },
};

const unversioned = (bucket: Resource) => surely(bucket.get('VersioningConfiguration.Status'), (status) => status === undefined || status === 'Suspended');
