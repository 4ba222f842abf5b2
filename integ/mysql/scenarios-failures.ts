/** What happens to payments when something goes away, or should. */
import { setTimeout as sleep } from 'node:timers/promises';
import { makeAuthority } from '../certificates';
import { paymentOf } from './load';
import type { Queue } from './queue';
import { deliver } from './scenarios-payments';
import { DATABASE, LOCK_WAIT_SECONDS, USER } from './server';
import { Sha2Server } from './sha2-server';
import { Stage } from './stage';
import { expectEqual } from '../checks';
import type { Environment } from './environment';
import type { Report } from '../emulator/report';
import { LOOPBACK } from '../ports';

const LOAD = { payments: 300, repetitions: 150, malformed: 5 };
/** Between the two halves of a rotation. */
const WINDOW_MS = 1_500;

/** Again and again until all was handled. How often. */
async function whileBusy(queue: Queue, work: (round: number) => Promise<unknown>): Promise<number> {
  let round = 0;
  while (!queue.isEmpty) await work(round += 1);
  return round;
}

async function runRotationScenarios(report: Report, stage: Stage): Promise<void> {
  const { server, manager } = stage;
  const known: string[] = [server.password];
  const password = (): string => {
    known.push(`rotated-${known.length}-${Math.random().toString(36).slice(2)}`);
    return known[known.length - 1];
  };
  const identify = (user: string, by: string) => server.run(`ALTER USER '${user}'@'%' IDENTIFIED BY '${by}'`);
  const secret = (change: object) => Stage.secretOf(server, change);
  /** Feeds one load until `rotations` are done: a rotation takes longer than a small load. */
  const rotating = async (name: string, rotate: (round: number) => Promise<unknown>, rounds: number): Promise<string> => {
    const renewed = stage.counted('CredentialsRenewed');
    const reads = manager.reads;
    const accounts: string[] = [];
    let isDone = false;
    const rotations = (async () => {
      for (let round = 1; round <= rounds; round += 1) await rotate(round);
      isDone = true;
    })();
    for (let part = 1; !isDone; part += 1) accounts.push((await stage.underLoad(`${name}${part}`, LOAD)).account);
    await rotations;
    accounts.push((await stage.underLoad(`${name}last`, { payments: 50 })).account);
    const written = accounts.reduce((sum, account) => sum + Number(/: (\d+) written/.exec(account)?.[1]), 0);
    const failed = accounts.reduce((sum, account) => sum + Number(/\((\d+) failed/.exec(account)?.[1]), 0);
    return `${rounds} rotations, ${written} written in ${accounts.length} loads, ${failed} deliveries came again (malformed among them); ${stage.counted('CredentialsRenewed') - renewed} new logins with ${manager.reads - reads} reads; 0 lost, 0 twice`;
  };

  await report.run('rotation under load as Secrets Manager does it: pending, database, window, current', async () => rotating('rotate', async () => {
    const next = password();
    manager.pending = secret({ password: next });
    await identify(USER, next);
    await server.disconnect();
    await sleep(WINDOW_MS);
    manager.secret = manager.pending;
    manager.pending = undefined;
    await sleep(500);
  }, 3));

  await report.run('rotation under load where the pending version cannot be read, and one where the secret comes first', async () => rotating('window', async (round) => {
    const next = password();
    if (round === 1) {
      await identify(USER, next);
      await server.disconnect();
      await sleep(WINDOW_MS);
      manager.secret = secret({ password: next });
    } else {
      manager.secret = secret({ password: next });
      await sleep(500);
      await identify(USER, next);
      await server.disconnect();
    }
    await sleep(500);
  }, 2));

  await report.run('rotation under load with two users in turn, and with two passwords at once', async () => {
    await server.run(`CREATE USER '${USER}_clone'@'%' IDENTIFIED BY '${password()}' REQUIRE SSL`, `GRANT ALL ON ${DATABASE}.* TO '${USER}_clone'@'%'`);
    return rotating('turn', async (round) => {
      const next = password();
      if (round < 3) {
        const [now, before] = round === 1 ? [`${USER}_clone`, USER] : [USER, `${USER}_clone`];
        await identify(now, next);
        manager.secret = secret({ username: now, password: next });
        await sleep(500);
        await identify(before, password());
      } else {
        // MySQL's RETAIN CURRENT PASSWORD: the old one is valid for a while, then discarded.
        const [old] = known.filter((each) => each === (manager.secret as { password: string }).password);
        await server.run(`ALTER USER '${USER}'@'%' IDENTIFIED VIA mysql_native_password USING PASSWORD('${old}') OR mysql_native_password USING PASSWORD('${next}')`);
        await server.disconnect();
        manager.secret = secret({ password: next });
        await sleep(500);
        await identify(USER, next);
      }
      await server.disconnect();
      await sleep(500);
    }, 3);
  });

  await report.run('no password is in any log', async () => {
    for (const { output } of stage.all) {
      if (known.some((each) => output.includes(each))) throw new Error('a password is in the log');
    }
    return `${known.length} passwords, ${stage.all.length} environments`;
  });
}

async function runOutageScenarios(report: Report, stage: Stage): Promise<void> {
  const { server } = stage;
  await report.run('the server is killed and started again under load, then stopped in order', async () => {
    const { account } = await stage.underLoad('restart', { payments: 900, repetitions: 300, malformed: 5 }, async (queue) => {
      for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
        while (queue.consumed.size < (signal === 'SIGKILL' ? 100 : 400) && !queue.isEmpty) await sleep(5);
        if (queue.isEmpty) throw new Error('the load was over too early: nothing was tested');
        await server.stop(signal);
        await sleep(500);
        await server.start();
      }
    });
    return `${account}; ${stage.counted('DatabaseRetried')} retries so far`;
  });

  await report.run('environments are killed in mid-batch', async () => {
    const { account } = await stage.underLoad('killed', LOAD, async (queue) => {
      for (const limit of [50, 200]) {
        while (queue.consumed.size < limit && !queue.isEmpty) await sleep(2);
        await stage.environments[0].crash();
      }
      if (queue.crashes === 0) throw new Error('no batch was hit');
    });
    return account;
  });

  await report.run('connections are cut again and again under load', async () => {
    let cut = 0;
    const { account } = await stage.underLoad('cut', LOAD, (queue) => whileBusy(queue, async () => {
      cut += await server.disconnect();
      await sleep(40);
    }));
    return `${cut} cut; ${account}`;
  });

  await report.run('an environment that was frozen while its connection was cut writes at once', async () => {
    const [environment] = stage.environments;
    await deliver(environment, [paymentOf('frozen-1')]);
    const postponed = environment.counted('PaymentPostponed');
    environment.freeze();
    await server.disconnect();
    await sleep(1_200);
    environment.thaw();
    const began = Date.now();
    expectEqual('left', await deliver(environment, [paymentOf('frozen-2')]), 0);
    expectEqual('postponed', environment.counted('PaymentPostponed') - postponed, 0);
    return `${Date.now() - began} ms`;
  });
}

