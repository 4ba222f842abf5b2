/** What happens when something goes away, or should. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { makeAuthority } from '../certificates';
import { hasEnded } from '../children';
import { ROLE } from './cluster';
import { paymentOf, post } from './payments';
import { expectEqual, tally } from '../checks';
import { ASSETS, Service } from './service';
import { Stage } from './stage';
import type { Report } from '../emulator/report';

const WORKERS = 8;
const DRAIN_MS = 1_000;

/** Why a request got no answer at all: the code of the innermost error. */
function codeOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error && 'code' in inner ? String(inner.code) : String(inner);
}

/** A caller on a slow line: half of the body now, the rest by `finish`. Its status, or why it was cut. */
function slowPost(service: Service, key: string, body: object) {
  const text = JSON.stringify(body);
  const asked = request(`${service.origin}/payments`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'content-length': text.length, 'idempotency-key': key },
  });
  const answer = once(asked, 'response').then(([response]: IncomingMessage[]) => {
    response.resume();
    return response.statusCode;
  }, codeOf);
  asked.write(text.slice(0, 20));
  return {
    finish: async () => {
      asked.end(text.slice(20));
      return answer;
    },
  };
}

/** Sends payments until nobody listens, and a SIGTERM after the hundredth; then everything waits for a lock for a second. */
async function stopUnderLoad(stage: Stage, service: Service) {
  const acknowledged: string[] = [];
  const others: string[] = [];
  let afterSignal = 0;
  let isDraining = false;
  const send = async (): Promise<void> => {
    for (;;) {
      try {
        const { status, id } = await post(service, stage.key(), paymentOf('stopped'));
        if (status === 201 && id) acknowledged.push(id);
        else others.push(String(status));
        if (isDraining) afterSignal += 1;
      } catch (error) {
        const code = codeOf(error);
        if (code === 'ECONNREFUSED') return;
        others.push(code);
        if (hasEnded(service.child)) return;
      }
    }
  };
  const workers = Promise.all(Array.from({ length: WORKERS }, send));
  const slow = slowPost(service, stage.key(), paymentOf('slow'));
  while (acknowledged.length < 100) await sleep(5);
  // Connected before the signal: the delay is short.
  const { ready, open } = await stage.cluster.asAdmin(async (client) => {
    service.child.kill('SIGTERM');
    isDraining = true;
    await sleep(100);
    const seen = await service.status('/ready');
    await client.query('BEGIN; LOCK TABLE payments IN EXCLUSIVE MODE');
    await sleep(DRAIN_MS + 500);
    const waiting = await stage.waiting();
    await client.query('ROLLBACK');
    return { ready: seen, open: waiting };
  });
  const late = await slow.finish();
  const code = await service.ended();
  await workers;
  return { acknowledged, others, afterSignal, ready, open, late, code };
}

async function runShutdownScenarios(report: Report, stage: Stage): Promise<void> {
  await report.run('SIGTERM under load: nothing that was acknowledged is lost', async () => {
    const service = await stage.task('stopped', { ...stage.injected(), DRAIN_DELAY_MS: String(DRAIN_MS) });
    await service.until('/ready', 200);
    const { acknowledged, others, afterSignal, ready, open, late, code } = await stopUnderLoad(stage, service);
    expectEqual('exit code', code, 0);
    expectEqual('/ready after the signal', ready, 503);
    expectEqual('a body that came late', [late, await stage.stored('slow')], [201, { rows: 1, events: 1 }]);
    if (open === 0) throw new Error('no request was open when the service closed: nothing was tested');
    expectEqual('acknowledged and missing', await stage.missing(acknowledged), 0);
    // A connection that the kernel had taken and the service had not is reset; its payment was acknowledged to nobody.
    const strange = others.filter((other) => !['ECONNRESET', 'UND_ERR_SOCKET'].includes(other));
    expectEqual('other answers', strange, []);
    const { rows, events } = await stage.stored('stopped');
    expectEqual('rows and events', rows, events);
    return `${acknowledged.length} acknowledged, ${afterSignal} of them after the signal, ${open} while closing; ${rows} stored; ${others.length} cut; a body that came late was taken`;
  });

  await report.run('a service that cannot finish ends by itself with 1, before ECS kills it', async () => {
    const service = await stage.task('stuck', { ...stage.injected(), DRAIN_DELAY_MS: '0', STOP_TIMEOUT_MS: '1000' });
    await service.until('/ready', 200);
    return stage.whileLocked(async () => {
      const asked = post(service, stage.key(), paymentOf('stuck')).then(() => 'answered', () => 'cut');
      while (await stage.waiting() === 0) await sleep(20);
      const began = Date.now();
      service.child.kill('SIGTERM');
      expectEqual('exit code', await service.ended(), 1);
      expectEqual('the request', await asked, 'cut');
      return `after ${Date.now() - began} ms`;
    });
  });
}

