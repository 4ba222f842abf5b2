import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { reservations } from './capacity';
import { IngressMode, NetworkProps, PaymentWebhookPipelineProps } from './props';
import { PaymentProvider } from './provider';
import { Settings, settingsOf } from './settings';
import { SHAPE } from './shape';
import { NamedService, PhysicalNames } from '../hardened';
import { reservedConcurrencyFaults } from '../hardened/capacity';
import { checkNames, NamedParts } from '../hardened/check-names';
import { checkVpcRange } from '../hardened/cidr';
import { Claims } from '../hardened/claims';
import { Faults, isIdentifier } from '../hardened/faults';
import { checkAlarmEmail, checkTags } from '../hardened/operations';
import { usable } from '../hardened/shape';

/** Ids whose queues, outputs or items would be those of another part. */
const RESERVED = /^(payment|constructor|(workflow|archival|route)(-.*)?|.*-dlq)$/;
const PAYMENT_TYPES = ['card', 'wallet', 'bank_transfer', 'other'];
/** EventBridge compares numbers only within +-5e9. */
const LARGEST_MATCHED_AMOUNT = 5_000_000_000;
/** A managed policy holds 6,144 characters, the environment of a function 4 KB; a provider takes up to 600 and 400. */
const PROVIDERS_PER_VALIDATOR = 8;
/** A pattern of EventBridge holds 2,048 characters, a currency takes up to 60. */
const CURRENCIES_PER_ROUTE = 25;
/** Classes to which S3 moves objects of Intelligent-Tiering. */
const ARCHIVE_CLASSES = ['GLACIER', 'GLACIER_IR', 'DEEP_ARCHIVE'];
/** The names that come closest to their limits, beside those of providers and routes. */
const NAMED_PARTS: NamedParts = [[NamedService.S3, 'access-logs'], [NamedService.LAMBDA, 'fraud-rules'], [NamedService.EVENT_RULE, 'workflow-uncaught']];

/** The settings. Every fault of the props in one error, before anything is made. */
export function validated(scope: Construct, given: PaymentWebhookPipelineProps): Settings {
  const faults = new Faults();
  const stack = Stack.of(scope);
  const props = usable(faults, given, SHAPE);
  const { providers = [], environmentSuffix = '', ingress } = props;
  const settings = settingsOf({ ...props, providers, environmentSuffix }, stack.region);
  const { namePrefix } = settings;
  const named = checkNames(faults, { namePrefix, environmentSuffix: props.environmentSuffix }, NAMED_PARTS);
  if (named) checkPartNames(faults, new PhysicalNames({ prefix: namePrefix, environmentSuffix }), providers, settings);
  if (props.providers?.length === 0) faults.add('providers is empty: give at least one, for example PaymentProvider.stripe()');
  checkProviders(faults, providers, settings);
  checkNumbers(faults, providers.length, props, settings);
  checkNetwork(faults, props.network);
  checkRoutes(faults, settings);
  checkAddresses(faults, props);
  checkTags(faults, props.operations?.tags);
  faults.add(...settings.fraudScreening.validate());
  const claims = new Claims(faults, scope);
  if (named) claims.names(namePrefix, environmentSuffix, stack);
  if (ingress?.accountLogRole ?? true) claims.logRole('ingress.accountLogRole', stack);
  claims.settle();
  return settings;
}

/** Names that a provider or a route is part of. */
function checkPartNames(faults: Faults, names: PhysicalNames, providers: PaymentProvider[], { routes }: Settings): void {
  for (const { id } of providers) {
    const found = [...names.faults(NamedService.LAMBDA, `${id}-processor`), ...names.faults(NamedService.SQS, `${id}-dlq`)];
    if (isIdentifier(id)) faults.add(...found.map((fault) => `${fault}, or the id of the provider`));
  }
  for (const { name } of routes) {
    const found = [...names.faults(NamedService.EVENT_RULE, `route-${name}`), ...names.faults(NamedService.SQS, `route-${name}-dlq`)];
    if (isIdentifier(name)) faults.add(...found.map((fault) => `${fault}, or the name of the route`));
  }
}

function checkProviders(faults: Faults, providers: PaymentProvider[], settings: Settings): void {
  const ids = providers.map(({ id }) => id);
  for (const id of new Set(ids)) {
    if (Token.isUnresolved(id)) faults.add('the id of a provider must be known at synthesis, got a token');
    faults.identifier('the id of a provider', id);
    if (RESERVED.test(id)) faults.add(`provider id '${id}' would collide with names of the pipeline's own: use another than payment, workflow-, archival-, route- or -dlq`);
    if (id.length > 31) faults.add(`provider id '${id}' has ${id.length} characters: at most 31 fit into the name of an execution`);
    const times = ids.filter((other) => other === id).length;
    if (times > 1) faults.add(`provider id '${id}' is used ${times} times: give each provider its own id`);
  }
  for (const provider of providers) {
    faults.range(`tolerance of provider '${provider.id}'`, seconds(provider.tolerance), 30, 7 * 86_400, 'seconds');
    if (provider.header !== undefined) faults.pattern(`header of provider '${provider.id}'`, provider.header, /^[A-Za-z0-9-]{1,100}$/, 'the name of an HTTP header');
    if (provider.notificationUrl !== undefined) checkUrl(faults, `notificationUrl of provider '${provider.id}'`, provider.notificationUrl);
  }
  if (settings.mode === IngressMode.VALIDATOR && !settings.validatorPerProvider && providers.length > PROVIDERS_PER_VALIDATOR) {
    faults.add(`one validator serves at most ${PROVIDERS_PER_VALIDATOR} providers, got ${providers.length}: set ingress.validatorPerProvider`);
  }
}

