import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const cacheAuth: Lesson = {
  id: 'CacheAuth',
  title: 'A cache asks its clients who they are',
  severity: 'medium',
  facet: 'security',
  classes: ['elasticache', 'security-general'],
  why: 'Whoever reaches the port reads and changes every key.',
  fix: 'Set TransitEncryptionEnabled: true and UserGroupIds, or AuthToken with a secret.',
  source: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html',
  pci: ['7.2.6', '8.3.1'],
  flawed: `
    Cache:
      Type: AWS::ElastiCache::ReplicationGroup
      Properties: { ReplicationGroupDescription: Sessions, TransitEncryptionEnabled: true }`,
  sound: `
    Cache:
      Type: AWS::ElastiCache::ReplicationGroup
      Properties:
        ReplicationGroupDescription: Sessions
        TransitEncryptionEnabled: true
        AuthToken: '{{resolve:secretsmanager:cache:SecretString:token}}'`,
  *check(model) {
    for (const cache of model.resources('AWS::ElastiCache::ReplicationGroup')) {
      if (absent(cache.get('AuthToken')) && absent(cache.get('UserGroupIds'))) yield at(cache, 'AuthToken', 'Neither AuthToken nor UserGroupIds');
    }
  },
};
