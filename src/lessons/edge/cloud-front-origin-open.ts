import { isMapping } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, list, target } from '../query';

export const cloudFrontOriginOpen: Lesson = {
  id: 'CloudFrontOriginOpen',
  title: 'A bucket behind CloudFront is read by CloudFront only',
  severity: 'high',
  facet: 'security',
  classes: ['cloudfront', 'bucket-policy'],
  why: 'Without an origin access control CloudFront comes as anybody: every request is denied, or the bucket is public.',
  fix: 'OriginAccessControlId with an AWS::CloudFront::OriginAccessControl.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-13',
  pci: ['1.4.4'],
  flawed: `
    Distribution:
      Type: AWS::CloudFront::Distribution
      Properties: { DistributionConfig: { Enabled: true, Origins: [{ Id: site, DomainName: !GetAtt Bucket.RegionalDomainName, S3OriginConfig: {} }] } }
    Bucket: { Type: AWS::S3::Bucket }`,
  sound: `
    Distribution:
      Type: AWS::CloudFront::Distribution
      Properties:
        DistributionConfig:
          Enabled: true
          Origins: [{ Id: site, DomainName: !GetAtt Bucket.RegionalDomainName, S3OriginConfig: {}, OriginAccessControlId: !Ref Control }]
    Bucket: { Type: AWS::S3::Bucket }
    Control: { Type: AWS::CloudFront::OriginAccessControl, Properties: { OriginAccessControlConfig: {} } }`,
  *check(model) {
    for (const distribution of model.resources('AWS::CloudFront::Distribution')) {
      for (const [index, origin] of list(distribution.get('DistributionConfig.Origins')).entries()) {
        if (!isMapping(origin) || target(model, origin.DomainName)?.type !== 'AWS::S3::Bucket' || origin.CustomOriginConfig !== undefined) continue;
        const identity = isMapping(origin.S3OriginConfig) ? origin.S3OriginConfig.OriginAccessIdentity : origin.S3OriginConfig;
        if (absent(identity) && absent(origin.OriginAccessControlId)) {
          yield at(distribution, `DistributionConfig.Origins.${index}`, 'The bucket is read without an origin access control', String(origin.Id));
        }
      }
    }
  },
};
