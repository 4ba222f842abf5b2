import { CLUSTERS, membersOf } from './databases';
import { at, Lesson } from '../lesson';

export const clusterOneInstance: Lesson = {
  id: 'ClusterOneInstance',
  title: 'A database cluster has a second instance',
  severity: 'medium',
  facet: 'reliability',
  classes: ['multi-az', 'rds-params'],
  why: 'When the only instance fails, Aurora builds a new one: ten minutes of outage instead of half a minute.',
  fix: 'Add a second AWS::RDS::DBInstance to the cluster, at least in production.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html',
  flawed: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-postgresql } }
    One: { Type: AWS::RDS::DBInstance, Properties: { Engine: aurora-postgresql, DBInstanceClass: db.r7g.large, DBClusterIdentifier: !Ref Cluster } }`,
  sound: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-postgresql } }
    One: { Type: AWS::RDS::DBInstance, Properties: { Engine: aurora-postgresql, DBInstanceClass: db.r7g.large, DBClusterIdentifier: !Ref Cluster } }
    Two: { Type: AWS::RDS::DBInstance, Properties: { Engine: aurora-postgresql, DBInstanceClass: db.r7g.large, DBClusterIdentifier: !Ref Cluster } }`,
  *check(model) {
    for (const cluster of model.resources(...CLUSTERS)) {
      const members = membersOf(model, cluster);
      if (members?.length === 1) yield at(cluster, '', `${members[0].id} is its only instance`);
    }
  },
};
