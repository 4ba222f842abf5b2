import { buckets } from './buckets';
import { isMapping, Resource } from '../../template';
import { grantsOf } from '../iam/roles';
import { at, Lesson } from '../lesson';
import { gives } from '../policies';
import { list, target } from '../query';

const NEEDED = ['s3:GetReplicationConfiguration', 's3:ListBucket', 's3:GetObjectVersionForReplication', 's3:ReplicateObject'];

export const replicationRole: Lesson = {
  id: 'ReplicationRole',
  title: 'The role of a replication may read the source and write the destination',
  severity: 'high',
  facet: 'reliability',
  classes: ['s3-replication', 'iam-missing-permission'],
  why: 'Every object stays in FAILED replication status: the copy is missing when the Region is lost.',
  fix: `Allow ${NEEDED.join(', ')}, s3:ReplicateDelete and s3:ReplicateTags.`,
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html',
  flawed: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: s3.amazonaws.com }, Action: 'sts:AssumeRole' }] }
        Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: 's3:GetReplicationConfiguration', Resource: '*' }] } }]
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        VersioningConfiguration: { Status: Enabled }
        ReplicationConfiguration:
          Role: !GetAtt Role.Arn
          Rules: [{ Status: Enabled, Prefix: '', Destination: { Bucket: 'arn:aws:s3:::copy' } }]`,
  sound: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: s3.amazonaws.com }, Action: 'sts:AssumeRole' }] }
        Policies:
          - PolicyName: p
            PolicyDocument:
              Statement:
                - { Effect: Allow, Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'], Resource: 'arn:aws:s3:::source' }
                - { Effect: Allow, Action: ['s3:GetObjectVersion*', 's3:Replicate*'], Resource: '*' }
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        VersioningConfiguration: { Status: Enabled }
        ReplicationConfiguration:
          Role: !GetAtt Role.Arn
          Rules: [{ Status: Enabled, Prefix: '', Destination: { Bucket: 'arn:aws:s3:::copy' } }]`,
  *check(model) {
    for (const bucket of buckets(model)) {
      const role = target(model, bucket.get('ReplicationConfiguration.Role'));
      if (role?.type !== 'AWS::IAM::Role' || hasUnseen(role)) continue;
      const grants = grantsOf(role);
      const missing = NEEDED.filter((action) => !grants.some((one) => gives(one, action)));
      if (missing.length > 0) yield at(role, '', `May not ${missing.join(', ')}`, bucket.id);
    }
  },
};

/** Policies that the template does not show. */
const hasUnseen = (role: Resource) => list(role.get('ManagedPolicyArns')).length > 0
  || list(role.get('Policies')).some((policy) => !isMapping(policy) || !isMapping(policy.PolicyDocument));
