import { systems } from '../../src/compare/reference';
import { cli, folderOf, removeFolders } from '../cli/cli';

const SECRETS = ['hunter2hunter2', 'Tr0ub4dor-9-xyzzy', 'whsec_9f8e7d6c5b4a', 'correct-horse-battery', `sk_live_${'4242'.repeat(6)}`];
const [PASSWORD, WHOLE, KEY, VARIABLE, FORM] = SECRETS;

const TEMPLATE = `
Resources:
  Token: { Type: AWS::SecretsManager::Secret, Properties: { SecretString: ${WHOLE} } }
  Keys: { Type: AWS::SecretsManager::Secret, Properties: { SecretString: '{"current":"${KEY}"}' } }
  Db: { Type: AWS::RDS::DBInstance, Properties: { Engine: mysql, MasterUsername: admin, MasterUserPassword: ${PASSWORD} } }
  Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-postgresql, MasterUsername: admin, MasterUserPassword: !If [Old, ${PASSWORD}, ${WHOLE}] } }
  Fn:
    Type: AWS::Lambda::Function
    Properties: { Code: { ZipFile: '//' }, Role: x, Environment: { Variables: { DB_PASSWORD: ${VARIABLE}, ENDPOINT: '${FORM}' } } }
  Parameter: { Type: AWS::SSM::Parameter, Properties: { Type: String, Name: /pay/password, Value: ${VARIABLE} } }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties: { ContainerDefinitions: [{ Name: app, Image: x, Environment: [{ Name: DB_PASSWORD, Value: ${VARIABLE} }] }] }
Conditions: { Old: !Equals [!Ref AWS::Region, eu-west-1] }
`;

afterEach(removeFolders);

// Reports go to logs, tickets and code scanning: many read them.
test.each(systems().flatMap((system) => ['text', 'json', 'markdown', 'sarif', 'html'].map((format) => [system, format])))('no secret of the template is in a report: %s, %s', (system, format) => {
  const folder = folderOf({ 'candidate.yaml': TEMPLATE });
  const { code, stdout, stderr } = cli(['compare', `${folder}/candidate.yaml`, '--system', system, '--format', format]);
  expect(code).toBe(0);
  expect(stdout.length).toBeGreaterThan(1000);
  expect(SECRETS.filter((secret) => `${stdout}${stderr}`.includes(secret))).toEqual([]);
});
