import { dynamicReference, references } from './secrets';
import { at, Lesson } from '../lesson';
import { prerequisites } from '../query';
import { dynamicTexts } from '../template/sections';

export const secretReadTooSoon: Lesson = {
  id: 'SecretReadTooSoon',
  title: 'What reads a secret of its template waits for it',
  severity: 'high',
  facet: 'reliability',
  classes: ['depends-on', 'secrets-manager-missing'],
  why: 'CloudFormation sees no dependency in a name: it may read the secret before it is made, and the first deployment fails by chance.',
  fix: 'Name the secret by reference: !Sub "{{resolve:secretsmanager:${Secret}:SecretString:password}}".',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html',
  flawed: `
    Secret:
      Type: AWS::SecretsManager::Secret
      Properties: { Name: payments-dev, GenerateSecretString: { ExcludeCharacters: '"@/' } }
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { Engine: mysql, MasterUserPassword: '{{resolve:secretsmanager:payments-dev}}' }`,
  sound: `
    Secret:
      Type: AWS::SecretsManager::Secret
      Properties: { Name: payments-dev, GenerateSecretString: { ExcludeCharacters: '"@/' } }
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { Engine: mysql, MasterUserPassword: !Sub '{{resolve:secretsmanager:\${Secret}}}' }`,
  *check(model) {
    for (const resource of model.resources()) {
      if (dynamicTexts(resource, 'secretsmanager').length === 0) continue;
      const named = [...references(resource.properties)].flatMap(([path, value]) => {
        const found = dynamicReference(model, value);
        return found?.secret && found.byName ? [{ path, secret: found.secret }] : [];
      });
      for (const secret of new Set(named.map((one) => one.secret))) {
        if (prerequisites(resource).has(secret)) continue;
        yield at(resource, named.find((one) => one.secret === secret)!.path, `Does not wait for ${secret.id}, which it names by text`, secret.id);
      }
    }
  },
};
