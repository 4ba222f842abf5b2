import { strict as assert } from 'node:assert';
import { EventApi, HIGH_MINOR, keyOf, newEvent, PaymentEvent, requestIdOf, SECONDS, SOURCES } from './event-api';
import { amountsOf, Kind, Places, SentEvent } from './event-api-account';
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

/** What is seen on the bus. Whoever publishes may do it again, when an answer came late. */
interface Watch {
  readonly taken: PaymentEvent[];
  readonly processed: PaymentEvent[];
  /** How many contents were taken, how many events processed. */
  readonly look: () => Promise<[contents: number, processed: number]>;
}

/** From now on. */
async function watch(api: EventApi): Promise<Watch> {
  const seen = { taken: [] as PaymentEvent[], processed: [] as PaymentEvent[] };
  const look = async (): Promise<[number, number]> => {
    seen.taken.push(...await api.matched('by-type'), ...await api.matched('by-source'));
    seen.processed.push(...await api.matched('processed'));
    return [new Set(seen.taken.map((event) => `${keyOf(event)} ${event.amount}`)).size, new Set(seen.processed.map(keyOf)).size];
  };
  await look();
  for (const events of Object.values(seen)) events.length = 0;
  return { ...seen, look };
}

function expectNone(what: string, faults: (string | undefined)[]): void {
  const found = faults.filter((fault) => fault !== undefined);
  if (found.length > 0) throw new Error([`${found.length} of ${faults.length} events ${what}`, ...found.slice(0, SHOWN)].join('\n    '));
}

/** Sends mixed events, eight at a time; after half of them process-fn reads its queue no more, as when it is down. Accounts for each: one line, or an error. */
export async function runEventLoad(api: EventApi, count: number): Promise<string> {
  await api.quiet();
  await api.takeOut('ReviewQueue', '', () => Promise.resolve());
  assert.deepEqual(Object.entries(await api.depths()).filter(([, depth]) => depth > 0), [], 'messages of before');
  const bus = await watch(api);
  const processFn = api.functionName('process');
  const sent = plan(count);
  const of = (...kinds: Kind[]) => sent.filter(({ kind }) => kinds.includes(kind));
  const unique = of('plain', 'high');
  const conflicts = of('conflicting').length;
  const contents = amountsOf([...unique, ...of('conflicting')].map(({ event }) => event));
  const contentsOf = ({ event }: SentEvent) => contents.get(keyOf(event)) ?? [];
  const countProcessed = async () => [...(await api.recorded()).events].filter(([key, records]) => contents.has(key) && 'PROCESSED' in records).length;
  const send = async (one: SentEvent) => {
    const answer = await api.send(JSON.stringify(one.event));
    assert.equal(answer.status, one.kind === 'invalid' ? 400 : 202, `${one.kind} got ${answer.status} ${answer.body}`);
    if (answer.status === 202) one.requestId = requestIdOf(answer);
  };
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;

  await eachOf(sent.slice(0, count / 2), send);
  await until('some of them processed', SECONDS, async () => await countProcessed() >= count / 6);
  await setConsuming(api.aws, processFn, false);
  await eachOf(sent.slice(count / 2), send);
  await until('all on the bus, and what was processed in the table', SECONDS, async () => {
    const [all, processed] = await bus.look();
    return all === unique.length + conflicts && processed === await countProcessed()
      && Number((await attributesOf(api.aws, api.queue('ProcessQueue'))).ApproximateNumberOfMessagesNotVisible) === 0;
  });
  const halfway = await Places.look(api);
  expectNone('are lost while process-fn is stopped', unique.map((one) => halfway.lost(one, contentsOf(one))));
  const [processed, waiting] = [await countProcessed(), halfway.count('waiting in process-queue')];
  assert.ok(waiting >= count / 3, `${waiting} messages waited`);

  await setConsuming(api.aws, processFn, true);
  // What does not settle is named below.
  await until('all recorded', SETTLE_SECONDS, async () => await countProcessed() === unique.length && api.isQuiet()).catch(() => undefined);
  const end = await Places.look(api);
  expectNone('are not where they belong', sent.map((one) => end.fault(one, contentsOf(one))));
  assert.deepEqual(await bus.look(), [unique.length + conflicts, unique.length], 'events on the bus');
  return `${count} sent = ${of('invalid').length} refused by 400 + ${of('card').length} recorded as refused + ${unique.length} recorded as ingested and processed `
    + `(${of('high').length} of high value, with a copy to review) + ${of('repeated').length} repetitions + ${conflicts} in both DLQs; 0 lost; `
    + `with process-fn stopped ${processed} processed and ${waiting} messages waiting; ${bus.taken.length} times on the bus, ${bus.processed.length} times processed; `
    + `all settled after ${seconds().toFixed(0)} s`;
}
