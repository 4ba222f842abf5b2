import { at, Lesson } from '../lesson';
import { mappings, possibly } from '../query';

export const apiTlsOld: Lesson = {
  id: 'ApiTlsOld',
  title: 'The domain of an API takes TLS 1.2 and later only',
  severity: 'high',
  facet: 'security',
  classes: ['tls-transit', 'acm-cert'],
  why: 'Callers may use TLS 1.0, which can be broken and which PCI DSS forbids.',
  fix: 'Set SecurityPolicy: TLS_1_2 (REST) or in DomainNameConfigurations (HTTP).',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html',
  pci: ['4.2.1'],
  flawed: `
    Domain: { Type: AWS::ApiGateway::DomainName, Properties: { DomainName: !Sub 'pay.\${AWS::StackName}.com', SecurityPolicy: TLS_1_0 } }`,
  sound: `
    Domain: { Type: AWS::ApiGateway::DomainName, Properties: { DomainName: !Sub 'pay.\${AWS::StackName}.com', SecurityPolicy: TLS_1_2 } }`,
  *check(model) {
    for (const domain of model.resources('AWS::ApiGateway::DomainName')) {
      if (possibly(domain.get('SecurityPolicy'), (one) => one === 'TLS_1_0')) yield at(domain, 'SecurityPolicy', 'SecurityPolicy is TLS_1_0');
    }
    for (const domain of model.resources('AWS::ApiGatewayV2::DomainName')) {
      for (const [index, one] of mappings(domain.get('DomainNameConfigurations')).entries()) {
        if (one.SecurityPolicy === 'TLS_1_0') yield at(domain, `DomainNameConfigurations.${index}.SecurityPolicy`, 'SecurityPolicy is TLS_1_0');
      }
    }
  },
};
