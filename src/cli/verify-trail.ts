/** A bundle of its own, because of the AWS SDK. */
import { coloursFor } from './colours';
import { CLEAN, FAULTS, FINDINGS } from './exit-code';
import { oneLine, printFaults, unexpected, UsageError } from './faults';
import { plural } from './plural';
import { Streams } from './streams';
import { readAnchors } from './trail-anchors';
import { readTrail, type TrailTable } from './trail-table';
import type { ChainHead, ShardReport, TrailFault } from '../event-api/handlers/shared/audit-chain';

export interface VerifyTrailArguments {
  readonly table: string;
  readonly region?: string;
  readonly shards: string;
  readonly anchors?: readonly string[];
  readonly format: string;
  readonly color: boolean;
}

/** As `--format json` writes it; its heads are anchors for the next time. */
interface TrailReport {
  readonly table: string;
  readonly verifiedAt: string;
  readonly sound: boolean;
  readonly items: number;
  readonly anchors: number;
  readonly faults: readonly (TrailFault & { readonly shard: number })[];
  readonly heads: readonly (ChainHead & { readonly shard: number })[];
}

const MOST_SHARDS = 256;

function settingsOf({ table, region, shards, format }: VerifyTrailArguments): TrailTable {
  const count = Number(shards);
  const faults = [
    ...Number.isInteger(count) && count >= 1 && count <= MOST_SHARDS ? [] : [`--shards ${shards}: expected a whole number from 1 to ${MOST_SHARDS}`],
    ...['text', 'json'].includes(format) ? [] : [`--format ${format}: expected text or json`],
  ];
  if (faults.length > 0) throw new UsageError(faults);
  return { table, region, shards: count };
}

function reportOf(shards: readonly ShardReport[], table: string, anchors: number): TrailReport {
  const faults = shards.flatMap(({ shard, fault }) => fault ? [{ shard, ...fault }] : []);
  return {
    table,
    verifiedAt: new Date().toISOString(),
    sound: faults.length === 0,
    items: shards.reduce((sum, { items }) => sum + items, 0),
    anchors,
    faults,
    heads: shards.flatMap(({ shard, head }) => head ? [{ shard, sequence: head.sequence, hash: head.hash }] : []),
  };
}

function text({ table, sound, items, anchors, faults }: TrailReport, shards: number, color: boolean, streams: Streams): string {
  const { red, green, dim } = coloursFor(streams.stdout, color, streams);
  return [
    `Audit trail of ${table}: ${plural(items, 'item')} in ${plural(shards, 'shard')}, ${plural(anchors, 'anchor')}`,
    ...faults.map(({ shard, kind, sequence, sk, detail }) =>
      `  ${red(kind)} shard ${shard}, sequence ${sequence}${sk === undefined ? '' : ` (item ${oneLine(sk)})`}: ${oneLine(detail)}`),
    sound ? green('The trail is sound.') : red(`${faults.length} of ${plural(shards, 'shard')} ${faults.length === 1 ? 'is' : 'are'} not as written; each with its first bad item.`),
    ...anchors > 0 ? [] : [dim('Without --anchors nobody sees whether the end of a shard was cut off, or all of it written anew.')],
    '',
  ].join('\n');
}

/** `cdk-payments verify-trail`: the exit code. Never throws. */
export async function verifyTrail(given: VerifyTrailArguments, streams: Streams): Promise<number> {
  try {
    const settings = settingsOf(given);
    const anchors = readAnchors(given.anchors ?? [], settings.shards);
    const report = reportOf(await readTrail(settings, anchors), settings.table, anchors.length);
    streams.stdout.write(given.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : text(report, settings.shards, given.color, streams));
    return report.sound ? CLEAN : FINDINGS;
  } catch (error) {
    printFaults(error instanceof UsageError ? error.faults : [unexpected(error, streams)], streams);
    return FAULTS;
  }
}
