import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { possibly } from '../query';

export const engineModeRetired: Lesson = {
  id: 'EngineModeRetired',
  title: 'An Aurora cluster is provisioned, Serverless v2 included',
  severity: 'critical',
  facet: 'reliability',
  classes: ['rds-params', 'engine-version', 'quota-region'],
  why: 'Aurora Serverless v1 ended on 2025-03-31, the other modes before: the cluster is refused.',
  fix: 'Leave EngineMode out, set ServerlessV2ScalingConfiguration and add an instance of class db.serverless.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.html',
  flawed: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, EngineMode: serverless } }`,
  sound: `
    Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, EngineMode: provisioned } }`,
  *check(model) {
    for (const cluster of model.resources('AWS::RDS::DBCluster')) {
      const mode = cluster.get('EngineMode');
      if (possibly(mode, (one) => one === 'serverless' || one === 'multimaster' || one === 'parallelquery' || one === 'global')) {
        yield at(cluster, 'EngineMode', `EngineMode is ${show(mode)}`);
      }
    }
  },
};
