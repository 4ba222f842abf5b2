import { at, Lesson } from '../lesson';
import { target } from '../query';

export const serverlessWithoutScaling: Lesson = {
  id: 'ServerlessWithoutScaling',
  title: 'A cluster with a db.serverless instance has limits to scale between',
  severity: 'critical',
  facet: 'reliability',
  classes: ['rds-params', 'invalid-property'],
  why: 'RDS answers "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance".',
  fix: 'Set ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 } on the cluster.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.create.html',
  flawed: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql } }
    One: { Type: AWS::RDS::DBInstance, Properties: { Engine: aurora-mysql, DBInstanceClass: db.serverless, DBClusterIdentifier: !Ref Cluster } }`,
  sound: `
    Cluster:
      Type: AWS::RDS::DBCluster
      Properties: { Engine: aurora-mysql, ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 } }
    One: { Type: AWS::RDS::DBInstance, Properties: { Engine: aurora-mysql, DBInstanceClass: db.serverless, DBClusterIdentifier: !Ref Cluster } }`,
  *check(model) {
    for (const instance of model.resources('AWS::RDS::DBInstance')) {
      const cluster = target(model, instance.get('DBClusterIdentifier'));
      if (instance.get('DBInstanceClass') === 'db.serverless' && cluster && cluster.get('ServerlessV2ScalingConfiguration') === undefined) {
        yield at(cluster, 'ServerlessV2ScalingConfiguration', `No limits for ${instance.id}`, instance.id);
      }
    }
  },
};
