import { strict as assert } from 'node:assert';
import { EventApi, HIGH_MINOR, keyOf, newEvent, PaymentEvent, requestIdOf, SECONDS, SOURCES } from './event-api';
import { amountsOf, Kind, Places, SentEvent } from './event-api-account';
import { isQuiet, quiet } from './event-api-scenarios';
import { eachOf } from './load';
import { attributesOf, setConsuming, until } from './operator';

const SETTLE_SECONDS = 120;
const SHOWN = 5;
const KINDS: Readonly<Record<number, Kind>> = { 3: 'repeated', 5: 'high', 7: 'conflicting', 11: 'card', 13: 'repeated', 17: 'invalid' };

/** Of every 20 one of high value, two repetitions, one other event under an id that is taken, one with a card number, one that is not valid. */
function plan(count: number): SentEvent[] {
  const all: SentEvent[] = [];
  for (let at = 0; at < count; at += 1) {
    const kind = KINDS[at % 20] ?? 'plain';
    const former = kind === 'repeated' ? all[at - 3].event : kind === 'conflicting' ? all[at - 5].event : undefined;
    const event = former ?? newEvent({ source: SOURCES[at % SOURCES.length], amount: kind === 'high' ? HIGH_MINOR + at : 100 + at });
    const more = { conflicting: { amount: event.amount + 10_000 }, card: { reference: '5555555555554444' }, invalid: { amount: -at } }[kind as string];
    all.push({ kind, event: { ...event, ...more } });
  }
  return all;
}

/** Sends mixed events, eight at a time; after half of them process-fn reads its queue no more, as when it is down. Accounts for each: one line, or an error. */
export async function runEventLoad(api: EventApi, count: number): Promise<string> {
  await quiet(api);
  await api.takeOut('ReviewQueue', '', () => Promise.resolve());
  assert.deepEqual(Object.entries(await api.depths()).filter(([, depth]) => depth > 0), [], 'messages of before');
  const rules = ['by-type', 'by-source', 'processed'] as const;
  for (const rule of rules) await api.matched(rule);

  const sent = plan(count);
  const of = (...kinds: Kind[]) => sent.filter(({ kind }) => kinds.includes(kind));
  const unique = of('plain', 'high');
  const contents = amountsOf([...unique, ...of('conflicting')].map(({ event }) => event));
  const contentsOf = ({ event }: SentEvent) => contents.get(keyOf(event)) ?? [];
  const countProcessed = async () => [...(await api.recorded()).events].filter(([key, records]) => contents.has(key) && 'PROCESSED' in records).length;
  const expectNone = (what: string, faults: (string | undefined)[]) => {
    const found = faults.filter((fault) => fault !== undefined);
    if (found.length > 0) throw new Error([`${found.length} of ${count} events ${what}`, ...found.slice(0, SHOWN)].join('\n    '));
  };
  const published: PaymentEvent[] = [];
  const processed: PaymentEvent[] = [];
  /** What was seen on the bus: contents, and what was processed. Whoever publishes may do it again after an answer that came late. */
  const onBus = async () => {
    published.push(...await api.matched('by-type'), ...await api.matched('by-source'));
    processed.push(...await api.matched('processed'));
    return [new Set(published.map((event) => `${keyOf(event)} ${event.amount}`)).size, new Set(processed.map(keyOf)).size] as const;
  };
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  const processFn = api.functionName('process');

  const send = async (one: SentEvent) => {
    const answer = await api.send(JSON.stringify(one.event));
    assert.equal(answer.status, one.kind === 'invalid' ? 400 : 202, `${one.kind} got ${answer.status} ${answer.body}`);
    if (answer.status === 202) one.requestId = requestIdOf(answer);
  };
  await eachOf(sent.slice(0, count / 2), send);
  await setConsuming(api.aws, processFn, false);
  await eachOf(sent.slice(count / 2), send);
  const sendSeconds = seconds();
  const distinct = unique.length + of('conflicting').length;
  await until('all on the bus, and what was processed in the table', SECONDS, async () => {
    const [all, done] = await onBus();
    return all === distinct && Number((await attributesOf(api.aws, api.queue('ProcessQueue'))).ApproximateNumberOfMessagesNotVisible) === 0
      && done === await countProcessed();
  });
  const halfway = await Places.look(api);
  expectNone('are lost while process-fn is stopped', unique.map((one) => halfway.lost(one, contentsOf(one))));
  const waiting = halfway.count('waiting in process-queue');
  assert.ok(waiting >= count / 3, `${waiting} messages waited`);

  await setConsuming(api.aws, processFn, true);
  // What does not settle is named below.
  await until('all recorded', SETTLE_SECONDS, async () => await countProcessed() === unique.length && isQuiet(api)).catch(() => undefined);
  const end = await Places.look(api);
  expectNone('are not where they belong', sent.map((one) => end.fault(one, contentsOf(one))));
  assert.deepEqual(await onBus(), [distinct, unique.length], 'events on the bus');
  return `${count} sent = ${of('invalid').length} refused by 400 + ${of('card').length} recorded as refused + ${unique.length} recorded as ingested and processed `
    + `(${of('high').length} of high value, with a copy to review) + ${of('repeated').length} repetitions + ${of('conflicting').length} in both DLQs; 0 lost; `
    + `${published.length} on the bus, processed ${processed.length} times; with process-fn stopped ${waiting} messages waited; `
    + `${(count / sendSeconds).toFixed(0)}/s accepted in ${sendSeconds.toFixed(0)} s, all settled after ${seconds().toFixed(0)} s`;
}
