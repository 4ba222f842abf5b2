import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { ARN } from './support/environment';
import { CREDENTIALS, SECRET } from './support/payment';
import { migratedEnvironment } from '../../../src/migration/handlers/contract';
import { DatabaseCredentials } from '../../../src/migration/handlers/credentials';
import { captureOutput, metricsIn } from '../../hardened/handlers/support/lambda';

const manager = mockClient(SecretsManagerClient);
const secret = (change: object) => ({ SecretString: JSON.stringify({ ...SECRET, ...change }) });
const is = (stage: string, answer: object) => manager.on(GetSecretValueCommand, { SecretId: ARN, VersionStage: stage }).resolves(answer);
const isNone = (stage: string) => manager.on(GetSecretValueCommand, { SecretId: ARN, VersionStage: stage })
  .rejects(new ResourceNotFoundException({ message: 'no such stage', $metadata: {} }));
const create = (overrides: object = {}) => new DatabaseCredentials(migratedEnvironment.parse({ DATABASE_SECRET_ARN: ARN, ...overrides }));
async function others(credentials: DatabaseCredentials): Promise<string[]> {
  const passwords: string[] = [];
  for await (const { password } of credentials.others(CREDENTIALS)) passwords.push(password);
  return passwords;
}

beforeEach(() => {
  manager.reset();
  is('AWSCURRENT', secret({}));
  isNone('AWSPENDING');
});

test('MG-05 the secret is read once, and its host can be a proxy', async () => {
  const credentials = create({ DATABASE_HOST: 'proxy.internal', DATABASE_NAME: 'other' });
  for (let n = 0; n < 2; n += 1) expect(await credentials.current()).toEqual({ ...CREDENTIALS, host: 'proxy.internal', database: 'other' });
  expect(manager.calls()).toHaveLength(1);
  is('AWSCURRENT', secret({ port: undefined }));
  expect(await create().current()).toEqual(CREDENTIALS);
});

test.each([
  ['rotated', 'second', undefined, ['second']], ['between the password and the secret', 'first', 'second', ['second']],
  ['rotated twice', 'second', 'third', ['second', 'third']], ['as it was', 'first', undefined, []], ['as it was, with what a failed rotation left', 'first', 'first', []],
])('MG-05 what else may be valid when the secret is %s', async (_case, current, pending, expected) => {
  is('AWSCURRENT', secret({ password: current }));
  if (pending) is('AWSPENDING', secret({ password: pending }));
  expect(await others(create())).toEqual(expected);
});

test('MG-05 a pending version that is only being made is none', async () => {
  is('AWSPENDING', { SecretString: '{"username":' });
  expect(await others(create())).toEqual([]);
});

test('MG-05 what was accepted is used from then on', async () => {
  const output = captureOutput();
  const credentials = create();
  credentials.accept({ ...CREDENTIALS, password: 'second' });
  expect((await credentials.current()).password).toBe('second');
  expect(output.text()).toContain('credentials were renewed');
  expect(output.text()).not.toContain('second');
  expect(metricsIn(output.text())).toEqual({});
  output.restore();
});

test('MG-05 fails when the secret cannot be read, or is none: the one passes, the other is to be mended', async () => {
  isNone('AWSCURRENT');
  await expect(create().current()).rejects.toMatchObject({ name: 'DatabaseError', fault: 'unavailable', code: 'SECRET_ResourceNotFoundException' });
  is('AWSCURRENT', { SecretString: '{"username": "payments", "password": ' });
  await expect(create().current()).rejects.toMatchObject({ name: 'SecretUnusableError', message: 'The secret is unusable: is not JSON' });
  is('AWSCURRENT', secret({ host: undefined }));
  await expect(create().current()).rejects.toThrow('names no host');
});
