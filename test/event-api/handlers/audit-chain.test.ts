import * as fc from 'fast-check';
import {
  type Anchor, type AuditItem, canonicalJson, ChainVerifier, type ChainHead, DEFAULT_SHARDS, GENESIS, type Json, nextItem, shardOf, sha256, sortKeyOf,
} from '../../../src/event-api/handlers/shared';

const SHARD = 3;
const AT = '2026-03-01T12:00:00.000Z';

function chain(length: number, tag = 'event'): AuditItem[] {
  const items: AuditItem[] = [];
  let head: ChainHead | undefined;
  for (let index = 1; index <= length; index += 1) {
    const item = nextItem(SHARD, head, { kind: 'INGESTED', id: `${tag}-${index}` }, AT);
    items.push(item);
    head = item;
  }
  return items;
}

/** As DynamoDB gives them: sorted by their key. */
function verify(items: readonly object[], anchors: readonly Anchor[] = []) {
  const verifier = new ChainVerifier(SHARD, anchors);
  const key = (item: object) => String((item as Partial<AuditItem>).sk);
  for (const item of items.toSorted((a, b) => key(a) < key(b) ? -1 : 1)) verifier.add(item as Record<string, unknown>);
  return verifier.report();
}
const faultOf = (items: readonly object[], anchors?: readonly Anchor[]) => verify(items, anchors).fault;
const anchorOf = ({ sequence, hash }: AuditItem): Anchor => ({ shard: SHARD, sequence, hash });

test('EV-05 a chain as it was written is sound, with its head and with any of its anchors', () => {
  const items = chain(5);
  expect(items[0]).toMatchObject({ pk: 'AUDIT#3', sk: '0000000000000001', prevHash: GENESIS, sequence: 1 });
  expect(items.map(({ prevHash }) => prevHash).slice(1)).toEqual(items.map(({ hash }) => hash).slice(0, -1));
  const others: Anchor[] = [{ shard: SHARD + 1, sequence: 99, hash: GENESIS }];
  expect(verify(items, [...items.map(anchorOf), ...others])).toEqual({
    shard: SHARD, items: 5, head: { sequence: 5, hash: items[4].hash }, fault: undefined,
  });
  expect(verify([])).toEqual({ shard: SHARD, items: 0, head: undefined, fault: undefined });
});

describe('EV-05 what is found', () => {
  const items = chain(6);
  const [first, second, third, fourth, , last] = items;
  const without = (...gone: AuditItem[]) => items.filter((item) => !gone.includes(item));
  const rehashed = (item: AuditItem, change: Partial<AuditItem>): AuditItem => {
    // Whoever knows the algorithm: the hash is right for the content, and nothing else is.
    const { version, shard, sequence, recordedAt, record, prevHash } = { ...item, ...change };
    return { ...item, ...change, hash: sha256(canonicalJson({ version, shard, sequence, recordedAt, record, prevHash })) };
  };

  test.each<[string, readonly object[], string, number, string]>([
    ['a changed record', [...without(third), { ...third, record: third.record.replace('INGESTED', 'REFUSED') }], 'changed', 3, 'its hash is not that of its content'],
    ['a changed time', [...without(third), { ...third, recordedAt: 'now' }], 'changed', 3, 'its hash is not that of its content'],
    ['a changed hash', [...without(third), { ...third, hash: GENESIS }], 'changed', 3, 'its hash is not that of its content'],
    ['an attribute that is gone', [...without(third), { ...third, record: undefined, hash: 'x' }], 'changed', 3, 'unreadable: record, hash'],
    ['a changed record with its new hash', [...without(third), rehashed(third, { record: '{}' })], 'inserted', 4, 'does not follow the item before it'],
    ['a removed item', without(third), 'removed', 3, 'sequence 3 is missing'],
    ['removed items', without(second, third, fourth), 'removed', 2, 'sequences 2 to 4 are missing'],
    ['a removed beginning', without(first), 'removed', 1, 'sequence 1 is missing'],
    ['an item that follows nothing', [...without(third), rehashed(third, { prevHash: GENESIS })], 'inserted', 3, 'does not follow the item before it'],
    ['an item under a key of its own', [...items, { ...third, sk: '0000000000000003x' }], 'inserted', 4, 'its sort key is none of the trail'],
    ['an item without a key', [...items, { ...third, sk: null }], 'inserted', 7, 'its sort key is none of the trail'],
    ['an item of another shard', [...without(third), nextItem(SHARD + 1, second, { a: 1 }, AT)], 'inserted', 3, `is an item of shard ${SHARD + 1}`],
    ['an item that names another partition', [...without(third), { ...third, pk: 'AUDIT#9' }], 'inserted', 3, `is an item of shard ${SHARD}`],
    ['items that changed places', [...without(third, fourth), { ...third, sk: fourth.sk }, { ...fourth, sk: third.sk }], 'reordered', 3, 'holds the item of sequence 4'],
    ['an item twice', [...without(fourth), { ...second, sk: fourth.sk }], 'duplicate', 4, 'holds the item of sequence 2, which was there before'],
  ])('EV-05 %s', (_, found, kind, sequence, detail) => {
    expect(faultOf(found)).toMatchObject({ kind, sequence, detail });
  });

  test('EV-05 a sequence twice, or out of order, where keys do not forbid it: in an export', () => {
    const verifier = (list: readonly AuditItem[]) => {
      const one = new ChainVerifier(SHARD);
      for (const item of list) one.add(item);
      return one.report().fault;
    };
    expect(verifier([first, second, rehashed(second, { record: '{}' })])).toMatchObject({ kind: 'duplicate', sequence: 2, detail: 'a second item of sequence 2' });
    expect(verifier([first, second, third, first])).toMatchObject({ kind: 'reordered', sequence: 1, detail: 'comes after sequence 3' });
  });

  test('EV-05 a cut tail, given an anchor; without one it cannot be seen', () => {
    const cut = without(last, items[4]);
    expect(faultOf(cut)).toBeUndefined();
    expect(faultOf(cut, [anchorOf(last)])).toEqual({ kind: 'tail-cut', sequence: 5, detail: 'an anchor has sequence 6, the trail ends at 4' });
    expect(faultOf([], [anchorOf(last)])).toMatchObject({ kind: 'tail-cut', sequence: 1 });
  });

  test('EV-05 a trail that was written anew, given an anchor; without one it cannot be seen', () => {
    const anew = chain(6, 'forged');
    expect(faultOf(anew)).toBeUndefined();
    expect(faultOf(anew, [anchorOf(fourth)])).toMatchObject({ kind: 'rewritten', sequence: 4, sk: fourth.sk });
  });

  test('EV-05 the first of many, and every item is counted', () => {
    expect(verify([...without(second, fourth), { ...last, sk: 'z' }])).toMatchObject({ items: 5, head: { sequence: 1 }, fault: { kind: 'removed', sequence: 2 } });
  });
});

