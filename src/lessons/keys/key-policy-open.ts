import { isAnybody, keys, policyOf } from './keys';
import { Mapping } from '../../template';
import { at, Lesson } from '../lesson';
import { conditionNames } from '../policies';

/** What tells the callers of one account or organisation from others. */
const CALLER = /^(aws:(principal|source(account|arn|org|vpc|vpce))|kms:(calleraccount|viaservice|encryptioncontext))/i;

export const keyPolicyOpen: Lesson = {
  id: 'KeyPolicyOpen',
  title: 'The policy of a key names who may use it',
  severity: 'critical',
  facet: 'security',
  classes: ['kms-key-policy', 'security-general'],
  why: 'With Principal * every AWS account may decrypt the payment data, or take the key away.',
  fix: 'Name the account, roles or services; or add kms:CallerAccount and kms:ViaService.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
  pci: ['3.6.1', '7.2.1'],
  flawed: `
    Key:
      Type: AWS::KMS::Key
      Properties: { KeyPolicy: { Statement: [{ Effect: Allow, Principal: '*', Action: 'kms:*', Resource: '*' }] } }`,
  sound: `
    Key:
      Type: AWS::KMS::Key
      Properties:
        KeyPolicy:
          Statement: [{ Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }]`,
  *check(model) {
    for (const key of keys(model)) {
      for (const { allows, principals, conditions, path, actions, sid } of policyOf(key) ?? []) {
        if (allows && principals.some(isAnybody) && !narrows(conditions)) yield at(key, `${path}.Principal`, `Anybody may ${actions.join(', ')}`, sid ?? actions.join());
      }
    }
  },
};

const narrows = (conditions: Mapping) => conditionNames(conditions, CALLER);
