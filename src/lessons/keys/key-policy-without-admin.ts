import { keys, policyOf } from './keys';
import { at, Lesson } from '../lesson';
import { gives } from '../policies';
import { isTrue } from '../query';

export const keyPolicyWithoutAdmin: Lesson = {
  id: 'KeyPolicyWithoutAdmin',
  title: 'The policy of a key lets the account change it',
  severity: 'critical',
  facet: 'reliability',
  classes: ['kms-key-policy'],
  why: 'KMS answers "The new key policy will not allow you to update the key policy in the future"; a key without an administrator can never be mended.',
  fix: 'Allow kms:* to arn:${AWS::Partition}:iam::${AWS::AccountId}:root.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
  flawed: `
    Key:
      Type: AWS::KMS::Key
      Properties:
        KeyPolicy:
          Statement:
            - { Effect: Allow, Principal: { Service: logs.amazonaws.com }, Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:GenerateDataKey*'], Resource: '*' }`,
  sound: `
    Key:
      Type: AWS::KMS::Key
      Properties:
        KeyPolicy:
          Statement: [{ Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }]`,
  *check(model) {
    for (const key of keys(model)) {
      if (key.get('KeyPolicy') === undefined || isTrue(key.get('BypassPolicyLockoutSafetyCheck'))) continue;
      const stated = policyOf(key);
      // Actions that are not text may be anything.
      if (!stated || stated.some(({ actions, notActions }) => actions.length + notActions.length === 0)) continue;
      const managed = stated.some((one) => gives(one, 'kms:PutKeyPolicy') && one.principals.some(({ type }) => type !== 'Service'));
      if (!managed) yield at(key, 'KeyPolicy', 'Nobody may change the policy');
    }
  },
};
