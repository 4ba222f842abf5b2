import { Token } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Faults } from './faults';
import { Ingress } from './load-balancer';
import { orUndefined } from './or-undefined';

/** Fargate's sizes: CPU units to least, most and step of memory in MiB. */
const FARGATE: ReadonlyMap<number, readonly [least: number, most: number, step: number]> = new Map([
  [512, [1024, 4096, 1024]], [1024, [2048, 8192, 1024]], [2048, [4096, 16_384, 1024]], [4096, [8192, 30_720, 1024]],
  [8192, [16_384, 61_440, 4096]], [16_384, [32_768, 122_880, 8192]],
]);

/** What a task may be. */
export interface TaskSize {
  readonly cpu: number;
  readonly memoryMiB: number;
  /** `false`: the memory is nobody's choice, and only the CPU is judged. */
  readonly judgeMemory?: boolean;
}

/** Faults of a task's size. `group`: the prop that holds it. */
export function checkTaskSize(faults: Faults, group: string, { cpu, memoryMiB, judgeMemory = true }: TaskSize): void {
  if ([cpu, memoryMiB].some((size) => Token.isUnresolved(size))) return;
  const sizes = FARGATE.get(cpu);
  if (!sizes) {
    faults.add(`${group}.cpu must be ${[...FARGATE.keys()].join(', ')}, got ${cpu}`);
  } else if (judgeMemory && (memoryMiB < sizes[0] || memoryMiB > sizes[1] || (memoryMiB - sizes[0]) % sizes[2] !== 0)) {
    faults.add(`${group}.memoryMiB must be from ${sizes[0]} to ${sizes[1]} in steps of ${sizes[2]} with ${group}.cpu ${cpu}, got ${memoryMiB}`);
  }
}

/** Faults of an entry: without a way to a certificate, or with one that cannot be. `group`: the prop that holds it. */
export function checkIngress(faults: Faults, group: string, { certificate, domainName, hostedZone }: Ingress, region: string): void {
  if (!certificate && !(domainName && hostedZone)) {
    faults.add(`${group} has no certificate, and payments are never taken without TLS: give ${group}.certificate (ACM, in this Region), `
      + `or ${group}.domainName with its ${group}.hostedZone and one is made`);
  }
  const made = certificate && !Token.isUnresolved(certificate.certificateArn) ? /^arn:[^:]+:acm:([^:]+):/.exec(certificate.certificateArn)?.[1] : undefined;
  if (made && !Token.isUnresolved(region) && made !== region) {
    faults.add(`${group}.certificate is in ${made}, and a load balancer in ${region} takes those of its Region alone: request one there`);
  }
  if (!certificate && hostedZone instanceof route53.PrivateHostedZone) {
    faults.add(`${group}.hostedZone is private, and no certificate can be validated through it: give ${group}.certificate, or a public zone`);
  }
  if (domainName === undefined) return;
  faults.pattern(`${group}.domainName`, domainName, /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'a domain name in lower case');
  faults.reservedDomain(`${group}.domainName`, domainName);
  // `fromHostedZoneId` knows no name, and throws.
  const zone = hostedZone && orUndefined(() => hostedZone.zoneName);
  if (hostedZone && zone === undefined) faults.add(`${group}.hostedZone does not know its name: use HostedZone.fromHostedZoneAttributes or fromLookup`);
  if (zone && !Token.isUnresolved(zone) && !Token.isUnresolved(domainName) && domainName !== zone && !domainName.endsWith(`.${zone}`)) {
    faults.add(`${group}.domainName must be in the zone '${zone}', got '${domainName}'`);
  }
}
