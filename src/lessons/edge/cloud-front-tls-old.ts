import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

const CERTIFICATE = 'DistributionConfig.ViewerCertificate';
const OLD = ['SSLv3', 'TLSv1', 'TLSv1_2016', 'TLSv1.1_2016', 'TLSv1.2_2018', 'TLSv1.2_2019'];

export const cloudFrontTlsOld: Lesson = {
  id: 'CloudFrontTlsOld',
  title: 'CloudFront takes TLS 1.2 with current ciphers and later only',
  severity: 'medium',
  facet: 'security',
  classes: ['tls-transit', 'cloudfront'],
  why: 'Older protocols and ciphers are broken; without MinimumProtocolVersion TLS 1.0 is taken.',
  fix: 'ViewerCertificate: { MinimumProtocolVersion: TLSv1.2_2021, SslSupportMethod: sni-only }.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-15',
  pci: ['4.2.1'],
  flawed: `
    Distribution:
      Type: AWS::CloudFront::Distribution
      Properties: { DistributionConfig: { Enabled: true, ViewerCertificate: { AcmCertificateArn: arn, SslSupportMethod: sni-only } } }`,
  sound: `
    Distribution:
      Type: AWS::CloudFront::Distribution
      Properties:
        DistributionConfig: { Enabled: true, ViewerCertificate: { AcmCertificateArn: arn, SslSupportMethod: sni-only, MinimumProtocolVersion: TLSv1.2_2021 } }`,
  *check(model) {
    for (const distribution of model.resources('AWS::CloudFront::Distribution')) {
      // The certificate of CloudFront itself sets the protocol.
      const own = ['AcmCertificateArn', 'IamCertificateId'].some((key) => surely(distribution.get(`${CERTIFICATE}.${key}`), (option) => option !== undefined));
      const version = distribution.get(`${CERTIFICATE}.MinimumProtocolVersion`);
      if (own && surely(version, (option) => option === undefined || OLD.includes(String(option)))) {
        yield at(distribution, `${CERTIFICATE}.MinimumProtocolVersion`, version === undefined ? 'TLS 1.0, the default' : `MinimumProtocolVersion is ${show(version)}`);
      }
    }
  },
};
