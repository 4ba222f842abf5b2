import { DATABASES, dynamicReference, PASSWORDS } from './secrets';
import { Resource } from '../../template';
import { at, Lesson } from '../lesson';
import { isTrue, num, text } from '../query';

const FORBIDDEN = ['/', '@', '"'];
/** Longest passwords, by the beginning of the engine's name; others take 128 characters. */
const LONGEST: readonly (readonly [engine: RegExp, length: number])[] = [[/mysql|mariadb/, 41], [/oracle/, 30]];

export const dbPasswordRefused: Lesson = {
  id: 'DbPasswordRefused',
  title: 'A generated password has only characters that the database takes',
  severity: 'critical',
  facet: 'reliability',
  classes: ['secrets-manager-missing', 'rds-params'],
  why: 'RDS refuses passwords with / @ or ", and those that are too long: the deployment fails, by chance, on most tries.',
  fix: 'Set ExcludeCharacters: \'"@/\\\' or ExcludePunctuation: true, and PasswordLength: 32.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html#cfn-rds-dbinstance-masteruserpassword',
  flawed: `
    Secret:
      Type: AWS::SecretsManager::Secret
      Properties: { GenerateSecretString: { SecretStringTemplate: '{"username":"payments"}', GenerateStringKey: password } }
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
      for (const property of PASSWORDS[database.type]) {
        const found = dynamicReference(model, database.get(property));
        const fault = found?.secret && faultOf(found.secret, found.key, text(database.get('Engine')) ?? '');
        if (fault) yield at(found.secret!, 'GenerateSecretString', fault, database.id);
      }
    }
  },
};

function faultOf(secret: Resource, key: string | undefined, engine: string): string | undefined {
  const get = (property: string) => secret.get(`GenerateSecretString.${property}`);
  if (get('GenerateStringKey') === undefined || get('GenerateStringKey') !== key) return undefined;
  const [excluded, length] = [get('ExcludeCharacters') ?? '', num(get('PasswordLength')) ?? 32];
  const allowed = typeof excluded === 'string' && !isTrue(get('ExcludePunctuation')) ? FORBIDDEN.filter((one) => !excluded.includes(one)) : [];
  if (allowed.length > 0) return `May hold ${allowed.join(' ')}`;
  const most = LONGEST.find(([pattern]) => pattern.test(engine))?.[1] ?? 128;
  return length > most ? `${length} characters, ${engine} takes ${most}` : undefined;
}
