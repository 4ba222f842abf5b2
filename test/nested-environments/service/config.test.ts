import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ConfigError, readConfig } from '../../../src/nested-environments/service/config';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'config-'));
const CA = path.join(folder, 'ca.pem');
const NO_CA = path.join(folder, 'empty.pem');
fs.writeFileSync(CA, '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n');
fs.writeFileSync(NO_CA, '<html>');
afterAll(() => fs.rmSync(folder, { recursive: true }));

const SECRET = { username: 'payments', password: 'hunter2-hunter2', host: 'db.internal', port: '5433', dbname: 'payments' };
const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:database-AbCdEf';
const faultsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.message).not.toContain('hunter2');
    return error.faults;
  }
};
const base = { DATABASE_SECRET: JSON.stringify(SECRET), DATABASE_CA_FILE: CA };

test('the defaults are those of the documentation', () => {
  expect(readConfig({ DATABASE_SECRET_ARN: ARN, DATABASE_CA_FILE: 'system' })).toEqual({
    PORT: 8080,
    LISTEN_HOST: '0.0.0.0',
    LOG_LEVEL: 'info',
    DATABASE_SECRET_ARN: ARN,
    DATABASE_TLS: 'verify-full',
    DATABASE_CA_FILE: 'system',
    DATABASE_POOL_SIZE: 10,
    DATABASE_CONNECT_TIMEOUT_MS: 2_000,
    DATABASE_STATEMENT_TIMEOUT_MS: 5_000,
    DRAIN_DELAY_MS: 5_000,
    STOP_TIMEOUT_MS: 25_000,
    ca: undefined,
  });
});

test('an injected secret is read, its port as a number', () => {
  const config = readConfig(base);
  expect(config.DATABASE_SECRET).toEqual({ ...SECRET, port: 5_433 });
  expect(config.ca).toContain('BEGIN CERTIFICATE');
  expect(faultsOf({ ...base, DATABASE_TLS: 'disable', DATABASE_CA_FILE: '/none' })).toEqual([]);
});

test('without certificate authorities there is no start: the default file is that of the image', () => {
  expect(faultsOf({ ...base, DATABASE_CA_FILE: undefined })).toEqual(['DATABASE_CA_FILE: /etc/ssl/rds/global-bundle.pem cannot be read']);
  expect(faultsOf({ ...base, DATABASE_CA_FILE: NO_CA })).toEqual([`DATABASE_CA_FILE: ${NO_CA} holds no certificate`]);
});

test('every fault is said at once', () => {
  expect(faultsOf({
    PORT: '80a',
    LOG_LEVEL: 'loud',
    DATABASE_SECRET_ARN: 'arn:aws:s3:::bucket',
    DATABASE_SECRET: 'hunter2',
    DATABASE_TLS: 'prefer',
    DATABASE_CA_FILE: '/none',
    DATABASE_POOL_SIZE: '0',
    DATABASE_STATEMENT_TIMEOUT_MS: '60000',
    DRAIN_DELAY_MS: '25000',
    STOP_TIMEOUT_MS: '',
  })).toEqual([
    'PORT: is not a whole number',
    'LOG_LEVEL: is none of debug, info, warn, error',
    'DATABASE_SECRET_ARN: is not the ARN of a secret',
    'DATABASE_SECRET: is not JSON',
    'DATABASE_TLS: is neither verify-full nor disable',
    'DATABASE_POOL_SIZE: is less than 1',
    'DATABASE_STATEMENT_TIMEOUT_MS: is more than 5000',
    'STOP_TIMEOUT_MS: is not a whole number',
    'DATABASE_CA_FILE: /none cannot be read',
  ]);
});

test.each([
  ['no secret at all', { DATABASE_SECRET: undefined }, ['DATABASE_SECRET_ARN: is missing, and so is DATABASE_SECRET']],
  ['a list', { DATABASE_SECRET: '[]' }, ['DATABASE_SECRET: is not a JSON object']],
  ['fields missing', { DATABASE_SECRET: '{"port":0}' }, [
    'DATABASE_SECRET.username: is missing', 'DATABASE_SECRET.password: is missing', 'DATABASE_SECRET.port: is not a port',
  ]],
  ['neither host nor dbname', { DATABASE_SECRET: JSON.stringify({ username: 'a', password: 'b' }) }, [
    'DATABASE_SECRET: names no host, and there is no DATABASE_HOST', 'DATABASE_SECRET: names no dbname, and there is no DATABASE_NAME',
  ]],
  ['a drain as long as the stop', { DRAIN_DELAY_MS: '9000', STOP_TIMEOUT_MS: '9000' }, ['DRAIN_DELAY_MS: is not less than STOP_TIMEOUT_MS']],
])('refused: %s', (_name, change, faults) => {
  expect(faultsOf({ ...base, ...change })).toEqual(faults);
});
