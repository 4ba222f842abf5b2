import { at, Lesson } from '../lesson';
import { off } from '../query';

export const tableUnencrypted: Lesson = {
  id: 'TableUnencrypted',
  title: 'A table is encrypted with a KMS key of the account',
  severity: 'low',
  facet: 'security',
  classes: ['encrypt-dynamodb', 'encrypt-general'],
  why: 'With the key that DynamoDB owns nobody can see who decrypts the data, revoke the access or rotate the key.',
  fix: 'Set SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt Key.Arn }.',
  source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html',
  pci: ['3.5.1', '3.6.1'],
  flawed: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties: { KeySchema: [{ AttributeName: id, KeyType: HASH }] }`,
  sound: `
    Table:
      Type: AWS::DynamoDB::Table
      Properties: { KeySchema: [{ AttributeName: id, KeyType: HASH }], SSESpecification: { SSEEnabled: true } }`,
  *check(model) {
    for (const table of model.resources('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
      if (off(table.get('SSESpecification.SSEEnabled'))) yield at(table, 'SSESpecification', 'Encrypted with the key that DynamoDB owns');
    }
  },
};
