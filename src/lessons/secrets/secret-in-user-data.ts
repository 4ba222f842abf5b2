import { secretsNamed } from './secrets';
import { Resource } from '../../template';
import { at, Lesson } from '../lesson';

const PLACES: Readonly<Record<string, string>> = {
  'AWS::AutoScaling::LaunchConfiguration': 'UserData',
  'AWS::EC2::Instance': 'UserData',
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.UserData',
};
const ASSIGNED = /(?:password|passwd|PGPASSWORD|MYSQL_PWD|secret_?key|api_?key|token)\s*[=:]\s*(?:'[^'$\s]{6,}'|"[^"$\s]{6,}"|[^\s'"$<({|;&]{8,}(?=\s|$))/i;

export const secretInUserData: Lesson = {
  id: 'SecretInUserData',
  title: 'User data holds no secret',
  severity: 'high',
  facet: 'security',
  classes: ['secret-hardcoded', 'asg-launch', 'secrets-manager-missing'],
  why: 'Every process on the instance and whoever may describe it reads the user data.',
  fix: 'Fetch the secret in the script: aws secretsmanager get-secret-value, by the role of the instance.',
  source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html',
  pci: ['8.3.2', '8.6.2'],
  flawed: `
    Instance:
      Type: AWS::EC2::Instance
      Properties: { ImageId: ami-1, UserData: { 'Fn::Base64': !Sub 'export DB_PASSWORD=\${DbPassword}' } }
Parameters:
  DbPassword: { Type: String, NoEcho: true }`,
  sound: `
    Instance:
      Type: AWS::EC2::Instance
      Properties:
        ImageId: ami-1
        UserData: { 'Fn::Base64': 'export DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id payments --query SecretString)' }`,
  *check(model) {
    for (const [type, property] of Object.entries(PLACES)) {
      for (const host of model.resources(type)) {
        for (const found of secrets(host, property)) yield at(host, property, found, found);
      }
    }
  },
};

function* secrets(host: Resource, property: string): Iterable<string> {
  const written = host.raw(property);
  const named = secretsNamed(host.stack, written);
  if (named.length > 0) yield `Holds the parameter ${named.join(', ')}`;
  const text = texts(written).join('');
  if (/\{\{resolve:(secretsmanager|ssm-secure)/.test(text)) yield 'A dynamic reference puts the secret into the script';
  const assigned = ASSIGNED.exec(text);
  if (assigned && !assigned[0].includes('resolve:')) yield `Writes out ${assigned[0].split(/[=:]/)[0].trim()}`;
}

const texts = (value: unknown): string[] => typeof value === 'string' ? [value]
  : typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
