import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PROCESSED, PROCESSOR } from './bus';
import { reservations } from './capacity';
import { configurationOf, PARAMETER_LIMIT } from './configuration';
import { EventOperationsProps, PaymentEventApiProps } from './props';
import { Settings, settingsOf } from './settings';
import { SHAPE } from './shape';
import { NamedService } from '../hardened';
import { reservedConcurrencyFaults } from '../hardened/capacity';
import { checkNames, NamedParts } from '../hardened/check-names';
import { Claims } from '../hardened/claims';
import { Faults, LONGEST_CERTIFICATE_NAME } from '../hardened/faults';
import { checkAlarmEmail, checkTags, checkTagValues } from '../hardened/operations';
import { usable } from '../hardened/shape';

/** One step: a base path mapping takes no more. */
const BASE_PATH = /^[A-Za-z0-9._-]{1,300}$/;
/** As in handlers/shared/contract.ts (tested). */
export const SOURCE = /^[a-z][a-z0-9.-]{1,62}[a-z0-9]$/;
/** As in handlers/shared/contract.ts (tested). */
export const TYPE = /^payment(\.[a-z][a-z0-9_]{0,31}){1,3}$/;
/** EventBridge compares numbers only within +-5e9. */
const LARGEST_MATCHED_AMOUNT = 5_000_000_000;
/** A pattern of EventBridge holds 2,048 characters: a currency takes up to 60, a source up to 67. */
const MOST_CURRENCIES = 15;
const MOST_SOURCES = 15;
/** Of table and bus together, within the shared configuration. */
const LONGEST_NAMES = 255 + 256;
/** A dead-letter queue keeps a message so long. */
const DEAD_LETTER_DAYS = 14;
/** The names that come closest to their limits. */
const NAMED_PARTS: NamedParts = [
  [NamedService.S3, 'access-logs'], [NamedService.LAMBDA, 'process-fn'], [NamedService.EVENT_RULE, 'by-source'], [NamedService.SQS, 'ingest-failures', 'bus-undelivered'],
];

/** The settings. Every fault of the props in one error, before anything is made. */
export function validated(scope: Construct, given: PaymentEventApiProps): Settings {
  const faults = new Faults();
  const props = usable(faults, given, SHAPE);
  const settings = settingsOf(props as PaymentEventApiProps);
  const { namePrefix, environmentSuffix } = settings;
  const named = checkNames(faults, settings, NAMED_PARTS);
  for (const [name, value] of Object.entries({ environmentSuffix, 'operations.namePrefix': namePrefix })) {
    if (Token.isUnresolved(value)) faults.add(`${name} must be known at synthesis, got a token: names of parameters and metrics are made of it. Give text, or a value of the context (cdk deploy -c)`);
  }
  checkRouting(faults, settings);
  if (props.processing?.fees?.types.length === 0) faults.add('processing.fees.types is empty: no event would cost, give at least one type or leave fees out');
  checkDomain(faults, settings, given?.domain !== undefined);
  checkFunctions(faults, settings);
  checkNumbers(faults, settings, props.api?.burstLimit);
  checkOperations(faults, props.operations);
  if (JSON.stringify(configurationOf(settings, '', '')).length > PARAMETER_LIMIT - LONGEST_NAMES) {
    faults.add(`the shared configuration would not fit into a parameter of ${PARAMETER_LIMIT} characters: shorten processing.fees`);
  }
  const stack = Stack.of(scope);
  const claims = new Claims(faults, scope);
  claims.outputs('PaymentEventApi');
  if (named) claims.names(namePrefix, environmentSuffix, stack);
  if (settings.accountLogRole) claims.logRole('api.accountLogRole', stack);
  claims.settle();
  return settings;
}

function checkOperations(faults: Faults, { alarmEmail, alarmTopic, tags, team, costCenter }: EventOperationsProps = {}): void {
  checkAlarmEmail(faults, alarmEmail, alarmTopic);
  checkTags(faults, tags);
  checkTagValues(faults, { 'operations.team': team, 'operations.costCenter': costCenter });
}

function checkRouting(faults: Faults, { sources, partnerSources, highValue, reviewQueue, fees }: Settings): void {
  if (sources.length === 0) faults.add('routing.sources is empty: nobody could send, give at least one');
  if (sources.length > MOST_SOURCES) faults.add(`routing.sources has ${sources.length} systems, at most ${MOST_SOURCES} fit into a rule`);
  for (const source of new Set(sources)) {
    faults.pattern('routing.sources', source, SOURCE, 'names of 3 to 64 small letters, digits, dots or hyphens, a letter first');
    if (/^aws(\.|$)/.test(source)) faults.add(`routing.sources has '${source}': names that begin with aws are those of AWS, PutEvents refuses them`);
    if (source === PROCESSOR) faults.add(`routing.sources has '${PROCESSOR}', as which process-fn itself publishes: use another name`);
    if (sources.indexOf(source) !== sources.lastIndexOf(source)) faults.add(`routing.sources has '${source}' twice`);
  }
  for (const source of partnerSources) if (!sources.includes(source)) faults.add(`routing.partnerSources has '${source}', which is none of routing.sources`);
  if (reviewQueue && Object.keys(highValue).length === 0) faults.add('routing.highValue is empty, so nothing would be reviewed: give amounts, or set routing.reviewQueue to false');
  if (Object.keys(highValue).length > MOST_CURRENCIES) faults.add(`routing.highValue has ${Object.keys(highValue).length} currencies, at most ${MOST_CURRENCIES} fit into a rule`);
  checkAmounts(faults, 'routing.highValue', highValue, 1);
  checkAmounts(faults, 'processing.fees.fixed', fees.fixed, 0);
  faults.range('processing.fees.basisPoints', fees.basisPoints, 0, 10_000, 'hundredths of a per cent');
  for (const type of fees.types) faults.pattern('processing.fees.types', type, TYPE, 'payment. and one to three words of small letters, digits or _, with dots between');
  if (fees.types.includes(PROCESSED)) faults.add(`processing.fees.types has '${PROCESSED}', which nobody may send`);
}