function checkNumbers(
  faults: Faults, providers: number, { ingress, data, operations }: Partial<PaymentWebhookPipelineProps>, settings: Settings,
): void {
  const { concurrency } = settings;
  faults.range('ingress.rateLimit', settings.rateLimit, 1, 1_000_000, 'requests a second', false);
  faults.range('ingress.burstLimit', ingress?.burstLimit, 1, 1_000_000, 'requests');
  faults.range('ingress.maxBodySize', ingress?.maxBodySize?.toBytes(), 1024, 900 * 1024, 'bytes (SQS takes 1 MiB with attributes)');
  faults.range('processing.concurrency.validator', concurrency.validator, 1, 100_000);
  faults.range('processing.concurrency.processor', concurrency.processor, 2, 1000, '(what SQS accepts as maximum concurrency)');
  faults.range('processing.concurrency.fraudRules', concurrency.fraudRules, 1, 100_000);
  faults.range('processing.concurrency.dispatcher', concurrency.dispatcher, 1, 100_000);
  faults.range('processing.concurrency.archival', concurrency.archival, 1, 100_000);
  faults.range('processing.concurrency.accountLimit', concurrency.accountLimit, 10, 1_000_000);
  faults.add(...reservedConcurrencyFaults(reservations(settings, providers), concurrency.accountLimit, 'processing.concurrency'));
  faults.range('processing.timeout', seconds(settings.timeout), 1, 900, 'seconds');
  faults.range('processing.visibilityTimeout', seconds(settings.visibilityTimeout), seconds(settings.timeout), 43_200, 'seconds, beginning at processing.timeout');
  faults.range('processing.maxReceiveCount', settings.maxReceiveCount, 2, 1000);
  faults.range('processing.riskThreshold', settings.riskThreshold, 1, 100);
  faults.range('data.queueRetention', seconds(settings.queueRetention), 60, Duration.days(13).toSeconds(), 'seconds: below the 14 days of the DLQ');
  const least = settings.queueRetention.toDays({ integral: false }) + 14;
  faults.range('data.stateRetention', settings.stateRetention.toDays({ integral: false }), least, 3650, 'days: at least queue and DLQ retention together', false);
  faults.range('data.archiveAfter', settings.archiveAfter.toDays({ integral: false }), 1, settings.stateRetention.toDays({ integral: false }), 'days: at most data.stateRetention, or nobody notes the move');
  if (data?.archiveStorageClass !== undefined && !ARCHIVE_CLASSES.includes(data.archiveStorageClass.toString())) {
    faults.add(`data.archiveStorageClass must be ${ARCHIVE_CLASSES.join(', ')}, got '${data.archiveStorageClass.toString()}'`);
  }
  faults.range('data.archiveRetention', data?.archiveRetention?.toDays({ integral: false }), settings.archiveAfter.toDays({ integral: false }) + 1, 36_500, 'days: more than data.archiveAfter');
  faults.range('operations.monthlyBudgetUsd', operations?.monthlyBudgetUsd, 1, 100_000_000, 'US dollars', false);
}

function checkNetwork(faults: Faults, { cidr, maxAzs }: NetworkProps = {}): void {
  if (cidr !== undefined) checkVpcRange(faults, 'network.cidr', cidr, 24);
  faults.range('network.maxAzs', maxAzs, 2, 6);
}

function checkRoutes(faults: Faults, { routes }: Settings): void {
  const seen = new Set<string>();
  for (const route of routes) {
    faults.identifier('the name of a route', route.name);
    if (seen.has(route.name)) faults.add(`route '${route.name}' is there twice: give each route its own name`);
    seen.add(route.name);
    if (route.name.endsWith('-dlq')) faults.add(`route '${route.name}' would collide with the DLQ of another: use a name without -dlq`);
    if (!route.paymentTypes?.length && !Object.keys(route.minimumAmounts ?? {}).length) {
      faults.add(`route '${route.name}' selects nothing: give paymentTypes or minimumAmounts`);
    }
    const currencies = Object.keys(route.minimumAmounts ?? {}).length;
    if (currencies > CURRENCIES_PER_ROUTE) faults.add(`route '${route.name}' has ${currencies} currencies, at most ${CURRENCIES_PER_ROUTE} fit into a rule: split it`);
    for (const type of route.paymentTypes ?? []) {
      if (!PAYMENT_TYPES.includes(type)) faults.add(`route '${route.name}' has the payment type '${type}': use ${PAYMENT_TYPES.join(', ')}`);
    }
    for (const [currency, amount] of Object.entries(route.minimumAmounts ?? {})) {
      faults.pattern(`minimumAmounts of route '${route.name}'`, currency, /^[A-Z]{3}$/, 'keyed by ISO 4217 currency');
      faults.range(`minimumAmounts.${currency} of route '${route.name}'`, amount, 0, LARGEST_MATCHED_AMOUNT, 'minor units (EventBridge compares no further)');
    }
  }
}

function checkAddresses(faults: Faults, { processing, operations }: Partial<PaymentWebhookPipelineProps>): void {
  if (processing?.notificationEndpoint !== undefined) checkUrl(faults, 'processing.notificationEndpoint', processing.notificationEndpoint);
  checkAlarmEmail(faults, operations?.alarmEmail, operations?.alarmTopic);
}

const seconds = (duration: Duration): number => duration.toSeconds({ integral: false });

function checkUrl(faults: Faults, name: string, value: string): void {
  if (Token.isUnresolved(value)) return;
  if (!/^https:\/\//.test(value) || !URL.canParse(value)) {
    faults.add(`${name} must be an https URL, got '${value}'`);
    return;
  }
  const { hostname, username, password } = new URL(value);
  if (username || password) faults.add(`${name} holds credentials, which everybody who may read the function's settings would see: leave them out`);
  faults.reservedDomain(name, hostname);
}
