import { isMapping, show } from '../../template';
import { at, Lesson } from '../lesson';
import { list, surely } from '../query';

export const originPlain: Lesson = {
  id: 'OriginPlain',
  title: 'CloudFront calls its origin over HTTPS',
  severity: 'medium',
  facet: 'security',
  classes: ['tls-transit', 'cloudfront'],
  why: 'Between CloudFront and the load balancer the request passes the internet in clear text.',
  fix: 'OriginProtocolPolicy: https-only, with a certificate at the load balancer.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-9',
  pci: ['4.2.1'],
  flawed: `
    Distribution:
      Type: AWS::CloudFront::Distribution
      Properties: { DistributionConfig: { Enabled: true, Origins: [{ Id: app, DomainName: host, CustomOriginConfig: { OriginProtocolPolicy: http-only } }] } }`,
  sound: `
    Distribution:
      Type: AWS::CloudFront::Distribution
      Properties: { DistributionConfig: { Enabled: true, Origins: [{ Id: app, DomainName: host, CustomOriginConfig: { OriginProtocolPolicy: https-only } }] } }`,
  *check(model) {
    for (const distribution of model.resources('AWS::CloudFront::Distribution')) {
      for (const [index, origin] of list(distribution.get('DistributionConfig.Origins')).entries()) {
        // A website of S3 speaks HTTP only.
        if (!isMapping(origin) || !isMapping(origin.CustomOriginConfig) || /s3-website|WebsiteURL/.test(show(origin.DomainName))) continue;
        const policy = origin.CustomOriginConfig.OriginProtocolPolicy;
        if (surely(policy, (option) => option === 'http-only' || option === 'match-viewer')) {
          yield at(distribution, `DistributionConfig.Origins.${index}.CustomOriginConfig.OriginProtocolPolicy`, `OriginProtocolPolicy is ${show(policy)}`, String(origin.Id));
        }
      }
    }
  },
};
