import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { overlap, rangeOf } from './cidr';
import { EnvironmentType } from './profile';
import { PaymentEnvironmentProps } from './props';
import { Settings } from './settings';
import { NamedService, PhysicalNames } from '../hardened';
import { Faults } from '../hardened/faults';

const IDENTIFIER = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Zones that every account gets, where it is fewer than three. */
const ZONES: Readonly<Record<string, number>> = { 'us-west-1': 2 };
/** Fargate's sizes: CPU units to least, most and step of memory in MiB. */
const FARGATE: ReadonlyMap<number, readonly [least: number, most: number, step: number]> = new Map([
  [512, [1024, 4096, 1024]], [1024, [2048, 8192, 1024]], [2048, [4096, 16_384, 1024]], [4096, [8192, 30_720, 1024]],
  [8192, [16_384, 61_440, 4096]], [16_384, [32_768, 122_880, 8192]],
]);

/** The names that come closest to their limits. */
export const NAMED_PARTS: ReadonlyArray<readonly [service: NamedService, part: string]> = [
  [NamedService.LOAD_BALANCER, 'alb'], [NamedService.TARGET_GROUP, 'tasks'], [NamedService.S3, 'access'], [NamedService.DB_CLUSTER, 'aurora'], [NamedService.LAMBDA, 'rotation'],
];

interface Taken { readonly where: string; readonly cidr?: string; readonly names: string }
/** What the environments of an app have taken. */
const TAKEN = new WeakMap<IConstruct, Taken[]>();

/** What must hold before a row of the table can be read. */
export function checkShape(scope: Construct, props: PaymentEnvironmentProps): void {
  const faults = new Faults();
  const types = Object.values(EnvironmentType);
  if (!types.includes(props?.environmentType)) faults.add(`environmentType must be ${types.join(', ')}, got ${show(props?.environmentType)}`);
  const suffix: unknown = props?.environmentSuffix;
  if (suffix !== undefined && typeof suffix !== 'string') faults.add(`environmentSuffix must be a string, got ${show(suffix)}`);
  if (typeof props?.ingress !== 'object' || props.ingress === null) faults.add(`ingress must be given, with a certificate or a domainName and its hostedZone, got ${show(props?.ingress)}`);
  if (typeof suffix === 'string' || suffix === undefined) checkSuffix(faults, props?.environmentSuffix);
  faults.throwIfAny(scope);
}

/** Every fault of the props in one error, before anything is made. */
export function validate(scope: Construct, props: PaymentEnvironmentProps, settings: Settings, names: PhysicalNames): void {
  const faults = new Faults();
  faults.pattern('operations.namePrefix', settings.namePrefix, IDENTIFIER, 'lower case letters, digits and single hyphens, beginning with a letter');
  for (const [service, part] of NAMED_PARTS) faults.add(...names.faults(service, part));
  checkIngress(faults, props);
  if (props.network?.vpc) {
    checkOwnVpc(faults, props.network.vpc, settings);
  } else {
    checkNetwork(faults, scope, props, settings);
  }
  checkCompute(faults, settings);
  checkDatabase(faults, props, settings);

  const taken = TAKEN.get(scope.node.root) ?? [];
  const own: Taken = { where: scope.node.path, cidr: props.network?.vpc ? undefined : settings.vpcCidr, names: `${settings.namePrefix}-*-${settings.environmentSuffix}` };
  for (const { where, cidr, names: used } of taken) {
    if (own.cidr && cidr && overlap(own.cidr, cidr)) {
      faults.add(`the range ${own.cidr} overlaps ${cidr} of environment '${where}', the two could never be connected: give network.cidr`);
    }
    if (used === own.names && sameStack(scope, where)) {
      faults.add(`environment '${where}' of this stack has the names '${used}': give another environmentSuffix or operations.namePrefix`);
    }
  }
  faults.throwIfAny(scope);
  TAKEN.set(scope.node.root, [...taken, own]);
}

function checkSuffix(faults: Faults, suffix: string | undefined): void {
  faults.pattern('environmentSuffix', suffix, IDENTIFIER, 'lower case letters, digits and single hyphens, beginning with a letter');
}

function checkIngress(faults: Faults, { ingress: { certificate, domainName, hostedZone } }: PaymentEnvironmentProps): void {
  if (!certificate && !(domainName && hostedZone)) {
    faults.add('ingress has no certificate, and payments are never taken without TLS: give ingress.certificate (ACM, in this Region), '
      + 'or ingress.domainName with its ingress.hostedZone and one is made');
  }
  if (domainName === undefined) return;
  faults.pattern('ingress.domainName', domainName, /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'a domain name in lower case');
  faults.reservedDomain('ingress.domainName', domainName);
  const zone = hostedZone?.zoneName;
  if (zone && !Token.isUnresolved(zone) && !Token.isUnresolved(domainName) && domainName !== zone && !domainName.endsWith(`.${zone}`)) {
    faults.add(`ingress.domainName must be in the zone '${zone}', got '${domainName}'`);
  }
}

