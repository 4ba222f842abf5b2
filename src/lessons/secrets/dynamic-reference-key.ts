import { dynamicReference, keysOf, references } from './secrets';
import { at, Lesson } from '../lesson';
import { dynamicTexts } from '../template/sections';

export const dynamicReferenceKey: Lesson = {
  id: 'DynamicReferenceKey',
  title: 'A dynamic reference reads a key that its secret has',
  severity: 'critical',
  facet: 'reliability',
  classes: ['secrets-manager-missing', 'invalid-reference'],
  why: 'CloudFormation answers "Could not find a value associated with JSONKey in SecretString": the deployment rolls back.',
  fix: 'Name a key of the template of the secret, or its GenerateStringKey.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html',
  flawed: `
    Secret:
      Type: AWS::SecretsManager::Secret
      Properties: { GenerateSecretString: { SecretStringTemplate: '{"username":"payments"}', GenerateStringKey: password, ExcludeCharacters: '"@/' } }
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { Engine: mysql, MasterUserPassword: !Sub '{{resolve:secretsmanager:\${Secret}:SecretString:pass}}' }`,
  sound: `
    Secret:
      Type: AWS::SecretsManager::Secret
      Properties: { GenerateSecretString: { SecretStringTemplate: '{"username":"payments"}', GenerateStringKey: password, ExcludeCharacters: '"@/' } }
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { Engine: mysql, MasterUserPassword: !Sub '{{resolve:secretsmanager:\${Secret}:SecretString:password}}' }`,
  *check(model) {
    for (const resource of model.resources()) {
      if (dynamicTexts(resource, 'secretsmanager').length === 0) continue;
      for (const [path, value] of references(resource.properties, '')) {
        const { secret, key } = dynamicReference(model, value) ?? {};
        if (!secret) continue;
        const keys = keysOf(secret);
        const attached = secret.users.some(({ from }) => from.type === 'AWS::SecretsManager::SecretTargetAttachment');
        if (key !== undefined && keys && !keys.includes(key) && !(attached && OF_TARGET.includes(key))) yield at(resource, path, `${secret.id} has no key ${key}`, `${path} ${key}`);
      }
    }
  },
};

/** What an attachment adds to a secret. */
const OF_TARGET = ['dbClusterIdentifier', 'dbInstanceIdentifier', 'dbname', 'engine', 'host', 'port'];
