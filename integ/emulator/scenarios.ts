import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { GetBucketNotificationConfigurationCommand, PutBucketNotificationConfigurationCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Message } from '@aws-sdk/client-sqs';
import { PACE, WAIT_SCALE } from './differences';
import { until } from './operator';
import { Pipeline, ROUTE_OF, ROUTES } from './pipeline';
import { Report } from './report';
import { PROVIDERS, RISKY_MINOR, Senders, Webhook, Wish } from './webhooks';
import { LOOPBACK } from '../ports';

const VALIDATOR = 'payments-validator-dev';
const DISPATCHER = 'payments-dispatcher-dev';
const ARCHIVAL = 'payments-archival-dev';
const SECONDS = 20;

const holds = (messages: Message[], { paymentId }: Webhook) => messages.some(({ Body }) => Body!.includes(paymentId));

/** Every scenario of the pipeline, in order, over real HTTP. */
export async function runScenarios(report: Report, pipeline: Pipeline, senders: Senders): Promise<void> {
  const accepted = async (wish: Wish): Promise<Webhook> => {
    const webhook = senders.webhook(wish);
    const answer = await pipeline.send(webhook);
    assert.equal(answer.status, 200, `${wish.provider} answered ${answer.status} ${answer.body}`);
    return webhook;
  };
  const recorded = (webhook: Webhook) => until(`payment of ${webhook.provider} in the table`, SECONDS, () => pipeline.payment(webhook));

  await pipeline.pace(PACE.scenarios);
  await report.run('queues of the template have their DLQ', async () => {
    for (const provider of PROVIDERS) {
      const { RedrivePolicy: policy = '{}' } = await pipeline.attributes(pipeline.queue(provider));
      assert.equal(Number((JSON.parse(policy) as { maxReceiveCount: number }).maxReceiveCount), 5);
    }
    return 'RedrivePolicy of the template is in force';
  });

  for (const provider of PROVIDERS) {
    await report.run(`${provider}: a signed webhook ends as a processed payment`, async () => {
      await pipeline.drainConsumers();
      const webhook = await accepted({ provider });
      assert.equal((await recorded(webhook)).outcome, 'PROCESSED');
      await until('event on the route', SECONDS, async () => holds(await pipeline.drain(pipeline.route(ROUTE_OF[provider])), webhook));
      await until('notification', SECONDS, async () => holds(await pipeline.drain(pipeline.notifications), webhook));
      for (const other of ROUTES.filter((name) => name !== ROUTE_OF[provider])) {
        assert.equal(await pipeline.depth(pipeline.route(other)), 0, `route ${other} holds an event`);
      }
      return `table, route ${ROUTE_OF[provider]}, notification`;
    });
  }

  await report.run('an event of a high amount is on its route, beside the route of its type', async () => {
    await pipeline.drainConsumers();
    const [high, low] = [await accepted({ provider: 'partner', amountMinor: 1_000_000 }), await accepted({ provider: 'partner', amountMinor: 999_999 })];
    for (const webhook of [high, low]) assert.equal((await recorded(webhook)).outcome, 'PROCESSED');
    const cards: Message[] = [];
    await until('both on the route card', SECONDS, async () => { cards.push(...await pipeline.drain(pipeline.route('card'))); return holds(cards, high) && holds(cards, low); });
    const values: Message[] = [];
    await until('one on the route high-value', SECONDS, async () => { values.push(...await pipeline.drain(pipeline.route('high-value'))); return holds(values, high); });
    assert.ok(!holds(values, low));
    return '1,000,000 on card and high-value, 999,999 on card';
  });

  await report.run('a forged or stale signature gets 401 and leaves nothing', async () => {
    const { items } = await pipeline.state();
    const { started } = await pipeline.executions();
    const refused = [...PROVIDERS.map((provider) => senders.forged(provider)),
      // PayPal keeps the time of its first attempt for three days: four are accepted.
      senders.webhook({ provider: 'stripe', ageSeconds: 3600 }), senders.webhook({ provider: 'paypal', ageSeconds: 5 * 86_400 })];
    for (const webhook of refused) assert.equal((await pipeline.send(webhook)).status, 401, webhook.provider);
    for (const provider of PROVIDERS) assert.equal(await pipeline.depth(pipeline.queue(provider)), 0);
    assert.equal((await pipeline.state()).items, items);
    assert.equal((await pipeline.executions()).started, started);
    return `${refused.length} refused`;
  });

  await report.run('a function without its policy may do nothing', async () => {
    const iam = (action: string, parameters: Record<string, string>) => pipeline.aws.query('iam', action, '2010-05-08', parameters);
    const { Role: role } = JSON.parse(await pipeline.aws.rest('lambda', 'GET', `/2015-03-31/functions/${VALIDATOR}/configuration`)) as { Role: string };
    const RoleName = role.split('/').at(-1)!;
    const policies = [...(await iam('ListAttachedRolePolicies', { RoleName })).matchAll(/<PolicyArn>([^<]+)</g)].map(([, arn]) => arn);
    assert.ok(policies.length > 0);
    const webhook = senders.webhook({ provider: 'square' });
    for (const PolicyArn of policies) await iam('DetachRolePolicy', { RoleName, PolicyArn });
    assert.equal((await pipeline.send(webhook)).status, 503);
    for (const PolicyArn of policies) await iam('AttachRolePolicy', { RoleName, PolicyArn });
    assert.equal((await pipeline.send(webhook)).status, 200);
    await recorded(webhook);
    return 'validator: 503 without, 200 with it';
  });

  await report.run('one event, ten times at once, is processed once', async () => {
    await pipeline.drainConsumers();
    const before = (await pipeline.executions()).started;
    const webhook = senders.webhook({ provider: 'stripe' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => pipeline.send(webhook)));
    assert.deepEqual(answers.map(({ status }) => status), Array(10).fill(200));
    await recorded(webhook);
    await until('empty queue', 40, async () => await pipeline.depth(pipeline.queue('stripe')) === 0);
    assert.equal((await pipeline.executions()).started, before + 1);
    const notified = await until('notification', SECONDS, async () => { const all = await pipeline.drain(pipeline.notifications); return all.length > 0 && all; });
    assert.equal(notified.length, 1);
    return '10 x 200, 1 execution, 1 notification';
  });

  await report.run('a poison message lands in the DLQ of its provider, no other waits', async () => {
    const poison = await accepted({ provider: 'adyen', poison: true });
    const waits: number[] = [];
    for (const provider of PROVIDERS) {
      const began = Date.now();
      await recorded(await accepted({ provider }));
      waits.push(Date.now() - began);
    }
    await until('poison in the DLQ', 60, async () => holds(await pipeline.drain(pipeline.dlq('adyen')), poison));
    for (const provider of PROVIDERS) assert.equal(await pipeline.depth(pipeline.dlq(provider)), 0);
    return `five others recorded meanwhile, the slowest after ${Math.max(...waits)} ms`;
  });

  await report.run('a high-risk payment is rejected and recorded', async () => {
    await pipeline.drainConsumers();
    const webhook = await accepted({ provider: 'stripe', amountMinor: RISKY_MINOR });
    assert.equal((await recorded(webhook)).outcome, 'REJECTED');
    await until('notification', SECONDS, async () => (await pipeline.drain(pipeline.notifications)).some(({ Body }) => Body!.includes(webhook.paymentId) && Body!.includes('REJECTED')));
    assert.equal(await pipeline.depth(pipeline.route('high-value')) + await pipeline.depth(pipeline.route('card')), 0);
    return 'outcome REJECTED, notified, on no route';
  });

  await report.run('a failing downstream is retried with backoff, then the payment is kept', () => withDownstream(pipeline, async (downstream) => {
    downstream.answer = (call) => call <= 2 ? 500 : 200;
    const recovering = await accepted({ provider: 'partner' });
    await recorded(recovering);
    await until('third call', SECONDS, async () => downstream.calls.length === 3);
    downstream.reset();

    downstream.answer = () => 400;
    const refused = await accepted({ provider: 'partner' });
    await until('refused payment kept', SECONDS, async () => holds(await pipeline.drain(pipeline.failures), refused));
    assert.equal(downstream.calls.length, 1, 'a refusal is not asked again');
    downstream.reset();

    downstream.answer = () => 503;
    const failing = await accepted({ provider: 'partner' });
    const kept = await until('payment kept', 60, async () => (await pipeline.drain(pipeline.failures)).find(({ Body }) => Body!.includes(failing.paymentId)));
    const { failure } = JSON.parse(kept.Body!) as { failure: { Error: string } };
    assert.ok(['RetryableNotificationError', 'CircuitOpenError'].includes(failure.Error), failure.Error);
    const gaps = downstream.calls.slice(1).map((at, index) => at - downstream.calls[index]);
    assert.equal(downstream.calls.length, 5, 'the breaker opens after five failures');
    assert.ok(gaps[3] > gaps[0] && gaps[0] >= 1000 * WAIT_SCALE, `gaps ${gaps.join(', ')} ms`);
    assert.equal((await recorded(failing)).outcome, 'PROCESSED');
    return `500, 500, 200 delivered; 400 kept at once; 503 kept with ${failure.Error} after calls ${gaps.join(', ')} ms apart`;
  }));

  await report.run('an object event reaches the archival function', async () => {
    const Bucket = pipeline.output('ArchiveBucketName');
    const original = await pipeline.aws.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    const [archival] = original.LambdaFunctionConfigurations ?? [];
    assert.ok(archival?.Events?.includes('s3:LifecycleTransition'), 'the notification of the template is in force');
    await pipeline.aws.s3.send(new PutBucketNotificationConfigurationCommand({
      Bucket, NotificationConfiguration: { LambdaFunctionConfigurations: [{ ...archival, Events: ['s3:ObjectCreated:*'] }] },
    }));
    const Key = `payments/probe/${Date.now()}.json`;
    await pipeline.aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: '{}' }));
    await until('log of the archival function', SECONDS, async () => JSON.stringify(
      await pipeline.aws.json('logs', 'Logs_20140328.FilterLogEvents', { logGroupName: `/aws/lambda/${ARCHIVAL}` })).includes(Key));
    await pipeline.aws.s3.send(new PutBucketNotificationConfigurationCommand({
      Bucket, NotificationConfiguration: { LambdaFunctionConfigurations: original.LambdaFunctionConfigurations },
    }));

    const webhook = await accepted({ provider: 'square' });
    const { archiveKey } = await recorded(webhook);
    await pipeline.aws.rest('lambda', 'POST', `/2015-03-31/functions/${ARCHIVAL}/invocations`, {
      Records: [{
        eventName: 'LifecycleTransition',
        eventTime: new Date().toISOString(),
        s3: { object: { key: archiveKey } },
        lifecycleEventData: { transitionEventData: { destinationStorageClass: 'GLACIER' } },
      }],
    });
    await until('payment marked as archived', SECONDS, async () => (await pipeline.payment(webhook))?.archiveStatus === 'ARCHIVED');
    return 'S3 event received; a transition marks its payment ARCHIVED';
  });
}

