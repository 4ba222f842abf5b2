import { isMapping, isRecord, Mapping, Model, rawReferences, Resource, show, Stack, Value } from '../../template';
import { isTrue, list, mappings, target } from '../query';

const SECRET = /pass(word|wd|phrase|code)|secret|token|api_?-?key|private_?-?key|credential|access_?-?key|auth_?-?key/i;
/** Ends of names that are about a secret, but none. */
const ABOUT = new RegExp(`(${[
  'a(rn|lias|ttribute|ge)', 'algorithm', 'bucket', 'claims?', 'class', 'count', 'days', 'enabled', 'encryption_?key', 'endpoint', 'expir\\w*', 'field', 'format', 'function', 'group',
  'header', 'hours', 'id', 'ids', 'issuer', 'kms_?key', 'label', 'lambda', 'length', 'lifetime', 'limit', 'location', 'manager', 'max\\w*', 'min\\w*', 'mode', 'names?',
  'param(eter)?s?', 'path', 'pattern', 'policy', 'prefix', 'provider', 'queue', 'required', 'role', 'rotation\\w*', 'schedule', 'seconds', 'size', 'source', 'stage', 'store',
  'suffix', 'table', 'topic', 'ttl', 'type', 'url', 'uri', 'use', 'usage', 'user(name)?', 'validity', 'version', 'window',
].join('|')})$`, 'i');

/** Beginnings of names of switches and counts. */
const SWITCHES = [
  /^(max|num|n)_?tokens$/i, /^(use|enable|create|has|is|rotate|generate)_/i, /^([Uu]se|[Ee]nable|[Cc]reate|[Hh]as|[Ii]s|[Rr]otate|[Gg]enerate)[A-Z]/,
];

/** Whether a parameter, variable or key of this name holds a secret itself. */
export const isSecretName = (name: string): boolean => SECRET.test(name) && !ABOUT.test(name) && !SWITCHES.some((one) => one.test(name));

/** A value to be put in later by hand. */
export const isStandIn = (text: string): boolean => /placeholder|^(change[-_ ]?(me|it)|replace\b.*|replace[-_].*|to[-_ ]be[-_ ].*|your[-_ ].*|<.*>|todo|tbd|dummy|none|null|n\/a|unset|x+|\*+|-+|example)$/i
  .test(text.trim());

/** Credentials that are known by their form. */
const KNOWN = /\b(AKIA|ASIA)[A-Z0-9]{16}\b|\b[rs]k_live_[0-9A-Za-z]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[0-9A-Za-z]{30,}|\bxox[abprs]-[0-9A-Za-z-]{10,}|:\/\/[^\s:/@${]+:[^\s:/@${<*]{3,}@[\w.-]+/;

const EVERY_KNOWN = new RegExp(KNOWN, 'g');
const beginningOf = (credential: string) => `${credential.slice(0, 8)}…`;

/** The beginning of a credential in a text; documentation examples of AWS do not count. */
export function credentialIn(text: string): string | undefined {
  const found = KNOWN.exec(text)?.[0];
  return found === undefined || found.endsWith('EXAMPLE') ? undefined : beginningOf(found);
}

/** A text with no more than the beginning of the credentials in it. */
export const withoutCredentials = (text: string): string => text.replace(EVERY_KNOWN, beginningOf);

/** Parameters that keep a secret: by their name, or because they are not echoed; user names and addresses need no secrecy. */
function secretParameters(stack: Stack): ReadonlySet<string> {
  const hidden = (name: string, body: unknown) => isRecord(body) && isTrue(body.NoEcho as Value) && !/(user(_?name)?|e?mail|endpoint|host|url)$/i.test(name);
  return new Set(Object.entries(stack.parameters).filter(([name, body]) => isSecretName(name) || hidden(name, body)).map(([name]) => name));
}

/** The secret parameters that a written value names. */
export const secretsNamed = (stack: Stack, written: unknown): readonly string[] => {
  const secret = secretParameters(stack);
  // What the parent stack passes on is judged there.
  return [...new Set(rawReferences(written).map(({ target: name }) => name))].filter((name) => secret.has(name) && !stack.arguments.has(name));
};

/** Whether nothing of it is given by the caller. */
export const isLiteral = (stack: Stack, written: unknown): boolean => rawReferences(written)
  .every(({ target: name, kind }) => kind === 'FindInMap' || !(name in stack.parameters));

export const isResolved = (value: Value | undefined): boolean => show(value).includes('{{resolve:');

export interface Variable {
  readonly name: string;
  readonly value: Value;
  /** As written. */
  readonly raw: unknown;
  readonly path: string;
}

const LISTS: Readonly<Record<string, string>> = {
  'AWS::Batch::JobDefinition': 'ContainerProperties.Environment',
  'AWS::CodeBuild::Project': 'Environment.EnvironmentVariables',
};

/** The environment of functions, containers and builds: readable in the console and by Describe calls. */
export function variablesOf(resource: Resource): readonly Variable[] {
  if (resource.type === 'AWS::Lambda::Function' || resource.type === 'AWS::Serverless::Function') {
    const variables = resource.get('Environment.Variables');
    return Object.entries(isMapping(variables) ? variables : {}).map(([name, value]) => {
      const path = `Environment.Variables.${name}`;
      return { name, value, raw: resource.raw(path), path };
    });
  }
  if (resource.type === 'AWS::ECS::TaskDefinition') {
    return list(resource.get('ContainerDefinitions')).flatMap((_, place) => listed(resource, `ContainerDefinitions.${place}.Environment`));
  }
  return resource.type in LISTS ? listed(resource, LISTS[resource.type]) : [];
}

function listed(resource: Resource, path: string): Variable[] {
  return list(resource.get(path)).flatMap((one, place) => {
    if (!isMapping(one) || typeof one.Name !== 'string' || one.Value === undefined) return [];
    if (one.Type !== undefined && one.Type !== 'PLAINTEXT') return [];
    return [{ name: one.Name, value: one.Value, raw: resource.raw(`${path}.${place}.Value`), path: `${path}.${place}` }];
  });
}

export const HOLDERS = ['AWS::Lambda::Function', 'AWS::Serverless::Function', 'AWS::ECS::TaskDefinition', ...Object.keys(LISTS)];

/** Where a type takes a password. */
export const PASSWORDS: Readonly<Record<string, readonly string[]>> = {
  'AWS::DMS::Endpoint': ['Password'],
  'AWS::DirectoryService::MicrosoftAD': ['Password'],
  'AWS::DirectoryService::SimpleAD': ['Password'],
  'AWS::DocDB::DBCluster': ['MasterUserPassword'],
  'AWS::ElastiCache::ReplicationGroup': ['AuthToken'],
  'AWS::IAM::User': ['LoginProfile.Password'],
  'AWS::OpenSearchService::Domain': ['AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword'],
  'AWS::RDS::DBCluster': ['MasterUserPassword'],
  'AWS::RDS::DBInstance': ['MasterUserPassword'],
  'AWS::Redshift::Cluster': ['MasterUserPassword'],
  'AWS::RedshiftServerless::Namespace': ['AdminUserPassword'],
};
export const DATABASES = ['AWS::DocDB::DBCluster', 'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::Redshift::Cluster', 'AWS::RedshiftServerless::Namespace'];

/** A dynamic reference to Secrets Manager. */
export interface DynamicReference {
  /** The secret, when it is in the model. */
  readonly secret?: Resource;
  /** By its name or ARN as text: CloudFormation sees no dependency. */
  readonly byName: boolean;
  readonly key?: string;
}

const REFERENCE = /\{\{resolve:secretsmanager:(.+?)(?::SecretString(?::([^:}]*))?[^}]*)?\}\}/;

