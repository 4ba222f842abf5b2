import * as fs from 'fs';
import * as path from 'path';

const FOLDER = path.join(__dirname, '..', '..', 'golden');
const FILES = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.template.json'));
/** The Regions that a golden's stack is bound to, of which it may speak; by the beginning of its name, the first that fits. */
const BOUND: Record<string, string[]> = {
  'webhook-pipeline.': ['us-east-1'],
  // Each Region knows the other one: that is what it is for.
  'disaster-recovery.': ['us-east-1', 'us-east-2'],
  // The same for every Region and account.
  'nested-environments.portable.': [],
  // Says where it deploys each environment.
  'nested-environments.stack-set.': ['eu-west-1', 'us-west-2', 'us-east-1'],
  'nested-environments.dev.': ['eu-west-1'],
  'nested-environments.staging.': ['us-west-2'],
  'nested-environments.prod.': ['us-east-1'],
  'event-api.': [],
  // The plan of the Region switch is told by each Region the other one.
  'migration.': ['eu-west-2', 'eu-west-1'],
};
/** ARNs of AWS itself, of no account. */
const OF_AWS = /^arn:(aws|\$\{AWS::Partition\}):(iam::aws:policy\/|s3:::\$\{)/;

/** A layer that AWS publishes, in an account of its own for each Region. */
const LAYER_OF_AWS = /^arn:aws:lambda:[a-z0-9-]+:\d{12}:layer:AWS-AppConfig-Extension-Arm64:\d+$/;

const REGION = /\b(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:gov-|iso[a-z]?-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\d\b/g;
const ACCOUNT = /(?<![\w.-])\d{12}(?![\w.])/g;
const SECRET = /sk_(live|test)_\w+|whsec_\w+|AKIA[A-Z0-9]{16}|gh[pousr]_\w{36}|-----BEGIN [A-Z ]*PRIVATE KEY|eyJ[\w-]{20,}\.eyJ/g;
/** A whole ARN in one text: account or Region in it is no reference. */
const ARN = /arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{12}:[^"\\]*/g;

const textsOf = (value: unknown): string[] => typeof value === 'string' ? [value]
  : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
const secretsOf = (value: unknown): unknown[] => typeof value !== 'object' || value === null ? []
  : Object.entries(value).flatMap(([key, one]) => [
    ...typeof one === 'string' && /^(SecretString|MasterUserPassword|Password|AuthToken|ApiKey|OAuthToken)$/.test(key) && !one.startsWith('{{resolve:') ? [`${key}: ${one}`] : [],
    ...secretsOf(one),
  ]);

function literals(template: { readonly Resources: object }, bound: string[]): string[] {
  const texts = textsOf(template).filter((text) => !LAYER_OF_AWS.test(text));
  const found = (pattern: RegExp): string[] => texts.flatMap((text) => text.match(pattern) ?? []);
  return [
    ...found(ACCOUNT).map((one) => `account ${one}`),
    ...found(REGION).filter((one) => !bound.includes(one)).map((one) => `Region ${one}`),
    ...found(ARN).filter((one) => !OF_AWS.test(one)).map((one) => `ARN ${one}`),
    ...found(SECRET).map((one) => `secret ${one}`),
    ...secretsOf(template).map((one) => `secret ${String(one)}`),
  ];
}

const read = (file: string) => JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8')) as { Resources: Record<string, object> };
const boundOf = (file: string): string[] => {
  const found = Object.entries(BOUND).find(([beginning]) => file.startsWith(beginning));
  if (!found) throw new Error(`${file}: say in BOUND to which Regions it is bound`);
  return found[1];
};

test.each(FILES)('EV-14 %s holds no literal account, Region, ARN or secret', (file) => expect(literals(read(file), boundOf(file))).toEqual([]));

test('all systems are looked at', () => expect(new Set(FILES.map((file) => file.split('.')[0]))).toEqual(new Set(['webhook-pipeline', 'nested-environments', 'disaster-recovery', 'event-api', 'migration'])));

test.each<[string, object, string]>([
  ['an account', { Principal: '111122223333' }, 'account 111122223333'],
  ['a Region', { Region: 'eu-west-1' }, 'Region eu-west-1'],
  ['a Region within a text', { Uri: 'https://sqs.ap-southeast-2.amazonaws.com' }, 'Region ap-southeast-2'],
  ['an ARN', { Arn: 'arn:aws:lambda:us-east-1:111122223333:function:other' }, 'ARN arn:aws:lambda:us-east-1:111122223333:function:other'],
  ['a key', { Key: 'AKIAIOSFODNN7EXAMPLE' }, 'secret AKIAIOSFODNN7EXAMPLE'],
  ['a password', { MasterUserPassword: 'hunter2' }, 'secret MasterUserPassword: hunter2'],
])('EV-14 fails when a golden holds %s', (_, properties, expected) => {
  const template = read('event-api.default.template.json');
  template.Resources.Other = { Type: 'AWS::Other', Properties: properties };
  expect(literals(template, [])).toContain(expected);
});
