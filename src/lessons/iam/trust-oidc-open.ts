import { isMapping, Reference, show, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { statements } from '../policies';
import { list } from '../query';

const PUBLIC = /token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|oidc\.circleci\.com|bitbucket\.org/;

const isOpenSubject = (value: Value) => typeof value === 'string' && /^(\*|repo:\*.*)$/.test(value);

export const trustOidcOpen: Lesson = {
  id: 'TrustOidcOpen',
  title: 'A role for a public identity provider names the subject that may take it',
  severity: 'critical',
  facet: 'security',
  classes: ['trust-policy', 'cicd'],
  why: 'GitHub and the like sign tokens for everybody: without the subject any repository of the world takes the role.',
  fix: 'Add StringEquals on ...:aud = sts.amazonaws.com and StringLike on ...:sub = repo:owner/name:ref:refs/heads/main.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html',
  pci: ['7.2.5', '8.6.1'],
  flawed: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Action: sts:AssumeRoleWithWebIdentity
              Principal: { Federated: !Sub 'arn:aws:iam::\${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com' }
              Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': sts.amazonaws.com } }`,
  sound: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Action: sts:AssumeRoleWithWebIdentity
              Principal: { Federated: !Sub 'arn:aws:iam::\${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com' }
              Condition:
                StringEquals: { 'token.actions.githubusercontent.com:aud': sts.amazonaws.com }
                StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/payments:*' }`,
  *check(model) {
    for (const { holder, kind, allows, principals, conditions, path, sid } of statements(model)) {
      if (kind !== 'trust' || !allows) continue;
      const provider = principals.find(({ type, value }) => type === 'Federated' && PUBLIC.test(
        value instanceof Reference ? show(value.resource.get('Url')) : show(value)));
      if (!provider) continue;
      const tests = Object.values(conditions);
      if (!tests.every(isMapping)) continue;
      const subjects = tests.flatMap((one) => Object.entries(one)).filter(([key]) => /:(sub|repository|repository_owner|job_workflow_ref|organization\w*|project\w*)$/.test(key));
      if (subjects.length === 0) yield at(holder, path, 'No condition on the subject of the token', sid ?? 'sub');
      else if (subjects.every(([, value]) => list(value).some(isOpenSubject))) yield at(holder, `${path}.Condition`, 'The subject may be any', sid ?? 'sub');
    }
  },
};