const json = fc.jsonValue() as fc.Arbitrary<Json>;

test('EV-05 no change of a single character of an item goes unnoticed, and none is blamed on an earlier one', () => {
  fc.assert(fc.property(
    fc.array(json, { minLength: 1, maxLength: 6 }), fc.nat(), fc.constantFrom('record', 'recordedAt', 'prevHash', 'hash', 'sk', 'pk'), fc.nat(), fc.string({ minLength: 1, maxLength: 1 }),
    (records, which, attribute, position, by) => {
      const items: AuditItem[] = [];
      for (const record of records) items.push(nextItem(SHARD, items.at(-1), record, AT));
      const index = which % items.length;
      const text = items[index][attribute as 'record'];
      const at = position % text.length;
      const changed = text.slice(0, at) + by + text.slice(at + 1);
      fc.pre(changed !== text);
      const fault = faultOf(items.with(index, { ...items[index], [attribute]: changed }), items.map(anchorOf));
      expect(fault).toBeDefined();
      // A new sort key may stand anywhere.
      if (attribute !== 'sk') expect(fault!.sequence).toBe(index + 1);
    },
  ));
});

test('EV-05 no removal and no exchange of items goes unnoticed', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(), fc.nat(), (length, one, other) => {
    const items = chain(length);
    const [a, b] = [one % length, other % length];
    expect(faultOf(items.toSpliced(a, 1), [anchorOf(items.at(-1)!)])).toMatchObject({ sequence: a + 1 });
    if (a === b) return;
    const exchanged = items.with(a, { ...items[b], sk: items[a].sk }).with(b, { ...items[a], sk: items[b].sk });
    expect(faultOf(exchanged)).toMatchObject({ kind: 'reordered', sequence: Math.min(a, b) + 1 });
  }));
});

describe('canonical JSON', () => {
  test('EV-05 is JSON of the same value, whatever order its members came in', () => {
    fc.assert(fc.property(json, (value) => {
      const text = canonicalJson(value);
      // JSON knows no minus nought.
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      const turned = (part: Json): Json => {
        if (Array.isArray(part)) return part.map(turned);
        return typeof part === 'object' && part !== null
          ? Object.fromEntries(Object.entries(part).reverse().map(([name, member]) => [name, turned(member!)])) : part;
      };
      expect(canonicalJson(turned(value))).toBe(text);
      expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
    }));
  });

  test('EV-05 sorts by UTF-16, leaves out what is undefined, refuses what is no JSON', () => {
    expect(canonicalJson({ 'b': [1, { z: 1, a: 2 }], 'a': undefined, '\u20ac': 1, '\ud83d\ude00': 2, 'Z': null })).toBe('{"Z":null,"b":[1,{"a":2,"z":1}],"\u20ac":1,"\ud83d\ude00":2}');
    expect(() => canonicalJson(NaN)).toThrow('not a number of JSON');
  });
});

test('EV-05 keys spread over all shards, each always to the same', () => {
  const counts = new Map<number, number>();
  for (let index = 0; index < 1_600; index += 1) {
    const shard = shardOf(`payments.api#evt-${index}`, DEFAULT_SHARDS);
    counts.set(shard, (counts.get(shard) ?? 0) + 1);
  }
  expect(counts.size).toBe(DEFAULT_SHARDS);
  for (const count of counts.values()) expect(count).toBeGreaterThan(50);
  expect(shardOf('a', 16)).toBe(shardOf('a', 16));
  expect([sortKeyOf(9), sortKeyOf(10)].toSorted()).toEqual([sortKeyOf(9), sortKeyOf(10)]);
});
