import { at, Lesson } from '../lesson';
import { isFalse, surely } from '../query';

export const trailNotLogging: Lesson = {
  id: 'TrailNotLogging',
  title: 'A trail is on',
  severity: 'critical',
  facet: 'security',
  classes: ['cloudtrail', 'invalid-property'],
  why: 'IsLogging is required: without it the deployment fails; with false nobody can say afterwards who did what.',
  fix: 'Set IsLogging: true.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudtrail-trail.html',
  pci: ['10.2.1', '10.7.2'],
  flawed: `
    Trail: { Type: AWS::CloudTrail::Trail, Properties: { IsLogging: false, S3BucketName: audit } }`,
  sound: `
    Trail: { Type: AWS::CloudTrail::Trail, Properties: { IsLogging: true, S3BucketName: audit } }`,
  *check(model) {
    for (const trail of model.resources('AWS::CloudTrail::Trail')) {
      const logging = trail.get('IsLogging');
      if (surely(logging, (one) => one === undefined || isFalse(one))) yield at(trail, 'IsLogging', logging === undefined ? 'No IsLogging' : 'Logging is off');
    }
  },
};
