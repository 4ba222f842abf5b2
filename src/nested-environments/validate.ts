import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { EnvironmentNetworkProps, PaymentEnvironmentProps } from './props';
import { Settings, settingsOf } from './settings';
import { SHAPE } from './shape';
import { NamedService } from '../hardened';
import { checkNames } from '../hardened/check-names';
import { checkVpcRange, overlap, rangeOf } from '../hardened/cidr';
import { Claims } from '../hardened/claims';
import { checkIngress, checkTaskSize } from '../hardened/container-faults';
import { Faults } from '../hardened/faults';
import { checkTags } from '../hardened/operations';
import { orUndefined } from '../hardened/or-undefined';
import { usable } from '../hardened/shape';

/** Zones that every account gets, where it is fewer than three. */
const ZONES: Readonly<Record<string, number>> = { 'us-west-1': 2 };
/** The names that come closest to their limits. */
export const NAMED_PARTS: ReadonlyArray<readonly [service: NamedService, part: string]> = [
  [NamedService.LOAD_BALANCER, 'alb'], [NamedService.TARGET_GROUP, 'tasks'], [NamedService.S3, 'access'], [NamedService.DB_CLUSTER, 'aurora'], [NamedService.LAMBDA, 'rotation'],
];

/** Names of databases that every cluster has, and reserved words of PostgreSQL that somebody may think of. */
const NO_DATABASE = ['postgres', 'rdsadmin', 'template0', 'template1', 'all', 'analyse', 'analyze', 'authorization', 'check', 'default', 'end', 'order', 'primary', 'references', 'select',
  'session_user', 'table', 'user'];
/** Aurora PostgreSQL has no others. */
const INSTANCE = /^((r[5-9]|x[2-9])[a-z]*\.[a-z0-9]+|t(3|4g)\.(medium|large))$/;
/** Set by the construct: a policy and the bill are held to them. */
const OWN_TAGS = ['Environment', 'Application', 'ManagedBy'];

interface Placed {
  readonly where: string;
  readonly cidr?: string;
  readonly vpc?: ec2.IVpc;
  readonly stack: Stack;
  readonly prefix: string;
  readonly suffix: string;
}
/** The environments of an app. */
const PLACED = new WeakMap<IConstruct, Placed[]>();

/** The settings. Every fault of the props in one error, before anything is made. */
export function validated(scope: Construct, given: PaymentEnvironmentProps): Settings {
  const faults = new Faults();
  const props = usable(faults, given, SHAPE);
  const known = props.environmentType !== undefined;
  const settings = settingsOf(props);
  const { environmentSuffix: suffix, namePrefix, vpcCidr } = settings;
  const { vpc } = props.network ?? {};
  const cidr = vpc ? rangeOfVpc(vpc) : vpcCidr;
  const stack = Stack.of(scope);
  if (props.ingress) checkIngress(faults, 'ingress', props.ingress, stack.region);
  if (vpc) {
    checkOwnVpc(faults, vpc, props.network, settings);
  } else {
    checkNetwork(faults, scope, settings);
  }
  checkValues(faults, props, settings);
  // Of a type that is not known, neither the range by default nor the names are anybody's.
  if (known || props.network?.cidr) checkOthers(faults, cidr, props.network);
  const claims = new Claims(faults, scope);
  const own: Placed = { where: scope.node.path, cidr, vpc, stack, prefix: namePrefix, suffix };
  const placed = PLACED.get(scope.node.root) ?? [];
  const givenSuffix = given?.environmentSuffix === undefined && known ? suffix : props.environmentSuffix;
  const named = checkNames(faults, { namePrefix, environmentSuffix: givenSuffix }, known ? NAMED_PARTS : []);
  if (known && named) claims.names(namePrefix, suffix, stack);
  if (known) for (const other of placed) checkPlaced(faults, own, other);
  claims.settle();
  PLACED.set(scope.node.root, [...placed, own]);
  return settings;
}

