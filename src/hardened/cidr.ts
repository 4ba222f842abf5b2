import { Token } from 'aws-cdk-lib';
import { Faults } from './faults';

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

/** RFC 1918; and RFC 6598, which nobody routes in the internet and AWS takes for a VPC. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** Records a fault when a VPC cannot have the range `name`: it is private, and from /16 to /22, or what `smallest` says. */
export function checkVpcRange(faults: Faults, name: string, cidr: string, smallest = 22): void {
  if (Token.isUnresolved(cidr)) {
    faults.add(`${name} must be known when the app is synthesised: subnets are made by it`);
    return;
  }
  const range = rangeOf(cidr);
  const size = Number(cidr.split('/')[1]);
  if (!range || size < 16 || size > smallest) {
    faults.add(`${name} must be an IPv4 range from /16 to /${smallest} that begins at its first address, got '${cidr}'`);
  } else if (!PRIVATE.some((own) => isWithin(range, own))) {
    faults.add(`${name} must be private, within ${PRIVATE.join(', ')}: the addresses of ${cidr} are others' in the internet, which the VPC could not reach then`);
  }
}

function isWithin([first, last]: Range, cidr: string): boolean {
  const outer = rangeOf(cidr);
  return outer !== undefined && outer[0] <= first && last <= outer[1];
}
