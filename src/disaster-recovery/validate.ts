import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { LogReplication, PaymentDisasterRecoveryProps, RecoveryConsistency, RecoveryMode, RecoveryOperationsProps } from './props';
import { REGION_SETS, Settings } from './settings';
import { NamedService, PhysicalNames } from '../hardened';
import { Faults, isIdentifier, LONGEST_CERTIFICATE_NAME, show } from '../hardened/faults';

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** Lambda keeps this much of the account's concurrency for functions that reserve none, and a new account may have no more. */
const RESERVABLE = 900;
const GROUPS = ['regions', 'domain', 'api', 'processing', 'data', 'operations', 'exercises'] as const;
const TAKEN = new WeakMap<IConstruct, Map<string, string>>();

/** What can be read of the props, and what is wrong with the rest. */
export interface Shape {
  readonly faults: Faults;
  /** The props without what is wrong, so that what remains is judged in the same error. */
  readonly usable: PaymentDisasterRecoveryProps;
  /** Whether there should be a name, right or wrong. */
  readonly hasDomain: boolean;
}

type Groups = Record<typeof GROUPS[number], Record<string, unknown>>;

/** Before the props are read: what JavaScript passes and TypeScript would not, and what must be known at synthesis. */
export function checkShape(props: PaymentDisasterRecoveryProps): Shape {
  const faults = new Faults();
  const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(props)) {
    faults.add(`the props must be an object, got ${show(props)}`);
    return { faults, usable: {}, hasDomain: false };
  }
  const groups = Object.fromEntries(GROUPS.map((name) => {
    const group: unknown = props[name];
    if (group !== undefined && !isObject(group)) faults.add(`${name} must be an object, got ${show(group)}`);
    return [name, isObject(group) ? { ...group } : {}];
  })) as Groups;
  const check = (path: string, isRight: (value: any) => boolean, expected: string) => {
    const [group, name] = path.split('.');
    const owner = groups[group as typeof GROUPS[number]];
    const value = owner[name];
    if (value === undefined || (value !== null && isRight(value))) return;
    faults.add(`${path} must be ${expected}, got ${show(value)}`);
    delete owner[name];
  };
  const oneOf = (path: string, values: object) => check(path, (value) => Object.values(values).includes(value), Object.values(values).join(' or '));
  oneOf('regions.mode', RecoveryMode);
  oneOf('data.consistency', RecoveryConsistency);
  oneOf('data.logReplication', LogReplication);
  const { SNAPSHOT: _none, ...removalPolicies } = RemovalPolicy; // nothing here has snapshots
  oneOf('data.removalPolicy', removalPolicies);
  if (isObject(props.domain)) {
    const { domainName } = groups.domain;
    if (typeof domainName !== 'string') faults.add(`domain.domainName must be a string, got ${show(domainName)}`);
    else if (Token.isUnresolved(domainName)) faults.add('domain.domainName must be known at synthesis, got a token: the names of both Regions are made of it');
    check('domain.hostedZone', ({ hostedZoneId, zoneName }) => [hostedZoneId, zoneName].every((one) => typeof one === 'string'), 'an object with hostedZoneId and zoneName');
  }
  check('api.authorization', ({ bind }) => typeof bind === 'function', 'an object with a method bind(scope, api)');
  check('processing.code', ({ bind }) => typeof bind === 'function', 'a HandlerCode, for example HandlerCode.bundled()');
  check('operations.tags', (tags) => isObject(tags) && Object.values(tags).every((value) => typeof value === 'string'), 'an object of texts');
  for (const path of ['domain.healthCheckInterval', 'domain.recordTtl', 'processing.timeout', 'exercises.pauseDuration']) {
    // By method, not by `instanceof`: an app may hold two copies of a library.
    check(path, ({ toSeconds }) => typeof toSeconds === 'function', 'a Duration, for example Duration.seconds(20)');
    check(path, (duration) => !duration.isUnresolved(), 'known at synthesis');
  }
  for (const path of ['domain.failureThreshold', 'api.rateLimit', 'processing.reservedConcurrency']) {
    check(path, (value) => !Token.isUnresolved(value), 'known at synthesis: the arithmetic needs it');
  }
  const known = typeof groups.domain.domainName === 'string' && !Token.isUnresolved(groups.domain.domainName);
  return { faults, hasDomain: props.domain !== undefined, usable: { ...groups, domain: known ? groups.domain as unknown as PaymentDisasterRecoveryProps['domain'] : undefined } };
}

