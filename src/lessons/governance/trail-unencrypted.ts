import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const trailUnencrypted: Lesson = {
  id: 'TrailUnencrypted',
  title: 'A trail is encrypted with a key of the customer',
  severity: 'low',
  facet: 'security',
  classes: ['cloudtrail', 'encrypt-general'],
  why: 'Whoever may read the bucket may read who did what; access cannot be withdrawn through a key.',
  fix: 'Set KMSKeyId, and let cloudtrail.amazonaws.com use the key (kms:GenerateDataKey*, kms:DescribeKey) in its policy.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-2',
  pci: ['3.5.1', '10.3.2'],
  flawed: `
    Trail: { Type: AWS::CloudTrail::Trail, Properties: { IsLogging: true, S3BucketName: audit } }`,
  sound: `
    Trail: { Type: AWS::CloudTrail::Trail, Properties: { IsLogging: true, S3BucketName: audit, KMSKeyId: alias/audit } }`,
  *check(model) {
    for (const trail of model.resources('AWS::CloudTrail::Trail')) {
      if (absent(trail.get('KMSKeyId'))) yield at(trail, 'KMSKeyId', 'No KMSKeyId');
    }
  },
};
