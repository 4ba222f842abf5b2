import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { Dns, FailoverName } from './dns';
import { Answer } from './http';
import { setVisibility, until } from './operator';
import { VISIBILITY } from './recovery-differences';
import { Region } from './region';
import { Replication } from './replication';
import { Report } from './report';

const SECONDS = 20;
const RECEIVES = 5;

const newPayment = (more: object = {}) => ({ paymentId: `pay-${randomUUID()}`, amount: 1050, currency: 'EUR', ...more });
const parsed = ({ body }: Answer) => JSON.parse(body) as Record<string, unknown>;

/** What both Regions do while all is well, and when a part of one fails; in order, over real HTTP. */
export async function runRecoveryScenarios(
  report: Report, regions: readonly [primary: Region, secondary: Region], replication: Replication, name: FailoverName,
): Promise<void> {
  const [primary, secondary] = regions;
  const both = async (step: (region: Region, other: Region) => Promise<void>) => {
    await step(primary, secondary);
    await step(secondary, primary);
  };

  await report.run('failover: every name leads to its Region, which is healthy; both say the same of both', async () => {
    const dns = await Dns.of(name, regions, 1);
    assert.equal(dns.lookup().region, primary);
    await both(async (region, other) => {
      for (const host of [undefined, name.name]) {
        const { status, body } = await region.call('GET', '/health', undefined, { authorization: '' }, host);
        assert.deepEqual([status, JSON.parse(body)], [200, { status: 'ok' }]);
      }
      assert.equal(region.output('OtherApiUrl'), other.output('ApiUrl'));
    });
    const parameters = await Promise.all(regions.map(async ({ aws, emulator }) => {
      const { Parameters: all } = await aws.json('ssm', 'AmazonSSM.GetParametersByPath', { Path: '/payment-dr/prod' }) as { Parameters: { Name: string; Value: string }[] };
      return Object.fromEntries(all.map(({ Name, Value }) => [Name.split('/').at(-1)!, Value.replace(emulator.endpoint, '<endpoint>')]));
    }));
    assert.deepEqual(Object.keys(parameters[0]).sort(), ['bucket', 'primary-api-url', 'queue', 'secondary-api-url', 'table']);
    const { bucket: _one, ...inPrimary } = parameters[0];
    const { bucket: _other, ...inSecondary } = parameters[1];
    assert.deepEqual(inPrimary, inSecondary);
    assert.deepEqual([inPrimary['primary-api-url'], inPrimary['secondary-api-url']], regions.map((region) => region.output('ApiUrl')));
    return `${name.name} by ${name.ways.map(({ target }) => target).join(' or ')}; 5 parameters`;
  });

  await report.run('failover: who has no token, or a wrong one, pays nothing in either Region', async () => {
    await both(async (region) => {
      const statuses: number[] = [];
      for (const authorization of ['', 'Bearer ', `Bearer ${'x'.repeat(64)}`, `Basic ${region.token}`, `Bearer ${region.token}`]) {
        statuses.push((await region.pay(newPayment(), { authorization })).status);
      }
      assert.deepEqual(statuses, [401, 401, 403, 401, 201]);
      assert.equal((await region.items(true)).length, 1);
    });
    return '401 without, 403 wrong, 201 right; one payment in each Region';
  });

  await report.run('failover: 201, 200, 409, 400, 413 and 404, in both Regions', async () => {
    await both(async (region) => {
      const payment = newPayment();
      const first = await region.pay(payment, { 'x-correlation-id': 'order-1' });
      const again = await region.pay(payment);
      assert.deepEqual([first.status, first.headers['x-correlation-id'], again.status], [201, 'order-1', 200]);
      assert.deepEqual(parsed(again), parsed(first));
      assert.deepEqual([parsed(first).region, parsed(first).acceptedIn], [region.name, [region.name]]);
      assert.equal((await region.pay({ ...payment, amount: 1 })).status, 409);
      assert.equal((await region.pay(payment, { 'idempotency-key': 'another' })).status, 409);
      const wrong = await region.pay(newPayment({ amount: '10', currency: 'EURO', card: '4111111111111111' }));
      assert.deepEqual([wrong.status, (parsed(wrong).errors as object[]).length], [400, 3]);
      assert.doesNotMatch(wrong.body, /41111111/);
      assert.equal((await region.pay(newPayment({ reference: 'x'.repeat(20_000) }))).status, 413);
      assert.equal((await region.call('GET', '/payments/none')).status, 404);
      const found = await region.call('GET', `/payments/${payment.paymentId}`);
      assert.deepEqual([found.status, parsed(found).amount], [200, 1050]);
    });
    return 'with a correlation id, and no card number in an answer';
  });

  await report.run('failover: replicated, a payment is known in the other Region; before that it is accepted twice, and every read says so', async () => {
    const payment = newPayment();
    assert.equal((await primary.pay(payment)).status, 201);
    await until('the payment in the other Region', SECONDS, async () => (await secondary.call('GET', `/payments/${payment.paymentId}`)).status === 200);
    assert.equal((await secondary.pay(payment)).status, 200);

    const twice = newPayment();
    replication.cut(secondary);
    assert.deepEqual([(await primary.pay(twice)).status, (await secondary.pay(twice)).status], [201, 201]);
    const began = Date.now();
    replication.mend(secondary);
    const get = (region: Region) => region.call('GET', `/payments/${twice.paymentId}`);
    await both((region) => until(`both copies in ${region.name}`, SECONDS, async () => (parsed(await get(region)).acceptedIn as string[]).length === 2).then(() => undefined));
    const answers = await Promise.all(regions.map(async (region) => parsed(await get(region))));
    assert.deepEqual([answers[0].region, answers[0].acceptedIn], [primary.name, [primary.name, secondary.name]]);
    assert.deepEqual(answers[1], answers[0]);
    await both((region) => until(`the metric in ${region.name}`, SECONDS, async () => (await region.logged('payment', '"PaymentAcceptedTwice":', began)).length > 0).then(() => undefined));
    return 'both copies stay, both Regions answer with the earlier; metric PaymentAcceptedTwice in both';
  });

  await report.run('failover: a table that refuses: 202, the queue, and the table again when it takes writes', async () => {
    await secondary.setRedrive(false);
    const payments = [newPayment(), newPayment()];
    const statuses = await secondary.whileTableRefuses(async () => {
      const all: number[] = [];
      for (const payment of payments) all.push((await secondary.pay(payment)).status);
      all.push((await secondary.call('GET', '/health', undefined, { authorization: '' })).status, (await secondary.call('GET', `/payments/${payments[0].paymentId}`)).status);
      return all;
    });
    assert.deepEqual(statuses, [202, 202, 200, 404]);
    assert.equal(await secondary.depth(secondary.queue), 2);
    await secondary.setRedrive(true);
    for (const { paymentId } of payments) {
      await until('the payment in the table', SECONDS, async () => (await secondary.call('GET', `/payments/${paymentId}`)).status === 200);
    }
    await until('an empty queue', SECONDS, async () => await secondary.depth(secondary.queue) === 0);
    const again = await secondary.pay(payments[0]);
    assert.equal(again.status, 200);
    return '202 twice, written by redrive, then 200';
  });

  await report.run('failover: what can never be written is in the dead-letter queue after its receives', async () => {
    const payment = newPayment();
    assert.equal((await primary.pay(payment)).status, 201);
    const received = { payment: { ...payment, amount: 1 }, idempotencyKey: payment.paymentId, requestId: 'r', correlationId: 'poison', receivedAt: new Date().toISOString() };
    await setVisibility(primary.aws, primary.queue, VISIBILITY.test);
    const began = Date.now();
    try {
      for (const MessageBody of ['{"no":"payment"}', JSON.stringify(received)]) await primary.aws.sqs.send(new SendMessageCommand({ QueueUrl: primary.queue, MessageBody }));
      await until('both in the dead-letter queue', 40, async () => await primary.depth(primary.deadLetters) === 2 && await primary.depth(primary.queue) === 0);
    } finally {
      await setVisibility(primary.aws, primary.queue, VISIBILITY.golden);
    }
    const malformed = (await primary.logged('redrive', '"RedriveMalformed":', began)).length;
    const conflicts = (await primary.logged('redrive', '"RedriveConflict":', began)).length;
    assert.deepEqual([malformed, conflicts], [RECEIVES, RECEIVES]);
    assert.equal(parsed(await primary.call('GET', `/payments/${payment.paymentId}`)).amount, 1050);
    return `no payment, and another payment's id: ${RECEIVES} receives each`;
  });

  await report.run('failover: heartbeats are written, replicated, and their age is measured', async () => {
    await both((region) => region.invoke('heartbeat'));
    const beats = async (region: Region) => (await region.items()).filter(({ pk }) => pk.S === 'heartbeat').length;
    await both((region) => until(`two heartbeats in ${region.name}`, SECONDS, async () => await beats(region) === 2).then(() => undefined));
    const ages: string[] = [];
    await both(async (region, other) => {
      const age = await replicationAge(region, other);
      assert.ok(age >= 0 && age < 60, `age ${age}`);
      ages.push(`${age.toFixed(1)} s in ${region.name}`);
    });
    return `ReplicationAge ${ages.join(', ')}`;
  });
}

/** What the heartbeat of a Region says of the other's now, in seconds. */
export async function replicationAge(region: Region, other: Region): Promise<number> {
  const began = Date.now();
  await region.invoke('heartbeat');
  const metric = await until(`ReplicationAge in ${region.name}`, SECONDS, async () =>
    (await region.logged('heartbeat', '"ReplicationAge":', began)).find((line) => line.includes(`"SourceRegion":"${other.name}"`)));
  return Number(/"ReplicationAge":([\d.]+)/.exec(metric)![1]);
}