/** What holds in every account: the values, without names and ranges. */
export function checkValues(faults: Faults, props: Partial<PaymentEnvironmentProps>, settings: Settings): void {
  checkKnown(faults, props);
  checkCompute(faults, props, settings);
  checkDatabase(faults, props, settings);
  checkOperations(faults, props, settings);
}

/** Numbers decide what is in the templates, so they cannot come with the deployment. */
function checkKnown(faults: Faults, props: Partial<PaymentEnvironmentProps>): void {
  const groups = { 'network': props.network, 'compute': props.compute, 'database': props.database, 'database.serverless': props.database?.serverless };
  for (const [group, values] of Object.entries(groups)) {
    for (const [name, value] of Object.entries(values ?? {})) {
      if (typeof value === 'number' && Token.isUnresolved(value)) faults.add(`${group}.${name} must be known when the app is synthesised: templates are made by it`);
    }
  }
}

/** Two environments of an app: ranges and exports. */
function checkPlaced(faults: Faults, own: Placed, other: Placed): void {
  const { where } = other;
  const oneVpc = own.vpc !== undefined && own.vpc.vpcId === other.vpc?.vpcId;
  if (own.cidr && other.cidr && !oneVpc && overlap(own.cidr, other.cidr)) {
    faults.add(`the range ${own.cidr} overlaps ${other.cidr} of environment '${where}', the two could never be connected: give ${instead(own.vpc)}`);
  }
  if (own.suffix === other.suffix && own.prefix !== other.prefix && own.stack === other.stack) {
    faults.add(`environment '${where}' of this stack has the suffix '${own.suffix}' too, with which the exports end: give another environmentSuffix`);
  }
}

function checkOwnVpc(faults: Faults, vpc: ec2.IVpc, network: EnvironmentNetworkProps | undefined, { maxAzs }: Settings): void {
  for (const name of ['cidr', 'natGateways'] as const) {
    if (network?.[name] !== undefined) faults.add(`network.vpc and network.${name} exclude each other: ${name} is of a VPC that is made`);
  }
  const zonesOf = (subnets: ec2.ISubnet[]) => new Set(subnets.map(({ availabilityZone }) => availabilityZone)).size;
  const open = zonesOf(vpc.publicSubnets);
  if (open < 2) faults.add(`network.vpc must have public subnets in two zones or more, for the load balancer, got ${open}`);
  const isolated = zonesOf(vpc.isolatedSubnets);
  if (isolated === 1) faults.add('network.vpc has isolated subnets in one zone, and a database is in two or more: add subnets, or have none, and it is in the private ones');
  const zones = zonesOf(vpc.privateSubnets);
  if (zones < maxAzs) faults.add(`network.vpc has private subnets with a way out in ${zones} zones, ${maxAzs} are asked for: add subnets, or set network.maxAzs`);
}

function checkNetwork(faults: Faults, scope: Construct, { vpcCidr, maxAzs, natGateways }: Settings): void {
  checkVpcRange(faults, 'network.cidr', vpcCidr);
  checkZones(faults, maxAzs, natGateways);
  const { region } = Stack.of(scope);
  const zones = Token.isUnresolved(region) ? undefined : ZONES[region];
  if (zones !== undefined && maxAzs > zones) faults.add(`${region} has ${zones} Availability Zones, ${maxAzs} are asked for: set network.maxAzs to ${zones}`);
}

export function checkZones(faults: Faults, maxAzs: number, natGateways: number): void {
  faults.range('network.maxAzs', maxAzs, 2, 6);
  faults.range('network.natGateways', natGateways, 1, maxAzs, '(network.maxAzs)');
}

const instead = (vpc: ec2.IVpc | undefined): string => vpc ? 'another network.vpc' : 'network.cidr';

