import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dns, FailoverName } from './dns';
import { Emulator } from './emulator';
import { until } from './operator';
import { Attempt, Network, Payer, Payment } from './payers';
import { accountFor } from './payment-account';
import { CHECK_TIMEOUT_MS, LAG_MS, LOST_MS, SCALE } from './recovery-differences';
import { replicationAge } from './recovery-scenarios';
import { Region } from './region';
import { Replication } from './replication';
import { FailoverModel } from '../../src/disaster-recovery';

const PAYERS = 8;
const IMPATIENT = 2;
/** Payments that a queue holds while its Region is gone, at least. */
const QUEUED = 4;
const STEADY_MS = 2_000;
/** How often it is noted where clients are led. */
const LOOK_MS = 100;
/** Of a busy machine. */
const SLACK_SECONDS = 1.5;
const GIVE_UP_SECONDS = 40;

/** How a Region fails. */
export interface Failure {
  /** Its table refuses writes for a while before, and its last answers are lost. */
  readonly isIllBefore: boolean;
  readonly fail: (emulator: Emulator) => Promise<void>;
  readonly mend: (emulator: Emulator) => Promise<void>;
  /** Whether health checks wait for an answer in vain. */
  readonly isHanging: boolean;
}

/** It ends, keeps its state, and refuses connections. */
export const STOPS: Failure = { isIllBefore: true, fail: (emulator) => emulator.suspend(), mend: (emulator) => emulator.resume(), isHanging: false };
/** It takes connections and answers nothing; what it had begun, it ends when it goes on. */
export const HANGS: Failure = {
  isIllBefore: false, fail: async (emulator) => emulator.freeze(), mend: async (emulator) => emulator.thaw(), isHanging: true,
};

/**
 * Clients pay by the failover name; the primary fails in the middle, comes back with its state, and every payment is accounted for.
 * One line, or an error.
 */
export async function runFailover(
  regions: readonly [primary: Region, secondary: Region], replication: Replication, name: FailoverName, failure: Failure,
): Promise<string> {
  const exercise = new Exercise(regions, replication, failure, await Dns.of(name, regions, SCALE));
  const [{ check: { intervalSeconds, threshold } }] = name.ways;
  const model = new FailoverModel({ intervalSeconds, threshold, ttlSeconds: name.ttlSeconds });
  // As the model has it: each check gives up before the next interval begins.
  const waiting = threshold * CHECK_TIMEOUT_MS / 1000;
  const bound = model.timeToRecoverSeconds / SCALE + (failure.isHanging ? waiting : 0);
  // A check that succeeds may take its time as well: functions start cold.
  const boundBack = model.timeToRecoverSeconds / SCALE + waiting;
  try {
    const queued = await exercise.load();
    const outage = await exercise.fail();
    const wayBack = await exercise.comeBack();
    const { line, twice, givenUp } = await accountFor(await exercise.end(), regions, replication);
    const [here, there] = regions.map((region) => region.name);
    const faults = [
      ...outage.recovery <= bound + SLACK_SECONDS ? [] : [`clients were led to ${here} for ${outage.recovery.toFixed(1)} s after its last answer`],
      ...wayBack <= boundBack + SLACK_SECONDS ? [] : [`clients were led to ${there} for ${wayBack.toFixed(1)} s after the last failed check of ${here}`],
      ...failure.isIllBefore && [queued, outage.unknown, twice, givenUp].includes(0) ? ['too tame: nothing was queued, unknown, accepted twice, or given up'] : [],
    ];
    const seen = [
      line,
      `until ${outage.recovery.toFixed(1)} s after the last answer of ${here} clients were led there, bound ${bound} s (${model.describe()}, `
      + `${SCALE} times as fast${failure.isHanging ? `, and ${threshold} checks that give up after ${CHECK_TIMEOUT_MS / 1000} s` : ''}); `
      + `first answer of ${there} after ${outage.firstAnswer.toFixed(1)} s; back in ${here} ${wayBack.toFixed(1)} s after its last failed check, bound ${boundBack} s`,
      `meanwhile ${outage.unknown} acknowledged payments were unknown in ${there} (replication ${LAG_MS / 1000} s behind), `
      + `${queued} in the queue of ${here}; ReplicationAge ${outage.age.toFixed(1)} s`,
    ].join('\n    ');
    if (faults.length > 0) throw new Error(`${faults.join('; ')}\n    ${seen}`);
    return seen;
  } finally {
    await failure.mend(regions[0].emulator).catch(() => undefined);
    await exercise.end();
  }
}

class Exercise {
  private readonly network = new Network();
  private readonly payers: Payer[];
  private readonly primary: Region;
  private readonly secondary: Region;
  /** When a client was led to a Region for the last time. */
  private readonly led = new Map<Region, number>();
  private looking?: NodeJS.Timeout;

