import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { cli, folderOf, removeFolders, type Ran } from './cli';
import { lazy } from '../../src/cli/lazy';
import { verifyTrail, type VerifyTrailArguments } from '../../src/cli/verify-trail';
import { type AuditItem, nextItem } from '../../src/event-api/handlers/shared/audit-chain';
import { FakeAws } from '../event-api/handlers/support/fake-aws';

const SHARDS = 3;
let aws: FakeAws;
let table: string;
let testNumber = 0;
let trail: AuditItem[];

beforeAll(async () => {
  aws = await FakeAws.start();
  Object.assign(process.env, { AWS_ENDPOINT_URL: aws.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
});
afterAll(() => aws.stop());
beforeEach(async () => {
  aws.forget();
  table = `events-${testNumber += 1}`;
  await aws.createTable(table);
  trail = [];
  for (const [shard, length] of [[0, 3], [2, 5]]) {
    let head: AuditItem | undefined;
    for (let index = 0; index < length; index += 1) {
      head = nextItem(shard, head, { id: `${shard}-${index}` }, '2026-03-01T12:00:00.000Z');
      trail.push(head);
    }
  }
  await Promise.all(trail.map((item) => aws.put(table, marshall(item))));
});
afterEach(() => {
  removeFolders();
  jest.restoreAllMocks();
});

async function verify(given: Partial<VerifyTrailArguments> = {}, env: Record<string, string> = {}): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({ write: (text: string) => { written[name] += text; } });
  const code = await verifyTrail({ table, region: 'us-east-1', shards: String(SHARDS), format: 'text', color: true, ...given }, { stdout: stream('stdout'), stderr: stream('stderr'), env });
  return { code, ...written };
}
const headOf = (shard: number): AuditItem => trail.filter((item) => item.shard === shard).at(-1)!;
const anchorLine = ({ shard, sequence, hash }: AuditItem) => JSON.stringify({ level: 'INFO', message: 'Audit anchor', anchor: { shard, sequence, hash } });
const file = (content: string | Buffer, name = 'anchors') => {
  const made = path.join(folderOf({ [name]: '' }), name);
  fs.writeFileSync(made, content);
  return made;
};

test('EV-05 a sound trail: exit code 0', async () => {
  const { code, stdout, stderr } = await verify();
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe(`Audit trail of ${table}: 8 items in 3 shards, 0 anchors\nThe trail is sound.\n`
    + 'Without --anchors nobody sees whether the end of a shard was cut off, or all of it written anew.\n');
});

test('EV-05 as JSON; a report is an anchor for the next time', async () => {
  const { code, stdout } = await verify({ format: 'json' });
  const report = JSON.parse(stdout) as object;
  expect(code).toBe(0);
  expect(report).toEqual({
    table,
    verifiedAt: expect.any(String),
    sound: true,
    items: 8,
    anchors: 0,
    faults: [],
    heads: [0, 2].map((shard) => ({ shard, sequence: headOf(shard).sequence, hash: headOf(shard).hash })),
  });
  const anchors = [file(stdout)];
  expect(await verify({ anchors })).toMatchObject({ code: 0, stdout: expect.stringContaining('2 anchors\nThe trail is sound.\n') });
  await aws.remove(table, headOf(2).pk, headOf(2).sk);
  expect(await verify({ anchors })).toMatchObject({ code: 1, stdout: expect.stringContaining('tail-cut shard 2, sequence 5: an anchor has sequence 5, the trail ends at 4\n') });
  expect(await verify()).toMatchObject({ code: 0 });
});

test('EV-05 fails when items were tampered with: the first of each shard, exit code 1', async () => {
  const [first, second] = trail;
  await aws.put(table, marshall({ ...first, record: '{}' }));
  await aws.remove(table, second.pk, second.sk);
  await aws.put(table, marshall({ pk: 'AUDIT#2', sk: 'x\u001b[31m' }));
  const text = await verify({}, { FORCE_COLOR: '1' });
  expect(text.code).toBe(1);
  // eslint-disable-next-line no-control-regex
  expect(text.stdout.replace(/\u001b\[\d+m/g, '').split('\n')).toEqual([
    `Audit trail of ${table}: 8 items in 3 shards, 0 anchors`,
    '  changed shard 0, sequence 1 (item 0000000000000001): its hash is not that of its content',
    '  inserted shard 2, sequence 6 (item x [31m): its sort key is none of the trail',
    '2 of 3 shards are not as written; each with its first bad item.',
    expect.stringContaining('Without --anchors'),
    '',
  ]);
  const { code, stdout } = await verify({ format: 'json' });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    sound: false, faults: [{ shard: 0, kind: 'changed', sequence: 1 }, { shard: 2, kind: 'inserted', sequence: 6 }], heads: [{ shard: 2, sequence: 5 }],
  });
});

