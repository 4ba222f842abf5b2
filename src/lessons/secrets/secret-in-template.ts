import { secretVariables } from './credential-in-environment';
import { credentialIn, isLiteral, isSecretName, isStandIn, PASSWORDS, template } from './secrets';
import { Model, Path, record, Resource, Stack, Value } from '../../template';
import { at, Finding, inTemplate, Lesson } from '../lesson';
import { mappings, physicalName, possibly } from '../query';

export const secretInTemplate: Lesson = {
  id: 'SecretInTemplate',
  title: 'No password, token or key stands in a template',
  severity: 'critical',
  facet: 'security',
  classes: ['secret-hardcoded', 'secrets-manager-missing'],
  why: 'Whoever reads the repository, the stack or its history can log in, in every environment; the secret cannot be rotated.',
  fix: 'Let Secrets Manager make it: ManageMasterUserPassword: true, or GenerateSecretString and {{resolve:secretsmanager:${Secret}:SecretString:password}}.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
  pci: ['8.3.2', '8.6.2'],
  flawed: `
    Database:
      Type: AWS::RDS::DBInstance
      Properties: { DBInstanceClass: db.t4g.small, Engine: mysql, MasterUsername: payments, MasterUserPassword: 'Payments2026!' }`,
  sound: `
    Secret:
      Type: AWS::SecretsManager::Secret
      Properties: { GenerateSecretString: { SecretStringTemplate: '{"username":"payments"}', GenerateStringKey: password, ExcludeCharacters: '"@/' } }
    Database:
      Type: AWS::RDS::DBInstance
      Properties:
        DBInstanceClass: db.t4g.small
        Engine: mysql
        MasterUsername: payments
        MasterUserPassword: !Sub '{{resolve:secretsmanager:\${Secret}:SecretString:password}}'`,
  *check(model) {
    const told = [...written(model)];
    yield* told;
    for (const resource of model.resources()) yield* credentials(resource, told);
    for (const stack of model.stacks) yield* inMappings(stack);
  },
};

/** Where types take a secret. */
function* written(model: Model): Iterable<Finding> {
  for (const [type, properties] of Object.entries(PASSWORDS)) {
    for (const resource of model.resources(type)) {
      for (const property of properties) {
        if (possibly(resource.get(property), isPlain) && isLiteral(resource.stack, resource.raw(property))) {
          yield at(resource, property, `${property} is written out`, property);
        }
      }
    }
  }
  for (const broker of model.resources('AWS::AmazonMQ::Broker')) {
    for (const [place, { Password: password }] of mappings(broker.get('Users')).entries()) {
      if (isPlain(password) && isLiteral(broker.stack, broker.raw(`Users.${place}.Password`))) yield at(broker, `Users.${place}.Password`, 'Password is written out');
    }
  }
  for (const secret of model.resources('AWS::SecretsManager::Secret')) {
    const key = writtenKey(secret);
    if (key !== undefined) yield at(secret, 'SecretString', `${key} is written out`, key);
  }
  for (const parameter of model.resources('AWS::SSM::Parameter')) {
    const value = parameter.get('Value');
    const name = physicalName(parameter).replace(/\$\{[^}]*\}/g, '');
    const isSecret = /pass(word|wd)|secret|api-?_?key|private-?_?key/i.test(name) && !/arn|name|policy|length/i.test(name);
    if (isSecret && isPlain(value) && isLiteral(parameter.stack, parameter.raw('Value'))) yield at(parameter, 'Value', 'A secret is written out');
  }
}

/** Whether or not something reads it from there. */
function* inMappings(stack: Stack): Iterable<Finding> {
  for (const [name, rows] of Object.entries(record(stack.template.Mappings))) {
    for (const [row, values] of Object.entries(record(rows))) {
      for (const [key, value] of Object.entries(record(values))) {
        if (typeof value !== 'string') continue;
        if (credentialIn(value) !== undefined || (isSecretName(key) && isPlain(value) && !isName(value))) yield inTemplate(stack, ['Mappings', name, row, key], `${key} is written out`);
      }
    }
  }
}

/** Of a secret: payments/database, or a parameter of Systems Manager. */
const isName = (value: string) => value.startsWith('/') || /^(true|false|\d{1,3})$/i.test(value) || /^[A-Za-z]+([-_/][A-Za-z]+)+$/.test(value);

const isPlain = (value: Value | undefined) => typeof value === 'string' && value !== ''
  && !value.includes('{{resolve:') && !/^arn:/.test(value) && !isStandIn(value);

/** The key of a SecretString whose value everybody can read. */
function writtenKey(secret: Resource): string | undefined {
  const value = secret.get('SecretString');
  if (typeof value !== 'string' || !isLiteral(secret.stack, secret.raw('SecretString'))) return undefined;
  const body = template(secret);
  if (body) return Object.entries(body).find(([key, one]) => isSecretName(key) && isPlain(one))?.[0];
  return isPlain(value) && !/^\s*[[{]/.test(value) ? 'SecretString' : undefined;
}

/** Credentials of a known form, wherever nothing else tells of them. */
function* credentials(resource: Resource, told: readonly Finding[]): Iterable<Finding> {
  for (const { text, path } of resource.written.texts) {
    const found = path[0] === 'Properties' ? credentialIn(text) : undefined;
    if (found === undefined || isTold(resource, path, told)) continue;
    yield { stack: resource.stack, resource, path: ['Resources', resource.id, ...path], found: `Holds the credential ${found}`, detail: path.slice(1).join('.') };
  }
}

const isTold = (resource: Resource, path: Path, told: readonly Finding[]): boolean => [
  ...told.filter((one) => one.resource === resource).map((one) => one.path.slice(2)),
  ...secretVariables(resource).map((one) => ['Properties', ...one.path.split('.')]),
].some((place) => place.every((key, depth) => String(key) === String(path[depth])));
