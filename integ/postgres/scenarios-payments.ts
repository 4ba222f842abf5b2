/** What a caller sees: payments taken once, and refused as they should be. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CARD, paymentOf, post } from './payments';
import { expectEqual, inParallel, tally } from '../checks';
import type { Stage } from './stage';
import { LOCK } from '../../src/nested-environments/service/migrations';
import type { Report } from '../emulator/report';

const AT_ONCE = 50;
const MANY = 500;
/** Less than the statement timeout of the service. */
const LOCKED_MS = 4_000;

export async function runPaymentScenarios(report: Report, stage: Stage): Promise<void> {
  await report.run('two tasks that start at once on an empty database make the schema once', async () => {
    await stage.cluster.asAdmin(async (client) => {
      // Both come to the lock before one of them gets it.
      await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
      [stage.first, stage.second] = await Promise.all([stage.task('first', stage.byArn()), stage.task('second', stage.injected())]);
      const deadline = Date.now() + LOCKED_MS;
      while (await stage.waiting() < 2 && Date.now() < deadline) await sleep(20);
      expectEqual('tasks that wait for their turn', await stage.waiting(), 2);
    });
    const ms = await Promise.all([stage.first, stage.second].map((service) => service.until('/ready', 200)));
    expectEqual('versions', await stage.cluster.count('SELECT count(*) FROM schema_migrations'), 1);
    const applied = [stage.first, stage.second].map(({ output }) => /"applied":(\d)/.exec(output)?.[1]).sort();
    expectEqual('migrations applied by each', applied, ['0', '1']);
    for (const { output } of [stage.first, stage.second]) {
      if (output.includes('Database not ready')) throw new Error(`a task failed and tried again: ${output.slice(-500)}`);
    }
    return `ready ${ms.join(' and ')} ms after the lock`;
  });

  await report.run('201, then 200, then 409; the payment can be read', async () => {
    const [key, reference] = [stage.key(), 'once'];
    const first = await post(stage.first, key, paymentOf(reference, { amountMinor: Number.MAX_SAFE_INTEGER, merchantReference: reference }));
    const again = await post(stage.second, key, paymentOf(reference, { amountMinor: Number.MAX_SAFE_INTEGER }));
    const other = await post(stage.first, key, paymentOf(reference));
    expectEqual('status', [first.status, again.status, other.status], [201, 200, 409]);
    expectEqual('payment', again.body, first.body);
    const read = await fetch(stage.second.origin + String(first.headers.get('location')));
    expectEqual('read', await read.json(), first.body);
    expectEqual('amount', first.body.amountMinor, Number.MAX_SAFE_INTEGER);
    expectEqual('stored', await stage.stored(reference), { rows: 1, events: 1 });
    return 'by two tasks, with the largest amount';
  });

  await report.run(`${AT_ONCE} requests at once with one key, to two tasks`, async () => {
    const key = stage.key();
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => post(n % 2 === 0 ? stage.first : stage.second, key, paymentOf('race'))));
    const seen = tally(answers.map(({ status }) => status));
    expectEqual('answers', seen, `200: ${AT_ONCE - 1}, 201: 1`);
    expectEqual('payments', new Set(answers.map(({ id }) => id)).size, 1);
    expectEqual('stored', await stage.stored('race'), { rows: 1, events: 1 });
    return `${seen}; one row, one event`;
  });

  await report.run('20 bodies at once with one key: one wins, 19 are told', async () => {
    const key = stage.key();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => post(stage.first, key, paymentOf('rivals', { amountMinor: n + 1 }))));
    expectEqual('answers', tally(answers.map(({ status }) => status)), '201: 1, 409: 19');
    expectEqual('stored', await stage.stored('rivals'), { rows: 1, events: 1 });
    return 'one row, one event';
  });

  await report.run(`${MANY} payments at concurrency 8, each sent twice`, async () => {
    const ids: string[] = [];
    const statuses: number[] = [];
    const began = Date.now();
    await inParallel(Array.from({ length: MANY }, () => stage.key()), 8, async (key) => {
      for (const service of [stage.first, stage.second]) {
        const { status, id } = await post(service, key, paymentOf('many'));
        statuses.push(status);
        if (status === 201 && id) ids.push(id);
      }
    });
    const seconds = (Date.now() - began) / 1_000;
    expectEqual('answers', tally(statuses), `200: ${MANY}, 201: ${MANY}`);
    expectEqual('stored', await stage.stored('many'), { rows: MANY, events: MANY });
    expectEqual('missing', await stage.missing(ids), 0);
    return `${Math.round(2 * MANY / seconds)} requests/s; ${MANY} rows, ${MANY} events`;
  });

  await report.run('a card number is refused wherever it is, and is in no log and no table', async () => {
    const bodies: (object | string)[] = [
      paymentOf(CARD), paymentOf('card', { metadata: { note: `card ${CARD}` } }), paymentOf('card', { metadata: { note: '4111-1111-1111-1111' } }),
      paymentOf('card', { paymentToken: CARD }), paymentOf('card', { cardNumber: CARD, cvv: '123' }), `{"pan": "${CARD}"`, `"${CARD}"`,
    ];
    const answers = await Promise.all(bodies.map((body) => post(stage.first, stage.key(), body)));
    answers.push(await post(stage.first, CARD, paymentOf('card')));
    expectEqual('answers', tally(answers.map(({ status }) => status)), `400: ${answers.length}`);
    if (answers.some(({ body }) => JSON.stringify(body).includes(CARD))) throw new Error('an answer repeats the card number');
    for (const path of [`/payments/${CARD}`, `/${CARD}`, `/payments/${CARD}?pan=${CARD}`]) expectEqual(path, await stage.first.status(path), 404);
    const taken = await post(stage.first, stage.key(), paymentOf('card'), { 'x-request-id': CARD, 'user-agent': CARD });
    expectEqual('a header that nobody keeps', taken.status, 201);
    // pino writes at once; the line of a request follows its answer.
    await sleep(200);
    for (const service of [stage.first, stage.second]) {
      if (/4111[ -]?1111/.test(service.output)) throw new Error('the log has the card number');
    }
    for (const table of ['payments', 'payment_events']) {
      expectEqual(`in ${table}`, await stage.cluster.count(`SELECT count(*) FROM ${table} WHERE ${table}::text ~ '4111[ -]?1111'`), 0);
    }
    return `${answers.length} requests`;
  });
}
