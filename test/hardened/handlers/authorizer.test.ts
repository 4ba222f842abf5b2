import './support/environment';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { captureOutput, context, metricsIn } from './support/lambda';
import { authorizerEnvironment, createHandler } from '../../../src/hardened/handlers/authorizer';
import { MAX_AGE_MS, REFRESH_AFTER_MS } from '../../../src/hardened/handlers/token-source';

const CURRENT = 'current-token-0123456789';
const PREVIOUS = 'previous-token-0123456789';
const NEXT = 'next-token-0123456789abcdef';
const STAGE = 'arn:aws:execute-api:us-east-1:111111111111:abcdef/prod';
const METHOD_ARN = `${STAGE}/POST/payments`;

const secrets = mockClient(SecretsManagerClient);
let output: ReturnType<typeof captureOutput>;

const authorizer = (overrides: Record<string, string> = {}) =>
  createHandler(authorizerEnvironment.parse({ TOKEN_SECRET_ID: 'token', ...overrides }));
type Authorizer = ReturnType<typeof authorizer>;

const holds = (value: unknown) => secrets.on(GetSecretValueCommand).resolves({ SecretString: typeof value === 'string' ? value : JSON.stringify(value) });
const token = (authorizationToken: string, methodArn = METHOD_ARN) => ({ type: 'TOKEN', authorizationToken, methodArn });
const effect = async (handle: Authorizer, value: string) => {
  const { policyDocument: { Statement: [statement] } } = await handle(token(`Bearer ${value}`), context());
  return statement.Effect;
};
const fetches = () => secrets.commandCalls(GetSecretValueCommand).length;

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00Z'), doNotFake: ['nextTick', 'performance', 'setImmediate', 'setTimeout'] });
  secrets.reset();
  holds({ current: CURRENT, previous: PREVIOUS });
  output = captureOutput();
});
afterEach(() => {
  const text = output.text();
  output.restore();
  jest.useRealTimers();
  // In whatever happened.
  for (const secret of [CURRENT, PREVIOUS, NEXT]) expect(text).not.toContain(secret);
});

