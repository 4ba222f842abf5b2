import { Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { num, off, surely } from '../query';

export const cacheFailover: Lesson = {
  id: 'CacheFailover',
  title: 'A cache has a replica in another Availability Zone and fails over to it',
  severity: 'medium',
  facet: 'reliability',
  classes: ['multi-az', 'elasticache'],
  why: 'When the node or its Availability Zone fails, sessions are lost and every request goes to the database.',
  fix: 'Set NumCacheClusters: 2 or more, AutomaticFailoverEnabled: true and MultiAZEnabled: true.',
  source: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html',
  flawed: `
    Cache:
      Type: AWS::ElastiCache::ReplicationGroup
      Properties: { ReplicationGroupDescription: Sessions, NumCacheClusters: 2 }`,
  sound: `
    Cache:
      Type: AWS::ElastiCache::ReplicationGroup
      Properties: { ReplicationGroupDescription: Sessions, NumCacheClusters: 2, AutomaticFailoverEnabled: true, MultiAZEnabled: true }`,
  *check(model) {
    for (const cache of model.resources('AWS::ElastiCache::ReplicationGroup')) {
      if (isAlone(cache)) yield at(cache, 'NumCacheClusters', 'One node, no replica');
      else if (off(cache.get('AutomaticFailoverEnabled'))) yield at(cache, 'AutomaticFailoverEnabled', 'No automatic failover');
      else if (off(cache.get('MultiAZEnabled'))) yield at(cache, 'MultiAZEnabled', 'Replicas may lie in one Availability Zone');
    }
    for (const cache of model.resources('AWS::ElastiCache::CacheCluster')) {
      if (cache.get('Engine') === 'redis' && cache.get('ReplicationGroupId') === undefined) yield at(cache, 'Engine', 'One node of Redis, no replica');
    }
  },
};

function isAlone(cache: Resource): boolean {
  const count = cache.get('NumCacheClusters');
  if (count !== undefined) return surely(count, (option) => (num(option) ?? 2) < 2);
  const replicas = cache.get('ReplicasPerNodeGroup');
  return replicas !== undefined && surely(replicas, (option) => (num(option) ?? 1) < 1);
}
