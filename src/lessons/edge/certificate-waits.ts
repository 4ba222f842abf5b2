import { at, Lesson } from '../lesson';
import { absent, mappings, possibly } from '../query';

export const certificateWaits: Lesson = {
  id: 'CertificateWaits',
  title: 'A certificate is validated by records that CloudFormation makes',
  severity: 'high',
  facet: 'reliability',
  classes: ['acm-cert', 'route53'],
  why: 'The stack waits until somebody answers a mail or creates the record by hand, and fails when nobody does.',
  fix: 'ValidationMethod: DNS and DomainValidationOptions: [{ DomainName, HostedZoneId }]; or take the ARN of a certificate as an optional parameter.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html',
  flawed: `
    Certificate: { Type: AWS::CertificateManager::Certificate, Properties: { DomainName: pay.acme.dev, ValidationMethod: DNS } }`,
  sound: `
    Certificate:
      Type: AWS::CertificateManager::Certificate
      Properties: { DomainName: pay.acme.dev, ValidationMethod: DNS, DomainValidationOptions: [{ DomainName: pay.acme.dev, HostedZoneId: !Ref Zone }] }
    Zone: { Type: AWS::Route53::HostedZone, Properties: { Name: acme.dev } }`,
  *check(model) {
    for (const certificate of model.resources('AWS::CertificateManager::Certificate')) {
      const method = certificate.get('ValidationMethod');
      if (!possibly(method, (option) => option !== undefined && option !== 'EMAIL')) {
        yield at(certificate, 'ValidationMethod', 'Validated by mail');
        continue;
      }
      const options = certificate.get('DomainValidationOptions');
      const zoned = mappings(options).some((one) => !absent(one.HostedZoneId));
      // What cannot be read may name the zone.
      const unread = !absent(options) && mappings(options).length === 0;
      if (!zoned && !unread) yield at(certificate, 'DomainValidationOptions', 'No HostedZoneId: the record must be made by hand');
    }
  },
};
