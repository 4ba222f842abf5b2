import { strict as assert } from 'node:assert';
import { SendMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { EventApi, keyOf, newEvent, SECONDS } from './event-api';
import { attributesOf, until, whileRefused } from './operator';
import { Report } from './report';

const RECEIVES = 5;

/** What becomes of an event when a part fails; in order, over real HTTP. */
export async function runEventFailures(report: Report, api: EventApi): Promise<void> {
  await report.run('events: what ingest-fn fails on is tried again, then whole in ingest-failures; sent again as the runbook says, it is recorded', async () => {
    const event = newEvent({ reference: 'Ünal\'s "shop" \\ 😀' });
    // The model lets it pass, the handler does not.
    const reserved = newEvent({ type: 'payment.processed' });
    const began = Date.now();
    await whileRefused(api.aws, api.functionName('ingest'), 'events:PutEvents', async () => {
      for (const one of [event, reserved]) await api.post(one);
      await until('both in ingest-failures', SECONDS, async () => await api.depth('IngestFailures') === 2);
    });
    const attempts = (await api.logged('ingest', 'Left for a retry, then for the failure destination', began)).length;
    assert.equal(attempts, 2 * 3);
    for (const one of [event, reserved]) assert.deepEqual(Object.keys(await api.recordsOf(one)), []);
    assert.equal(await api.takeOut('IngestFailures', '"EventRefusedError"', () => Promise.resolve()), 1);
    await api.takeOut('IngestFailures', event.eventId, async ({ Body }) => {
      const { requestPayload, responsePayload, requestContext } = JSON.parse(Body!) as Record<string, Record<string, string>>;
      assert.equal(requestContext.condition, 'RetriesExhausted');
      assert.match(responsePayload.errorType, /AccessDenied/);
      assert.equal(requestPayload.body, JSON.stringify(event));
      await api.invokeAsynchronously('ingest', requestPayload);
    });
    const { INGESTED } = await api.settled(event);
    assert.equal(INGESTED.reference, event.reference);
    return `${attempts} attempts for two events; the request in the queue to the letter`;
  });

  await report.run('events: what process-fn and store-fn fail on is tried five times, then in their DLQs; moved back, it is recorded once', async () => {
    const event = newEvent();
    const poison = ['{"no":"event"}', 'no JSON'];
    const began = Date.now();
    await whileRefused(api.aws, api.functionName('process'), 'events:PutEvents', () =>
      whileRefused(api.aws, api.functionName('store'), 'dynamodb:PutItem', async () => {
        for (const MessageBody of poison) {
          for (const name of ['ProcessQueue', 'StoreQueue'] as const) await api.aws.sqs.send(new SendMessageCommand({ QueueUrl: api.queue(name), MessageBody }));
        }
        await api.post(event);
        await until('all in the DLQs', SECONDS, async () => await api.depth('ProcessDlq') === 3 && await api.depth('StoreDlq') === 3);
      }));
    // Several lines may be in one event of the log.
    const counted = async (name: 'process' | 'store', text: string) => (await api.logged(name, text, began)).join().split(text).length - 1;
    for (const name of ['process', 'store'] as const) {
      assert.equal(await counted(name, 'Left for a retry'), RECEIVES, name);
      assert.equal(await counted(name, 'Left to the dead-letter queue'), poison.length * RECEIVES, name);
    }
    assert.deepEqual(Object.keys(await api.recordsOf(event)), []);
    for (const name of ['Process', 'Store'] as const) {
      assert.equal(await api.moveBack(`${name}Dlq`, `${name}Queue`, event.eventId), 1);
      for (const text of poison) assert.equal(await api.takeOut(`${name}Dlq`, text, () => Promise.resolve()), 1);
    }
    await api.settled(event);
    await api.quiet();
    assert.equal((await api.recorded()).trail.filter(({ record }) => String(record).includes(event.eventId)).length, 2);
    return `${RECEIVES} receives of each, also of two messages that are no events`;
  });

  await report.run('events: what the bus may not deliver is in the DLQ of the queue', async () => {
    const QueueUrl = api.queue('ProcessQueue');
    const { Policy } = await attributesOf(api.aws, QueueUrl);
    const event = newEvent();
    await api.aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
    try {
      await api.post(event);
      await until('the event in the DLQ', SECONDS, async () => await api.depth('ProcessDlq') === 1);
    } finally {
      await api.aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    }
    assert.equal(await api.moveBack('ProcessDlq', 'ProcessQueue', event.eventId), 1);
    await api.settled(event);
    return `${keyOf(event).split('#')[0]}: undelivered, moved back, recorded`;
  });
}
