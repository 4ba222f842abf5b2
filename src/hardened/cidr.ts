/** First and last address of an IPv4 range, as numbers. */
export type Range = readonly [first: number, last: number];

/** Undefined when `cidr` is no IPv4 range, or has bits set beyond its prefix. */
export function rangeOf(cidr: string): Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (!match) return undefined;
  const [prefix, ...bytes] = [match[5], ...match.slice(1, 5)].map(Number);
  if (prefix > 32 || bytes.some((byte) => byte > 255)) return undefined;
  const first = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? [first, first + size - 1] : undefined;
}

/** Whether two ranges have an address in common. False where one is no range. */
export function overlap(one: string, other: string): boolean {
  const [left, right] = [rangeOf(one), rangeOf(other)];
  return left !== undefined && right !== undefined && left[0] <= right[1] && right[0] <= left[1];
}

/** Whether a VPC of several kinds of subnets in several zones can have it: /16 to /22. */
export function isVpcRange(cidr: string): boolean {
  const size = Number(cidr.split('/')[1]);
  return rangeOf(cidr) !== undefined && size >= 16 && size <= 22;
}