test('EV-05 one bad shard', async () => {
  await aws.remove(table, trail[0].pk, trail[0].sk);
  expect((await verify()).stdout).toContain('  removed shard 0, sequence 1 (item 0000000000000002): sequence 1 is missing\n1 of 3 shards is not as written;');
});

test('EV-05 reads every page', async () => {
  let head = headOf(0);
  const record = 'x'.repeat(60_000);
  for (let index = 0; index < 40; index += 1) {
    head = nextItem(0, head, record, '2026-03-01T12:00:00.000Z');
    await aws.put(table, marshall(head));
  }
  expect(await verify()).toMatchObject({ code: 0, stdout: expect.stringContaining('48 items') });
  expect(aws.calls.filter((call) => call === 'Query').length).toBeGreaterThan(SHARDS);
});

test('EV-05 a table without a trail', async () => {
  await aws.createTable(`${table}-empty`);
  expect(await verify({ table: `${table}-empty`, shards: '1' })).toMatchObject({ code: 0, stdout: expect.stringContaining('0 items in 1 shard, 0 anchors') });
});

describe('EV-05 anchors', () => {
  const lines = () => trail.map(anchorLine);

  test.each<[string, () => string | Buffer]>([
    ['lines of the log', () => `START\n${lines().join('\n')}\nEND`],
    ['aws logs filter-log-events', () => JSON.stringify({ events: lines().map((message) => ({ message })) }, null, 2)],
    ['the archive of the log', () => gzipSync(lines().map((message) => JSON.stringify({ logEvents: [{ message }] })).join(''))],
    ['many of its files in one', () => Buffer.concat(lines().map((line) => gzipSync(line)))],
  ])('EV-05 are found in %s', async (_, content) => {
    const anchors = [file(content())];
    expect(await verify({ anchors })).toMatchObject({ code: 0, stdout: `Audit trail of ${table}: 8 items in 3 shards, 8 anchors\nThe trail is sound.\n` });
    // All of it written anew, by somebody who knows how.
    let head: AuditItem | undefined;
    for (let index = 0; index < 3; index += 1) {
      head = nextItem(0, head, { id: 'forged' }, '2026-03-01T12:00:00.000Z');
      await aws.put(table, marshall(head));
    }
    expect(await verify()).toMatchObject({ code: 0 });
    expect(await verify({ anchors })).toMatchObject({ code: 1, stdout: expect.stringContaining('rewritten shard 0, sequence 1 ') });
  });

  test('EV-05 fails when they cannot be read, are none, or are of another trail: all at once', async () => {
    const [empty, other, broken] = [file('nothing'), file(anchorLine({ ...trail[0], shard: 7 })), file(Buffer.from([0x1f, 0x8b, 1]))];
    expect(await verify({ anchors: ['missing', empty, other, broken] })).toEqual({
      code: 2,
      stdout: '',
      stderr: [
        'error: --anchors missing: cannot be read (ENOENT)',
        `error: --anchors ${empty}: holds no anchor; expected lines 'Audit anchor' of the store function's log, or an earlier report with --format json`,
        `error: --anchors ${other}: has an anchor of shard 7, with 3 shards the last is 2; give --shards as configured`,
        `error: --anchors ${broken}: cannot be read (Z_BUF_ERROR)`,
        '',
      ].join('\n'),
    });
  });
});

