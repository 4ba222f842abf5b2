/**
 * The audit trail: in each shard a chain of items, each with the hash of the one
 * before. Pure: what is written and what is read are the caller's.
 */
import * as z from 'zod';
import { canonicalJson, type Json, sha256 } from '../../../hardened/handlers/canonical-json';

/** A change of what is hashed takes a new version. */
const VERSION = 1;
const HASH = /^[0-9a-f]{64}$/;
const DIGITS = 16;
/** Before the first item of each shard. */
export const GENESIS = '0'.repeat(64);
export const DEFAULT_SHARDS = 16;

/** The last item of a shard. Noted elsewhere it is an anchor: proof that the chain was this long. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}
export interface Anchor extends ChainHead {
  readonly shard: number;
}

export const partitionOf = (shard: number): string => `AUDIT#${shard}`;
/** Sorts as text. */
export const sortKeyOf = (sequence: number): string => String(sequence).padStart(DIGITS, '0');

/** The events of one key are in one shard, in the order of their storing. */
export const shardOf = (key: string, shards: number): number => parseInt(sha256(key).slice(0, 8), 16) % shards;

/** As the table holds it. The record is text: what is hashed is what is stored, to the letter. */
export const auditItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  version: z.literal(VERSION),
  shard: z.int().nonnegative(),
  sequence: z.int().positive(),
  recordedAt: z.string(),
  record: z.string(),
  prevHash: z.string().regex(HASH),
  hash: z.string().regex(HASH),
});
export type AuditItem = z.output<typeof auditItemSchema>;

/** Place and predecessor are hashed too: nothing can be moved. */
const hashOf = ({ version, shard, sequence, recordedAt, record, prevHash }: Omit<AuditItem, 'pk' | 'sk' | 'hash'>): string =>
  sha256(canonicalJson({ version, shard, sequence, recordedAt, record, prevHash }));

/** The item that follows `head`; the first without one. */
export function nextItem(shard: number, head: ChainHead | undefined, record: Json, recordedAt: string): AuditItem {
  const sequence = (head?.sequence ?? 0) + 1;
  const content = {
    version: VERSION, shard, sequence, recordedAt, record: canonicalJson(record), prevHash: head?.hash ?? GENESIS,
  } as const;
  return { pk: partitionOf(shard), sk: sortKeyOf(sequence), ...content, hash: hashOf(content) };
}

export type TrailFaultKind = 'changed' | 'removed' | 'inserted' | 'reordered' | 'duplicate' | 'tail-cut' | 'rewritten';

/** The first bad item of a shard. */
export interface TrailFault {
  readonly kind: TrailFaultKind;
  /** Where in the shard the chain breaks. */
  readonly sequence: number;
  /** Sort key of the item that is there. */
  readonly sk?: string;
  readonly detail: string;
}

export interface ShardReport {
  readonly shard: number;
  /** Items that were read. */
  readonly items: number;
  /** The last item that is sound. */
  readonly head?: ChainHead;
  readonly fault?: TrailFault;
}

/** Follows the chain of one shard: give it every item, in the order of the sort keys, then ask for the report. */
export class ChainVerifier {
  private items = 0;
  private head?: ChainHead;
  private fault?: TrailFault;
  /** By sequence. One that disagrees, or is out of reach, is a fault. */
  private readonly anchors = new Map<number, Set<string>>();
  private anchored = 0;

  constructor(private readonly shard: number, anchors: readonly Anchor[] = []) {
    for (const { shard: of, sequence, hash } of anchors) {
      if (of !== shard) continue;
      this.anchors.set(sequence, (this.anchors.get(sequence) ?? new Set()).add(hash));
      this.anchored = Math.max(this.anchored, sequence);
    }
  }

  add(item: Readonly<Record<string, unknown>>): void {
    this.items += 1;
    if (this.fault) return;
    const sk = typeof item.sk === 'string' ? item.sk : undefined;
    const found = this.faultOf(item);
    if (found) {
      this.fault = { sequence: (this.head?.sequence ?? 0) + 1, sk, ...found };
    } else {
      const { sequence, hash } = auditItemSchema.parse(item);
      this.head = { sequence, hash };
    }
  }

  report(): ShardReport {
    const { shard, items, head, fault } = this;
    return { shard, items, head, fault: fault ?? this.cut() };
  }

  private faultOf(item: Readonly<Record<string, unknown>>): { kind: TrailFaultKind; detail: string; sequence?: number } | undefined {
    const expected = (this.head?.sequence ?? 0) + 1;
    if (typeof item.sk !== 'string' || !/^\d{16}$/.test(item.sk)) return { kind: 'inserted', detail: 'its sort key is none of the trail' };
    const parsed = auditItemSchema.safeParse(item);
    if (!parsed.success) return { kind: 'changed', detail: `unreadable: ${[...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(', ')}` };
    const { sk, pk, shard, sequence, hash, prevHash } = parsed.data;
    if (sk !== sortKeyOf(sequence)) {
      const known = sequence < expected;
      return { kind: known ? 'duplicate' : 'reordered', detail: `holds the item of sequence ${sequence}${known ? ', which was there before' : ''}` };
    }
    if (shard !== this.shard || pk !== partitionOf(this.shard)) return { kind: 'inserted', detail: `is an item of shard ${shard}` };
    if (hash !== hashOf(parsed.data)) return { kind: 'changed', detail: 'its hash is not that of its content' };
    if (sequence < expected) {
      return sequence === expected - 1
        ? { kind: 'duplicate', detail: `a second item of sequence ${sequence}`, sequence }
        : { kind: 'reordered', detail: `comes after sequence ${expected - 1}`, sequence };
    }
    if (sequence > expected) {
      const last = sequence - 1;
      return { kind: 'removed', detail: expected === last ? `sequence ${expected} is missing` : `sequences ${expected} to ${last} are missing` };
    }
    if (prevHash !== (this.head?.hash ?? GENESIS)) return { kind: 'inserted', detail: 'does not follow the item before it' };
    // Whoever can write can also hash: only what was noted elsewhere tells.
    const contradicted = [...this.anchors.get(sequence) ?? []].some((noted) => noted !== hash);
    return contradicted ? { kind: 'rewritten', detail: 'its hash is not that of the anchor: this item, or one before it, was written anew' } : undefined;
  }

  private cut(): TrailFault | undefined {
    const length = this.head?.sequence ?? 0;
    if (this.anchored <= length) return undefined;
    return { kind: 'tail-cut', sequence: length + 1, detail: `an anchor has sequence ${this.anchored}, the trail ends at ${length}` };
  }
}