/** Every fault of the props in one error, before anything is made. */
export function validate(scope: Construct, { faults, usable: props, hasDomain }: Shape, settings: Settings): void {
  checkNames(faults, settings);
  checkOperations(faults, props.operations);
  checkRegions(faults, settings);
  checkDomain(faults, props, settings);
  checkNumbers(faults, settings);
  if (!settings.logRetention.archive) {
    faults.add('data.logRetention has no archive, which is what is replicated (DR-05): give LogRetentionProfile.sevenDaysAndArchive(), or .of() with an archive');
  }
  if (!hasDomain) {
    if (!settings.executeApiEndpoint) faults.add('api.executeApiEndpoint is off and there is no domain: nobody could call the API, give one of them');
    if (settings.regionSwitch) faults.add('exercises.regionSwitch moves a name: give domain');
  }

  const taken = TAKEN.get(scope.node.root) ?? new Map<string, string>();
  const own = `${settings.namePrefix}-*-${settings.environmentSuffix}`;
  if (taken.has(own)) faults.add(`'${taken.get(own)}' has the names '${own}' already: give another operations.environmentSuffix or operations.namePrefix`);
  faults.throwIfAny(scope);
  TAKEN.set(scope.node.root, taken.set(own, scope.node.path));
}

function checkOperations(faults: Faults, { alarmEmail, project, costCenter, owner, tags = {} }: RecoveryOperationsProps = {}): void {
  faults.pattern('operations.alarmEmail', alarmEmail, /^[^\s@]+@[^\s@]+$/, 'an address like oncall@acme.com');
  for (const [name, value] of Object.entries({ project, costCenter, owner })) faults.pattern(`operations.${name}`, value, /^.{1,256}$/, 'a tag of 1 to 256 characters');
  for (const [key, value] of Object.entries(tags)) {
    faults.pattern('operations.tags', key, /^(?!aws:).{1,128}$/i, 'named in 1 to 128 characters that do not begin with aws:');
    faults.pattern(`operations.tags.${key}`, value, /^.{0,256}$/, 'at most 256 characters');
  }
}

function checkNames(faults: Faults, { namePrefix, environmentSuffix }: Settings): void {
  faults.identifier('operations.namePrefix', namePrefix);
  faults.identifier('operations.environmentSuffix', environmentSuffix);
  for (const [name, value] of [['namePrefix', namePrefix], ['environmentSuffix', environmentSuffix]]) {
    if (Token.isUnresolved(value)) faults.add(`operations.${name} must be known at synthesis, got a token: by it each Region finds what is in the other`);
  }
  if (/^(aws|ssm)/.test(namePrefix)) faults.add(`operations.namePrefix '${namePrefix}' begins with aws or ssm, which Systems Manager keeps for itself`);
  if (![namePrefix, environmentSuffix].every((name) => isIdentifier(name))) return; // told above
  const names = new PhysicalNames({ prefix: namePrefix, environmentSuffix });
  faults.add(
    ...names.faults(NamedService.S3, 'access-logs'), ...names.faults(NamedService.LAMBDA, 'authorizer', 'heartbeat'),
    ...names.faults(NamedService.REGION_SWITCH_PLAN, 'switch'), ...names.faults(NamedService.EVENT_RULE, 'heartbeat'),
  );
}

function checkRegions(faults: Faults, { regions, consistency, witnessRegion, domain }: Settings): void {
  const { primary, secondary, account } = regions;
  for (const [name, value] of Object.entries({ 'regions.primary': primary, 'regions.secondary': secondary, 'data.witnessRegion': witnessRegion })) {
    if (Token.isUnresolved(value)) faults.add(`${name} must be known at synthesis, got a token: each stack is bound to its Region`);
    faults.pattern(name, value, REGION, 'a Region, for example us-east-1');
  }
  faults.pattern('regions.account', account, /^\d{12}$/, 'an account of 12 digits');
  if (primary === secondary) faults.add(`regions.primary and regions.secondary are both '${primary}': a Region cannot take over from itself`);
  const partitions = new Set([primary, secondary].map((region) => /^(cn|us-gov|us-iso[a-z]*)-/.exec(region)?.[1] ?? 'aws'));
  if (partitions.size === 1 && !partitions.has('aws') && domain) {
    faults.add(`domain is for Regions of the partition aws, got '${primary}': health checks and their alarms are in us-east-1. Leave domain out`);
  }
  if (partitions.size > 1) faults.add(`regions.primary '${primary}' and regions.secondary '${secondary}' are in different partitions, between which nothing is replicated`);
  if (consistency === RecoveryConsistency.EVENTUAL) {
    if (witnessRegion !== undefined) faults.add('data.witnessRegion is for RecoveryConsistency.STRONG alone: leave it out');
    return;
  }
  const set = REGION_SETS.find((one) => one.includes(primary) && one.includes(secondary));
  const sets = REGION_SETS.map((one) => one.join(', ')).join('; ');
  if (!set) {
    faults.add(`RecoveryConsistency.STRONG needs Regions of one set (${sets}), got '${primary}' and '${secondary}'`);
  } else if (witnessRegion === undefined || !set.includes(witnessRegion) || witnessRegion === primary || witnessRegion === secondary) {
    faults.add(`data.witnessRegion must be another Region of the set ${set.join(', ')}, got ${show(witnessRegion)}`);
  }
}

