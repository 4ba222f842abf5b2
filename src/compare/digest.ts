/* eslint-disable no-bitwise -- hashing is mixing bits */
/** 53 bits of a text, other ones for each seed: cyrb53, of the public domain. */
export function digestOf(text: string, seed = 0): number {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  return mixed(high, low);
}

function mixed(one: number, other: number): number {
  const high = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  const low = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}

/** Of a bag of digests, whatever their order. */
export function digestOfBag(bag: ReadonlyMap<number, number>, seed: number): number {
  let high = seed | 0;
  let low = Math.imul(seed | 0, 2654435761);
  for (const [digest, count] of bag) {
    const [upper, lower] = [(digest / 4294967296) | 0, digest | 0];
    high = (high + Math.imul(Math.imul(lower ^ (lower >>> 15), 2246822507) ^ upper, count)) | 0;
    low = (low + Math.imul(Math.imul(upper ^ lower, 3266489909) ^ (lower >>> 13), count)) | 0;
  }
  return mixed(high, low);
}
