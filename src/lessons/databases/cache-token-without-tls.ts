import { at, Lesson } from '../lesson';
import { off, surely } from '../query';

export const cacheTokenWithoutTls: Lesson = {
  id: 'CacheTokenWithoutTls',
  title: 'A cache with a token or users encrypts its traffic',
  severity: 'critical',
  facet: 'reliability',
  classes: ['elasticache', 'tls-transit'],
  why: 'ElastiCache takes AuthToken and UserGroupIds only with encryption in transit: the deployment rolls back.',
  fix: 'Set TransitEncryptionEnabled: true.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticache-replicationgroup.html',
  flawed: `
    Cache:
      Type: AWS::ElastiCache::ReplicationGroup
      Properties: { ReplicationGroupDescription: Sessions, AuthToken: '{{resolve:secretsmanager:cache:SecretString:token}}' }`,
  sound: `
    Cache:
      Type: AWS::ElastiCache::ReplicationGroup
      Properties:
        ReplicationGroupDescription: Sessions
        TransitEncryptionEnabled: true
        AuthToken: '{{resolve:secretsmanager:cache:SecretString:token}}'`,
  *check(model) {
    for (const cache of model.resources('AWS::ElastiCache::ReplicationGroup')) {
      if (cache.get('Engine') === 'valkey' || !off(cache.get('TransitEncryptionEnabled'))) continue;
      const property = ['AuthToken', 'UserGroupIds'].find((one) => surely(cache.get(one), (option) => option !== undefined));
      if (property) yield at(cache, property, `${property} without TransitEncryptionEnabled`);
    }
  },
};
