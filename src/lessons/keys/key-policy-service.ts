import { isAnybody, keyOf, policyOf } from './keys';
import { needs } from './needs';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { gives, Statement } from '../policies';

export const keyPolicyService: Lesson = {
  id: 'KeyPolicyService',
  title: 'The policy of a key lets the services use it that encrypt with it in their own name',
  severity: 'critical',
  facet: 'reliability',
  classes: ['kms-key-policy', 'cloudtrail', 'encrypt-logs', 'encrypt-sns'],
  why: 'Log groups, trails and instances are not created then; alarms, events and notifications are dropped, and nobody is told.',
  fix: 'Allow the service kms:Decrypt and kms:GenerateDataKey* in the KeyPolicy; CloudWatch Logs also kms:Encrypt*, kms:ReEncrypt* and kms:Describe*.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html',
  flawed: `
    Key:
      Type: AWS::KMS::Key
      Properties:
        KeyPolicy:
          Statement: [{ Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }]
    Logs: { Type: AWS::Logs::LogGroup, Properties: { KmsKeyId: !GetAtt Key.Arn, RetentionInDays: 365 } }`,
  sound: `
    Key:
      Type: AWS::KMS::Key
      Properties:
        KeyPolicy:
          Statement:
            - { Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }
            - Effect: Allow
              Principal: { Service: !Sub 'logs.\${AWS::Region}.amazonaws.com' }
              Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*']
              Resource: '*'
    Logs: { Type: AWS::Logs::LogGroup, Properties: { KmsKeyId: !GetAtt Key.Arn, RetentionInDays: 365 } }`,
  *check(model) {
    const told = new Set<string>();
    for (const { user, key: value, service, action } of needs(model)) {
      const key = keyOf(model, value);
      const stated = key && policyOf(key);
      if (!key || !stated || stated.some((one) => lets(one, service, action))) continue;
      const detail = `${key.address} ${service}`;
      if (!told.has(detail)) yield at(key, 'KeyPolicy', `${service} may not ${action} for ${user.id}`, detail);
      told.add(detail);
    }
  },
};

/** `autoscaling` is a role of the account, the others are services. */
function lets(one: Statement, service: string, action: string): boolean {
  return gives(one, action) && one.principals.some((principal) => {
    const shown = show(principal.value);
    if (isAnybody(principal) || (principal.type === 'Service' && typeof principal.value !== 'string' && !shown.includes('.'))) return true;
    if (service === 'autoscaling.amazonaws.com') {
      // Another role that cannot be told may be it.
      return shown.includes('AWSServiceRoleForAutoScaling') || (principal.type === 'AWS' && typeof principal.value === 'object' && !shown.includes(':root'));
    }
    return principal.type === 'Service' && (shown === service || (service === 'logs.amazonaws.com' && /^logs\..*amazonaws\.com/.test(shown)));
  });
}
