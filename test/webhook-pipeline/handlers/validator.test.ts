import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import {
  adyenRequest, hmacRequest, HMAC_KEY, opensslHmac, paypalDownloadRequest, paypalRequest, RECEIVED_AT, squareRequest, stripeRequest, STRIPE_SECRET,
} from './support/signed-requests';
import { parseEnvironment } from '../../../src/hardened/handlers/environment';
import { validatorEnvironment, type ProviderConfig } from '../../../src/webhook-pipeline/handlers/contract';
import type { SignatureInput } from '../../../src/webhook-pipeline/handlers/signatures';
import { queueableText } from '../../../src/webhook-pipeline/handlers/webhook-request';
import { startSqsEmulator, type SqsEmulator } from '../../hardened/handlers/support/sqs-emulator';

const MAX_BODY_BYTES = 4_096;
const UNAUTHORIZED = { statusCode: 401, headers: { 'content-type': 'application/json' }, body: '{"message":"Unauthorized"}' };
const context = { functionName: 'validator', memoryLimitInMB: '256', awsRequestId: 'invocation' } as Context;

const secrets = mockClient(SecretsManagerClient);
let values: Record<string, string>;
let sqs: SqsEmulator;
let queueUrl: string;
let silent: Server;
let handler: (event: unknown, context: Context) => Promise<APIGatewayProxyResult>;

const provider = (id: string, scheme: ProviderConfig['scheme'], more: Partial<ProviderConfig> = {}) =>
  ({ id, scheme, secretId: id, queueUrl, toleranceSeconds: 300, ...more });

