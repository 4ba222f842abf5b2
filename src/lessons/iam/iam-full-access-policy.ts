import { awsPolicy } from './roles';
import { at, Lesson } from '../lesson';
import { list } from '../query';

const HOLDERS = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];
/** They let services work, and are what AWS documents for it. */
const NEEDED = ['CloudWatchSyntheticsFullAccess'];

export const iamFullAccessPolicy: Lesson = {
  id: 'IamFullAccessPolicy',
  title: 'A role has no managed policy that gives a whole service',
  severity: 'high',
  facet: 'security',
  classes: ['iam-wildcard', 'managed-policy'],
  why: 'A FullAccess policy allows every action on every resource of the service in the account, other systems\' data included.',
  fix: 'Write a policy with the actions that are called, on the ARNs of the resources.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
  pci: ['7.2.1', '7.2.2', '7.2.5'],
  flawed: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
        ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess]`,
  sound: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
        ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]`,
  *check(model) {
    for (const holder of model.resources(...HOLDERS)) {
      for (const arn of list(holder.get('ManagedPolicyArns'))) {
        const name = awsPolicy(arn);
        if (!name || NEEDED.includes(name) || name === 'IAMFullAccess') continue;
        if (/(Full_?Access|Administrator)(V2|Policy)?$/i.test(name) || name === 'SecretsManagerReadWrite') {
          yield at(holder, 'ManagedPolicyArns', `Has ${name}`, name);
        }
      }
    }
  },
};
