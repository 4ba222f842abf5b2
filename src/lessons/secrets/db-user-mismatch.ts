import { DATABASES, dynamicReference, PASSWORDS, template } from './secrets';
import { at, Lesson } from '../lesson';
import { text } from '../query';

export const dbUserMismatch: Lesson = {
  id: 'DbUserMismatch',
  title: 'The user of a database is the user of its secret',
  severity: 'high',
  facet: 'reliability',
  classes: ['secrets-manager-missing', 'rds-params'],
  why: 'Workloads log in with the user of the secret, whom the database does not know; the rotation fails too.',
  fix: 'Read MasterUsername from the secret as well: {{resolve:secretsmanager:${Secret}:SecretString:username}}.',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/cfn-example_RDSsecret.html',
  flawed: `
    Secret:
      Type: AWS::SecretsManager::Secret
      Properties: { GenerateSecretString: { SecretStringTemplate: '{"username":"admin"}', GenerateStringKey: password, ExcludeCharacters: '"@/' } }
    Database:
      Type: AWS::RDS::DBInstance
      Properties:
        Engine: mysql
        MasterUsername: payments
        MasterUserPassword: !Sub '{{resolve:secretsmanager:\${Secret}:SecretString:password}}'`,
  sound: `
    Secret:
      Type: AWS::SecretsManager::Secret
      Properties: { GenerateSecretString: { SecretStringTemplate: '{"username":"payments"}', GenerateStringKey: password, ExcludeCharacters: '"@/' } }
    Database:
      Type: AWS::RDS::DBInstance
      Properties:
        Engine: mysql
        MasterUsername: payments
        MasterUserPassword: !Sub '{{resolve:secretsmanager:\${Secret}:SecretString:password}}'`,
  *check(model) {
    for (const database of model.resources(...DATABASES)) {
      const user = text(database.get('MasterUsername'));
      const secret = PASSWORDS[database.type].map((property) => dynamicReference(model, database.get(property))?.secret).find((one) => one);
      const expected = secret && template(secret)?.username;
      if (user === undefined || user.includes('{{') || typeof expected !== 'string' || expected.includes('unknown')) continue;
      if (user !== expected) yield at(database, 'MasterUsername', `${user} in the database, ${expected} in ${secret!.id}`);
    }
  },
};
