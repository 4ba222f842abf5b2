import { isMapping } from '../../template';
import { at, Lesson } from '../lesson';
import { statements } from '../policies';

/** Conditions that tell callers apart. */
const CALLER = /^(sts:externalid|aws:principal\w*|aws:source(account|arn|orgid|orgpaths|identity)|aws:userid|aws:username|saml:\w+|[\w.:/-]+:(sub|aud|amr))$/i;

export const trustOpen: Lesson = {
  id: 'TrustOpen',
  title: 'A trust policy names who may take the role',
  severity: 'critical',
  facet: 'security',
  classes: ['trust-policy', 'iam-wildcard'],
  why: 'With Principal * every AWS account of the world may take the role.',
  fix: 'Name the service, the account or the role: Principal: { Service: lambda.amazonaws.com }.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  pci: ['7.2.1', '7.2.5', '8.6.1'],
  flawed: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { AWS: '*' } }]`,
  sound: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement:
            - { Effect: Allow, Action: 'sts:AssumeRole', Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': o-abcdef1234 } } }`,
  *check(model) {
    for (const { holder, kind, allows, principals, conditions, path, sid } of statements(model)) {
      if (kind !== 'trust' || !allows || !principals.some(({ type, value }) => type !== 'Service' && value === '*')) continue;
      const keys = Object.values(conditions).flatMap((one) => isMapping(one) ? Object.keys(one) : ['aws:PrincipalArn']);
      if (!keys.some((key) => CALLER.test(key))) yield at(holder, `${path}.Principal`, 'Anybody may take the role', sid ?? 'Principal');
    }
  },
};
