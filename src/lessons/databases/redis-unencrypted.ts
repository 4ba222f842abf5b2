import { at, Lesson } from '../lesson';
import { isFalse, off, surely } from '../query';

export const redisUnencrypted: Lesson = {
  id: 'RedisUnencrypted',
  title: 'A cache of Redis or Valkey is encrypted at rest and in transit',
  severity: 'high',
  facet: 'security',
  classes: ['encrypt-rds', 'elasticache', 'tls-transit'],
  why: 'Sessions and payment data pass the network, and lie in the backups, in the clear. Encryption at rest cannot be turned on later.',
  fix: 'Use AWS::ElastiCache::ReplicationGroup with AtRestEncryptionEnabled: true and TransitEncryptionEnabled: true.',
  source: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/encryption.html',
  pci: ['3.5.1', '4.2.1'],
  flawed: `
    Cache:
      Type: AWS::ElastiCache::ReplicationGroup
      Properties: { ReplicationGroupDescription: Sessions, AtRestEncryptionEnabled: true }`,
  sound: `
    Cache:
      Type: AWS::ElastiCache::ReplicationGroup
      Properties: { ReplicationGroupDescription: Sessions, AtRestEncryptionEnabled: true, TransitEncryptionEnabled: true }`,
  *check(model) {
    for (const cache of model.resources('AWS::ElastiCache::ReplicationGroup')) {
      // Valkey is encrypted unless it says otherwise.
      const weak = (property: string) => cache.get('Engine') === 'valkey' ? surely(cache.get(property), isFalse) : off(cache.get(property));
      if (weak('AtRestEncryptionEnabled')) yield at(cache, 'AtRestEncryptionEnabled', 'Data at rest is not encrypted', 'rest');
      if (weak('TransitEncryptionEnabled')) yield at(cache, 'TransitEncryptionEnabled', 'Traffic is not encrypted', 'transit');
    }
    for (const cache of model.resources('AWS::ElastiCache::CacheCluster')) {
      if (cache.get('Engine') === 'redis' && cache.get('ReplicationGroupId') === undefined) {
        yield at(cache, 'Engine', 'A CacheCluster of Redis cannot be encrypted at rest', 'rest');
      }
    }
  },
};
