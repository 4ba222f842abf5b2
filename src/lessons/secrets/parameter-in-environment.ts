import { HOLDERS, isSecretName, secretsNamed, variablesOf } from './secrets';
import { at, Lesson } from '../lesson';

export const parameterInEnvironment: Lesson = {
  id: 'ParameterInEnvironment',
  title: 'No secret of a parameter is handed on in an environment variable',
  severity: 'high',
  facet: 'security',
  classes: ['secret-hardcoded', 'secrets-manager-missing'],
  why: 'NoEcho hides the parameter only: the variable shows it in the console and in every answer of GetFunctionConfiguration or DescribeTaskDefinition.',
  fix: 'Keep it in Secrets Manager, pass the ARN and read it at run time; in ECS use Secrets with ValueFrom.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  pci: ['8.3.2', '8.6.2'],
  flawed: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Environment: { Variables: { DB_PASSWORD: !Ref DbPassword } } }
Parameters:
  DbPassword: { Type: String, NoEcho: true }`,
  sound: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Environment: { Variables: { DB_SECRET_ARN: !Ref DbSecret } } }
Parameters:
  DbSecret: { Type: String }`,
  *check(model) {
    for (const holder of model.resources(...HOLDERS)) {
      for (const { name, raw, path } of variablesOf(holder)) {
        const named = isSecretName(name) || !/(_|^)(ARN|NAME|ID)$/i.test(name) ? secretsNamed(holder.stack, raw) : [];
        if (named.length > 0) yield at(holder, path, `${name} shows the parameter ${named.join(', ')}`, name);
      }
    }
  },
};
