import { options } from '../../template';
import { at, Lesson } from '../lesson';
import { target } from '../query';

const PATH = 'DistributionConfig.ViewerCertificate.AcmCertificateArn';

export const cloudFrontCertificateRegion: Lesson = {
  id: 'CloudFrontCertificateRegion',
  title: 'The certificate of a distribution is in us-east-1',
  severity: 'critical',
  facet: 'reliability',
  classes: ['acm-cert', 'cloudfront', 'region-mismatch'],
  why: 'CloudFront takes certificates of us-east-1 only: the distribution is refused.',
  fix: 'Create the certificate in a stack of us-east-1 and hand over its ARN.',
  source: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html',
  flawed: `
    Distribution:
      Type: AWS::CloudFront::Distribution
      Properties:
        DistributionConfig: { Enabled: true, ViewerCertificate: { AcmCertificateArn: 'arn:aws:acm:eu-north-1:111122223333:certificate/0a1b2c3d' } }`,
  sound: `
    Distribution:
      Type: AWS::CloudFront::Distribution
      Properties:
        DistributionConfig: { Enabled: true, ViewerCertificate: { AcmCertificateArn: !Ref Certificate } }
Parameters:
  Certificate: { Type: String, AllowedPattern: '^arn:aws:acm:us-east-1:\\d{12}:certificate/.+$', Description: In us-east-1 }`,
  *check(model) {
    for (const distribution of model.resources('AWS::CloudFront::Distribution')) {
      const certificate = target(model, distribution.get(PATH));
      const regions = [
        ...options(distribution.get(PATH)).flatMap((arn) => typeof arn === 'string' ? /^arn:aws[\w-]*:acm:([\w-]+):/.exec(arn)?.[1] ?? [] : []),
        ...certificate?.type === 'AWS::CertificateManager::Certificate' ? certificate.stack.pseudo('AWS::Region') ?? [] : [],
      ];
      const wrong = [regions].flat().find((region) => region !== 'us-east-1');
      if (wrong) yield at(distribution, PATH, `The certificate is in ${wrong}`);
    }
  },
};
