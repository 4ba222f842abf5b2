import { Annotations, Duration, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkFeatures, featureNames } from './features/checks';
import { MigrationOperationsProps, PaymentMigrationEnvironmentProps } from './props';
import { MOST_STORAGE, Settings, settingsOf } from './settings';
import { SHAPE } from './shape';
import { NamedService } from '../hardened';
import { reservedConcurrencyFaults } from '../hardened/capacity';
import { checkNames, NamedParts } from '../hardened/check-names';
import { checkVpcRange, overlap, rangeOf } from '../hardened/cidr';
import { Claims } from '../hardened/claims';
import { Faults } from '../hardened/faults';
import { checkAlarmEmail, checkTags, checkTagValues } from '../hardened/operations';
import { usable } from '../hardened/shape';

/** Classes that MySQL 8.4 runs on; below medium there are no database insights. */
const INSTANCE = /^(t3|t4g)\.(medium|large|xlarge|2xlarge)$|^[mrx][5-9][a-z]*\.[a-z0-9]+$/;
/** MySQL's own databases, and reserved words that somebody may think of. */
const NO_DATABASE = ['mysql', 'information_schema', 'performance_schema', 'sys', 'innodb', 'tmp', 'order', 'database', 'table', 'group', 'key', 'select', 'user'];
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** Regions whose accounts get fewer than three Availability Zones. */
const ZONES: Readonly<Record<string, number>> = { 'us-west-1': 2 };

/** The names that come closest to their limits. */
const NAMED_PARTS: NamedParts = [
  [NamedService.S3, 'access', 'logs'], [NamedService.LAMBDA, 'migrated', 'rotation'], [NamedService.DB_INSTANCE, 'mysql', 'replica'], [NamedService.DB_PROXY, 'proxy'],
  [NamedService.NETWORK_FIREWALL, 'protocols'], [NamedService.SQS, 'payments-queue'],
];

/** The settings. Every fault of the props in one error, before anything is made. */
export function validated(scope: Construct, given: PaymentMigrationEnvironmentProps): Settings {
  const faults = new Faults();
  const props = usable(faults, given, SHAPE);
  const settings = settingsOf(props as PaymentMigrationEnvironmentProps);
  const { namePrefix, environmentSuffix, replicaRegion } = settings;
  const stack = Stack.of(scope);
  const named = checkNames(faults, settings, [...NAMED_PARTS, ...featureNames(settings.features)]);
  if (named && replicaRegion !== undefined && /(^|-)[a-z0-9]{6}$/.test(environmentSuffix)) {
    faults.add(`environmentSuffix '${environmentSuffix}' ends with a word of six characters: the replica finds the secret by its name, and Secrets Manager would take the word for the end of an ARN`);
  }
  checkNetwork(faults, settings, stack.region);
  checkDatabase(faults, settings, stack.region);
  checkProcessing(faults, settings);
  checkFeatures(faults, settings, stack.region);
  checkOperations(faults, props.operations);
  const claims = new Claims(faults, scope);
  claims.outputs('PaymentMigrationEnvironment');
  if (named) claims.names(namePrefix, environmentSuffix, stack);
  claims.settle();
  if (settings.engineVersion.mysqlMajorVersion !== '8.4') {
    Annotations.of(scope).addWarningV2('cdk-payment-constructs:extended-support',
      `MySQL ${settings.engineVersion.mysqlMajorVersion} is beyond its standard support: RDS charges for extended support by the hour and vCPU. Upgrade to 8.4 as soon as the migration is done`);
  }
  return settings;
}

function checkOperations(faults: Faults, { alarmEmail, alarmTopic, tags, owner, costCenter }: MigrationOperationsProps = {}): void {
  checkAlarmEmail(faults, alarmEmail, alarmTopic);
  checkTags(faults, tags);
  checkTagValues(faults, { 'operations.owner': owner, 'operations.costCenter': costCenter });
}

