import { credentialIn, isSecretName, isStandIn } from './secrets';
import { isRecord } from '../../template';
import { inTemplate, Lesson } from '../lesson';

export const secretParameterDefault: Lesson = {
  id: 'SecretParameterDefault',
  title: 'A parameter for a secret has no default',
  severity: 'critical',
  facet: 'security',
  classes: ['secret-hardcoded', 'secrets-manager-missing'],
  why: 'The default is in the repository, and becomes the password wherever nobody thinks of another; NoEcho does not hide it.',
  fix: 'Leave the parameter out and let Secrets Manager make the secret; or give it no Default.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
  pci: ['2.2.2', '8.3.2', '8.6.2'],
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, MasterUsername: payments, MasterUserPassword: !Ref DbPassword }
Parameters:
  DbPassword: { Type: String, NoEcho: true, Default: 'Payments2026!' }`,
  sound: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, MasterUsername: payments, MasterUserPassword: !Ref DbPassword }
Parameters:
  DbPassword: { Type: String, NoEcho: true }`,
  *check(model) {
    for (const stack of model.stacks) {
      for (const [name, body] of Object.entries(stack.parameters)) {
        const value = isRecord(body) && String(body.Type).startsWith('String') ? body.Default : undefined;
        if (typeof value !== 'string' || /^(arn:|\/|\{\{resolve:|true$|false$)/i.test(value)) continue;
        if (credentialIn(value) !== undefined || (isSecretName(name) && value.length > 3 && !isStandIn(value) && !isChoice(body))) {
          yield inTemplate(stack, ['Parameters', name, 'Default'], `${name} has a default`);
        }
      }
    }
  },
};

/** One of a few words, `Enabled` or `Disabled`, is no secret. */
const isChoice = (body: unknown) => isRecord(body) && Array.isArray(body.AllowedValues);
