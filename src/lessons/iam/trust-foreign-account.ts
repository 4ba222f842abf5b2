import { plain } from './roles';
import { isMapping } from '../../template';
import { at, Lesson } from '../lesson';
import { statements } from '../policies';

const ACCOUNT = /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/;
const GUARD = /^(sts:externalid|aws:principal(orgid|orgpaths|arn|tag\/.+)|aws:multifactorauth\w*|aws:source\w+)$/i;

export const trustForeignAccount: Lesson = {
  id: 'TrustForeignAccount',
  title: 'A role that another account takes asks for an external id, an organisation or MFA',
  severity: 'high',
  facet: 'security',
  classes: ['trust-policy', 'hardcoded-account-arn'],
  why: 'Every principal of that account may take the role, also on behalf of another customer of that account (confused deputy).',
  fix: 'Add Condition: { StringEquals: { sts:ExternalId: ... } }, or aws:PrincipalOrgID, and name the role instead of the whole account.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
  pci: ['7.2.5', '8.6.1'],
  flawed: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement: [{ Effect: Allow, Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::210987654321:root' } }]`,
  sound: `
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Action: sts:AssumeRole
              Principal: { AWS: 'arn:aws:iam::210987654321:root' }
              Condition: { StringEquals: { 'sts:ExternalId': 6f2d } }`,
  *check(model) {
    for (const { holder, kind, allows, principals, conditions, path } of statements(model)) {
      if (kind !== 'trust' || !allows) continue;
      if (Object.values(conditions).some((one) => !isMapping(one) || Object.keys(one).some((key) => GUARD.test(key)))) continue;
      for (const { type, value } of principals) {
        const account = type === 'AWS' ? ACCOUNT.exec(plain(value))?.[1] : undefined;
        if (account && account !== holder.stack.pseudo('AWS::AccountId')) yield at(holder, `${path}.Principal.AWS`, `All of account ${account} may take the role`, account);
      }
    }
  },
};