async function runDatabaseScenarios(report: Report, stage: Stage): Promise<void> {
  await report.run('a statement that waits too long is 503, and nothing is written; the same key works later', async () => {
    const service = await stage.task('waiting', { ...stage.injected(), DATABASE_STATEMENT_TIMEOUT_MS: '500' });
    await service.until('/ready', 200);
    const key = stage.key();
    const late = await stage.whileLocked(() => post(service, key, paymentOf('late')));
    expectEqual('answer', [late.status, late.headers.get('retry-after')], [503, '1']);
    expectEqual('stored', await stage.stored('late'), { rows: 0, events: 0 });
    expectEqual('later', (await post(service, key, paymentOf('late'))).status, 201);
    await service.stop();
    return 'then 201';
  });

  await report.run('the database is stopped: alive, not ready, 503; it is back: ready without a restart', async () => {
    const { first, second, cluster } = stage;
    const pids = [first.child.pid, second.child.pid];
    await cluster.stop();
    const away = await Promise.all([first, second].map((service) => service.until('/ready', 503, 3_000)));
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(first, stage.key(), paymentOf('away'))));
    expectEqual('payments', tally(answers.map(({ status }) => status)), '503: 10');
    expectEqual('/health', await first.status('/health'), 200);
    // Started while the database is away.
    const third = await stage.task('third', stage.injected());
    await third.until('/health', 200);
    await cluster.start();
    const back = await Promise.all([first, second, third].map((service) => service.until('/ready', 200, 10_000)));
    expectEqual('a payment', (await post(first, stage.key(), paymentOf('away'))).status, 201);
    expectEqual('stored', await stage.stored('away'), { rows: 1, events: 1 });
    expectEqual('processes', [first.child.pid, second.child.pid, hasEnded(first.child), hasEnded(second.child)], [...pids, false, false]);
    await third.stop();
    return `noticed in ${Math.max(...away)} ms, back in ${Math.max(...back)} ms`;
  });

  await report.run('the password is rotated: 503 until the secret says so, then it works without a restart', async () => {
    const { first, second, cluster, manager } = stage;
    const rotate = (statement: string) => cluster.asAdmin(async (client) => {
      await client.query(statement);
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', ['payment-processor']);
    });
    const reads = manager.reads;
    await rotate(`ALTER ROLE ${ROLE} PASSWORD 'rotated'`);
    await first.until('/ready', 503, 5_000);
    expectEqual('a payment between', (await post(first, stage.key(), paymentOf('rotation'))).status, 503);
    manager.secret = Stage.secretOf(cluster, { password: 'rotated' });
    const one = await first.until('/ready', 200, 10_000);
    expectEqual('a payment', (await post(first, stage.key(), paymentOf('rotation'))).status, 201);

    // Rotation with two users: another user with the same rights.
    await rotate(`CREATE ROLE ${ROLE}_clone LOGIN PASSWORD 'clone' IN ROLE ${ROLE}; ALTER ROLE ${ROLE} PASSWORD 'lost'`);
    manager.secret = Stage.secretOf(cluster, { username: `${ROLE}_clone`, password: 'clone' });
    const again = await first.until('/ready', 200, 10_000);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(first, stage.key(), paymentOf('rotation'))));
    expectEqual('payments of the other user', tally(answers.map(({ status }) => status)), '201: 20');
    expectEqual('stored', await stage.stored('rotation'), { rows: 21, events: 21 });
    // What ECS injected does not change while the task lives.
    expectEqual('/ready of the task without the ARN', await second.status('/ready'), 503);
    for (const { output } of [first, second]) {
      if (/rotated|"clone"|'clone'/.test(output)) throw new Error('a password is in the log');
    }
    await rotate(`ALTER ROLE ${ROLE} PASSWORD '${cluster.password}'`);
    await second.until('/ready', 200, 10_000);
    return `back ${one} ms and ${again} ms after the secret; ${manager.reads - reads} reads of it`;
  });
}

