import { engineOf } from './databases';
import { at, Lesson } from '../lesson';
import { num } from '../query';

export const backtrackUnsupported: Lesson = {
  id: 'BacktrackUnsupported',
  title: 'Backtrack is set for a single-Region Aurora MySQL cluster only',
  severity: 'critical',
  facet: 'reliability',
  classes: ['rds-params', 'backup-retention'],
  why: 'RDS refuses a backtrack window for PostgreSQL and for members of a global database: the deployment rolls back.',
  fix: 'Leave BacktrackWindow out and rely on point-in-time recovery: BackupRetentionPeriod.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Backtrack.html',
  flawed: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-postgresql, BacktrackWindow: 86400 } }`,
  sound: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, BacktrackWindow: 86400 } }`,
  *check(model) {
    for (const cluster of model.resources('AWS::RDS::DBCluster')) {
      const engine = engineOf(cluster);
      if ((num(cluster.get('BacktrackWindow')) ?? 0) === 0) continue;
      if (engine !== undefined && engine !== 'aurora-mysql') yield at(cluster, 'BacktrackWindow', `${engine} has no backtrack`);
      else if (cluster.get('GlobalClusterIdentifier') !== undefined) yield at(cluster, 'BacktrackWindow', 'A global database has no backtrack');
    }
  },
};
