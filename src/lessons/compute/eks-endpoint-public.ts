import { at, Lesson } from '../lesson';
import { anywhere } from '../network/topology';
import { absent, isFalse, list, possibly } from '../query';

export const eksEndpointPublic: Lesson = {
  id: 'EksEndpointPublic',
  title: 'The API of a Kubernetes cluster is not open to the internet',
  severity: 'high',
  facet: 'security',
  classes: ['eks', 'publicly-accessible'],
  why: 'The endpoint is public by default and takes any address: one leaked token or one hole of Kubernetes, and the cluster is taken over.',
  fix: 'ResourcesVpcConfig: { EndpointPrivateAccess: true, EndpointPublicAccess: false }, or PublicAccessCidrs of your own.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-1',
  pci: ['1.4.4'],
  flawed: `
    Cluster: { Type: AWS::EKS::Cluster, Properties: { RoleArn: role, ResourcesVpcConfig: { SubnetIds: [one, two] } } }`,
  sound: `
    Cluster:
      Type: AWS::EKS::Cluster
      Properties: { RoleArn: role, ResourcesVpcConfig: { SubnetIds: [one, two], EndpointPublicAccess: false, EndpointPrivateAccess: true } }`,
  *check(model) {
    for (const cluster of model.resources('AWS::EKS::Cluster')) {
      const cidrs = cluster.get('ResourcesVpcConfig.PublicAccessCidrs');
      const open = absent(cidrs) || list(cidrs).some(anywhere);
      const access = cluster.get('ResourcesVpcConfig.EndpointPublicAccess');
      if (open && !possibly(access, (option) => isFalse(option) || (typeof option === 'object' && option !== null))) {
        yield at(cluster, 'ResourcesVpcConfig.EndpointPublicAccess', 'The endpoint of the API takes any address');
      }
    }
  },
};
