import { keys } from './keys';
import { at, Lesson } from '../lesson';
import { off, possibly } from '../query';

export const keyRotation: Lesson = {
  id: 'KeyRotation',
  title: 'A KMS key is rotated',
  severity: 'low',
  facet: 'security',
  classes: ['kms-rotation'],
  why: 'All data of all years hangs on one key material; auditors ask for a rotation at the end of its cryptoperiod.',
  fix: 'Set EnableKeyRotation: true; old material stays for old data.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
  pci: ['3.7.4'],
  flawed: `
    Key: { Type: AWS::KMS::Key }`,
  sound: `
    Key: { Type: AWS::KMS::Key, Properties: { EnableKeyRotation: true } }`,
  *check(model) {
    for (const key of keys(model)) {
      const symmetric = !possibly(key.get('KeySpec'), (spec) => spec !== undefined && spec !== 'SYMMETRIC_DEFAULT');
      const made = !possibly(key.get('Origin'), (origin) => origin !== undefined && origin !== 'AWS_KMS');
      if (symmetric && made && off(key.get('EnableKeyRotation'))) yield at(key, 'EnableKeyRotation', 'Never rotated');
    }
  },
};
