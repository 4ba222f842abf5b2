import { CLUSTERS, membersOf } from './databases';
import { Resource, rawReferences } from '../../template';
import { at, Lesson } from '../lesson';
import { possibly } from '../query';

export const clusterWithoutInstance: Lesson = {
  id: 'ClusterWithoutInstance',
  title: 'A database cluster has an instance',
  severity: 'critical',
  facet: 'reliability',
  classes: ['rds-params', 'missing-resource'],
  why: 'A cluster is storage only: without an instance its endpoint answers nobody.',
  fix: 'Add AWS::RDS::DBInstance with DBClusterIdentifier: !Ref Cluster; of class db.serverless for Serverless v2.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbcluster.html',
  flawed: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-postgresql } }`,
  sound: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-postgresql } }
    One: { Type: AWS::RDS::DBInstance, Properties: { Engine: aurora-postgresql, DBInstanceClass: db.r7g.large, DBClusterIdentifier: !Ref Cluster } }`,
  *check(model) {
    for (const cluster of model.resources(...CLUSTERS)) {
      const alone = membersOf(model, cluster)?.length === 0;
      if (alone && !hasOwnCompute(cluster) && !isExported(cluster)) yield at(cluster, '', 'No instance in the cluster');
    }
  },
};

/** A Multi-AZ cluster of three, or Serverless v1. */
const hasOwnCompute = (cluster: Resource) => possibly(cluster.get('DBClusterInstanceClass'), (one) => one !== undefined)
  || possibly(cluster.get('EngineMode'), (mode) => mode !== undefined && mode !== 'provisioned');

/** Instances may lie in a stack that imports it. */
const isExported = ({ stack, id }: Resource) => Object.values(stack.outputs).some((output) => typeof output === 'object' && output !== null
  && 'Export' in output && rawReferences(output).some(({ target }) => target === id));
