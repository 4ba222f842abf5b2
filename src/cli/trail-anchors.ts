import { readFileSync } from 'fs';
import { gunzipSync } from 'zlib';
import { UsageError } from './faults';
import type { Anchor } from '../event-api/handlers/shared/audit-chain';

/** In a line of the function's log, within whatever the log was exported as; in an earlier report of ours. Quotes may be escaped, and again. */
const ANCHOR = /\\*"shard\\*":\s*(\d+),\s*\\*"sequence\\*":\s*(\d+),\s*\\*"hash\\*":\s*\\*"([0-9a-f]{64})\\*"/g;
const GZIP = Buffer.from([0x1f, 0x8b]);

function textOf(file: string): string {
  const content = readFileSync(file);
  // As CloudWatch Logs delivers them to the archive.
  return (content.subarray(0, 2).equals(GZIP) ? gunzipSync(content) : content).toString('utf8');
}

/**
 * The anchors in these files.
 *
 * @throws UsageError
 */
export function readAnchors(files: readonly string[], shards: number): Anchor[] {
  const faults: string[] = [];
  const anchors = files.flatMap((file): Anchor[] => {
    let text: string;
    try {
      text = textOf(file);
    } catch (error) {
      faults.push(`--anchors ${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
      return [];
    }
    const found = [...text.matchAll(ANCHOR)].map(([, shard, sequence, hash]) => ({ shard: Number(shard), sequence: Number(sequence), hash }));
    if (found.length === 0) faults.push(`--anchors ${file}: holds no anchor; expected lines 'Audit anchor' of the store function's log, or an earlier report with --format json`);
    const beyond = found.find(({ shard }) => shard >= shards);
    if (beyond) faults.push(`--anchors ${file}: has an anchor of shard ${beyond.shard}, with ${shards} shards the last is ${shards - 1}; give --shards as configured`);
    return found;
  });
  if (faults.length > 0) throw new UsageError(faults);
  return anchors;
}