describe('EV-05 fails in a line that says what to do', () => {
  test('EV-05 fails when the options are wrong', async () => {
    expect(await verify({ shards: '0', format: 'xml' })).toEqual({
      code: 2, stdout: '', stderr: 'error: --shards 0: expected a whole number from 1 to 256\nerror: --format xml: expected text or json\n',
    });
    expect(await verify({ shards: 'many' })).toMatchObject({ code: 2 });
  });

  const failing = (name: string, message = 'so it is') => {
    jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation(() => Promise.reject(Object.assign(new Error(message), { name })));
  };

  test('EV-05 fails when there is no such table', async () => {
    expect(await verify({ table: 'missing' })).toEqual({
      code: 2, stdout: '', stderr: 'error: --table missing in us-east-1: there is no such table; check the name, the account and the Region\n',
    });
  });

  test.each([
    ['AccessDeniedException', 'access denied; dynamodb:Query on the table is needed, and kms:Decrypt on its key'],
    ['CredentialsProviderError', 'no valid AWS credentials (so it is); set AWS_PROFILE or AWS_ACCESS_KEY_ID'],
    ['ExpiredTokenException', 'no valid AWS credentials (so it is)'],
    ['UnrecognizedClientException', 'no valid AWS credentials (so it is)'],
    ['ValidationException', 'DynamoDB refuses the query (so it is); is it the table of an event API, with keys pk and sk?'],
    ['InternalServerError', 'unexpected: so it is (set DEBUG=cdk-payments to see more)'],
  ])('EV-05 fails when DynamoDB says %s', async (name, told) => {
    failing(name);
    expect(await verify()).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(told) });
  });

  test('EV-05 fails when the Region is not known', async () => {
    failing('Error', 'Region is missing');
    expect(await verify({ region: undefined })).toEqual({ code: 2, stdout: '', stderr: 'error: no Region: give --region, or set AWS_REGION\n' });
    failing('ResourceNotFoundException');
    expect((await verify({ region: undefined })).stderr).toContain(`error: --table ${table}: there is no such table`);
  });
});

describe('EV-05 as a command', () => {
  test('EV-05 its exit code is that of a fault until it is known', async () => {
    const { exitCode } = process;
    const run = jest.fn().mockResolvedValue(1);
    jest.spyOn(lazy, 'verifyTrail').mockReturnValue({ verifyTrail: run } as never);
    expect(cli(['verify-trail', '--table', 't', '--anchors', 'a', '--anchors', 'b', '-f', 'json'])).toEqual({ code: 2, stdout: '', stderr: '' });
    expect(run).toHaveBeenCalledWith({ table: 't', anchors: ['a', 'b'], shards: '16', format: 'json', color: true }, expect.anything());
    await run.mock.results[0].value;
    await new Promise(setImmediate);
    expect(process.exitCode).toBe(1);
    process.exitCode = exitCode;
  });

  test('EV-05 is loaded when used', () => expect(lazy.verifyTrail().verifyTrail).toBe(verifyTrail));

  test('EV-05 help, and a table is needed', () => {
    expect(cli(['verify-trail', '--help']).stdout).toMatch(/Exit codes: 0 the trail is sound/);
    expect(cli(['verify-trail'])).toEqual({ code: 2, stdout: '', stderr: "error: required option '--table <name>' not specified\n" });
  });
});

const ROOT = path.join(__dirname, '..', '..');
const BUNDLES = ['cdk-payments.js', 'verify-trail.js'].map((name) => path.join(ROOT, 'assets', 'cli', name));

// `npm test` builds them first.
(BUNDLES.every((bundle) => fs.existsSync(bundle)) ? describe : describe.skip)('the bundle', () => {
  test('EV-05 verifies, and exits as it says', async () => {
    const run = async (): Promise<unknown[]> => {
      const args = ['verify-trail', '--table', table, '--region', 'us-east-1', '--shards', '3', '--format', 'json'];
      // By name: jest's own environment is not that of the process.
      const child = spawn(process.execPath, ['--no-warnings', path.join(ROOT, 'bin', 'cdk-payments'), ...args], { env: { ...process.env } });
      let stdout = '';
      child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
      const [code] = await once(child, 'close') as [number];
      return [code, (JSON.parse(stdout) as { sound: boolean }).sound];
    };
    expect(await run()).toEqual([0, true]);
    await aws.remove(table, trail[0].pk, trail[0].sk);
    expect(await run()).toEqual([1, false]);
  });

  test('EV-05 the other commands load no AWS SDK', () => {
    const [command, verifier] = BUNDLES.map((bundle) => fs.readFileSync(bundle, 'utf8'));
    expect(command).not.toContain('DynamoDB_20120810');
    expect(verifier).toContain('DynamoDB_20120810');
  });
});