function checkOthers(faults: Faults, cidr: string | undefined, { otherCidrs = [], vpc }: EnvironmentNetworkProps = {}): void {
  for (const other of otherCidrs) {
    if (Token.isUnresolved(other)) continue;
    if (!rangeOf(other)) faults.add(`network.otherCidrs must hold IPv4 ranges, got '${other}'`);
    if (cidr && overlap(cidr, other)) faults.add(`the range ${cidr} overlaps ${other} of network.otherCidrs: give ${instead(vpc)}`);
  }
}

function checkCompute(faults: Faults, { environmentType, compute }: Partial<PaymentEnvironmentProps>, settings: Settings): void {
  const { taskCpu, taskMemory, tasks, maxTasks, targetUtilization, alarmThreshold } = settings;
  // Of a type that is not known there is no memory by default.
  const judgeMemory = environmentType === settings.environmentType || compute?.memoryMiB !== undefined;
  checkTaskSize(faults, 'compute', { cpu: taskCpu, memoryMiB: taskMemory, judgeMemory });
  faults.range('compute.minTasks', tasks, 1, 1000);
  if (!Token.isUnresolved(tasks)) faults.range('compute.maxTasks', maxTasks, tasks, 5000, '(compute.minTasks or more)');
  faults.range('compute.targetUtilization', targetUtilization, 10, alarmThreshold - 1, 'percent: below the threshold of the alarms');
  for (const name of Object.keys(compute?.environment ?? {})) {
    if (!/^[^\s=]+$/.test(name)) faults.add(`compute.environment has a name that is empty, or has a space or '=' in it, got '${name}'`);
  }
}

function checkDatabase(faults: Faults, { database }: Partial<PaymentEnvironmentProps>, settings: Settings): void {
  faults.range('database.instances', settings.instances, 1, 16);
  faults.range('database.maxConnections', settings.maxConnections, 20, 5000);
  faults.range('database.backupRetention', settings.backupRetention.toDays({ integral: false }), 1, 35, 'days');
  faults.pattern('database.databaseName', settings.databaseName, /^[a-z][a-z0-9_]{0,62}$/, 'lower case letters, digits and underscores, at most 63, beginning with a letter');
  if (NO_DATABASE.includes(settings.databaseName)) faults.add(`database.databaseName must not be a word that PostgreSQL or RDS keeps for itself, got '${settings.databaseName}'`);
  const type = database?.instanceType?.toString();
  faults.pattern('database.instanceType', type, INSTANCE, 'one that Aurora PostgreSQL has: of r5, r6g, r7g and the like, or medium or large of t3 and t4g');
  const capacity = database?.serverless;
  if (!capacity) return;
  if (type) faults.add('database.serverless and database.instanceType exclude each other: give one');
  const inHalves = (name: keyof typeof capacity, least: number, most: number, hint: string) => {
    const value = capacity[name];
    if (Token.isUnresolved(value) || (value >= least && value <= most && Number.isInteger(2 * value))) return;
    faults.add(`database.serverless.${name} must be from ${least} to ${most} in steps of 0.5${hint}, got ${value}`);
  };
  if (!Token.isUnresolved(capacity.maximum)) inHalves('minimum', 0, capacity.maximum, ', at most the maximum');
  inHalves('maximum', 1, 256, '');
}

function checkOperations(faults: Faults, { operations }: Partial<PaymentEnvironmentProps>, { responseTime }: Settings): void {
  if (!responseTime.isUnresolved() && responseTime.toMilliseconds() <= 0) faults.add('operations.responseTime must be more than nothing: else the alarm always rings');
  for (const key of OWN_TAGS) {
    if (operations?.tags?.[key] !== undefined) faults.add(`operations.tags.${key} is set by the construct, and what the service may do is held to it: leave it out`);
  }
  checkTags(faults, operations?.tags);
}

/** The range of a VPC that is given, where it is known. */
function rangeOfVpc(vpc: ec2.IVpc): string | undefined {
  const cidr = orUndefined(() => vpc.vpcCidrBlock);
  return Token.isUnresolved(cidr) ? undefined : cidr;
}
