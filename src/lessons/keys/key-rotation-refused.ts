import { keys } from './keys';
import { at, Lesson } from '../lesson';
import { isTrue } from '../query';

export const keyRotationRefused: Lesson = {
  id: 'KeyRotationRefused',
  title: 'Rotation is on for symmetric keys only',
  severity: 'critical',
  facet: 'reliability',
  classes: ['kms-rotation', 'invalid-property'],
  why: 'KMS does not rotate asymmetric and HMAC keys by itself: the deployment rolls back.',
  fix: 'Leave EnableKeyRotation out, and make a new key when it is time.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kms-key.html#cfn-kms-key-enablekeyrotation',
  flawed: `
    Key: { Type: AWS::KMS::Key, Properties: { KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY, EnableKeyRotation: true } }`,
  sound: `
    Key: { Type: AWS::KMS::Key, Properties: { KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY } }`,
  *check(model) {
    for (const key of keys(model)) {
      const spec = key.get('KeySpec');
      if (typeof spec === 'string' && spec !== 'SYMMETRIC_DEFAULT' && isTrue(key.get('EnableKeyRotation'))) yield at(key, 'EnableKeyRotation', `Rotation of ${spec}`);
    }
  },
};
