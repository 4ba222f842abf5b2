import { Resource } from '../../template';
import { atAttribute, Lesson } from '../lesson';
import { possibly } from '../query';

const SUPPORTED = [
  'AWS::DocDB::DBCluster', 'AWS::EC2::Volume', 'AWS::ElastiCache::CacheCluster', 'AWS::ElastiCache::ReplicationGroup', 'AWS::Neptune::DBCluster', 'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance', 'AWS::Redshift::Cluster',
];

export const snapshotUnsupported: Lesson = {
  id: 'SnapshotUnsupported',
  title: 'Snapshot is the policy of types that have snapshots',
  severity: 'critical',
  facet: 'reliability',
  classes: ['deletion-policy', 'invalid-property'],
  why: 'CloudFormation refuses the template, or cannot delete the instance of a cluster, which has no snapshot of its own.',
  fix: 'Use Retain; Snapshot only for volumes, databases and caches that stand alone, and for clusters.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html',
  flawed: `
    Bucket: { Type: AWS::S3::Bucket, DeletionPolicy: Snapshot }`,
  sound: `
    Bucket: { Type: AWS::S3::Bucket, DeletionPolicy: Retain }`,
  *check(model) {
    for (const resource of model.resources()) {
      const { body, deletionPolicy, updateReplacePolicy, type } = resource;
      const attribute = body.DeletionPolicy !== undefined && possibly(deletionPolicy, (one) => one === 'Snapshot') ? 'DeletionPolicy'
        : body.UpdateReplacePolicy !== undefined && possibly(updateReplacePolicy, (one) => one === 'Snapshot') ? 'UpdateReplacePolicy' : undefined;
      if (attribute === undefined) continue;
      if (!SUPPORTED.includes(type)) yield atAttribute(resource, attribute, `Snapshot of ${type}`);
      else if (isMember(resource)) yield atAttribute(resource, attribute, 'Snapshot of an instance of a cluster');
    }
  },
};

const isMember = (one: Resource) => one.type === 'AWS::RDS::DBInstance' && one.get('DBClusterIdentifier') !== undefined;