beforeAll(async () => {
  sqs = await startSqsEmulator();
  queueUrl = await sqs.createQueue('webhooks');
  silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    POWERTOOLS_SERVICE_NAME: 'validator',
    POWERTOOLS_METRICS_NAMESPACE: 'Test',
    // Powertools then writes to the console that the tests watch.
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
    MAX_BODY_BYTES: String(MAX_BODY_BYTES),
    PROVIDERS: JSON.stringify([
      provider('stripe', 'stripe'), provider('adyen', 'adyen'), provider('square', 'square'), provider('hmac', 'hmac'),
      provider('paypal', 'paypal', { certificates: 'pinned' }), provider('paypal-fetch', 'paypal', { certificates: 'fetch' }),
      provider('rotating', 'hmac'), provider('limited', 'hmac'), provider('failing', 'hmac'), provider('no-secret', 'hmac'), provider('placeholder', 'hmac'),
      provider('not-json', 'hmac'), provider('number', 'hmac'), provider('adyen-text-key', 'adyen'),
      provider('no-queue', 'hmac', { queueUrl: 'http://127.0.0.1:1/000000000000/none' }),
      provider('silent-queue', 'hmac', { queueUrl: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/000000000000/none` }),
    ]),
  });
  // Only now: the module reads its environment as it loads.
  ({ handler } = jest.requireActual<typeof import('../../../src/webhook-pipeline/handlers/validator')>('../../../src/webhook-pipeline/handlers/validator'));
});

afterAll(async () => {
  silent.close();
  await sqs.stop();
});

const output: string[] = [];
beforeEach(() => {
  const generic = JSON.stringify({ current: HMAC_KEY });
  values = {
    'stripe': JSON.stringify({ current: STRIPE_SECRET }),
    'adyen': JSON.stringify(adyenRequest().secret),
    'square': JSON.stringify(squareRequest().secret),
    'paypal': JSON.stringify(paypalRequest().secret),
    'paypal-fetch': JSON.stringify({ current: paypalRequest().secret.current }),
    'hmac': generic,
    'limited': generic,
    'failing': generic,
    'no-queue': generic,
    'silent-queue': generic,
    'placeholder': JSON.stringify({ current: 'REPLACE-WITH-THE-SECRET' }),
    'not-json': `{"current": ${HMAC_KEY}`,
    'number': '42',
    'adyen-text-key': generic,
  };
  secrets.reset();
  secrets.on(GetSecretValueCommand).callsFake(({ SecretId }: { SecretId: string }) => {
    if (!(SecretId in values)) throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
    return { SecretString: values[SecretId] };
  });
  output.length = 0;
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    jest.spyOn(console, method).mockImplementation((...line: unknown[]) => void output.push(line.map(String).join(' ')));
  }
});
afterEach(async () => {
  jest.restoreAllMocks();
  await sqs.drain(queueUrl);
});

/** As API Gateway's REST API sends it, apart from what the validator never reads. */
const event = (id: string, { body, headers }: Pick<SignatureInput, 'body' | 'headers'>, more: object = {}) => ({
  resource: `/webhooks/${id}`,
  path: `/webhooks/${id}`,
  httpMethod: 'POST',
  headers,
  body: body.toString(),
  isBase64Encoded: false,
  requestContext: { requestId: 'request-1', requestTimeEpoch: RECEIVED_AT, domainName: 'api.example.com', path: '/prod/webhooks/provider' },
  ...more,
});
const call = (id: string, request: Pick<SignatureInput, 'body' | 'headers'>, more: object = {}) => handler(event(id, request, more), context);
const signed = (body: string | Buffer, key = HMAC_KEY) =>
  ({ body: Buffer.from(body), headers: { 'x-hub-signature-256': `sha256=${opensslHmac(key, body).toString('hex')}` } });
/** The fields of every metric with this name. */
const metric = (name: string) => output.filter((line) => line.includes('"_aws"')).map((line) => JSON.parse(line) as Record<string, unknown>)
  .filter((line) => name in line);
const fetches = (id: string) => secrets.commandCalls(GetSecretValueCommand, { SecretId: id }).length;

describe('WH-12 genuine requests', () => {
  it.each([
    ['stripe', stripeRequest], ['adyen', adyenRequest], ['square', squareRequest], ['hmac', hmacRequest], ['paypal', paypalRequest],
  ] as const)('%s: is on the queue as it came, with its attributes', async (id, request) => {
    const genuine = request();
    const response = await call(id, genuine);

    expect(response.statusCode).toBe(200);
    expect(response.body).toBe(id === 'adyen' ? '[accepted]' : '{"received":true}');
    const messages = await sqs.drain(queueUrl);
    expect(messages).toHaveLength(1);
    expect(messages[0].Body).toBe(genuine.body.toString());
    expect(Object.fromEntries(Object.entries(messages[0].MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]))).toEqual({
      receivedAt: String(RECEIVED_AT),
      requestId: 'request-1',
      url: 'https://api.example.com/prod/webhooks/provider',
    });
    expect(metric('WebhookAccepted')).toEqual([expect.objectContaining({ provider: id, service: 'validator', WebhookAccepted: 1 })]);
  });

  it.each([
    ['a byte order mark', '\uFEFF{"a":1}'],
    ['several scripts', '{"a":"Grüße, 支付"}'],
    ['white space that JSON ignores', '{\r\n\t"a" : 1 }\n'],
    ['malformed JSON: it is evidence', '{"a":'],
  ])('base64 body with %s arrives byte for byte', async (_, text) => {
    const request = signed(text);
    const response = await call('hmac', request, { body: request.body.toString('base64'), isBase64Encoded: true });
    expect(response.statusCode).toBe(200);
    expect((await sqs.drain(queueUrl)).map(({ Body }) => Body)).toEqual([text]);
  });

  it('an emoji may be queued: SQS takes it, though its emulator does not', () => {
    expect(queueableText(Buffer.from('{"a":"💳"}'))).toBe('{"a":"💳"}');
  });

  it('finds headers in any case', async () => {
    const { body, headers } = signed('{}');
    const response = await call('hmac', { body, headers: { 'X-Hub-Signature-256': headers['x-hub-signature-256'] } });
    expect(response.statusCode).toBe(200);
  });

  it('finds the provider in the path where the resource is a pattern', async () => {
    const response = await call('hmac', signed('{}'), { resource: '/{proxy+}' });
    expect(response.statusCode).toBe(200);
  });

  it('reads a secret once for many requests', async () => {
    await call('square', squareRequest());
    const before = fetches('square');
    await call('square', squareRequest());
    expect(fetches('square')).toBe(before);
  });
});

describe('WH-12 fails with 401', () => {
  it.each([
    ['the signature is missing', 'missing', { body: Buffer.from('{"card":"4111111111111111"}'), headers: {} }],
    ['the signature is malformed', 'malformed', { body: Buffer.from('{"card":"4111111111111111"}'), headers: { 'stripe-signature': 'forged-value' } }],
    ['the body was changed', 'mismatch', { ...stripeRequest(), body: Buffer.from('{"card":"4111111111111111"}') }],
    ['the secret is another', 'mismatch', stripeRequest(undefined, 'whsec_another_secret')],
    ['the signature is old', 'stale', stripeRequest(RECEIVED_AT / 1000 - 301)],
    ['the signature is from the future', 'stale', stripeRequest(RECEIVED_AT / 1000 + 301)],
  ])('when %s, without detail, and leaves nothing on the queue', async (_, reason, request) => {
    expect(await call('stripe', request)).toEqual(UNAUTHORIZED);
    expect(await sqs.drain(queueUrl)).toEqual([]);
    expect(metric('SignatureRejected')).toEqual([expect.objectContaining({ provider: 'stripe', SignatureRejected: 1 })]);
    // The alarms (WH-14) look for these dimensions and no other.
    const [{ _aws }] = metric('SignatureRejected') as Array<{ _aws?: { CloudWatchMetrics: Array<{ Dimensions: string[][] }> } }>;
    expect(_aws?.CloudWatchMetrics[0].Dimensions).toEqual([['service', 'provider']]);
    expect(metric('WebhookAccepted')).toEqual([]);

    const log = output.join('\n');
    expect(log).toContain(`"reason": "${reason}"`);
    for (const confidential of ['41111111', 'evt_1', 'forged-value', 'v1=', STRIPE_SECRET]) expect(log).not.toContain(confidential);
  });

  it('when a certificate is not trusted', async () => {
    const request = paypalRequest();
    expect(await call('paypal', { ...request, headers: { ...request.headers, 'paypal-cert-url': 'https://evil.example.com/cert' } })).toEqual(UNAUTHORIZED);
  });
});

describe('WH-12 rotation', () => {
  const later = (seconds: number) => {
    const now = Date.now() + seconds * 1000;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  };

  it('a signature by a new secret is accepted as soon as the cached one is 30 s old', async () => {
    values.rotating = JSON.stringify({ current: 'the-old-secret' });
    expect((await call('rotating', signed('{}', 'the-old-secret'))).statusCode).toBe(200);
    values.rotating = JSON.stringify({ current: 'the-new-secret', previous: 'the-old-secret' });
    expect((await call('rotating', signed('{}', 'the-new-secret'))).statusCode).toBe(401);
    later(31);
    expect((await call('rotating', signed('{}', 'the-new-secret'))).statusCode).toBe(200);
    expect((await call('rotating', signed('{}', 'the-old-secret'))).statusCode).toBe(200);
    expect(fetches('rotating')).toBe(2);
  });

  it('a flood of forgeries fetches the secret at most once in 30 s', async () => {
    await call('limited', signed('{}', 'forged'));
    later(31);
    for (let i = 0; i < 5; i++) expect((await call('limited', signed('{}', 'forged'))).statusCode).toBe(401);
    expect(fetches('limited')).toBe(2);
    later(31);
    await call('limited', signed('{}', 'forged'));
    expect(fetches('limited')).toBe(3);
  });

  it('a flood of forgeries does not hammer Secrets Manager while it fails', async () => {
    await call('failing', signed('{}'));
    later(31);
    delete values.failing;
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await call('failing', signed('{}', 'forged'))).statusCode);
    expect(statuses).toEqual([503, 401, 401]);
    expect(fetches('failing')).toBe(2);
  });
});

describe('WH-01 requests that nobody could have signed', () => {
  it('unknown provider is refused with 404 and adds no dimension', async () => {
    expect(await call('nobody', signed('{}'))).toMatchObject({ statusCode: 404, body: '{}' });
    expect(output.join()).not.toContain('nobody');
  });

  it('body over the limit is refused with 413 and leaves nothing on the queue', async () => {
    expect((await call('hmac', signed('x'.repeat(MAX_BODY_BYTES + 1)))).statusCode).toBe(413);
    // Bytes count, not characters.
    expect((await call('hmac', signed('é'.repeat(MAX_BODY_BYTES / 2 + 1)))).statusCode).toBe(413);
    expect(await sqs.drain(queueUrl)).toEqual([]);
    expect((await call('hmac', signed('x'.repeat(MAX_BODY_BYTES)))).statusCode).toBe(200);
    expect(await sqs.drain(queueUrl)).toHaveLength(1);
  });

  it.each([[null, false], ['', false], ['=', true]])('body %p is refused with 400', async (body, isBase64Encoded) => {
    expect((await call('hmac', signed(''), { body, isBase64Encoded })).statusCode).toBe(400);
  });

  it.each([
    ['is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['holds half a surrogate pair', Buffer.from([0xed, 0xa0, 0x80])],
    ['holds NUL', Buffer.from('{"a":"\u0000"}')],
    ['holds a control character', Buffer.from('{"a":"\u001b"}')],
    ['holds U+FFFE', Buffer.from('{"a":"\uFFFE"}')],
  ])('body that %s is refused with 400, although it is signed', async (_, body) => {
    const response = await call('hmac', signed(body), { body: body.toString('base64'), isBase64Encoded: true });
    expect(response.statusCode).toBe(400);
    expect(await sqs.drain(queueUrl)).toEqual([]);
  });
});

describe('WH-12 answers 503 so that the provider tries again', () => {
  const expectFailure = (response: APIGatewayProxyResult, id: string) => {
    expect(response).toMatchObject({ statusCode: 503, body: '{"message":"Service Unavailable"}' });
    expect(metric('WebhookFailed')).toEqual([expect.objectContaining({ provider: id, WebhookFailed: 1 })]);
    expect(output.join('\n')).not.toContain(HMAC_KEY);
  };

  it.each([
    ['no-secret', 'GetParameterError'],
    ['placeholder', 'current: is a placeholder'],
    ['not-json', 'is not JSON'],
    ['number', 'is not a JSON object'],
  ])('where the secret is unusable: %s', async (id, fault) => {
    expectFailure(await call(id, signed('{}')), id);
    expect(output.join('\n')).toContain(fault);
    expect(await sqs.drain(queueUrl)).toEqual([]);
  });

  it("where Adyen's key is not hex", async () => {
    expectFailure(await call('adyen-text-key', adyenRequest()), 'adyen-text-key');
  });

  it('where a certificate cannot be downloaded', async () => {
    jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'));
    const request = paypalDownloadRequest('https://api.paypal.com/v1/notifications/certs/CERT-unreachable');
    expectFailure(await call('paypal-fetch', request), 'paypal-fetch');
  });

  it('where the queue cannot be reached', async () => {
    expectFailure(await call('no-queue', signed('{}')), 'no-queue');
  });

  it('where the queue does not answer, well before API Gateway gives up', async () => {
    const start = performance.now();
    expectFailure(await call('silent-queue', signed('{}')), 'silent-queue');
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it('where the event is none of a REST API, without its content in the log', async () => {
    expectFailure(await handler({ version: '2.0', body: 'confidential' }, context), 'unknown');
    expect(output.join('\n')).not.toContain('confidential');
  });
});

describe('WH-12 environment', () => {
  it('names every fault at once', () => {
    expect(() => parseEnvironment(validatorEnvironment, { PROVIDERS: 'not json', MAX_BODY_BYTES: '-1' }))
      .toThrow(/PROVIDERS: is not JSON; MAX_BODY_BYTES: /);
  });

  it('refuses a provider without a queue', () => {
    const PROVIDERS = JSON.stringify([{ id: 'a', scheme: 'hmac', secretId: 'a', toleranceSeconds: 300 }]);
    expect(() => parseEnvironment(validatorEnvironment, { PROVIDERS, MAX_BODY_BYTES: '1' })).toThrow(/PROVIDERS\.0\.queueUrl/);
  });
});
