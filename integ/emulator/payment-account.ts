import { strict as assert } from 'node:assert';
import { Item, until } from './operator';
import { Payment } from './payers';
import { Region } from './region';
import { keyOf, Replication } from './replication';

/** On a busy machine the table may time out, and redrive then waits a minute. */
const SETTLE_SECONDS = 100;
const SHOWN = 5;

/** Where the payments of a failover are. */
export interface Account {
  readonly twice: number;
  readonly givenUp: number;
  readonly line: string;
}

/** Waits until nothing is on its way, and says where each payment is. @throws when one is not where it may be */
export async function accountFor(payments: Payment[], regions: readonly Region[], replication: Replication): Promise<Account> {
  let tables: Item[][] = [];
  await until('redrive and replication', SETTLE_SECONDS, async () => {
    tables = await Promise.all(regions.map((region) => region.items()));
    const [one, other] = tables.map((items) => items.filter(({ pk }) => pk.S !== 'heartbeat').map(keyOf).sort().join());
    return one === other && (await Promise.all(regions.map((region) => region.depth(region.queue)))).every((depth) => depth === 0);
  }).catch(async (error: Error) => {
    const depths = await Promise.all(regions.map(async (region) =>
      `${region.name}: ${(await region.items()).length} items, ${await region.depth(region.queue)} in the queue`));
    throw new Error(`${error.message}; ${depths.join(', ')}`);
  });
  const items = new Map<string, Item[]>();
  for (const item of tables[0]) items.set(item.pk.S!, [...items.get(item.pk.S!) ?? [], item]);
  const of = ({ id }: Payment): Item[] => items.get(`payment#${id}`) ?? [];
  const dead = (await Promise.all(regions.map((region) => region.bodies(region.deadLetters)))).flat().join('\n');

  const faults = payments.flatMap((payment) => {
    const fault = dead.includes(payment.id) ? 'is in a dead-letter queue' : faultOf(payment, of(payment), replication);
    return fault === undefined ? [] : [`${payment.id} ${fault}; ${payment.attempts.map(({ region, status }) => `${region.name} ${status}`).join(', ')}`];
  });
  const requests = payments.reduce((sum, { attempts }) => sum + attempts.length, 0);
  const acknowledged = payments.filter((payment) => payment.acknowledged);
  const [lost, once, twice] = [0, 1, 2].map((copies) => acknowledged.filter((payment) => of(payment).length === copies).length);
  const by202 = acknowledged.filter((payment) => payment.acknowledged!.status === 202).length;
  const givenUp = payments.filter((payment) => !payment.acknowledged);
  const line = `${payments.length} payments in ${requests} requests = ${once} accepted once (${by202} of the acknowledged by 202 and redrive) `
    + `+ ${twice} accepted twice, each sent again after its answer was lost, before replication `
    + `+ ${givenUp.length} given up by their client (${givenUp.filter((payment) => of(payment).length > 0).length} of them accepted); ${lost} lost`;
  if (faults.length > 0) throw new Error([line, `${faults.length} are not where they belong`, ...faults.slice(0, SHOWN)].join('\n    '));
  const acceptedTwice = payments.filter((payment) => of(payment).length === 2);
  await expectReported(acceptedTwice, regions);
  return { twice: acceptedTwice.length, givenUp: givenUp.length, line };
}

function faultOf({ id, amount, acknowledged, attempts, fault }: Payment, items: Item[], replication: Replication): string | undefined {
  if (fault !== undefined) return fault;
  if (items.some((item) => item.amount.N !== String(amount) || item.idempotencyKey.S !== id)) return 'is not what was sent';
  if (items.length === 0) return acknowledged ? `is lost: acknowledged with ${acknowledged.status} by ${acknowledged.region.name}` : undefined;
  if (items.length === 1) return undefined;
  // Twice: its client had no answer from one Region and sent it to the other, before the second had heard of the first.
  const [first, second] = [...items].sort((a, b) => a.acceptedAt.S! < b.acceptedAt.S! ? -1 : 1);
  const tried = items.every(({ sk }) => attempts.some(({ region }) => region.name === sk.S));
  if (!tried || attempts.every(({ status }) => status > 0)) return 'is accepted twice, although no answer was lost';
  const secondAt = Date.parse(second.acceptedAt.S!);
  const heardAt = replication.arrived.get(keyOf(first)) ?? Infinity;
  return heardAt > secondAt ? undefined : `is accepted twice, ${((secondAt - heardAt) / 1000).toFixed(1)} s after ${second.sk.S} had heard of it`;
}

/** Each payment that was accepted twice says so in both Regions, and is counted there. */
async function expectReported(twice: Payment[], regions: readonly Region[]): Promise<void> {
  const began = Date.now();
  for (const region of regions) {
    for (const { id } of twice) {
      const { acceptedIn } = JSON.parse((await region.call('GET', `/payments/${id}`)).body) as { acceptedIn: string[] };
      assert.deepEqual([...acceptedIn].sort(), regions.map((one) => one.name).sort(), id);
    }
    await until(`the metric of ${twice.length} payments accepted twice in ${region.name}`, SETTLE_SECONDS, async () =>
      (await region.logged('payment', '"PaymentAcceptedTwice":', began)).length >= twice.length);
  }
}
