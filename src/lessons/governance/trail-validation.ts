import { at, Lesson } from '../lesson';
import { off } from '../query';

export const trailValidation: Lesson = {
  id: 'TrailValidation',
  title: 'A trail lets its files be validated',
  severity: 'low',
  facet: 'security',
  classes: ['cloudtrail'],
  why: 'Nobody can prove that the log was not changed: it is worth little as evidence.',
  fix: 'Set EnableLogFileValidation: true.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-4',
  pci: ['10.3.4'],
  flawed: `
    Trail: { Type: AWS::CloudTrail::Trail, Properties: { IsLogging: true, S3BucketName: audit } }`,
  sound: `
    Trail: { Type: AWS::CloudTrail::Trail, Properties: { IsLogging: true, S3BucketName: audit, EnableLogFileValidation: true } }`,
  *check(model) {
    for (const trail of model.resources('AWS::CloudTrail::Trail')) {
      if (off(trail.get('EnableLogFileValidation'))) yield at(trail, 'EnableLogFileValidation', 'Files are not validated');
    }
  },
};
