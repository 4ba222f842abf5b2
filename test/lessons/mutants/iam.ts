import { first, Mutants, Template } from './mutant';

const statement = (template: Template) => first(template, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument.Statement[0];
const trust = (template: Template) => first(template, 'AWS::IAM::Role').Properties.AssumeRolePolicyDocument.Statement[0];
const helper = (template: Template) => first(template, 'AWS::IAM::Role', 'CustomResourceProvider').Properties;

export const IAM: Mutants = {
  IamAdmin: (template) => { helper(template).ManagedPolicyArns = [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' }]; },
  IamFullAccessPolicy: (template) => { helper(template).ManagedPolicyArns = ['arn:aws:iam::aws:policy/AmazonS3FullAccess']; },
  IamWildcardAction: (template) => { statement(template).Action = 'dynamodb:*'; },
  IamWildcardResource: (template) => { Object.assign(statement(template), { Action: 'sqs:SendMessage', Resource: '*' }); },
  IamPassRoleWide: (template) => { Object.assign(statement(template), { Action: 'iam:PassRole', Resource: '*' }); },
  IamPrivilegeEscalation: (template) => { Object.assign(statement(template), { Action: 'iam:PutRolePolicy', Resource: '*' }); },
  TrustOpen: (template) => { trust(template).Principal = '*'; delete trust(template).Condition; },
  PrincipalUnknown: (template) => { trust(template).Principal = { Service: 'eventbridge.amazonaws.com' }; },
  TrustWrongService: (template) => {
    for (const { Type: type, Properties: role } of Object.values(template.Resources)) {
      if (type === 'AWS::IAM::Role') role.AssumeRolePolicyDocument.Statement[0].Principal = { Service: 'ec2.amazonaws.com' };
    }
  },
  ManagedPolicyUnknown: (template) => { helper(template).ManagedPolicyArns = [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AWSLambdaBasicExecutionRole' }]; },
  PolicyActionUnknown: (template) => { statement(template).Action = 'dynamodb:TransactWriteItems'; },
  PolicyMalformed: (template) => { delete statement(template).Resource; },
  PolicyVersionMissing: (template) => { delete first(template, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument.Version; },
  FunctionLogPermission: (template) => {
    for (const { Type: type, Properties: policy } of Object.values(template.Resources)) {
      if (type === 'AWS::IAM::ManagedPolicy') policy.PolicyDocument.Statement = policy.PolicyDocument.Statement.filter(({ Sid: sid }: { Sid?: string }) => sid !== 'WriteOwnLogs');
    }
  },
};
