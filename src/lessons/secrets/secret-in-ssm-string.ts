import { secretsNamed } from './secrets';
import { at, Lesson } from '../lesson';

export const secretInSsmString: Lesson = {
  id: 'SecretInSsmString',
  title: 'A parameter of Systems Manager holds no secret in plain text',
  severity: 'high',
  facet: 'security',
  classes: ['secret-hardcoded', 'ssm', 'secrets-manager-missing'],
  why: 'A parameter of the type String is not encrypted: ssm:GetParameter shows the secret, and its history keeps it.',
  fix: 'Keep it in AWS::SecretsManager::Secret and put the ARN into the parameter.',
  source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html',
  pci: ['8.3.2', '8.6.2'],
  flawed: `
    Parameter: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !Ref DbPassword } }
Parameters:
  DbPassword: { Type: String, NoEcho: true }`,
  sound: `
    Secret: { Type: AWS::SecretsManager::Secret }
    Parameter: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !Ref Secret } }`,
  *check(model) {
    for (const parameter of model.resources('AWS::SSM::Parameter')) {
      const written = parameter.raw('Value');
      const named = secretsNamed(parameter.stack, written);
      if (named.length > 0) yield at(parameter, 'Value', `Holds the parameter ${named.join(', ')}`);
      else if (/\{\{resolve:(secretsmanager|ssm-secure)/.test(JSON.stringify(written ?? ''))) yield at(parameter, 'Value', 'Holds a secret');
    }
  },
};
