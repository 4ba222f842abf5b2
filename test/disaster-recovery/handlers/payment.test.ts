import '../../hardened/handlers/support/environment';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { PutCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { apiEvent, CARD, PAYMENT, RECEIVED_AT, region } from './support/regions';
import { HALF_OPEN_AFTER_MS } from '../../../src/disaster-recovery/handlers/payment-table';
import { type DynamoDb, startDynamoDb } from '../../hardened/handlers/support/dynamodb';
import { captureOutput, metricsIn } from '../../hardened/handlers/support/lambda';
import { type SqsEmulator, startSqsEmulator } from '../../hardened/handlers/support/sqs-emulator';

let dynamodb: DynamoDb;
let sqs: SqsEmulator;
let tableName: string;
let queueUrl: string;
let output: ReturnType<typeof captureOutput>;
let testNumber = 0;

const PRIVATE = { ...PAYMENT, region: 'us-east-1', acceptedAt: RECEIVED_AT };
const VIEW = { status: 'ACCEPTED', ...PRIVATE, acceptedIn: ['us-east-1'] };
const metrics = () => {
  const { ColdStart: _cold, ...sums } = metricsIn(output.text());
  return sums;
};
const queued = async () => (await sqs.drain(queueUrl)).map(({ Body = '' }) => JSON.parse(Body) as unknown);
const here = (overrides: object = {}) => region({ tableName, queueUrl, ...overrides });

beforeAll(async () => {
  [dynamodb, sqs] = await Promise.all([startDynamoDb(), startSqsEmulator()]);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamodb.endpoint;
  process.env.AWS_ENDPOINT_URL_SQS = sqs.endpoint;
});
afterAll(() => Promise.all([dynamodb.stop(), sqs.stop()]));

beforeEach(async () => {
  testNumber += 1;
  tableName = `payments-${testNumber}`;
  await dynamodb.createTable(tableName, 'pk', 'sk');
  queueUrl = await sqs.createQueue(`failed-${testNumber}`);
  output = captureOutput();
});
afterEach(() => {
  output.restore();
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('DR-09 a payment is accepted once', () => {
  test('DR-09 the first request: 201, and an item of this Region', async () => {
    const { status, headers, body } = await here().post(PAYMENT);
    expect({ status, body }).toEqual({ status: 201, body: VIEW });
    expect(headers).toEqual({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'location': '/payments/pay_1',
      'idempotent-replayed': 'false',
      'x-correlation-id': 'order-7',
    });
    expect(await dynamodb.items(tableName)).toEqual([{
      pk: 'payment#pay_1',
      sk: 'us-east-1',
      ...PRIVATE,
      idempotencyKey: 'pay_1',
      correlationId: 'order-7',
      payloadHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      requestId: expect.stringMatching(/^request-/),
    }]);
    expect(metrics()).toEqual({ PaymentAccepted: 1 });
  });

  test('DR-09 a repetition: 200 with what is stored, whatever the order of the fields', async () => {
    const { post } = here();
    await post(PAYMENT);
    const reversed = '{"metadata": {"channel": "web", "shop": "Berlin"},\n "reference": "order 7", "currency": "EUR", "amount": 1050.0, "paymentId": "pay_1"}';
    const { status, headers, body } = await post(reversed);
    expect({ status, body }).toEqual({ status: 200, body: VIEW });
    expect(headers['idempotent-replayed']).toBe('true');
    expect(metrics()).toEqual({ PaymentAccepted: 1, PaymentRepeated: 1 });
  });

  test.each([
    ['amount', { amount: 1051 }], ['currency', { currency: 'USD' }], ['reference', { reference: undefined }], ['metadata', { metadata: { shop: 'Berlin' } }],
  ])('DR-09 the same id with another %s: 409, and nothing is changed', async (_field, change) => {
    const { post, get } = here();
    await post(PAYMENT);
    expect(await post({ ...PAYMENT, ...change })).toMatchObject({ status: 409, body: { title: 'The payment id belongs to another payment', status: 409 } });
    expect((await get('pay_1')).body).toEqual(VIEW);
    expect(metrics()).toEqual({ PaymentAccepted: 1, PaymentConflict: 1 });
  });

  test('DR-09 an idempotency key is part of the payment: with another it is another', async () => {
    const { post } = here();
    const key = (value: string) => ({ headers: { 'Idempotency-Key': value } });
    expect((await post(PAYMENT, key('k1'))).status).toBe(201);
    expect((await post(PAYMENT, key('k1'))).status).toBe(200);
    expect((await post(PAYMENT, key('k2'))).status).toBe(409);
    expect((await post(PAYMENT)).status).toBe(409);
    await post({ ...PAYMENT, paymentId: 'p2' });
    expect((await post({ ...PAYMENT, paymentId: 'p2' }, key('p2'))).status).toBe(200);
  });

  test('DR-09 fifty at once: one is accepted, and all get the same answer', async () => {
    const { post } = here();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(PAYMENT)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(49).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await dynamodb.items(tableName)).toHaveLength(1);
    expect(metrics()).toEqual({ PaymentAccepted: 1, PaymentRepeated: 49 });
  });

  test('DR-09 fifty at once that differ: one is accepted, the others conflict', async () => {
    const { post } = here();
    const answers = await Promise.all(Array.from({ length: 50 }, (_none, amount) => post({ ...PAYMENT, amount: amount + 1 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(49).fill(409)]);
    expect(await dynamodb.items(tableName)).toHaveLength(1);
  });

  test('DR-09 the SDK repeats a put whose answer was lost: still the first', async () => {
    const send = DynamoDBDocumentClient.prototype.send as (...args: unknown[]) => Promise<unknown>;
    jest.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(async function (this: unknown, ...args: unknown[]) {
      if (args[0] instanceof PutCommand) await send.apply(this, args);
      return send.apply(this, args);
    } as never);
    expect((await here().post(PAYMENT)).status).toBe(201);
    expect(metrics()).toEqual({ PaymentAccepted: 1 });
  });

  test('DR-09 a payment can be named like the heartbeat, whose item the Regions share', async () => {
    const { post, get } = here();
    expect((await post({ ...PAYMENT, paymentId: 'heartbeat' })).status).toBe(201);
    expect((await get('heartbeat')).status).toBe(200);
    expect(await dynamodb.items(tableName)).toEqual([expect.objectContaining({ pk: 'payment#heartbeat' })]);
  });
});

describe('DR-09 what a caller can get wrong', () => {
  test('DR-09 fails when a request is wrong: 400 with every fault, and none of its values', async () => {
    const { status, headers, body } = await here().post(
      { paymentId: '../x', amount: 10.5, currency: 'eur', reference: '', metadata: { '1a': 'b', 'c': 5 }, tip: 1, [CARD]: 1, cvv: '123' },
      { headers: { 'idempotency-key': 'not one key' } },
    );
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json');
    const { errors, ...problem } = body as { errors: { in: string; at: string; detail: string }[] };
    expect(problem).toEqual({ type: 'about:blank', title: 'The request is not valid', status: 400 });
    expect(errors.map((fault) => `${fault.in} ${fault.at}: ${fault.detail}`).sort()).toEqual([
      'body /(a card number): looks like card data: send a token of the payment provider',
      'body /amount: must be a whole number in the minor unit, at most 2^53 - 1',
      'body /currency: must be an ISO 4217 code in upper case',
      'body /cvv: looks like card data: send a token of the payment provider',
      'body /metadata/c: must be text',
      'body /metadata: must be named by 1 to 40 letters, digits or _.-, a letter first',
      'body /paymentId: must be 1 to 64 letters, digits or _.:-, a letter or digit first',
      'body /reference: must not be empty',
      'body /tip: is unknown',
      'header idempotency-key: must be 1 to 64 printable characters without spaces, a UUID for example',
    ]);
    expect(metrics()).toEqual({ PaymentInvalid: 1 });
  });

  test.each([
    ['no JSON', '{"paymentId": '], ['nothing', ''], ['an array', '[]'], ['null', 'null'], ['brackets alone', '['.repeat(4_000)],
    ['half a surrogate pair', JSON.stringify({ ...PAYMENT, reference: '\ud800' })],
  ])('DR-09 fails when the body is %s', async (_case, body) => {
    expect((await here().post(body)).status).toBe(400);
    expect(await dynamodb.items(tableName)).toEqual([]);
  });

  test('DR-09 a binary body is read where it is UTF-8', async () => {
    const { post } = here();
    const base64 = (bytes: Buffer) => post(bytes.toString('base64'), { isBase64Encoded: true });
    expect((await base64(Buffer.from(JSON.stringify({ ...PAYMENT, reference: 'Grüße' })))).status).toBe(201);
    expect((await base64(Buffer.from([0xc3, 0x28]))).body).toMatchObject({ errors: [{ at: '', detail: 'is not JSON' }] });
  });

  test('DR-09 fails when the body is too large, in bytes', async () => {
    const { status, body } = await here().post({ ...PAYMENT, reference: 'ü'.repeat(2_048) });
    expect({ status, body }).toMatchObject({ status: 413, body: { title: 'The body must have at most 4096 bytes' } });
  });

  test.each([
    ['GET', '/payments', 405, 'POST'], ['DELETE', '/payments/pay_1', 405, 'GET'], ['POST', '/health', 405, 'GET'], ['constructor', '/health', 405, 'GET'],
    ['GET', '/', 404, undefined], ['GET', '/refunds', 404, undefined], ['POST', '/payments/pay_1/capture', 404, undefined],
  ])('DR-09 %s %s: %d', async (method, path, status, allow) => {
    const answer = await here().call({ ...apiEvent(method, path), resource: path, pathParameters: null });
    expect(answer.status).toBe(status);
    expect(answer.headers.allow).toBe(allow);
  });

  test('DR-09 the routes are found behind a greedy resource too', async () => {
    const { call, post } = here();
    await post(PAYMENT);
    const greedy = { resource: '/{proxy+}', pathParameters: { proxy: 'x' } };
    expect((await call({ ...apiEvent('GET', '/payments/pay_1'), ...greedy })).status).toBe(200);
    expect((await call({ ...apiEvent('POST', '/payments/', { body: JSON.stringify(PAYMENT) }), ...greedy })).status).toBe(200);
    expect((await call({ ...apiEvent('GET', '/health'), ...greedy })).status).toBe(200);
  });

  test('DR-09 a payment is found by its id; another is not, and no id asks the table for more', async () => {
    const { post, get } = here();
    await post(PAYMENT);
    expect(await get('pay_1')).toMatchObject({ status: 200, body: VIEW });
    for (const id of ['pay_2', 'pay_1#', '%2e%2e', CARD]) expect((await get(id)).status).toBe(404);
  });
});

describe('DR-09 correlation', () => {
  test.each([['absent', null], ['empty', ''], ['too long', 'x'.repeat(129)], ['with a line break', 'a\nb'], ['a card number', CARD]])(
    'DR-09 an id that is %s is replaced', async (_case, value) => {
      const { headers } = await here().post(PAYMENT, { headers: value === null ? null : { 'x-correlation-id': value } });
      expect(headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
      expect(output.text()).toContain(`"correlation_id":"${String(headers['x-correlation-id'])}"`);
    });

  test('DR-09 requests side by side are not mixed up', async () => {
    const { post } = here();
    const answers = await Promise.all(['a', 'b', 'c'].map((id) => post({ ...PAYMENT, paymentId: id }, { headers: { 'x-correlation-id': `of-${id}` } })));
    expect(answers.map(({ headers }) => headers['x-correlation-id'])).toEqual(['of-a', 'of-b', 'of-c']);
    for (const line of output.text().split('\n').filter((text) => text.includes('"message":"Request"'))) {
      const { correlation_id: correlation, paymentId } = JSON.parse(line) as Record<string, string>;
      expect(correlation).toBe(`of-${paymentId}`);
    }
  });
});

describe('DR-08 the table does not take the payment', () => {
  /** Takes connections and says nothing. */
  async function silence(work: () => Promise<void>): Promise<void> {
    const sockets: Socket[] = [];
    const silent: Server = createServer((socket) => { sockets.push(socket); }).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    try {
      await work();
    } finally {
      process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamodb.endpoint;
      sockets.forEach((socket) => socket.destroy());
      silent.close();
    }
  }

  test('DR-08 it is queued: 202, with all that redrive needs', async () => {
    await dynamodb.deleteTable(tableName);
    const { status, headers, body } = await here().post(PAYMENT);
    expect({ status, body }).toEqual({ status: 202, body: { status: 'QUEUED', ...PAYMENT } });
    expect(headers).toMatchObject({ 'location': '/payments/pay_1', 'x-correlation-id': 'order-7' });
    expect(await queued()).toEqual([{
      payment: PAYMENT, idempotencyKey: 'pay_1', requestId: expect.stringMatching(/^request-/), correlationId: 'order-7', receivedAt: RECEIVED_AT,
    }]);
    expect(metrics()).toEqual({ PaymentQueued: 1 });
  });

  test('DR-08 a table that can be read and not written queues as well', async () => {
    const send = DynamoDBDocumentClient.prototype.send as (...args: unknown[]) => Promise<unknown>;
    jest.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(async function (this: unknown, ...args: unknown[]) {
      if (args[0] instanceof PutCommand) throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
      return send.apply(this, args);
    } as never);
    expect((await here().post(PAYMENT)).status).toBe(202);
    expect(await queued()).toHaveLength(1);
  });

  test('DR-08 what would have been refused is refused all the same', async () => {
    await dynamodb.deleteTable(tableName);
    expect((await here().post({ ...PAYMENT, amount: 0 })).status).toBe(400);
    expect(await queued()).toEqual([]);
  });

  test('DR-08 neither table nor queue: 503, come again, and nothing of the inside', async () => {
    await dynamodb.deleteTable(tableName);
    const { status, headers, body } = await here({ queueUrl: 'http://127.0.0.1:1/000000000000/none' }).post(PAYMENT);
    expect({ status, body }).toEqual({
      status: 503, body: { type: 'about:blank', title: 'The payment was not confirmed: send it again with the same id', status: 503 },
    });
    expect(headers['retry-after']).toBe('1');
    expect(metrics()).toEqual({ PaymentRefused: 1 });
    expect(output.text()).toContain('ECONNREFUSED');
  });

  test('DR-08 a table that hangs leaves time for the queue', async () => {
    await silence(async () => {
      const startedAt = performance.now();
      expect((await here().post(PAYMENT)).status).toBe(202);
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    });
    expect(await queued()).toHaveLength(1);
  });

  test('DR-08 a table that hangs when little time is left is not waited for', async () => {
    await silence(async () => {
      const startedAt = performance.now();
      expect((await here().post(PAYMENT, {}, 6_800)).status).toBe(202);
      expect((await here().post(PAYMENT, {}, 2_000)).status).toBe(202);
      expect(performance.now() - startedAt).toBeLessThan(1_900);
    });
  });

  test('DR-08 a table that fails again and again is not asked for 10 s, then once', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'performance', 'setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    const { post, get } = here();
    await dynamodb.deleteTable(tableName);
    const asked = jest.spyOn(DynamoDBDocumentClient.prototype, 'send');
    for (let index = 0; index < 5; index += 1) expect((await post(PAYMENT)).status).toBe(202);
    expect(asked).toHaveBeenCalledTimes(3);
    expect((await get('pay_1')).status).toBe(503);
    expect(asked).toHaveBeenCalledTimes(3);

    await dynamodb.createTable(tableName, 'pk', 'sk');
    jest.setSystemTime(Date.now() + HALF_OPEN_AFTER_MS);
    expect((await post(PAYMENT)).status).toBe(201);
    expect((await get('pay_1')).status).toBe(200);
  });

  test('DR-08 conflicts and repetitions are no failures of the table', async () => {
    const { post } = here();
    await post(PAYMENT);
    for (let index = 0; index < 5; index += 1) expect((await post({ ...PAYMENT, amount: 1 })).status).toBe(409);
    expect((await post(PAYMENT)).status).toBe(200);
  });

  test('DR-08 the item that was there is gone between two looks: queued', async () => {
    const send = DynamoDBDocumentClient.prototype.send as (...args: unknown[]) => Promise<unknown>;
    jest.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(async function (this: unknown, ...args: unknown[]) {
      return args[0] instanceof PutCommand ? send.apply(this, args) : {};
    } as never);
    const { post } = here();
    expect((await post(PAYMENT)).status).toBe(201);
    expect((await post(PAYMENT)).status).toBe(202);
  });
});

describe('DR-04 health', () => {
  test('DR-04 200 while the table answers, 503 when it does not, and no detail', async () => {
    const { health } = here();
    expect(await health()).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(output.text()).not.toContain('"message":"Request"');
    await dynamodb.deleteTable(tableName);
    const { status, body } = await health();
    expect({ status, body }).toEqual({ status: 503, body: { status: 'unavailable' } });
    expect(metrics()).toEqual({ HealthFailed: 1 });
    await dynamodb.createTable(tableName, 'pk', 'sk');
    expect((await health()).status).toBe(200);
  });

  test('DR-04 it asks who writes: a Region that is cut off could read, and takes no payment', async () => {
    const asked: unknown[] = [];
    const recorder = createHttpServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => { asked.push(JSON.parse(text)); })
        .on('end', () => response.setHeader('Content-Type', 'application/x-amz-json-1.0').end('{}'));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => recorder.once('listening', resolve));
    process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${(recorder.address() as AddressInfo).port}`;
    expect((await here({ consistency: 'STRONG' }).health()).status).toBe(200);
    expect(asked).toEqual([{ TableName: tableName, Key: { pk: { S: 'heartbeat' }, sk: { S: 'us-east-1' } }, ConsistentRead: true }]);
    process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamodb.endpoint;
    recorder.closeAllConnections();
    recorder.close();
  });

  test('DR-04 Route 53 has its answer within 2 s', async () => {
    const silent: Server = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const startedAt = performance.now();
    expect((await here().health()).status).toBe(503);
    expect(performance.now() - startedAt).toBeLessThan(1_900);
    process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamodb.endpoint;
    silent.close();
  });
});

describe('DR-09 our own faults', () => {
  test('DR-09 an item that nobody can read: 500 without internals, and no duplicate of it in the queue', async () => {
    await DynamoDBDocumentClient.from(dynamodb.client).send(new PutCommand({ TableName: tableName, Item: { pk: 'payment#pay_1', sk: 'us-east-1', amount: 'x' } }));
    const { post, get } = here();
    for (const { status, body, headers } of [await post(PAYMENT), await get('pay_1')]) {
      expect({ status, body }).toEqual({ status: 500, body: { type: 'about:blank', title: 'The service has failed', status: 500 } });
      expect(headers['x-correlation-id']).toBe('order-7');
    }
    expect(await queued()).toEqual([]);
    expect(metrics()).toEqual({ PaymentFailed: 2 });
  });

  test('DR-09 an event of something else: 500', async () => {
    expect((await here().call({ hello: 'world' })).status).toBe(500);
    expect((await here().call(undefined)).status).toBe(500);
  });

  test('DR-02 fails when the environment is wrong: every fault at start, and no value', () => {
    const before = { ...process.env };
    Object.assign(process.env, { TABLE_NAME: '', CONSISTENCY: 'sometimes', MAX_BODY_BYTES: '-1' });
    expect(() => jest.isolateModules(() => { jest.requireActual('../../../src/disaster-recovery/handlers/payment'); }))
      .toThrow(/^Invalid environment: TABLE_NAME: .*; CONSISTENCY: .*; MAX_BODY_BYTES: /);
    Object.assign(process.env, { TABLE_NAME: before.TABLE_NAME });
    delete process.env.CONSISTENCY;
    delete process.env.MAX_BODY_BYTES;
  });
});

test('DR-09 a card number reaches neither log, nor table, nor queue, nor an answer', async () => {
  const { post, get, call } = here();
  const answers = [
    await post({ ...PAYMENT, reference: CARD }), await post({ ...PAYMENT, paymentId: CARD }), await post({ ...PAYMENT, metadata: { note: `card ${CARD}` } }),
    await post({ ...PAYMENT, [CARD]: 'x' }), await post(`{"card": "${CARD}"`), await post(PAYMENT, { headers: { 'idempotency-key': CARD, 'x-correlation-id': CARD } }),
    await get(CARD), await call({ ...apiEvent('GET', `/${CARD}`) }), await call({ ...apiEvent(CARD, '/payments') }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 400, 404, 404, 405]);
  await dynamodb.deleteTable(tableName);
  await post({ ...PAYMENT, reference: CARD });
  expect(JSON.stringify(answers)).not.toContain(CARD);
  expect(output.text()).not.toContain(CARD);
  expect(await queued()).toEqual([]);
});
