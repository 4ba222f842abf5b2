import { Resource, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { absent, list, target } from '../query';

const RESERVED = /(^|\.)(example\.(com|net|org|edu)|example|test|invalid|localhost)\.?$/i;

const DOMAINS: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGateway::DomainName': ['DomainName'],
  'AWS::ApiGatewayV2::DomainName': ['DomainName'],
  'AWS::CertificateManager::Certificate': ['DomainName', 'SubjectAlternativeNames'],
  'AWS::CloudFront::Distribution': ['DistributionConfig.Aliases'],
  'AWS::Route53::HealthCheck': ['HealthCheckConfig.FullyQualifiedDomainName'],
  'AWS::Route53::HostedZone': ['Name'],
  'AWS::Route53::RecordSet': ['Name'],
  'AWS::SES::EmailIdentity': ['EmailIdentity'],
};

/** Whether a condition may leave out a name that is only proposed, as the default of a parameter. */
function optional(resource: Resource, property: string, domain: string): boolean {
  const written = JSON.stringify(resource.raw(property) ?? '');
  return !written.includes(domain) && (resource.condition !== undefined || written.includes('"Fn::If"'));
}

const reserved = (value: Value | undefined): string | undefined => list(value).find((one): one is string => typeof one === 'string' && RESERVED.test(one));

export const reservedDomain: Lesson = {
  id: 'ReservedDomain',
  title: 'Zones, records and certificates are of a domain that somebody owns',
  severity: 'critical',
  facet: 'reliability',
  classes: ['placeholder', 'route53', 'acm-cert'],
  why: 'Route 53 refuses zones of reserved names like example.com, and nobody can validate a certificate of one: the stack fails or waits for ever.',
  fix: 'A parameter of the domain without a default, or an empty default with a condition that leaves the resources out.',
  source: 'https://www.rfc-editor.org/rfc/rfc2606',
  flawed: `
    Zone: { Type: AWS::Route53::HostedZone, Properties: { Name: payments.example.com } }`,
  sound: `
    Zone: { Type: AWS::Route53::HostedZone, Properties: { Name: payments.acme.dev } }`,
  *check(model) {
    for (const [type, properties] of Object.entries(DOMAINS)) {
      for (const resource of model.resources(type)) {
        // A private zone may have any name; of a record in a zone of the template the zone is found.
        if (!absent(resource.get('VPCs')) || target(model, resource.get('HostedZoneId'))) continue;
        for (const property of properties) {
          const domain = reserved(resource.get(property));
          if (!domain || optional(resource, property, domain)) continue;
          yield at(resource, property, `${domain} is reserved`);
          break;
        }
      }
    }
  },
};
