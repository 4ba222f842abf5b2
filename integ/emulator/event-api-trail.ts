import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { EventApi } from './event-api';
import { Report } from './report';
import { nextItem } from '../../src/event-api/handlers/shared/audit-chain';

const COMMAND = path.join(__dirname, '..', '..', 'bin', 'cdk-payments');
const PATIENCE_MS = 60_000;

interface Verdict {
  readonly code: number;
  readonly items: number;
  readonly anchors: number;
  readonly faults: { shard: number; sequence: number; kind: string }[];
}

type AuditItem = Record<'pk' | 'sk' | 'record' | 'hash' | 'prevHash' | 'recordedAt', string> & { shard: number; sequence: number };

/** `cdk-payments verify-trail`, as a user runs it. */
function verify(api: EventApi, folder: string, ...anchors: string[]): Promise<Verdict> {
  const args = ['verify-trail', '--table', api.table, '--region', api.aws.region, '--format', 'json', ...anchors.flatMap((file) => ['--anchors', file])];
  const env = {
    PATH: process.env.PATH, HOME: folder, AWS_ENDPOINT_URL: api.aws.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test',
  };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [COMMAND, ...args], { env, timeout: PATIENCE_MS, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
      const code = error ? Number(error.code) : 0;
      if (code !== 0 && code !== 1) reject(new Error(`verify-trail: exit code ${error?.code ?? error?.signal}\n${stderr}`));
      else resolve({ ...JSON.parse(stdout) as Omit<Verdict, 'code'>, code });
    });
  });
}

/** The audit trail after all that went before, verified with the command; then with items that somebody changed. */
export async function runTrail(report: Report, api: EventApi, folder: string): Promise<void> {
  const anchors = path.join(folder, 'anchors.log');
  let trail: AuditItem[] = [];
  const change = async (items: AuditItem[], removed: AuditItem[] = []) => {
    for (const item of items) await api.aws.dynamodb.send(new PutItemCommand({ TableName: api.table, Item: marshall(item) }));
    for (const { pk, sk } of removed) await api.aws.dynamodb.send(new DeleteItemCommand({ TableName: api.table, Key: marshall({ pk, sk }) }));
  };
  /** What the command finds without and with anchors, while a shard is as somebody left it. */
  const tampered = async (shard: AuditItem[], changed: AuditItem[], removed: AuditItem[] = []): Promise<Verdict[]> => {
    await change(changed, removed);
    try {
      return [await verify(api, folder), await verify(api, folder, anchors)];
    } finally {
      await change(shard);
    }
  };
  const told = ({ code, faults }: Verdict) => [code, ...faults.map(({ kind, shard, sequence }) => `${kind} ${shard}/${sequence}`)].join(' ');

  await report.run('events: the audit trail has one item for each record, and verify-trail finds it sound', async () => {
    await api.quiet();
    const recorded = await api.recorded();
    trail = (recorded.trail as AuditItem[]).sort((one, other) => one.shard - other.shard || one.sequence - other.sequence);
    const records = [...[...recorded.events].flatMap(([key, kinds]) => Object.keys(kinds).map((kind) => `${kind} ${key}`)), ...[...recorded.refusals.keys()].map((id) => `REFUSED ${id}`)];
    const audited = trail.map(({ record }) => JSON.parse(record) as { kind: string; requestId?: string; event?: { source: string; eventId: string } })
      .map(({ kind, requestId, event }) => `${kind} ${event ? `${event.source}#${event.eventId}` : requestId}`);
    assert.deepEqual(audited.sort(), records.sort());
    const lines = await api.logged('store', 'Audit anchor');
    fs.writeFileSync(anchors, lines.join('\n'));
    const verdicts = [await verify(api, folder), await verify(api, folder, anchors)];
    for (const { code, items, faults } of verdicts) assert.deepEqual({ code, items, faults }, { code: 0, items: trail.length, faults: [] });
    assert.equal(verdicts[1].anchors, trail.length);
    return `${trail.length} items in ${new Set(trail.map(({ shard }) => shard)).size} shards, ${verdicts[1].anchors} anchors from the log of store-fn`;
  });

  await report.run('events: verify-trail finds an audit item that was changed, a tail that was cut off and a chain that was written anew', async () => {
    const shards = [...new Set(trail.map(({ shard }) => shard))].map((number) => trail.filter((item) => item.shard === number));
    const [longest] = shards.sort((one, other) => other.length - one.length);
    assert.ok(longest?.length > 4, `${longest?.length ?? 0} items in the longest shard`);
    const at = Math.floor(longest.length / 2);
    const { shard, sequence } = longest[at];
    const record = longest[at].record.replace(/"amount":\d+/, '"amount":1');
    assert.notEqual(record, longest[at].record);

    const changed = await tampered(longest, [{ ...longest[at], record }]);
    assert.deepEqual(changed.map(told), Array(2).fill(`1 changed ${shard}/${sequence}`));
    const cut = await tampered(longest, [], longest.slice(-1));
    assert.deepEqual(cut.map(told), ['0', `1 tail-cut ${shard}/${longest.length}`]);
    // Whoever can write to the table can also hash.
    const anew: AuditItem[] = longest.slice(0, at);
    for (const item of longest.slice(at)) {
      const content = JSON.parse(item === longest[at] ? record : item.record) as Parameters<typeof nextItem>[2];
      anew.push(nextItem(shard, anew.at(-1), content, item.recordedAt));
    }
    const rewritten = await tampered(longest, anew.slice(at));
    assert.deepEqual(rewritten.map(told), ['0', `1 rewritten ${shard}/${sequence}`]);
    assert.equal(told(await verify(api, folder, anchors)), '0', 'after all was put back');
    return `changed: shard ${shard}, sequence ${sequence}; cut off and written anew: seen with anchors alone`;
  });
}
