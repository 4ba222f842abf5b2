import { at, Lesson } from '../lesson';
import { off } from '../query';

const SETTINGS: Readonly<Record<string, string>> = {
  'EncryptionAtRestOptions.Enabled': 'Data at rest is not encrypted',
  'NodeToNodeEncryptionOptions.Enabled': 'Traffic between the nodes is not encrypted',
  'DomainEndpointOptions.EnforceHTTPS': 'Plain HTTP is answered',
};

export const searchUnencrypted: Lesson = {
  id: 'SearchUnencrypted',
  title: 'A search domain encrypts at rest, between its nodes and to its clients',
  severity: 'high',
  facet: 'security',
  classes: ['elasticache', 'encrypt-general', 'tls-transit'],
  why: 'Whoever gets the storage or the wire reads what was indexed.',
  fix: 'Set EncryptionAtRestOptions, NodeToNodeEncryptionOptions (Enabled: true) and DomainEndpointOptions: { EnforceHTTPS: true }.',
  source: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/security.html',
  pci: ['3.5.1', '4.2.1'],
  flawed: `
    Search: { Type: AWS::OpenSearchService::Domain, Properties: { EncryptionAtRestOptions: { Enabled: true } } }`,
  sound: `
    Search:
      Type: AWS::OpenSearchService::Domain
      Properties:
        EncryptionAtRestOptions: { Enabled: true }
        NodeToNodeEncryptionOptions: { Enabled: true }
        DomainEndpointOptions: { EnforceHTTPS: true }`,
  *check(model) {
    for (const domain of model.resources('AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain')) {
      for (const [property, found] of Object.entries(SETTINGS)) if (off(domain.get(property))) yield at(domain, property.split('.')[0], found, property);
    }
  },
};
