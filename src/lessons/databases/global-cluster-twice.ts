import { Resource, show } from '../../template';
import { at, Lesson } from '../lesson';

export const globalClusterTwice: Lesson = {
  id: 'GlobalClusterTwice',
  title: 'A global database has one cluster in a Region',
  severity: 'critical',
  facet: 'reliability',
  classes: ['multi-region', 'rds-params'],
  why: 'A stack lives in one Region, and RDS refuses the second cluster of a global database there: the deployment rolls back, and nothing is replicated.',
  fix: 'Create the secondary cluster by another stack in the second Region.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-getting-started.html',
  flawed: `
    Global: { Type: AWS::RDS::GlobalCluster, Properties: { GlobalClusterIdentifier: payments-prod } }
    Primary: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, GlobalClusterIdentifier: !Ref Global } }
    Secondary: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, GlobalClusterIdentifier: !Ref Global } }`,
  sound: `
    Global: { Type: AWS::RDS::GlobalCluster, Properties: { GlobalClusterIdentifier: payments-prod } }
    Primary: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, GlobalClusterIdentifier: !Ref Global } }`,
  *check(model) {
    const members = new Map<string, Resource>();
    for (const cluster of model.resources('AWS::RDS::DBCluster')) {
      const identifier = cluster.get('GlobalClusterIdentifier');
      if (identifier === undefined || cluster.condition !== undefined) continue;
      const key = `${cluster.stack.name} ${show(identifier)}`;
      const first = members.get(key);
      if (first) yield at(cluster, 'GlobalClusterIdentifier', `In one Region with ${first.id}`);
      else members.set(key, cluster);
    }
  },
};