async function runLockScenarios(report: Report, stage: Stage): Promise<void> {
  const { server } = stage;
  const waits = (environment: Environment) => environment.counted('TransactionRetried');
  await report.run('a deadlock and a lock that is held too long: the payment is written in the same delivery', async () => {
    const [environment] = stage.environments;
    await deliver(environment, [paymentOf('lock-1', { merchantId: 'lock-shop' })]);
    const before = waits(environment);
    const rival = await server.connect();
    // The larger transaction survives a deadlock: ours holds more rows.
    await rival.query('BEGIN');
    await rival.query("UPDATE merchant_totals SET amount_minor = amount_minor + 1 WHERE merchant_id LIKE 'many-%' OR merchant_id = 'lock-shop'");
    const blocked = deliver(environment, [paymentOf('lock-2', { merchantId: 'lock-shop' })]);
    while (await server.count("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'") === 0) continue;
    await rival.query("SELECT payment_id FROM payments WHERE payment_id = 'lock-2' FOR UPDATE");
    // Now it waits for the lock until its time is over, more than once.
    await sleep(LOCK_WAIT_SECONDS * 1_000 + 700);
    await rival.query('ROLLBACK');
    rival.destroy();
    expectEqual('left', await blocked, 0);
    const retried = waits(environment) - before;
    if (!/ER_LOCK_DEADLOCK/.test(environment.output) || !/ER_LOCK_WAIT_TIMEOUT/.test(environment.output)) throw new Error(`one of the two was not met: ${retried} retries`);
    expectEqual('totals', await server.count("SELECT payments FROM merchant_totals WHERE merchant_id = 'lock-shop'"), 2);
    return `${retried} retries`;
  });

  await report.run('deadlocks under load', async () => {
    const before = stage.counted('TransactionRetried');
    const { account } = await stage.underLoad('dead', LOAD, (queue) => whileBusy(queue, async () => {
      const rival = await server.connect();
      try {
        await rival.query('BEGIN');
        await rival.query("SELECT * FROM merchant_totals WHERE merchant_id LIKE 'dead-%' ORDER BY merchant_id DESC FOR UPDATE");
        await sleep(5);
        await rival.query("SELECT COUNT(*) FROM payments WHERE payment_id LIKE 'dead-%' FOR UPDATE");
        await rival.query('COMMIT');
      } catch {
        // It was the one that lost.
      } finally {
        rival.destroy();
      }
      await sleep(20);
    }));
    return `${stage.counted('TransactionRetried') - before} retries; ${account}`;
  });

  await report.run('an invocation of little time leaves what it cannot finish, and no transaction open', async () => {
    const [environment] = stage.environments;
    const rival = await server.connect();
    await rival.query('BEGIN');
    await rival.query("SELECT * FROM merchant_totals WHERE merchant_id = 'lock-shop' FOR UPDATE");
    const began = Date.now();
    const left = await deliver(environment, ['late-1', 'late-2', 'late-3'].map((id) => paymentOf(id, { merchantId: 'lock-shop' })), 6_000);
    const ms = Date.now() - began;
    await rival.query('ROLLBACK');
    rival.destroy();
    expectEqual('left', left, 3);
    if (ms > 6_000) throw new Error(`it took ${ms} ms of 6000`);
    expectEqual('written', await server.count("SELECT COUNT(*) FROM payments WHERE payment_id LIKE 'late-%'"), 0);
    expectEqual('later', await deliver(environment, ['late-1', 'late-2', 'late-3'].map((id) => paymentOf(id, { merchantId: 'lock-shop' }))), 0);
    return `${ms} ms of 6000`;
  });
}

