/**
 * The bundles, each in a process of its own, killed before and after each of
 * their calls of AWS. Lambda and SQS are played as they deliver: at least once.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import { BUILT, BundledFunction, bundleOf, LAYER, MODULES } from './support/bundled';
import { PARAMETER } from './support/environment';
import { busEvent, CONFIGURATION, destination, invocation, paymentEvent } from './support/events';
import { FakeAws, type Phase } from './support/fake-aws';
import { ChainVerifier, eventKey, PROCESSOR, shardOf } from '../../../src/event-api/handlers/shared';
import { sqsRecord } from '../../hardened/handlers/support/lambda';

type Name = 'ingest' | 'process' | 'store';
const VISIBILITY_MS = 300_000;
const MAX_RECEIVES = 5;

let aws: FakeAws;
let functions: Record<Name, BundledFunction>;
let table: string;
let testNumber = 0;
/** Receives of each message, and of each invocation of ingest. */
let receives: number[];

beforeAll(async () => {
  aws = await FakeAws.start();
  const environment = { AWS_ENDPOINT_URL: aws.endpoint };
  functions = { ingest: new BundledFunction('ingest', environment), process: new BundledFunction('process', environment), store: new BundledFunction('store', environment) };
});
afterAll(async () => {
  await Promise.all(Object.values(functions).map((fn) => fn.kill()));
  await aws.stop();
});
beforeEach(async () => {
  aws.forget();
  table = `events-${testNumber += 1}`;
  aws.parameters.set(PARAMETER, JSON.stringify({ ...CONFIGURATION, tableName: table }));
  await aws.createTable(table);
  // Later, so that all of them ask for the configuration again.
  aws.aheadMs += 600_000;
  receives = [];
});

/** Lambda's asynchronous invocation: until it succeeds, then to the destination. */
async function runIngest(payload: object): Promise<string> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const outcome = await functions.ingest.invoke(payload, aws.aheadMs);
    if (outcome !== 'killed' && 'result' in outcome) {
      receives.push(attempt);
      return destination(payload, outcome.result);
    }
    await functions.ingest.kill();
    aws.aheadMs += 60_000;
  }
  throw new Error('to the failure destination');
}

/** A queue until it is empty: what is not consumed comes again when its visibility has passed. */
async function drain(name: 'process' | 'store', bodies: readonly string[]): Promise<void> {
  let waiting = bodies.map((body) => ({ record: sqsRecord(body), count: 0 }));
  while (waiting.length > 0) {
    for (const message of waiting) message.count += 1;
    const outcome = await functions[name].invoke({ Records: waiting.map(({ record }) => record) }, aws.aheadMs);
    if (outcome === 'killed') await functions[name].kill();
    else if ('error' in outcome) throw new Error(outcome.error);
    const { batchItemFailures: failures } = outcome === 'killed' || !('result' in outcome)
      ? { batchItemFailures: waiting.map(({ record }) => ({ itemIdentifier: record.messageId })) }
      : outcome.result as { batchItemFailures: { itemIdentifier: string }[] };
    const stays = (id: string) => failures.some(({ itemIdentifier }) => itemIdentifier === id);
    receives.push(...waiting.filter(({ record }) => !stays(record.messageId)).map(({ count }) => count));
    waiting = waiting.filter(({ record }) => stays(record.messageId));
    if (waiting.some(({ count }) => count >= MAX_RECEIVES)) throw new Error('to the dead-letter queue');
    aws.aheadMs += VISIBILITY_MS;
  }
}

/** All of the flow; two rules match the event. */
async function flow(): Promise<void> {
  const stored = [await runIngest(invocation(paymentEvent()))];
  const toProcess = aws.published.filter(({ Source }) => Source !== PROCESSOR).flatMap((entry, index) => [busEvent(entry, `a${index}`), busEvent(entry, `b${index}`)]);
  await drain('process', toProcess);
  stored.push(...aws.published.filter(({ Source }) => Source === PROCESSOR).map((entry) => busEvent(entry)));
  await drain('store', stored);
}

async function expectOnce(): Promise<void> {
  const items = await aws.items(table);
  expect(items.filter(({ pk }) => String(pk).startsWith('EVENT#')).map(({ pk, sk }) => `${String(pk)} ${String(sk)}`).toSorted())
    .toEqual(['EVENT#payments.api#evt-1 INGESTED', 'EVENT#payments.api#evt-1 PROCESSED']);
  const shard = shardOf(eventKey(paymentEvent()), CONFIGURATION.auditShards);
  const verifier = new ChainVerifier(shard);
  for (const item of items.filter(({ pk }) => pk === `AUDIT#${shard}`).toSorted((a, b) => String(a.sk) < String(b.sk) ? -1 : 1)) verifier.add(item);
  expect(verifier.report()).toMatchObject({ items: 2, head: { sequence: 2 }, fault: undefined });
  expect(items).toHaveLength(5);
}

