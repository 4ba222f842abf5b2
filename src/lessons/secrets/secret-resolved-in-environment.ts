import { HOLDERS, isResolved, variablesOf } from './secrets';
import { at, Lesson } from '../lesson';

export const secretResolvedInEnvironment: Lesson = {
  id: 'SecretResolvedInEnvironment',
  title: 'A workload reads its secret at run time',
  severity: 'medium',
  facet: 'security',
  classes: ['secret-hardcoded', 'secrets-rotation'],
  why: 'A dynamic reference is resolved at deployment: the variable shows the secret in plain text, and keeps the old one after a rotation.',
  fix: 'Pass the ARN of the secret and read it at run time; in ECS use Secrets with ValueFrom.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html',
  pci: ['8.3.2', '8.6.2'],
  flawed: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Environment: { Variables: { DB_PASSWORD: '{{resolve:secretsmanager:payments:SecretString:password}}' } } }`,
  sound: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Environment: { Variables: { DB_SECRET: payments } } }`,
  *check(model) {
    for (const holder of model.resources(...HOLDERS)) {
      for (const { name, value, path } of variablesOf(holder)) {
        if (isResolved(value) && /\{\{resolve:(secretsmanager|ssm-secure)/.test(JSON.stringify(holder.raw(path) ?? ''))) {
          yield at(holder, path, `${name} shows the secret`, name);
        }
      }
    }
  },
};