function checkDomain(faults: Faults, props: PaymentDisasterRecoveryProps, { domain }: Settings): void {
  if (!domain) return;
  const { domainName, zoneName, failureThreshold } = domain;
  faults.domainName('domain.domainName', domainName);
  // A dynamic reference is known to CloudFormation alone.
  faults.pattern('domain.hostedZone.hostedZoneId', domain.hostedZone?.hostedZoneId, /^(Z[A-Z0-9]{1,31}|\{\{resolve:.+\}\})$/, 'the id of a hosted zone, for example Z07342961XK3Q8WDF6M2T');
  if (props.domain?.hostedZone && props.domain.zoneName !== undefined) faults.add('domain.hostedZone and domain.zoneName exclude each other: the zone is yours, or it is made');
  if (!Token.isUnresolved(domainName) && domainName.length > LONGEST_CERTIFICATE_NAME) {
    faults.add(`domain.domainName has ${domainName.length} characters, a certificate takes ${LONGEST_CERTIFICATE_NAME}`);
  }
  if (!Token.isUnresolved(zoneName) && !Token.isUnresolved(domainName)) {
    if (domainName === zoneName) {
      faults.add(`domain.domainName '${domainName}' is the zone itself, which cannot be a CNAME: give a name below it, for example api.${zoneName}`);
    } else if (!domainName.endsWith(`.${zoneName}`)) {
      faults.add(`domain.domainName must be in the zone '${zoneName}', got '${domainName}'`);
    } else if (!zoneName.includes('.')) {
      faults.add(`domain.zoneName would be '${zoneName}', a top-level domain: give domain.hostedZone or domain.zoneName`);
    }
  }
  const interval = seconds(domain.healthCheckInterval);
  if (interval !== 10 && interval !== 30) faults.add(`domain.healthCheckInterval must be 10 or 30 seconds, got ${interval}`);
  faults.range('domain.failureThreshold', failureThreshold, 1, 10, 'failed requests');
  faults.range('domain.recordTtl', seconds(domain.recordTtl), 1, 86_400, 'seconds');
}

function checkNumbers(faults: Faults, settings: Settings): void {
  faults.range('api.rateLimit', settings.rateLimit, 1, 1_000_000, 'requests a second', false);
  faults.range('api.burstLimit', settings.burstLimit, 1, 1_000_000, 'requests');
  faults.range('processing.memorySize', settings.memorySize, 128, 10_240, 'MiB');
  faults.range('processing.timeout', seconds(settings.timeout), 10, 29, 'seconds: it must leave time to queue a payment, and API Gateway waits no longer');
  faults.range('processing.reservedConcurrency', settings.reservedConcurrency, 1, RESERVABLE, '(an account of the default size can reserve no more)');
  faults.range('processing.warmStandby', settings.warmStandby, 0, settings.reservedConcurrency, 'environments: at most processing.reservedConcurrency');
  faults.range('processing.redriveConcurrency', settings.redriveConcurrency, 2, 1000, '(what SQS accepts as maximum concurrency)');
  faults.range('processing.maxReceiveCount', settings.maxReceiveCount, 2, 1000);
  faults.range('exercises.pauseDuration', settings.pauseDuration.toMinutes({ integral: false }), 1, 720, 'minutes (DynamoDB gives up a replica after 20 hours)');
}

const seconds = (duration: Duration): number => duration.toSeconds({ integral: false });