/** The secret that a value is read from. */
export function dynamicReference(model: Model, value: Value | undefined): DynamicReference | undefined {
  const shown = show(value).replace(/\$\{([^}]*)\}/g, '<$1>');
  const match = REFERENCE.exec(shown);
  if (!match) return undefined;
  const [, id, key] = match;
  const byAddress = /^<([^>]+)>$/.exec(id)?.[1].replace(/\.(Id|Arn)$/, '');
  const secrets = model.resources('AWS::SecretsManager::Secret');
  const named = byAddress === undefined ? undefined : secrets.find((one) => one.address === byAddress);
  const secret = named ?? secrets.find((one) => one.get('Name') !== undefined && show(one.get('Name')).replace(/\$\{([^}]*)\}/g, '<$1>') === id);
  return { secret, byName: named === undefined && byAddress === undefined, key: key === '' ? undefined : key };
}

/** Keys that a secret of the model has: of its template and of the generated one; `undefined` when they cannot be told. */
export function keysOf(secret: Resource): readonly string[] | undefined {
  const generated = secret.get('GenerateSecretString.GenerateStringKey');
  const body = template(secret);
  if (body === undefined) return undefined;
  return [...Object.keys(body), ...typeof generated === 'string' ? [generated] : []];
}

/** The JSON of a secret, without what is generated. */
export function template(secret: Resource): Mapping | undefined {
  const text = secret.get('GenerateSecretString') === undefined ? secret.get('SecretString') : secret.get('GenerateSecretString.SecretStringTemplate');
  // What is not known stands for any text within the JSON.
  const written = show(text).replace(/\$\{[^}]*\}/g, 'unknown');
  try {
    const parsed: unknown = JSON.parse(written);
    return isRecord(parsed) ? parsed as Mapping : undefined;
  } catch {
    return undefined;
  }
}

/** The secrets that hold the password of a database of the model. */
export function databaseSecrets(model: Model): ReadonlySet<Resource> {
  const attached = model.resources('AWS::SecretsManager::SecretTargetAttachment').map((one) => target(model, one.get('SecretId')));
  const read = model.resources(...DATABASES)
    .flatMap((one) => (PASSWORDS[one.type] ?? []).map((property) => dynamicReference(model, one.get(property))?.secret));
  const proxied = model.resources('AWS::RDS::DBProxy').flatMap((one) => mappings(one.get('Auth')).map(({ SecretArn: secret }) => target(model, secret)));
  return new Set([...attached, ...read, ...proxied].filter((one): one is Resource => one?.type === 'AWS::SecretsManager::Secret'));
}

/** Every value of a resource with a dynamic reference to a secret, and where it stands. */
export function* references(value: Value, path = ''): Iterable<readonly [path: string, value: Value]> {
  const below = (key: string | number) => path === '' ? String(key) : `${path}.${key}`;
  if (Array.isArray(value)) {
    for (const [place, item] of (value as readonly Value[]).entries()) yield* references(item, below(place));
  } else if (isMapping(value)) {
    for (const [key, item] of Object.entries(value)) yield* references(item, below(key));
  } else {
    for (const one of list(value)) if (show(one).includes('{{resolve:secretsmanager:')) yield [path, one];
  }
}