async function runTlsScenarios(report: Report, stage: Stage): Promise<void> {
  const refused = async (name: string, env: Record<string, string>, code: RegExp): Promise<void> => {
    const service = await stage.task(name, env);
    await service.untilLogged('Database not ready', 10_000);
    expectEqual(`${name}: /health, /ready`, [await service.status('/health'), await service.status('/ready')], [200, 503]);
    expectEqual(`${name}: a payment`, (await post(service, stage.key(), paymentOf('tls'))).status, 503);
    if (!code.test(service.output)) throw new Error(`${name}: the log does not say why: ${service.output.slice(-500)}`);
    expectEqual(`${name}: exit code`, await service.stop(), 0);
  };
  await report.run('another authority, another name and no TLS are refused', async () => {
    await refused('wrong-authority', { ...stage.injected(), DATABASE_CA_FILE: makeAuthority(stage.folder, 'stranger') }, /UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT/);
    await refused('system-authorities', { ...stage.injected(), DATABASE_CA_FILE: 'system' }, /UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT/);
    await refused('wrong-name', stage.injected({ host: '127.0.0.1' }), /ERR_TLS_CERT_ALTNAME_INVALID/);
    // By the server, which wants TLS.
    await refused('no-tls', { ...stage.injected(), DATABASE_TLS: 'disable' }, /"code":"28000"/);
    expectEqual('stored', await stage.stored('tls'), { rows: 0, events: 0 });
    return 'the log says why, and SIGTERM ends each with 0';
  });
}

async function runProgramScenarios(report: Report, stage: Stage): Promise<void> {
  await report.run('a wrong configuration is one line with every fault, and 1', async () => {
    const service = await stage.task('misconfigured', { DATABASE_TLS: 'prefer', DATABASE_POOL_SIZE: 'many', DATABASE_CA_FILE: '/none' });
    expectEqual('exit code', await service.ended(), 1);
    const lines = service.output.trim().split('\n');
    expectEqual('lines', lines.length, 1);
    const { faults } = JSON.parse(lines[0]) as { faults: string[] };
    expectEqual('faults', faults.map((fault) => fault.split(':')[0]).sort(), ['DATABASE_CA_FILE', 'DATABASE_POOL_SIZE', 'DATABASE_SECRET_ARN', 'DATABASE_TLS']);
    return faults.join('; ');
  });

  await report.run('the health check of the container, and what the image copies', async () => {
    const check = (port: string) => promisify(execFile)(process.execPath, [path.join(ASSETS, 'health.js')], { env: { PORT: port } }).then(() => 0, ({ code }: { code: number }) => code);
    expectEqual('exit codes', [await check(String(stage.first.port)), await check('9')], [0, 1]);
    const [, copied] = /^COPY --chmod=444 (.+) \.\/$/m.exec(readFileSync(path.join(ASSETS, 'Dockerfile'), 'utf8')) ?? [];
    expectEqual('COPY', copied, 'index.js health.js');
    return '0 while it lives, 1 otherwise';
  });

  await report.run('both tasks stop in order', async () => {
    expectEqual('exit codes', [await stage.first.stop(), await stage.second.stop()], [0, 0]);
    expectEqual('rows without an event', await stage.cluster.count('SELECT count(*) FROM payments WHERE id NOT IN (SELECT payment_id FROM payment_events)'), 0);
    expectEqual('connections left', await stage.cluster.count("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'payment-processor'"), 0);
    return `${await stage.cluster.count('SELECT count(*) FROM payments')} payments, each with its event`;
  });
}

export async function runFailureScenarios(report: Report, stage: Stage): Promise<void> {
  await runShutdownScenarios(report, stage);
  await runDatabaseScenarios(report, stage);
  await runTlsScenarios(report, stage);
  await runProgramScenarios(report, stage);
}