(BUILT ? describe : describe.skip)('bundles', () => {
  test('EV-04 find in the layer what they share, and have none of it themselves', () => {
    for (const handler of ['ingest', 'process', 'store']) {
      const code = fs.readFileSync(bundleOf(handler), 'utf8');
      expect(code).toContain('require("payment-event-shared")');
      // Of the logger, of the schemas, of the list of currencies.
      for (const shared of ['POWERTOOLS_LOG_LEVEL', 'numeric_code', 'POWERTOOLS_METRICS_NAMESPACE']) expect(code).not.toContain(shared);
    }
    expect(fs.statSync(bundleOf('ingest')).size).toBeLessThan(10_000);
    expect(fs.readFileSync(LAYER, 'utf8')).toContain('POWERTOOLS_LOG_LEVEL');
    const load = (NODE_PATH: string) => spawnSync(process.execPath, ['--no-warnings', '-e', `require(${JSON.stringify(bundleOf('ingest'))})`], {
      cwd: os.tmpdir(), encoding: 'utf8', env: { PATH: process.env.PATH, NODE_PATH, CONFIG_PARAMETER: 'x', AWS_REGION: 'us-east-1' },
    });
    expect(load(MODULES)).toMatchObject({ status: 0, stderr: '' });
    expect(load('').stderr).toContain("Cannot find module 'payment-event-shared'");
  });

  test('EV-03 fails when the environment is wrong: at start, by name', () => {
    const { stderr } = spawnSync(process.execPath, ['-e', `require(${JSON.stringify(bundleOf('store'))})`], {
      cwd: os.tmpdir(), encoding: 'utf8', env: { PATH: process.env.PATH, NODE_PATH: MODULES, AWS_REGION: 'us-east-1' },
    });
    expect(stderr).toContain('Invalid environment: CONFIG_PARAMETER');
  });

  test('EV-05 an event from the API to the table; its calls are those that are cut below', async () => {
    await flow();
    await expectOnce();
    expect(aws.calls).toEqual([...CALLS.ingest, ...CALLS.process, 'PutItem', 'GetItem', ...CALLS.store, 'Query', 'TransactWriteItems']);
    expect(receives).toEqual([1, 1, 1, 1, 1]);
  });

  /** The first of each: no other call is made. The second message of process finds its claim taken. */
  const CALLS: Record<Name, readonly string[]> = {
    ingest: ['GetParameter', 'PutEvents'],
    process: ['GetParameter', 'PutItem', 'PutEvents', 'UpdateItem'],
    store: ['GetParameter', 'Query', 'TransactWriteItems'],
  };
  const points = Object.entries(CALLS).flatMap(([name, calls]) =>
    calls.flatMap((call, index) => (['before', 'after'] as const).map((phase) => [name as Name, phase, call, index] as const)));

  test.each(points)('EV-05 %s is killed %s %s: nothing is lost and nothing is there twice', async (name, phase, call, index) => {
    let seen = -1;
    let kills = 0;
    const before = { ingest: 0, process: CALLS.ingest.length, store: CALLS.ingest.length + CALLS.process.length + 2 }[name];
    aws.around = async (now: Phase, operation) => {
      if (now === 'before') seen += 1;
      if (kills > 0 || seen !== before + index || now !== phase) return;
      kills += 1;
      expect(operation).toBe(call);
      await functions[name].kill();
      throw new Error('hung up');
    };
    await flow();
    expect(kills).toBe(1);
    await expectOnce();
    expect(Math.max(...receives)).toBe(2);
    // On the bus the same may be twice, when nobody could note that it was published.
    const published = (own: boolean) => aws.published.filter(({ Source }) => (Source === PROCESSOR) === own).map(({ Detail }) => Detail);
    expect(published(false)).toHaveLength(name === 'ingest' && call === 'PutEvents' && phase === 'after' ? 2 : 1);
    const unnoted = name === 'process' && ((call === 'PutEvents' && phase === 'after') || (call === 'UpdateItem' && phase === 'before'));
    expect(published(true)).toHaveLength(unnoted ? 2 : 1);
    expect(new Set(published(true)).size).toBe(1);
  });
});
