import { AWS_POLICIES, RETIRED } from './managed-policies';
import { awsPolicy } from './roles';
import { at, Lesson } from '../lesson';
import { list } from '../query';

const HOLDERS = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

const base = (path: string) => path.replace(/^.*\//, '');
/** Without what is often written otherwise. */
const core = (path: string) => base(path).replace(/^(Amazon|AWS)/, '').replace(/[-_]/g, '').toLowerCase();

/** The policy that was meant, when the name misses a known one by little. */
function meant(name: string): string | undefined {
  if (Object.hasOwn(RETIRED, name)) return RETIRED[name];
  if (AWS_POLICIES.some((policy) => policy.toLowerCase() === name.toLowerCase())) return undefined;
  return AWS_POLICIES.find((policy) => core(policy) === core(name));
}

export const managedPolicyUnknown: Lesson = {
  id: 'ManagedPolicyUnknown',
  title: 'A managed policy of AWS is named as it exists, with its path',
  severity: 'critical',
  facet: 'reliability',
  classes: ['managed-policy', 'aws-config', 'iam-generic'],
  why: 'The deployment fails: Policy arn:aws:iam::aws:policy/... does not exist or is not attachable.',
  fix: 'Copy the ARN from the reference; several are below service-role/.',
  source: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html',
  flawed: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
        ManagedPolicyArns: [!Sub 'arn:\${AWS::Partition}:iam::aws:policy/AWSLambdaBasicExecutionRole']`,
  sound: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { Service: lambda.amazonaws.com } }]
        ManagedPolicyArns: [!Sub 'arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']`,
  *check(model) {
    for (const holder of model.resources(...HOLDERS)) {
      for (const arn of list(holder.get('ManagedPolicyArns'))) {
        const name = awsPolicy(arn);
        const right = name && meant(name);
        if (right) yield at(holder, 'ManagedPolicyArns', `${name} cannot be attached; ${right} can`, name);
      }
    }
  },
};
