import { isMapping, options, show, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { list } from '../query';

const ARN = /^arn:[^:]+:acm:[^:]+:[^:]+:certificate\/[\w-]+$/;
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGateway::DomainName': ['CertificateArn', 'RegionalCertificateArn'],
  'AWS::CloudFront::Distribution': ['DistributionConfig.ViewerCertificate.AcmCertificateArn'],
  'AWS::ElasticLoadBalancingV2::Listener': ['Certificates'],
};

const arns = (value: Value | undefined): readonly string[] => list(value).flatMap((one) => options(isMapping(one) ? one.CertificateArn : one))
  .map(show).filter((arn) => ARN.test(arn));

export const certificateHardCoded: Lesson = {
  id: 'CertificateHardCoded',
  title: 'The ARN of a certificate is a reference or a parameter without a default',
  severity: 'critical',
  facet: 'reliability',
  classes: ['acm-cert', 'placeholder', 'hardcoded-account-arn'],
  why: 'The certificate exists in one account and Region, or nowhere: the listener is refused everywhere else.',
  fix: 'Create the certificate in the template, or take its ARN as a parameter that may be empty, with a condition.',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html',
  flawed: `
    Listener:
      Type: AWS::ElasticLoadBalancingV2::Listener
      Properties:
        Protocol: HTTPS
        Certificates: [{ CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012' }]`,
  sound: `
    Listener:
      Type: AWS::ElasticLoadBalancingV2::Listener
      Properties: { Protocol: HTTPS, Certificates: [{ CertificateArn: !Ref Certificate }] }
    Certificate: { Type: AWS::CertificateManager::Certificate, Properties: { DomainName: pay.acme.dev } }`,
  *check(model) {
    for (const [type, properties] of Object.entries(PROPERTIES)) {
      for (const resource of model.resources(type)) {
        for (const property of properties) {
          const [arn] = arns(resource.get(property));
          if (arn) yield at(resource, property, `The certificate is ${arn}`, property);
        }
      }
    }
  },
};
