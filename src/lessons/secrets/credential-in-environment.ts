import { HOLDERS, isLiteral, isSecretName, isStandIn, Variable, variablesOf } from './secrets';
import { Resource, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { possibly } from '../query';

export const credentialInEnvironment: Lesson = {
  id: 'CredentialInEnvironment',
  title: 'No secret stands in an environment variable',
  severity: 'critical',
  facet: 'security',
  classes: ['secret-hardcoded', 'secrets-manager-missing', 'encrypt-lambda-env'],
  why: 'The variable is in the template, in the console and in every answer of GetFunctionConfiguration or DescribeTaskDefinition.',
  fix: 'Pass the ARN of a secret and read it at run time; in ECS use Secrets with ValueFrom.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
  pci: ['8.3.2', '8.6.2'],
  flawed: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Environment: { Variables: { STRIPE_API_KEY: 4f9c2b7d1e } } }`,
  sound: `
    Function:
      Type: AWS::Lambda::Function
      Properties: { Environment: { Variables: { STRIPE_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:stripe' } } }`,
  *check(model) {
    for (const holder of model.resources(...HOLDERS)) {
      for (const { name, path } of secretVariables(holder)) yield at(holder, path, `${name} is written out`, name);
    }
  },
};

/** The variables of a function, a container or a build that hold a secret. */
export const secretVariables = (holder: Resource): readonly Variable[] => variablesOf(holder)
  .filter(({ name, value, raw }) => isSecretName(name) && possibly(value, isPlain) && isLiteral(holder.stack, raw));

/** A name, a path or an ARN of a secret is none. */
function isPlain(value: Value | undefined): boolean {
  if (typeof value !== 'string' || value.length < 4 || value.includes('{{resolve:') || isStandIn(value)) return false;
  return !/^(arn:|\/|https?:|true$|false$)/i.test(value) && !/^[a-z]+([-_/][a-z]+)+$/.test(value);
}
