import { bucketOf, buckets } from './buckets';
import { isMapping, Pseudo, show, Text, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { mappings } from '../query';

export const replicationDestination: Lesson = {
  id: 'ReplicationDestination',
  title: 'The destination of a replication is a bucket of the template, or is given by a parameter',
  severity: 'high',
  facet: 'reliability',
  classes: ['s3-replication', 'placeholder', 'multi-region'],
  why: 'S3 refuses to replicate to a bucket that is not there: the first deployment rolls back.',
  fix: 'Create the destination first and pass its ARN by a parameter, with a condition that leaves the replication out until it exists.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html',
  flawed: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        VersioningConfiguration: { Status: Enabled }
        ReplicationConfiguration:
          Role: arn:aws:iam::111122223333:role/replication
          Rules: [{ Status: Enabled, Prefix: '', Destination: { Bucket: !Sub 'arn:aws:s3:::payments-replica-\${AWS::AccountId}' } }]`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        VersioningConfiguration: { Status: Enabled }
        ReplicationConfiguration:
          Role: arn:aws:iam::111122223333:role/replication
          Rules: [{ Status: Enabled, Prefix: '', Destination: { Bucket: !GetAtt Replica.Arn } }]
    Replica:
      Type: AWS::S3::Bucket
      Properties: { VersioningConfiguration: { Status: Enabled } }`,
  *check(model) {
    for (const source of buckets(model)) {
      const configuration = source.get('ReplicationConfiguration');
      if (!isMapping(configuration)) continue; // A choice: replication can be left out.
      for (const rule of mappings(configuration.Rules)) {
        const bucket = isMapping(rule.Destination) ? rule.Destination.Bucket : undefined;
        if (isComposed(bucket) && !bucketOf(model, bucket)) {
          yield at(source, 'ReplicationConfiguration', `${show(bucket)} is not in the template`, show(bucket));
        }
      }
    }
  },
};

/** Put together from words, the account and the Region: by convention, not given by the caller. */
const isComposed = (value: Value | undefined) => value instanceof Text
  && value.parts.every((part) => typeof part === 'string' || part instanceof Pseudo);
