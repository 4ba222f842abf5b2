import { allowed, awsPolicy, isEverywhere, narrowed } from './roles';
import { at, Lesson } from '../lesson';
import { list } from '../query';

const ADMIN = ['AdministratorAccess', 'PowerUserAccess', 'IAMFullAccess', 'AdministratorAccess-Amplify', 'AdministratorAccess-AWSElasticBeanstalk'];
const HOLDERS = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

export const iamAdmin: Lesson = {
  id: 'IamAdmin',
  title: 'No role or user of a workload administrates the account',
  severity: 'critical',
  facet: 'security',
  classes: ['iam-wildcard', 'iam-generic'],
  why: 'Whoever takes over the workload owns the account: its data, its keys, its logs and every other role.',
  fix: 'Attach a policy with the actions and the resources that the workload needs.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  pci: ['7.2.1', '7.2.2', '7.2.5', '8.6.1'],
  flawed: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: codebuild.amazonaws.com } }]
        ManagedPolicyArns: [!Sub 'arn:\${AWS::Partition}:iam::aws:policy/AdministratorAccess']`,
  sound: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: codebuild.amazonaws.com } }]
        ManagedPolicyArns: [!Sub 'arn:\${AWS::Partition}:iam::aws:policy/AWSCodeBuildReadOnlyAccess']`,
  *check(model) {
    for (const holder of model.resources(...HOLDERS)) {
      for (const arn of list(holder.get('ManagedPolicyArns'))) {
        const name = awsPolicy(arn);
        if (name && ADMIN.includes(name)) yield at(holder, 'ManagedPolicyArns', `Has ${name}`, name);
      }
    }
    for (const one of allowed(model)) {
      if (!isEverywhere(one) || narrowed(one)) continue;
      for (const action of one.actions.filter((name) => ['*', '*:*', 'iam:*'].includes(name.toLowerCase()))) {
        yield at(one.holder, `${one.path}.Action`, `Allows ${action} on *`, action);
      }
    }
  },
};
