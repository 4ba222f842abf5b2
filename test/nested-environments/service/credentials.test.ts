import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import type { Config } from '../../../src/nested-environments/service/config';
import { credentialSource } from '../../../src/nested-environments/service/credentials';

const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:database-AbCdEf';
const SECRET = { username: 'payments', password: 'first', host: 'db.internal', port: 5_432, dbname: 'payments' };
const CREDENTIALS = { user: 'payments', password: 'first', host: 'db.internal', port: 5_432, database: 'payments' };
const manager = mockClient(SecretsManagerClient);
const config = (settings: Partial<Config>): Config => settings as Config;

beforeEach(() => manager.reset());

test('the ARN wins, and each call reads anew', async () => {
  manager.on(GetSecretValueCommand, { SecretId: ARN })
    .resolvesOnce({ SecretString: JSON.stringify(SECRET) })
    .resolves({ SecretString: JSON.stringify({ ...SECRET, password: 'second' }) });
  const source = credentialSource(config({ DATABASE_SECRET_ARN: ARN, DATABASE_SECRET: { ...SECRET, password: 'injected' } }));
  expect(await source()).toEqual(CREDENTIALS);
  expect(await source()).toEqual({ ...CREDENTIALS, password: 'second' });
});

test('an injected secret is used where there is no ARN; host, port and name can be others', async () => {
  expect(await credentialSource(config({ DATABASE_SECRET: SECRET }))()).toEqual(CREDENTIALS);
  const settings = { DATABASE_SECRET: SECRET, DATABASE_HOST: 'proxy.internal', DATABASE_PORT: 6_432, DATABASE_NAME: 'other' };
  expect(await credentialSource(config(settings))()).toEqual({ ...CREDENTIALS, host: 'proxy.internal', port: 6_432, database: 'other' });
  await expect(credentialSource(config({}))()).rejects.toThrow('There is no secret');
});

test.each([
  ['{"username":"payments","password":', 'is not JSON'],
  ['{"username":"payments","host":"h"}', 'password is missing'],
  [JSON.stringify({ ...SECRET, host: undefined }), 'names no host'],
  [JSON.stringify({ ...SECRET, dbname: undefined }), 'names no dbname'],
  [undefined, 'is not JSON'],
])('fails when the secret is %s, without saying what is in it', async (SecretString, fault) => {
  manager.on(GetSecretValueCommand).resolves({ SecretString });
  await expect(credentialSource(config({ DATABASE_SECRET_ARN: ARN }))()).rejects.toThrow(fault);
});