function checkNetwork(faults: Faults, { vpcCidr, developmentCidrs, maxAzs }: Settings, region: string): void {
  checkVpcRange(faults, 'network.cidr', vpcCidr);
  for (const cidr of developmentCidrs) {
    if (Token.isUnresolved(cidr)) continue;
    if (!rangeOf(cidr)) faults.add(`developmentCidrs must hold IPv4 ranges that begin at their first address, got '${cidr}'`);
    if (overlap(vpcCidr, cidr)) faults.add(`the range ${vpcCidr} overlaps ${cidr} of developmentCidrs, production must be apart from development: give another network.cidr`);
  }
  faults.range('network.maxAzs', maxAzs, 2, 3);
  const zones = ZONES[region];
  if (zones !== undefined && maxAzs > zones) faults.add(`${region} has ${zones} Availability Zones, ${maxAzs} are asked for: set network.maxAzs to ${zones}`);
}

function checkDatabase(faults: Faults, settings: Settings, region: string): void {
  const { allocatedStorage, replicaRegion, databaseName, engineVersion } = settings;
  faults.pattern('database.instanceType', settings.instanceType.toString(), INSTANCE, 'one that MySQL 8.4 and database insights have: medium and larger of t3 and t4g, or m5, r5, x2 and newer');
  if (!['8.4', '8.0'].includes(engineVersion.mysqlMajorVersion)) faults.add(`database.engineVersion must be of MySQL 8.4, or of 8.0 on its way there, got ${engineVersion.mysqlFullVersion}`);
  faults.range('database.allocatedStorage', allocatedStorage, 20, MOST_STORAGE, 'GiB');
  if (!Token.isUnresolved(allocatedStorage) && allocatedStorage < MOST_STORAGE) {
    faults.range('database.maxAllocatedStorage', settings.maxAllocatedStorage, allocatedStorage + Math.ceil(allocatedStorage / 10), MOST_STORAGE, 'GiB: at least a tenth above database.allocatedStorage');
  }
  faults.range('database.backupRetention', days(settings.backupRetention), 1, 35, 'days');
  faults.pattern('database.databaseName', databaseName, /^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'letters, digits and underscores, at most 64, beginning with a letter');
  if (NO_DATABASE.includes(databaseName.toLowerCase())) faults.add(`database.databaseName must not be a word that MySQL keeps for itself, got '${databaseName}'`);
  faults.pattern('database.replicaRegion', replicaRegion, REGION, 'a Region like eu-west-1');
  if (replicaRegion !== undefined && replicaRegion === region) faults.add(`database.replicaRegion is ${region}, the Region of the stack itself: give another, it is for when this one fails`);
}

function checkProcessing(faults: Faults, settings: Settings): void {
  const { concurrency, accountLimit, timeout } = settings;
  faults.range('processing.concurrency', concurrency, 3, 1001, '(SQS hands out 2 to 1000 batches at once, one environment is left to operators)');
  faults.range('processing.accountLimit', accountLimit, 10, 1_000_000);
  faults.add(...reservedConcurrencyFaults([['migrated', 1, concurrency]], accountLimit, 'processing.concurrency'));
  faults.range('processing.memorySize', settings.memorySize, 256, 10_240, 'MiB');
  faults.range('processing.timeout', seconds(timeout), 30, 300, 'seconds');
  faults.range('processing.visibilityTimeout', seconds(settings.visibilityTimeout), seconds(timeout), 43_200, 'seconds, beginning at processing.timeout');
  faults.range('processing.maxReceiveCount', settings.maxReceiveCount, 2, 1000);
  faults.range('processing.queueRetention', seconds(settings.queueRetention), 60, Duration.days(13).toSeconds(), 'seconds: below the 14 days of the dead-letter queue');
}

const seconds = (duration: Duration): number => duration.toSeconds({ integral: false });
const days = (duration: Duration): number => duration.toDays({ integral: false });