async function runTlsScenarios(report: Report, stage: Stage): Promise<void> {
  const { server } = stage;
  const refused = async (name: string, env: Record<string, string>, reason: RegExp): Promise<void> => {
    const environment = await stage.environment(env);
    expectEqual(`${name}: left`, await deliver(environment, [paymentOf(`tls-${name}`)]), 1);
    if (!reason.test(environment.output)) throw new Error(`${name}: the log does not say why: ${environment.output.slice(-500)}`);
    await environment.crash();
  };
  await report.run('another authority, that of Amazon, another name, an address, and no TLS on either side are refused', async () => {
    const plain = await server.connect({ ssl: undefined }).then(() => 'taken', ({ code }: { code: string }) => code);
    // With the password that it takes over TLS.
    expectEqual('a client without TLS', plain, 'ER_ACCESS_DENIED_ERROR');
    await Promise.all([
      refused('stranger', { DATABASE_CA: makeAuthority(stage.folder, 'stranger') }, /HANDSHAKE_SSL_ERROR \(.*(certificate|issuer)/),
      refused('amazon', { DATABASE_CA: 'amazon' }, /HANDSHAKE_SSL_ERROR \(.*(certificate|issuer)/),
      // The driver would compare the certificate with "localhost".
      refused('address', { DATABASE_HOST: LOOPBACK }, /HOST_IS_NO_NAME/),
    ]);
    await server.stop();
    await server.start('elsewhere');
    await refused('name', {}, /HANDSHAKE_SSL_ERROR \(Hostname\/IP does not match/);
    await server.stop();
    await server.start('plain');
    await refused('plain', {}, /HANDSHAKE_NO_SSL_SUPPORT/);
    await server.stop();
    await server.start();
    expectEqual('written', await server.count("SELECT COUNT(*) FROM payments WHERE payment_id LIKE 'tls-%'"), 0);
    expectEqual('later', await deliver(stage.environments[0], [paymentOf('tls-later')]), 0);
    return `the server says ${plain}, the function says why`;
  });
}

async function runLoginScenarios(report: Report, stage: Stage): Promise<void> {
  await report.run('caching_sha2_password, as MySQL 8.4 has it: the password goes through TLS alone; a wrong one is renewed', async () => {
    const { manager, folder, server } = stage;
    const sha2 = await Sha2Server.start(folder, 'second');
    try {
      const secret = { ...Stage.secretOf(server, { password: 'first', port: sha2.port }) };
      manager.secret = secret;
      manager.pending = { ...secret, password: 'second' };
      const environment = await stage.environment();
      expectEqual('answer', await environment.invoke({ operation: 'migrate' }), { applied: 0 });
      expectEqual('passwords that came', sha2.passwords, ['first', 'second']);
      expectEqual('logins without TLS', sha2.withoutTls, 0);
    } finally {
      sha2.stop();
    }
    return 'first refused, second taken';
  });
}

export async function runFailureScenarios(report: Report, stage: Stage): Promise<void> {
  await runRotationScenarios(report, stage);
  await runOutageScenarios(report, stage);
  await runLockScenarios(report, stage);
  await runTlsScenarios(report, stage);
  await runLoginScenarios(report, stage);
  await report.run('at the end', async () => {
    const { server } = stage;
    const counts = (await server.run(`SELECT (SELECT COUNT(*) FROM payments) AS payments, (SELECT SUM(payments) FROM merchant_totals) AS totals,
      (SELECT COUNT(*) FROM payments p LEFT JOIN legacy_ledger l USING (payment_id) WHERE p.in_legacy_ledger <> (l.payment_id IS NOT NULL)) AS unequal`))[0];
    expectEqual('rows and totals', Number(counts.payments), Number(counts.totals));
    expectEqual('rows whose mark and ledger differ', Number(counts.unequal), 0);
    await Promise.all(stage.all.map((environment) => environment.crash()));
    return `${counts.payments} payments, each once in its total and, where it is marked, in the ledger`;
  });
}