  public constructor(
    regions: readonly [Region, Region], private readonly replication: Replication, private readonly failure: Failure, private readonly dns: Dns,
  ) {
    [this.primary, this.secondary] = regions;
    this.payers = Array.from({ length: PAYERS }, (_, number) => new Payer(dns, this.network, number / PAYERS, number >= IMPATIENT));
  }

  private get attempts(): Attempt[] { return this.payers.flatMap((payer) => payer.attempts()); }

  /** Clients pay in the primary. How many payments wait in its queue at the end. */
  public async load(): Promise<number> {
    const { primary } = this;
    this.dns.start();
    for (const region of [primary, this.secondary]) await region.invoke('heartbeat');
    this.looking = setInterval(() => this.payers.forEach((payer) => this.led.set(payer.lead(), Date.now())), LOOK_MS);
    if (this.failure.isIllBefore) {
      // What it queues now waits there until it is back.
      await primary.setRedrive(false);
      const [first, rest] = [this.payers.slice(0, QUEUED), this.payers.slice(QUEUED)];
      await primary.whileTableRefuses(async () => {
        for (const payer of first) payer.start();
        await until('payments in the queue', GIVE_UP_SECONDS, async () => await primary.depth(primary.queue) >= QUEUED);
      });
      for (const payer of rest) payer.start();
      // A worker that was refused three times does not ask the table for 10 s.
      await until('a table that takes writes again', GIVE_UP_SECONDS, async () =>
        this.payers.every((payer) => payer.attempts().slice(-2).every(({ status }) => status === 201)));
    } else {
      for (const payer of this.payers) payer.start();
    }
    await sleep(STEADY_MS);
    await this.answersOf(primary, Date.now());
    return primary.depth(primary.queue);
  }

  /** The primary fails: what the clients and the secondary saw of it. */
  public async fail(): Promise<{ recovery: number; firstAnswer: number; unknown: number; age: number }> {
    const { primary, secondary } = this;
    if (this.failure.isIllBefore) {
      this.network.losesAnswersOf.add(primary);
      await sleep(LOST_MS);
    }
    this.replication.cut(primary);
    const failedAt = Date.now();
    await this.failure.fail(primary.emulator);
    await this.answersOf(secondary, Date.now());
    await sleep(1_000);

    const answered = this.attempts.filter(({ answeredAt }) => answeredAt !== undefined);
    const answersHere = answered.filter(({ region }) => region === primary).map(({ answeredAt }) => answeredAt!);
    const lastAnswer = Math.max(this.dns.lastHealthy.get(primary) ?? 0, ...answersHere);
    const firstThere = Math.min(...answered.filter(({ region, at }) => region === secondary && at > failedAt).map(({ answeredAt }) => answeredAt!));
    const acknowledged = this.payments.filter((payment) => payment.acknowledged?.region === primary && payment.acknowledged.status === 201);
    const unknown = await unknownIn(secondary, acknowledged);
    const age = await replicationAge(secondary, primary);
    assert.ok(age >= (Date.now() - failedAt) / 1000 - 1, `ReplicationAge ${age} s says nothing of the outage`);
    return { recovery: (this.led.get(primary)! - lastAnswer) / 1000, firstAnswer: (firstThere - lastAnswer) / 1000, unknown, age };
  }

  /** The primary is back: until when clients were led to the secondary, in seconds after the last check that failed. */
  public async comeBack(): Promise<number> {
    const { primary } = this;
    await this.failure.mend(primary.emulator);
    const backAt = Date.now();
    this.network.losesAnswersOf.delete(primary);
    this.replication.mend(primary);
    await this.answersOf(primary, backAt);
    await primary.setRedrive(true);
    return (this.led.get(this.secondary)! - this.dns.mendedAfter.get(primary)!) / 1000;
  }

  /** Clients finish what they are at. All that they paid, or tried to. */
  public async end(): Promise<Payment[]> {
    clearInterval(this.looking);
    await Promise.all([...this.payers.map((payer) => payer.stop()), this.dns.stop()]);
    return this.payments;
  }

  private get payments(): Payment[] { return this.payers.flatMap(({ payments }) => payments); }

  /** Waits until each client has an answer of this Region to a request of after `since`. */
  private answersOf(region: Region, since: number): Promise<true> {
    return until(`an answer of ${region.name} to every client`, GIVE_UP_SECONDS, async () =>
      this.payers.every((payer) => payer.attempts().some((attempt) => attempt.region === region && attempt.at > since && attempt.status > 0)));
  }
}

/** How many of these a Region does not know. */
async function unknownIn(region: Region, payments: Payment[]): Promise<number> {
  const known = new Set((await region.items()).map(({ pk }) => pk.S));
  const unknown = payments.filter(({ id }) => !known.has(`payment#${id}`));
  if (unknown.length > 0) assert.equal((await region.call('GET', `/payments/${unknown[0].id}`)).status, 404);
  return unknown.length;
}
