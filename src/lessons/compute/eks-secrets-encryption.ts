import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const eksSecretsEncryption: Lesson = {
  id: 'EksSecretsEncryption',
  title: 'The secrets of a Kubernetes cluster are encrypted with a key of your own',
  severity: 'low',
  facet: 'security',
  classes: ['eks', 'encrypt-general'],
  why: 'Without a key of your own nobody can audit or withdraw the access to the secrets in etcd.',
  fix: 'EncryptionConfig: [{ Resources: [secrets], Provider: { KeyArn: !GetAtt Key.Arn } }].',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-3',
  pci: ['3.5.1'],
  flawed: `
    Cluster: { Type: AWS::EKS::Cluster, Properties: { RoleArn: role, ResourcesVpcConfig: { SubnetIds: [one, two] } } }`,
  sound: `
    Cluster:
      Type: AWS::EKS::Cluster
      Properties:
        RoleArn: role
        ResourcesVpcConfig: { SubnetIds: [one, two] }
        EncryptionConfig: [{ Resources: [secrets], Provider: { KeyArn: !GetAtt Key.Arn } }]
    Key: { Type: AWS::KMS::Key, Properties: { KeyPolicy: {} } }`,
  *check(model) {
    for (const cluster of model.resources('AWS::EKS::Cluster')) {
      if (absent(cluster.get('EncryptionConfig'))) yield at(cluster, 'EncryptionConfig', 'Secrets are not encrypted with a key of your own');
    }
  },
};
