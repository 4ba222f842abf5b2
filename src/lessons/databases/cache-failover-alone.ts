import { at, Lesson } from '../lesson';
import { isTrue, num, surely } from '../query';

export const cacheFailoverAlone: Lesson = {
  id: 'CacheFailoverAlone',
  title: 'A cache that fails over has a replica to fail over to',
  severity: 'critical',
  facet: 'reliability',
  classes: ['elasticache', 'multi-az'],
  why: 'ElastiCache refuses automatic failover with a single node: the deployment rolls back.',
  fix: 'Set NumCacheClusters: 2 or more, or AutomaticFailoverEnabled: false.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticache-replicationgroup.html',
  flawed: `
    Cache:
      Type: AWS::ElastiCache::ReplicationGroup
      Properties: { ReplicationGroupDescription: Sessions, NumCacheClusters: 1, AutomaticFailoverEnabled: true }`,
  sound: `
    Cache:
      Type: AWS::ElastiCache::ReplicationGroup
      Properties: { ReplicationGroupDescription: Sessions, NumCacheClusters: 2, AutomaticFailoverEnabled: true }`,
  *check(model) {
    for (const cache of model.resources('AWS::ElastiCache::ReplicationGroup')) {
      const count = cache.get('NumCacheClusters');
      if (cache.get('NumNodeGroups') === undefined && num(count) === 1 && surely(cache.get('AutomaticFailoverEnabled'), isTrue)) {
        yield at(cache, 'NumCacheClusters', 'Automatic failover with one node');
      }
    }
  },
};
