import './support/environment';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { payment } from './support/payment';
import { createHandler, HALF_OPEN_AFTER_MS } from '../../../src/webhook-pipeline/handlers/dispatcher';
import { captureOutput, metricsIn } from '../../hardened/handlers/support/lambda';

const input = { payment: payment(), outcome: 'PROCESSED' };
const sns = mockClient(SNSClient);
let output: ReturnType<typeof captureOutput>;

/** The receiver: how it answers, and what it got. */
let answer: (response: ServerResponse) => void;
let requests: { headers: IncomingMessage['headers']; body: string }[];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
  request.on('end', () => {
    requests.push({ headers: request.headers, body });
    answer(response);
  });
});
const status = (code: number, headers = {}) => (response: ServerResponse) => { response.writeHead(code, headers).end('{}'); };

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});
beforeEach(() => {
  requests = [];
  answer = status(200);
  sns.reset();
  output = captureOutput();
});
afterEach(() => {
  output.restore();
  jest.restoreAllMocks();
});

const endpoint = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
const http = (timeoutMs = 2_000) => createHandler({ type: 'http', endpoint: endpoint(), timeoutMs });
const faultOf = (result: Promise<void>) => result.then(() => 'none', (error: Error) => error.name);

test('WH-15 a payment is posted once, with a key by which a repetition is recognised', async () => {
  await http()(input);
  expect(requests).toHaveLength(1);
  expect(requests[0].headers).toMatchObject({
    'content-type': 'application/json', 'idempotency-key': 'shop#evt_1#PROCESSED', 'x-correlation-id': 'request-1',
  });
  expect(JSON.parse(requests[0].body)).toEqual(input);
  expect(metricsIn(output.text())).toEqual({ NotificationSent: 1 });
});

test.each([
  [500, 'RetryableNotificationError'], [502, 'RetryableNotificationError'], [503, 'RetryableNotificationError'], [408, 'RetryableNotificationError'],
  [425, 'RetryableNotificationError'], [429, 'RetryableNotificationError'],
  [400, 'PermanentNotificationError'], [401, 'PermanentNotificationError'], [404, 'PermanentNotificationError'], [410, 'PermanentNotificationError'],
])('WH-15 answer %d is a %s', async (code, name) => {
  answer = status(code);
  expect(await faultOf(http()(input))).toBe(name);
  expect(metricsIn(output.text())).toEqual({ [name]: 1 });
});

test('WH-15 a redirect is not followed', async () => {
  answer = status(307, { location: endpoint() });
  expect(await faultOf(http()(input))).toBe('PermanentNotificationError');
  expect(requests).toHaveLength(1);
});

test('WH-15 a receiver that hangs, hangs up or is not there: retry', async () => {
  answer = () => undefined;
  const begun = Date.now();
  expect(await faultOf(http(100)(input))).toBe('RetryableNotificationError');
  expect(Date.now() - begun).toBeLessThan(1_500);
  answer = response => response.destroy();
  expect(await faultOf(http()(input))).toBe('RetryableNotificationError');
  expect(await faultOf(createHandler({ type: 'http', endpoint: 'http://127.0.0.1:1/', timeoutMs: 500 })(input))).toBe('RetryableNotificationError');
});

test('WH-15 a broken input is permanent, named by field, and not sent', async () => {
  const result = http()({ ...input, payment: { ...input.payment, currency: 'EURO' } });
  await expect(result).rejects.toMatchObject({ name: 'PermanentNotificationError', message: 'input: payment.currency' });
  expect(requests).toHaveLength(0);
});

describe('WH-15 circuit breaker', () => {
  const fail = async (handle: ReturnType<typeof http>, times: number) => {
    for (let time = 0; time < times; time += 1) expect(await faultOf(handle(input))).not.toBe('CircuitOpenError');
  };

  test('WH-15 opens after five failures in a row, tries again after its pause, closes on success', async () => {
    const handle = http();
    answer = status(500);
    await fail(handle, 5);
    expect(await faultOf(handle(input))).toBe('CircuitOpenError');
    expect(requests).toHaveLength(5);

    const opened = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(opened + HALF_OPEN_AFTER_MS + 100);
    // Half open: one attempt, whose failure opens it again.
    expect(await faultOf(handle(input))).toBe('RetryableNotificationError');
    expect(await faultOf(handle(input))).toBe('CircuitOpenError');
    expect(requests).toHaveLength(6);

    clock.mockReturnValue(opened + 2 * HALF_OPEN_AFTER_MS + 200);
    answer = status(200);
    expect(await faultOf(handle(input))).toBe('none');
    answer = status(500);
    await fail(handle, 5);
    expect(requests).toHaveLength(12);
  });

  test('WH-15 a success in between starts the count again', async () => {
    const handle = http();
    for (let round = 0; round < 3; round += 1) {
      answer = status(500);
      await fail(handle, 4);
      answer = status(200);
      expect(await faultOf(handle(input))).toBe('none');
    }
  });

  test('WH-15 permanent errors never open it: they say nothing about the receiver\'s health', async () => {
    const handle = http();
    answer = status(400);
    await fail(handle, 12);
    answer = status(200);
    expect(await faultOf(handle(input))).toBe('none');
  });
});

describe('WH-15 topic', () => {
  const handle = createHandler({ type: 'sns', topicArn: 'arn:aws:sns:us-east-1:111111111111:payments' });
  const serviceError = (name: string, httpStatusCode?: number) => Object.assign(new Error('refused'), { name, $metadata: { httpStatusCode } });

  test('WH-15 publishes the payment with attributes to filter by', async () => {
    sns.on(PublishCommand).resolves({ MessageId: '1' });
    await handle({ ...input, outcome: 'REJECTED' });
    const [{ args: [command] }] = sns.commandCalls(PublishCommand);
    expect(JSON.parse(command.input.Message ?? '')).toEqual({ ...input, outcome: 'REJECTED' });
    expect(command.input.MessageAttributes).toMatchObject({ outcome: { StringValue: 'REJECTED' }, idempotencyKey: { StringValue: 'shop#evt_1#REJECTED' } });
  });

  test.each([
    ['ThrottledException', 429, 'RetryableNotificationError'], ['KMSThrottlingException', 400, 'RetryableNotificationError'],
    ['InternalErrorException', 500, 'RetryableNotificationError'], ['TimeoutError', undefined, 'RetryableNotificationError'],
    ['InvalidParameterException', 400, 'PermanentNotificationError'], ['NotFoundException', 404, 'PermanentNotificationError'],
    ['AuthorizationErrorException', 403, 'PermanentNotificationError'],
  ])('WH-15 %s (%s) is a %s', async (name, code, expected) => {
    sns.on(PublishCommand).rejects(serviceError(name, code));
    expect(await faultOf(handle(input))).toBe(expected);
  });
});
