import { at, Lesson } from '../lesson';

export const iamAccessKey: Lesson = {
  id: 'IamAccessKey',
  title: 'No access key is made by a template',
  severity: 'high',
  facet: 'security',
  classes: ['secret-hardcoded', 'iam-generic'],
  why: 'The key does not expire, and its secret is readable wherever the template hands it on: outputs, user data, environment variables.',
  fix: 'Use a role: of the workload, of an OIDC provider for CI, of IAM Identity Center for people.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#rotate-credentials',
  pci: ['8.3.1', '8.6.2', '8.6.3'],
  flawed: `
    User: { Type: AWS::IAM::User }
    Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref User } }`,
  sound: `
    User: { Type: AWS::IAM::User }`,
  *check(model) {
    for (const key of model.resources('AWS::IAM::AccessKey')) yield at(key, '', 'A long-lived access key');
  },
};
