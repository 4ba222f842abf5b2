import { at, Lesson } from '../lesson';

export const cloudFrontOai: Lesson = {
  id: 'CloudFrontOai',
  title: 'CloudFront reads a bucket through an origin access control',
  severity: 'low',
  facet: 'security',
  classes: ['cloudfront', 'bucket-policy'],
  why: 'An origin access identity is legacy: it cannot read objects encrypted with KMS, nor buckets of newer Regions.',
  fix: 'AWS::CloudFront::OriginAccessControl, OriginAccessControlId at the origin, and cloudfront.amazonaws.com with aws:SourceArn in the bucket policy.',
  source: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  flawed: `
    Identity: { Type: AWS::CloudFront::CloudFrontOriginAccessIdentity, Properties: { CloudFrontOriginAccessIdentityConfig: { Comment: site } } }`,
  sound: `
    Control:
      Type: AWS::CloudFront::OriginAccessControl
      Properties:
        OriginAccessControlConfig: { Name: !Ref AWS::StackName, OriginAccessControlOriginType: s3, SigningBehavior: always, SigningProtocol: sigv4 }`,
  *check(model) {
    for (const one of model.resources('AWS::CloudFront::CloudFrontOriginAccessIdentity')) yield at(one, '', 'An origin access identity, which is legacy');
  },
};