function checkAmounts(faults: Faults, name: string, amounts: Record<string, number>, least: number): void {
  for (const [currency, amount] of Object.entries(amounts)) {
    faults.pattern(name, currency, /^[A-Z]{3}$/, 'keyed by ISO 4217 currency');
    faults.range(`${name}.${currency}`, amount, least, LARGEST_MATCHED_AMOUNT, 'minor units (EventBridge compares no further)');
  }
}

function checkDomain(faults: Faults, { domain, executeApiEndpoint }: Settings, hasDomain: boolean): void {
  if (!domain) {
    if (!executeApiEndpoint && !hasDomain) faults.add('api.executeApiEndpoint is off and there is no domain: nobody could call the API, give one of them');
    return;
  }
  const { domainName, hostedZone: { zoneName }, certificate, basePath } = domain;
  faults.domainName('domain.domainName', domainName);
  faults.pattern('domain.basePath', basePath, BASE_PATH, 'letters, digits or ._-, without a slash');
  if (Token.isUnresolved(domainName)) return;
  if (!certificate && domainName.length > LONGEST_CERTIFICATE_NAME) faults.add(`domain.domainName has ${domainName.length} characters, a certificate takes ${LONGEST_CERTIFICATE_NAME}: give domain.certificate`);
  if (!Token.isUnresolved(zoneName) && domainName !== zoneName && !domainName.endsWith(`.${zoneName}`)) {
    faults.add(`domain.domainName must be in the zone '${zoneName}', got '${domainName}'`);
  }
}

function checkFunctions(faults: Faults, settings: Settings): void {
  const { concurrency } = settings;
  faults.range('processing.concurrency.authorizer', concurrency.authorizer, 1, 100_000);
  faults.range('processing.concurrency.ingest', concurrency.ingest, 1, 100_000);
  faults.range('processing.concurrency.process', concurrency.process, 2, 1000, '(what SQS accepts as maximum concurrency)');
  faults.range('processing.concurrency.store', concurrency.store, 2, 1000, '(what SQS accepts as maximum concurrency)');
  faults.range('processing.concurrency.accountLimit', concurrency.accountLimit, 10, 1_000_000);
  faults.add(...reservedConcurrencyFaults(reservations(settings), concurrency.accountLimit, 'processing.concurrency'));
  faults.range('api.authorizerTimeout', seconds(settings.authorizerTimeout), 1, 30, 'seconds');
  faults.range('processing.ingestTimeout', seconds(settings.ingestTimeout), 30, 300, 'seconds');
  faults.range('processing.consumerTimeout', seconds(settings.consumerTimeout), 30, 300, 'seconds');
  faults.range('processing.visibilityTimeout', seconds(settings.visibilityTimeout), seconds(settings.consumerTimeout), 43_200, 'seconds, beginning at processing.consumerTimeout');
  faults.range('processing.maxReceiveCount', settings.maxReceiveCount, 2, 1000);
  faults.range('processing.retryAttempts', settings.retryAttempts, 0, 2);
  faults.range('processing.maxEventAge', seconds(settings.maxEventAge), 60, 21_600, 'seconds');
}

function checkNumbers(faults: Faults, settings: Settings, burstLimit?: number): void {
  faults.range('api.rateLimit', settings.rateLimit, 1, 1_000_000, 'requests a second', false);
  faults.range('api.burstLimit', burstLimit, 1, 1_000_000, 'requests');
  faults.range('api.tokenCacheTtl', seconds(settings.tokenCacheTtl), 0, 3600, 'seconds');
  faults.range('data.queueRetention', seconds(settings.queueRetention), 60, Duration.days(13).toSeconds(), 'seconds: below the 14 days of the dead-letter queue');
  faults.range('data.auditShards', settings.auditShards, 1, 256);
  const least = Math.max(18, Math.ceil(days(settings.queueRetention)) + DEAD_LETTER_DAYS);
  faults.range('data.rememberFor', days(settings.rememberFor), least, 3650, 'days: at least queue and dead-letter queue together', false);
}

const seconds = (duration: Duration): number => duration.toSeconds({ integral: false });
const days = (duration: Duration): number => duration.toDays({ integral: false });
