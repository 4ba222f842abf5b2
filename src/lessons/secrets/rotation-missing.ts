import { DATABASES, databaseSecrets, isResolved, PASSWORDS } from './secrets';
import { Resource, Unknown } from '../../template';
import { at, Lesson } from '../lesson';
import { target } from '../query';

export const rotationMissing: Lesson = {
  id: 'RotationMissing',
  title: 'The password of a database is rotated',
  severity: 'low',
  facet: 'security',
  classes: ['secrets-rotation'],
  why: 'A password that leaked once opens the database for ever.',
  fix: 'Set ManageMasterUserPassword: true, which rotates every seven days; or add AWS::SecretsManager::RotationSchedule with HostedRotationLambda.',
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
  pci: ['8.6.3'],
  flawed: `
    Secret:
      Type: AWS::SecretsManager::Secret
      Properties: { GenerateSecretString: { SecretStringTemplate: '{"username":"payments"}', GenerateStringKey: password, ExcludeCharacters: '"@/' } }
    Attachment:
      Type: AWS::SecretsManager::SecretTargetAttachment
      Properties: { SecretId: !Ref Secret, TargetId: database, TargetType: AWS::RDS::DBInstance }`,
  sound: `
    Secret:
      Type: AWS::SecretsManager::Secret
      Properties: { GenerateSecretString: { SecretStringTemplate: '{"username":"payments"}', GenerateStringKey: password, ExcludeCharacters: '"@/' } }
    Attachment:
      Type: AWS::SecretsManager::SecretTargetAttachment
      Properties: { SecretId: !Ref Secret, TargetId: database, TargetType: AWS::RDS::DBInstance }
    Rotation:
      Type: AWS::SecretsManager::RotationSchedule
      Properties: { SecretId: !Ref Secret, RotationLambdaARN: 'arn:aws:lambda:eu-west-1:111122223333:function:rotate' }`,
  *check(model) {
    const schedules = model.resources('AWS::SecretsManager::RotationSchedule').map((one) => {
      const found = target(model, one.get('SecretId'));
      // By way of the attachment that returns the ARN of the secret.
      return found?.type === 'AWS::SecretsManager::SecretTargetAttachment' ? target(model, found.get('SecretId')) : found;
    });
    if (schedules.includes(undefined)) return;
    for (const secret of databaseSecrets(model)) {
      if (!schedules.includes(secret)) yield at(secret, '', 'Never rotated');
    }
    for (const database of model.resources(...DATABASES)) {
      const property = PASSWORDS[database.type].find((one) => database.get(one) !== undefined);
      if (property !== undefined && isFixed(database, property)) yield at(database, property, 'Never rotated');
    }
  },
};

/** Written out, or given by a parameter; what comes from a secret is judged there. */
function isFixed(database: Resource, property: string): boolean {
  const [value, written] = [database.get(property), database.raw(property)];
  if (isResolved(value) || JSON.stringify(written ?? '').includes('{{resolve:')) return false;
  return typeof value === 'string' || (value instanceof Unknown && value.parameter !== undefined);
}
