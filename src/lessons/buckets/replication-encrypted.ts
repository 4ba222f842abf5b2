import { buckets, surelyKms } from './buckets';
import { isMapping, Mapping } from '../../template';
import { step } from '../../template/model';
import { at, Lesson } from '../lesson';
import { mappings, possibly } from '../query';

export const replicationEncrypted: Lesson = {
  id: 'ReplicationEncrypted',
  title: 'A replication takes the objects that are encrypted with KMS along',
  severity: 'high',
  facet: 'reliability',
  classes: ['s3-replication', 'encrypt-s3', 'multi-region'],
  why: 'Objects under KMS are left out unless the rule asks for them: the second Region has no copies when it is needed, and nothing says so.',
  fix: 'Set SourceSelectionCriteria.SseKmsEncryptedObjects: { Status: Enabled } and Destination.EncryptionConfiguration.ReplicaKmsKeyID.',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html',
  flawed: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] }
        VersioningConfiguration: { Status: Enabled }
        ReplicationConfiguration:
          Role: arn:aws:iam::111122223333:role/replication
          Rules: [{ Status: Enabled, Prefix: '', Destination: { Bucket: 'arn:aws:s3:::copy' } }]`,
  sound: `
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] }
        VersioningConfiguration: { Status: Enabled }
        ReplicationConfiguration:
          Role: arn:aws:iam::111122223333:role/replication
          Rules:
            - Status: Enabled
              Prefix: ''
              SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: Enabled } }
              Destination: { Bucket: 'arn:aws:s3:::copy', EncryptionConfiguration: { ReplicaKmsKeyID: 'arn:aws:kms:eu-west-1:111122223333:key/k' } }`,
  *check(model) {
    for (const source of buckets(model)) {
      if (!surelyKms(source)) continue;
      for (const rule of mappings(source.get('ReplicationConfiguration.Rules'))) {
        if (!takes(rule)) yield at(source, 'ReplicationConfiguration', 'Objects encrypted with KMS are not replicated');
      }
    }
  },
};

function takes(rule: Mapping): boolean {
  const status = ['SourceSelectionCriteria', 'SseKmsEncryptedObjects', 'Status'].reduce(step, rule);
  const key = isMapping(rule.Destination) ? step(rule.Destination.EncryptionConfiguration, 'ReplicaKmsKeyID') : rule.Destination;
  return possibly(status, (one) => one !== undefined && one !== 'Disabled') && possibly(key, (one) => one !== undefined);
}
