import { Aws, Duration, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PaymentDisasterRecoveryProps, RecoveryConsistency, RecoveryOperationsProps } from './props';
import { REGION_SETS, Settings, settingsOf } from './settings';
import { SHAPE } from './shape';
import { NamedService } from '../hardened';
import { checkNames, NamedParts } from '../hardened/check-names';
import { Claims } from '../hardened/claims';
import { Faults, LONGEST_CERTIFICATE_NAME, show } from '../hardened/faults';
import { checkAlarmEmail, checkTags, checkTagValues } from '../hardened/operations';
import { usable } from '../hardened/shape';

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** Lambda keeps this much of the account's concurrency for functions that reserve none, and a new account may have no more. */
const RESERVABLE = 900;
/** The names that come closest to their limits. */
const NAMED_PARTS: NamedParts = [
  [NamedService.S3, 'access-logs'], [NamedService.LAMBDA, 'authorizer', 'heartbeat'], [NamedService.REGION_SWITCH_PLAN, 'switch'], [NamedService.EVENT_RULE, 'heartbeat'],
];

/** The settings. Every fault of the props in one error, before anything is made. */
export function validated(scope: Construct, given: PaymentDisasterRecoveryProps): Settings {
  const faults = new Faults();
  const props = usable(faults, given, SHAPE);
  const settings = settingsOf(props);
  const { namePrefix, environmentSuffix, regions } = settings;
  const named = checkNames(faults, settings, NAMED_PARTS, 'operations.environmentSuffix');
  for (const [name, value] of Object.entries({ namePrefix, environmentSuffix })) {
    if (Token.isUnresolved(value)) faults.add(`operations.${name} must be known at synthesis, got a token: by it each Region finds what is in the other`);
  }
  checkOperations(faults, props.operations);
  checkRegions(faults, settings);
  checkDomain(faults, props, settings);
  checkNumbers(faults, settings);
  if (!settings.logRetention.archive) {
    faults.add('data.logRetention has no archive, which is what is replicated (DR-05): give LogRetentionProfile.sevenDaysAndArchive(), or .of() with an archive');
  }
  if (given?.domain === undefined) {
    if (!settings.executeApiEndpoint) faults.add('api.executeApiEndpoint is off and there is no domain: nobody could call the API, give one of them');
    if (settings.regionSwitch) faults.add('exercises.regionSwitch moves a name: give domain');
  }
  const claims = new Claims(faults, scope);
  for (const region of new Set([regions.primary, regions.secondary])) {
    const place = { account: regions.account ?? Aws.ACCOUNT_ID, region };
    if (named) claims.names(namePrefix, environmentSuffix, place, 'operations.environmentSuffix');
    if (settings.accountLogRole) claims.logRole('api.accountLogRole', place);
  }
  claims.settle();
  return settings;
}

function checkOperations(faults: Faults, { alarmEmail, project, costCenter, owner, tags }: RecoveryOperationsProps = {}): void {
  checkAlarmEmail(faults, alarmEmail);
  checkTags(faults, tags);
  checkTagValues(faults, { 'operations.project': project, 'operations.costCenter': costCenter, 'operations.owner': owner });
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
