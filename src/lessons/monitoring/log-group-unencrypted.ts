import { at, Lesson } from '../lesson';
import { absent, onlyDeploys } from '../query';

export const logGroupUnencrypted: Lesson = {
  id: 'LogGroupUnencrypted',
  title: 'A log group is encrypted with a key of the customer',
  severity: 'low',
  facet: 'security',
  classes: ['encrypt-logs', 'encrypt-general'],
  why: 'CloudWatch encrypts with a key of its own: access cannot be withdrawn through the key, nor seen in its use.',
  fix: 'Set KmsKeyId: !GetAtt Key.Arn, and let logs.<region>.amazonaws.com use the key in its policy.',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  pci: ['3.5.1', '10.3.1'],
  flawed: `
    Logs: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: 400 } }`,
  sound: `
    Logs: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: 400, KmsKeyId: !GetAtt Key.Arn } }
    Key: { Type: AWS::KMS::Key, Properties: { EnableKeyRotation: true } }`,
  *check(model) {
    for (const group of model.resources('AWS::Logs::LogGroup')) {
      if (!onlyDeploys(group) && absent(group.get('KmsKeyId'))) yield at(group, '', 'No KmsKeyId');
    }
  },
};
