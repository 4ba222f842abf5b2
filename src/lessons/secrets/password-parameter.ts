import { DATABASES, PASSWORDS } from './secrets';
import { isRecord, rawReferences } from '../../template';
import { at, Lesson } from '../lesson';

export const passwordParameter: Lesson = {
  id: 'PasswordParameter',
  title: 'Secrets Manager makes and keeps the password of a database',
  severity: 'high',
  facet: 'security',
  classes: ['secrets-manager-missing', 'secret-hardcoded', 'secrets-rotation'],
  why: 'People and pipelines pass the password around, no workload can fetch it, and it is never rotated.',
  fix: 'Set ManageMasterUserPassword: true instead; or GenerateSecretString and {{resolve:secretsmanager:${Secret}:SecretString:password}}.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html',
  pci: ['8.3.2', '8.6.2', '8.6.3'],
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, MasterUsername: payments, MasterUserPassword: !Ref DbPassword }
Parameters:
  DbPassword: { Type: String, NoEcho: true }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, MasterUsername: payments, ManageMasterUserPassword: true }`,
  *check(model) {
    for (const database of model.resources(...DATABASES)) {
      for (const property of PASSWORDS[database.type] ?? []) {
        const written = database.raw(property);
        if (JSON.stringify(written ?? '').includes('{{resolve:')) continue;
        const { parameters, arguments: given } = database.stack;
        const named = rawReferences(written).map(({ target }) => target).find((name) => name in parameters && !given.has(name));
        const body = named === undefined ? undefined : parameters[named];
        if (isRecord(body) && body.Type === 'String') yield at(database, property, `${property} is the parameter ${named!}`);
      }
    }
  },
};