test('DR-03 the current token opens every method of the stage, and nothing else', async () => {
  const result = await authorizer()(token(`Bearer ${CURRENT}`), context());
  expect(result).toEqual({
    principalId: 'token-current',
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${STAGE}/*` }] },
  });
  expect(metricsIn(output.text())).toEqual({ TokenAccepted: 1 });
});

test('DR-03 the previous token too, which is counted, until the secret holds it no more', async () => {
  const handle = authorizer();
  expect(await handle(token(`bearer  ${PREVIOUS}`), context())).toMatchObject({ principalId: 'token-previous' });
  expect(metricsIn(output.text())).toEqual({ PreviousTokenUsed: 1 });

  holds({ current: CURRENT });
  jest.advanceTimersByTime(MAX_AGE_MS);
  expect(await effect(handle, PREVIOUS)).toBe('Deny');
});

test('DR-03 a REQUEST authorizer reads the header, in whatever case it came', async () => {
  const request = (headers: Record<string, string> | null) => ({ type: 'REQUEST', methodArn: METHOD_ARN, headers, queryStringParameters: {} });
  const handle = authorizer();
  expect(await handle(request({ AUTHORIZATION: `Bearer ${CURRENT}` }), context())).toMatchObject({ principalId: 'token-current' });
  expect(await handle(request(null), context())).toMatchObject({ principalId: 'nobody' });
});

test('DR-03 another header holds the token alone', async () => {
  const handle = authorizer({ TOKEN_HEADER: 'X-Api-Key' });
  const request = (headers: Record<string, string>) => ({ type: 'REQUEST', methodArn: METHOD_ARN, headers });
  expect(await handle(request({ 'x-api-key': CURRENT }), context())).toMatchObject({ principalId: 'token-current' });
  expect(await handle(request({ 'x-api-key': `Bearer ${CURRENT}` }), context())).toMatchObject({ principalId: 'nobody' });
});

test.each([
  ['another', `Bearer ${NEXT}`], ['its beginning', `Bearer ${CURRENT.slice(0, -1)}`], ['one character more', `Bearer ${CURRENT}0`],
  ['another case', `Bearer ${CURRENT.toUpperCase()}`], ['no scheme', CURRENT], ['another scheme', `Basic ${CURRENT}`], ['two tokens', `Bearer ${CURRENT} ${CURRENT}`],
  ['none', 'Bearer '], ['nothing', ''],
])('DR-03 fails when the token is wrong: %s', async (_case, value) => {
  expect(await authorizer()(token(value), context())).toEqual({
    principalId: 'nobody',
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: `${STAGE}/*` }] },
  });
  expect(metricsIn(output.text())).toEqual({ TokenRefused: 1 });
});

describe('DR-03 the secret is read seldom', () => {
  test('DR-03 it is kept for five minutes', async () => {
    const handle = authorizer();
    await effect(handle, CURRENT);
    jest.advanceTimersByTime(MAX_AGE_MS - 1);
    await effect(handle, CURRENT);
    expect(fetches()).toBe(1);
    jest.advanceTimersByTime(1);
    await effect(handle, CURRENT);
    expect(fetches()).toBe(2);
  });

  test('DR-03 a new token is known at its first use, 30 s after the last look', async () => {
    const handle = authorizer();
    await effect(handle, CURRENT);
    holds({ current: NEXT, previous: CURRENT });
    jest.advanceTimersByTime(REFRESH_AFTER_MS);
    expect(await effect(handle, NEXT)).toBe('Allow');
    expect(await effect(handle, CURRENT)).toBe('Allow');
    expect(fetches()).toBe(2);
  });

  test('DR-03 a thousand wrong tokens cost one look in 30 s', async () => {
    const handle = authorizer();
    for (let index = 0; index < 1_000; index += 1) expect(await effect(handle, `wrong-${index}`)).toBe('Deny');
    expect(fetches()).toBe(1);
    jest.advanceTimersByTime(REFRESH_AFTER_MS);
    for (let index = 0; index < 10; index += 1) await effect(handle, `wrong-${index}`);
    expect(fetches()).toBe(2);
  });
});

describe('DR-03 Secrets Manager fails', () => {
  const UNAUTHORIZED = new Error('Unauthorized');

  test('DR-03 nothing is known: 401, which API Gateway does not remember, and a clear line in the log', async () => {
    secrets.on(GetSecretValueCommand).rejects(new Error('Rate exceeded'));
    const handle = authorizer();
    await expect(effect(handle, CURRENT)).rejects.toEqual(UNAUTHORIZED);
    expect(output.text()).toMatch(/The token cannot be read.*Rate exceeded/s);
    expect(metricsIn(output.text())).toEqual({ TokenUnreadable: 1, AuthorizerFailed: 1 });

    holds({ current: CURRENT });
    expect(await effect(handle, CURRENT)).toBe('Allow');
  });

  test('DR-03 what was known goes on working; of another token nothing can be said', async () => {
    const handle = authorizer();
    await effect(handle, CURRENT);
    secrets.on(GetSecretValueCommand).rejects(new Error('down'));
    jest.advanceTimersByTime(MAX_AGE_MS);
    expect(await effect(handle, CURRENT)).toBe('Allow');
    await expect(effect(handle, NEXT)).rejects.toEqual(UNAUTHORIZED);
    expect(fetches()).toBe(2);

    holds({ current: NEXT });
    jest.advanceTimersByTime(REFRESH_AFTER_MS);
    expect(await effect(handle, NEXT)).toBe('Allow');
  });

  test.each([
    ['no JSON', `{"current": "${CURRENT}"`, 'secret: is not JSON'],
    ['no object', `"${CURRENT}"`, 'secret: is not a JSON object'],
    ['too short', { current: 'short' }, 'current: Too small'],
    ['a placeholder', { current: 'REPLACE-WITH-THE-TOKEN' }, 'current: is a placeholder'],
    ['a placeholder beside it', { current: CURRENT, previous: 'REPLACE-WITH-THE-TOKEN' }, 'previous: is a placeholder'],
  ])('DR-03 fails when the secret is unusable: %s', async (_case, value, fault) => {
    holds(value);
    await expect(effect(authorizer(), CURRENT)).rejects.toEqual(UNAUTHORIZED);
    expect(output.text()).toContain(fault);
  });

  test('DR-03 a binary secret is unusable', async () => {
    secrets.on(GetSecretValueCommand).resolves({ SecretBinary: new Uint8Array([1]) });
    await expect(effect(authorizer(), CURRENT)).rejects.toEqual(UNAUTHORIZED);
  });

  test('DR-03 it hangs: answered within the function\'s 5 s', async () => {
    jest.useRealTimers();
    secrets.restore();
    const sockets: import('node:net').Socket[] = [];
    const silent: Server = createServer((socket) => { sockets.push(socket); }).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const startedAt = performance.now();
    await expect(effect(authorizer(), CURRENT)).rejects.toEqual(UNAUTHORIZED);
    expect(performance.now() - startedAt).toBeLessThan(4_900);
    delete process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER;
    sockets.forEach((socket) => socket.destroy());
    silent.close();
  });
});

test.each([
  ['another kind', { type: 'COGNITO', methodArn: METHOD_ARN, authorizationToken: `Bearer ${CURRENT}` }],
  ['another ARN', token(`Bearer ${CURRENT}`, 'arn:aws:lambda:us-east-1:111111111111:function:x')],
  ['no token', { type: 'TOKEN', methodArn: METHOD_ARN }],
  ['nothing', undefined],
])('DR-03 an event of %s is unauthorized, and logged without its token', async (_case, event) => {
  await expect(authorizer()(event, context())).rejects.toEqual(new Error('Unauthorized'));
  expect(output.text()).toContain('No event of an authorizer');
});