function checkOwnVpc(faults: Faults, vpc: ec2.IVpc, { maxAzs }: Settings): void {
  if (vpc.publicSubnets.length < 2) faults.add(`network.vpc must have public subnets in two zones or more, for the load balancer, got ${vpc.publicSubnets.length}`);
  const zones = new Set(vpc.privateSubnets.map(({ availabilityZone }) => availabilityZone)).size;
  if (zones < maxAzs) faults.add(`network.vpc has private subnets with a way out in ${zones} zones, ${maxAzs} are asked for: add subnets, or set network.maxAzs`);
}

function checkNetwork(faults: Faults, scope: Construct, { network }: PaymentEnvironmentProps, settings: Settings): void {
  const { vpcCidr, maxAzs, natGateways } = settings;
  const range = rangeOf(vpcCidr);
  const size = Number(vpcCidr.split('/')[1]);
  if (!range || size < 16 || size > 22) faults.add(`network.cidr must be an IPv4 range from /16 to /22 that begins at its first address, got '${vpcCidr}'`);
  for (const other of network?.otherCidrs ?? []) {
    if (Token.isUnresolved(other)) continue;
    if (!rangeOf(other)) faults.add(`network.otherCidrs must hold IPv4 ranges, got '${other}'`);
    if (overlap(vpcCidr, other)) faults.add(`the range ${vpcCidr} overlaps ${other} of network.otherCidrs: give network.cidr`);
  }
  faults.range('network.maxAzs', maxAzs, 2, 6);
  faults.range('network.natGateways', natGateways, 1, maxAzs, '(network.maxAzs)');
  const { region } = Stack.of(scope);
  const zones = Token.isUnresolved(region) ? undefined : ZONES[region];
  if (zones !== undefined && maxAzs > zones) faults.add(`${region} has ${zones} Availability Zones, ${maxAzs} are asked for: set network.maxAzs to ${zones}`);
}

function checkCompute(faults: Faults, { taskCpu, taskMemory, tasks, maxTasks, targetUtilization, alarmThreshold }: Settings): void {
  const memory = FARGATE.get(taskCpu);
  if (!memory) {
    faults.add(`compute.cpu must be ${[...FARGATE.keys()].join(', ')}, got ${taskCpu}`);
  } else if (taskMemory < memory[0] || taskMemory > memory[1] || (taskMemory - memory[0]) % memory[2] !== 0) {
    faults.add(`compute.memoryMiB must be from ${memory[0]} to ${memory[1]} in steps of ${memory[2]} with compute.cpu ${taskCpu}, got ${taskMemory}`);
  }
  faults.range('compute.minTasks', tasks, 1, 1000);
  faults.range('compute.maxTasks', maxTasks, tasks, 5000, '(compute.minTasks or more)');
  faults.range('compute.targetUtilization', targetUtilization, 10, alarmThreshold - 1, 'percent: below the threshold of the alarms');
}

function checkDatabase(faults: Faults, { database }: PaymentEnvironmentProps, settings: Settings): void {
  faults.range('database.instances', settings.instances, 1, 16);
  faults.range('database.maxConnections', settings.maxConnections, 20, 5000);
  faults.range('database.backupRetention', settings.backupRetention.toDays({ integral: false }), 1, 35, 'days');
  faults.pattern('database.databaseName', settings.databaseName, /^[a-z][a-z0-9_]{0,62}$/, 'lower case letters, digits and underscores, at most 63, beginning with a letter');
  const capacity = database?.serverless;
  if (!capacity) return;
  if (database.instanceType) faults.add('database.serverless and database.instanceType exclude each other: give one');
  faults.range('database.serverless.minimum', 2 * capacity.minimum, 0, 2 * capacity.maximum, 'in halves of a capacity unit: at most the maximum');
  faults.range('database.serverless.maximum', 2 * capacity.maximum, 2, 512, 'in halves of a capacity unit');
}

const sameStack = (scope: Construct, path: string): boolean => {
  const other = scope.node.root.node.findAll().find(({ node }) => node.path === path);
  return other !== undefined && Stack.of(other) === Stack.of(scope);
};

const show = (value: unknown): string => typeof value === 'string' ? `'${value}'` : String(value);