interface Downstream { readonly calls: number[]; answer: (call: number) => number; reset(): void }

/** Points the dispatcher at a server of ours, and back. */
async function withDownstream(pipeline: Pipeline, use: (downstream: Downstream) => Promise<string>): Promise<string> {
  const downstream: Downstream = { calls: [], answer: () => 200, reset() { this.calls.length = 0; } };
  const server = createServer((request, response) => {
    downstream.calls.push(Date.now());
    request.resume().on('end', () => response.writeHead(downstream.answer(downstream.calls.length)).end());
  }).listen(0, LOOPBACK);
  await once(server, 'listening');
  const configuration = `/2015-03-31/functions/${DISPATCHER}/configuration`;
  const { Environment: { Variables: variables } } = JSON.parse(await pipeline.aws.rest('lambda', 'GET', configuration)) as { Environment: { Variables: Record<string, string> } };
  const set = (NOTIFICATION: string) => pipeline.aws.rest('lambda', 'PUT', configuration, { Environment: { Variables: { ...variables, NOTIFICATION } } });
  try {
    await set(JSON.stringify({ type: 'http', endpoint: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/`, timeoutMs: 2000 }));
    return await use(downstream);
  } finally {
    await set(variables.NOTIFICATION);
    server.closeAllConnections();
    server.close();
  }
}
