/** What becomes of payments while all is well, or they are not. */
import type { SQSBatchResponse } from 'aws-lambda';
import type { Environment } from './environment';
import { CARD, paymentOf } from './load';
import type { Stage } from './stage';
import { LOCK } from '../../src/migration/handlers/migrations';
import { expectEqual } from '../checks';
import type { Report } from '../emulator/report';

const ENVIRONMENTS = 4;
const PAYMENTS = 600;

let sequence = 0;
/** One batch. How many of it stay on the queue. */
export async function deliver(environment: Environment, payments: readonly (object | string)[], remainingMs?: number): Promise<number> {
  const { batchItemFailures } = await environment.invoke<SQSBatchResponse>({
    Records: payments.map((payment) => ({ messageId: `direct-${sequence += 1}`, body: typeof payment === 'string' ? payment : JSON.stringify(payment), attributes: {} })),
  }, remainingMs);
  return batchItemFailures.length;
}

export async function runPaymentScenarios(report: Report, stage: Stage): Promise<void> {
  const { server } = stage;
  await report.run(`${ENVIRONMENTS} environments that start at once on an empty database make the schema once`, async () => {
    stage.environments = await Promise.all(Array.from({ length: ENVIRONMENTS }, () => stage.environment()));
    const holder = await server.connect();
    await holder.query('SELECT GET_LOCK(?, 1)', [LOCK]);
    const made = Promise.all(stage.environments.map((environment) => environment.invoke<{ applied: number }>({ operation: 'migrate' })));
    while (await server.count("SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User lock'") < ENVIRONMENTS) continue;
    holder.destroy();
    expectEqual('applied by each', (await made).map(({ applied }) => applied).sort(), [...Array<number>(ENVIRONMENTS - 1).fill(0), 1]);
    expectEqual('versions', await server.count('SELECT COUNT(*) FROM schema_migrations'), 1);
    expectEqual('locks left', await server.count('SELECT IS_USED_LOCK(?) IS NULL', LOCK), 1);
    return `loaded in ${stage.environments.map(({ loadedMs }) => Math.round(loadedMs)).join(', ')} ms`;
  });

  await report.run('a payment is written, read, repeated, and its id is refused to another', async () => {
    const [first, second] = stage.environments;
    const payment = paymentOf('one-1', { amount: Number.MAX_SAFE_INTEGER });
    expectEqual('written', await deliver(first, [payment]), 0);
    expectEqual('repeated', await deliver(second, [payment, payment]), 0);
    expectEqual('another', await deliver(second, [{ ...payment, amount: 1 }]), 1);
    expectEqual('another again', await deliver(second, [{ ...payment, amount: 1 }]), 1);
    expectEqual('refusals', await server.count("SELECT COUNT(*) FROM refusals WHERE payment_id = 'one-1' AND reason = 'conflict'"), 1);
    const { payment: read } = await first.invoke<{ payment: Record<string, unknown> }>({ operation: 'payment', paymentId: 'one-1' });
    const sorted = (value: object) => Object.entries(value).sort();
    expectEqual('read', sorted({ ...read, writtenAt: '' }), sorted({
      ...payment, occurredAt: '2026-11-22T10:00:00.000Z', inLegacyLedger: true, writtenAt: '',
    }));
    expectEqual('age', Math.abs(Date.parse(String(read.writtenAt)) - Date.now()) < 60_000, true);
    await deliver(first, [paymentOf('one-2', { amount: Number.MAX_SAFE_INTEGER })]);
    expectEqual('totals', await second.invoke({ operation: 'totals', merchantId: 'one-shop-2' }),
      { totals: [{ currency: 'EUR', payments: 2, amount: String(2n * BigInt(Number.MAX_SAFE_INTEGER)) }] });
    return 'with the largest amount, by two environments';
  });

  await report.run('the flag ends the write to the legacy ledger, and begins it again', async () => {
    const [fresh] = [await stage.environment()];
    stage.agent.legacyLedger = false;
    await deliver(fresh, [paymentOf('flag-off')]);
    stage.agent.legacyLedger = true;
    const [another, without] = await Promise.all([stage.environment(), stage.environment({ AWS_APPCONFIG_EXTENSION_HTTP_PORT: '9' })]);
    await deliver(another, [paymentOf('flag-on')]);
    await deliver(without, [paymentOf('flag-none')]);
    const rows = await server.run("SELECT payment_id AS id FROM legacy_ledger WHERE payment_id LIKE 'flag-%' ORDER BY 1");
    expectEqual('in the ledger', rows, [{ id: 'flag-none' }, { id: 'flag-on' }]);
    expectEqual('without an agent', without.counted('FeatureFlagsUnavailable'), 1);
    await Promise.all([fresh, another, without].map((environment) => environment.crash()));
    return 'and without an agent both are written';
  });

  await report.run('20 deliveries of one payment at once, and 20 rivals for one id', async () => {
    const atOnce = (payments: object[]) => Promise.all(stage.environments.map((environment, n) =>
      deliver(environment, payments.filter((_, index) => index % ENVIRONMENTS === n))));
    expectEqual('repetitions left', await atOnce(Array.from({ length: 20 }, () => paymentOf('race-1'))), [0, 0, 0, 0]);
    const left = await atOnce(Array.from({ length: 20 }, (_, n) => paymentOf('race-2', { amount: n + 1 })));
    expectEqual('rivals left', left.reduce((sum, count) => sum + count), 19);
    const { rows, totals, refused } = (await server.run(`SELECT (SELECT COUNT(*) FROM payments WHERE payment_id LIKE 'race-%') AS \`rows\`,
      (SELECT SUM(payments) FROM merchant_totals WHERE merchant_id LIKE 'race-%') AS totals, (SELECT COUNT(*) FROM refusals WHERE payment_id = 'race-2') AS refused`))[0];
    expectEqual('rows, totals, refused', [Number(rows), Number(totals), Number(refused)], [2, 2, 19]);
    return 'two rows, 19 refusals recorded';
  });

  await report.run(`${PAYMENTS} payments with repetitions, rivals, malformed messages and card data`, async () => {
    const { account, perSecond } = await stage.underLoad('many', { payments: PAYMENTS, repetitions: 400, rivals: 20, malformed: 20, cards: 10 });
    for (const environment of stage.all) {
      if (/4111[ -]?1111/.test(environment.output)) throw new Error('the log has the card number');
    }
    for (const table of ['payments', 'refusals', 'legacy_ledger']) {
      const [row] = await server.run<{ text: string }>(`SELECT COALESCE(JSON_ARRAYAGG(CONCAT_WS('|', ${table === 'refusals' ? 'refusal_key, places' : 'payment_id'})), '') AS text FROM ${table}`);
      if (row.text.includes(CARD)) throw new Error(`${table} has the card number`);
    }
    return `${account}; ${perSecond} deliveries/s`;
  });
}
