import { behaviorsOf } from './balancers';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

export const cloudFrontLogs: Lesson = {
  id: 'CloudFrontLogs',
  title: 'CloudFront keeps access logs',
  severity: 'low',
  facet: 'security',
  classes: ['access-logging', 'cloudfront', 'monitoring-general'],
  why: 'Nobody can tell afterwards who asked for what.',
  fix: 'Logging with a bucket that has ACLs enabled, or an AWS::Logs::DeliverySource of the distribution.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-5',
  pci: ['10.2.1'],
  flawed: `
    Distribution: { Type: AWS::CloudFront::Distribution, Properties: { DistributionConfig: { Enabled: true } } }`,
  sound: `
    Distribution: { Type: AWS::CloudFront::Distribution, Properties: { DistributionConfig: { Enabled: true, Logging: { Bucket: logs.s3.amazonaws.com } } } }`,
  *check(model) {
    for (const distribution of model.resources('AWS::CloudFront::Distribution')) {
      const delivered = distribution.users.some(({ from }) => from.type === 'AWS::Logs::DeliverySource')
        || behaviorsOf(distribution).some(({ body }) => !absent(body.RealtimeLogConfigArn));
      if (!delivered && absent(distribution.get('DistributionConfig.Logging'))) yield at(distribution, 'DistributionConfig.Logging', 'No access logs');
    }
  },
};
