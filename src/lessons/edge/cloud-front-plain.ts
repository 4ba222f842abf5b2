import { behaviorsOf } from './balancers';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

export const cloudFrontPlain: Lesson = {
  id: 'CloudFrontPlain',
  title: 'CloudFront answers over HTTPS only',
  severity: 'high',
  facet: 'security',
  classes: ['tls-transit', 'cloudfront'],
  why: 'With allow-all everything may pass the internet in clear text, and be changed on its way.',
  fix: 'ViewerProtocolPolicy: redirect-to-https.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-3',
  pci: ['4.2.1'],
  flawed: `
    Distribution:
      Type: AWS::CloudFront::Distribution
      Properties: { DistributionConfig: { Enabled: true, DefaultCacheBehavior: { TargetOriginId: site, ViewerProtocolPolicy: allow-all } } }`,
  sound: `
    Distribution:
      Type: AWS::CloudFront::Distribution
      Properties: { DistributionConfig: { Enabled: true, DefaultCacheBehavior: { TargetOriginId: site, ViewerProtocolPolicy: redirect-to-https } } }`,
  *check(model) {
    for (const distribution of model.resources('AWS::CloudFront::Distribution')) {
      for (const { body, path, name } of behaviorsOf(distribution)) {
        if (surely(body.ViewerProtocolPolicy, (policy) => policy === 'allow-all')) yield at(distribution, `${path}.ViewerProtocolPolicy`, 'ViewerProtocolPolicy is allow-all', name);
      }
    }
  },
};
