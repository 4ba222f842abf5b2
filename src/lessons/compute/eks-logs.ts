import { isMapping } from '../../template';
import { at, Lesson } from '../lesson';
import { list } from '../query';

export const eksLogs: Lesson = {
  id: 'EksLogs',
  title: 'The control plane of a Kubernetes cluster keeps its audit log',
  severity: 'low',
  facet: 'security',
  classes: ['eks', 'monitoring-general'],
  why: 'Nobody can tell afterwards who changed or read what in the cluster.',
  fix: 'Logging.ClusterLogging.EnabledTypes with api, audit and authenticator.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-8',
  pci: ['10.2.1'],
  flawed: `
    Cluster: { Type: AWS::EKS::Cluster, Properties: { RoleArn: role, ResourcesVpcConfig: { SubnetIds: [one, two] } } }`,
  sound: `
    Cluster:
      Type: AWS::EKS::Cluster
      Properties:
        RoleArn: role
        ResourcesVpcConfig: { SubnetIds: [one, two] }
        Logging: { ClusterLogging: { EnabledTypes: [{ Type: audit }, { Type: api }] } }`,
  *check(model) {
    for (const cluster of model.resources('AWS::EKS::Cluster')) {
      const types = list(cluster.get('Logging.ClusterLogging.EnabledTypes'));
      // What is not a mapping is not known.
      if (types.every((one) => isMapping(one) && typeof one.Type === 'string' && one.Type !== 'audit')) yield at(cluster, 'Logging', 'The audit log is off');
    }
  },
};
