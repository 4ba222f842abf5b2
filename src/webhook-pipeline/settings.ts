import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { executionsPerSecond } from './capacity';
import { FraudScreening } from './fraud-screening';
import { ConcurrencyProps, IngressMode, PaymentRoute, PaymentWebhookPipelineProps } from './props';
import { HandlerCode } from '../hardened';
import { REQUESTS_PER_ENVIRONMENT } from '../hardened/capacity';

const MAJOR_CURRENCIES = ['USD', 'EUR', 'GBP'];

/** A queue for each payment type, so that every payment has one; and one for large amounts. */
const DEFAULT_ROUTES: PaymentRoute[] = [
  { name: 'card', paymentTypes: ['card'] },
  { name: 'wallet', paymentTypes: ['wallet'] },
  { name: 'bank-transfer', paymentTypes: ['bank_transfer'] },
  { name: 'other', paymentTypes: ['other'] },
  { name: 'high-value', minimumAmounts: Object.fromEntries(MAJOR_CURRENCIES.map((currency) => [currency, 1_000_000])) },
];

/** The props that several parts read, with their defaults filled in. */
export interface Settings {
  readonly mode: IngressMode;
  readonly validatorPerProvider: boolean;
  readonly rateLimit: number;
  readonly burstLimit: number;
  readonly maxBodySize: Size;
  readonly concurrency: Required<ConcurrencyProps>;
  readonly code: HandlerCode;
  readonly timeout: Duration;
  readonly visibilityTimeout: Duration;
  readonly maxReceiveCount: number;
  readonly fraudScreening: FraudScreening;
  readonly riskThreshold: number;
  readonly routes: PaymentRoute[];
  readonly queueRetention: Duration;
  readonly stateRetention: Duration;
  readonly archiveAfter: Duration;
  readonly removalPolicy: RemovalPolicy;
  readonly namePrefix: string;
}

export function settingsOf(props: PaymentWebhookPipelineProps, region: string): Settings {
  const { ingress, processing, data, operations } = props;
  const mode = ingress?.mode ?? IngressMode.VALIDATOR;
  const concurrency = {
    validator: 100, processor: 20, fraudRules: 50, dispatcher: 50, archival: 5, accountLimit: 1000, ...processing?.concurrency,
  };
  const timeout = processing?.timeout ?? Duration.seconds(30);
  const sustained = Math.min(REQUESTS_PER_ENVIRONMENT * concurrency.validator, executionsPerSecond(region));
  const rateLimit = ingress?.rateLimit ?? (mode === IngressMode.DIRECT_TO_QUEUE ? 10_000 : sustained);
  return {
    mode,
    validatorPerProvider: ingress?.validatorPerProvider ?? false,
    rateLimit,
    burstLimit: ingress?.burstLimit ?? Math.min(5000, Math.ceil(rateLimit / 2)),
    maxBodySize: ingress?.maxBodySize ?? Size.kibibytes(256),
    concurrency,
    code: processing?.code ?? HandlerCode.bundled(),
    timeout,
    visibilityTimeout: processing?.visibilityTimeout ?? Duration.millis(6 * timeout.toMilliseconds()),
    maxReceiveCount: processing?.maxReceiveCount ?? 5,
    fraudScreening: processing?.fraudScreening ?? FraudScreening.rules(),
    riskThreshold: processing?.riskThreshold ?? 80,
    routes: processing?.routes ?? DEFAULT_ROUTES,
    queueRetention: data?.queueRetention ?? Duration.days(4),
    stateRetention: data?.stateRetention ?? Duration.days(90),
    archiveAfter: data?.archiveAfter ?? Duration.days(30),
    removalPolicy: data?.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    namePrefix: operations?.namePrefix ?? 'payments',
  };
}
