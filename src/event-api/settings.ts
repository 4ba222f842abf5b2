import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { EventApiDomainProps, EventConcurrencyProps, EventFeeProps, PaymentEventApiProps } from './props';
import { LogRetentionProfile } from '../hardened';
import { REQUESTS_PER_ENVIRONMENT } from '../hardened/capacity';
import { suffixTag } from '../hardened/operations';

const SOURCES = ['payments.api', 'payments.batch', 'payments.partner'];
const PARTNERS = ['payments.partner'];
const HIGH_VALUE = { USD: 1_000_000, EUR: 1_000_000, GBP: 1_000_000 };
/** What API Gateway allows at once. */
const LARGEST_BURST = 5_000;

/** The props with their defaults. */
export interface Settings {
  readonly rateLimit: number;
  readonly burstLimit: number;
  readonly tokenCacheTtl: Duration;
  readonly authorizerTimeout: Duration;
  readonly webApplicationFirewall: boolean;
  readonly accountLogRole: boolean;
  readonly executeApiEndpoint: boolean;
  readonly domain?: EventApiDomainProps;
  readonly sources: string[];
  readonly partnerSources: string[];
  readonly highValue: Record<string, number>;
  readonly reviewQueue: boolean;
  readonly concurrency: Required<Omit<EventConcurrencyProps, 'authorizer'>> & Pick<EventConcurrencyProps, 'authorizer'>;
  readonly ingestTimeout: Duration;
  readonly consumerTimeout: Duration;
  readonly visibilityTimeout: Duration;
  readonly maxReceiveCount: number;
  readonly retryAttempts: number;
  readonly maxEventAge: Duration;
  readonly fees: Required<EventFeeProps>;
  readonly queueRetention: Duration;
  readonly rememberFor: Duration;
  readonly auditShards: number;
  readonly logRetention: LogRetentionProfile;
  readonly removalPolicy: RemovalPolicy;
  readonly namePrefix: string;
  readonly environmentSuffix: string;
  readonly tags: Record<string, string>;
}

export function settingsOf({ environmentSuffix, api, domain, routing, processing, data, operations }: PaymentEventApiProps): Settings {
  const concurrency = { ingest: 10, process: 5, store: 5, accountLimit: 1000, ...processing?.concurrency };
  const consumerTimeout = processing?.consumerTimeout ?? Duration.seconds(50);
  const rateLimit = api?.rateLimit ?? REQUESTS_PER_ENVIRONMENT * concurrency.ingest;
  const sources = routing?.sources ?? SOURCES;
  return {
    rateLimit,
    burstLimit: api?.burstLimit ?? Math.min(LARGEST_BURST, Math.ceil(rateLimit)),
    tokenCacheTtl: api?.tokenCacheTtl ?? Duration.minutes(5),
    authorizerTimeout: api?.authorizerTimeout ?? Duration.seconds(30),
    webApplicationFirewall: api?.webApplicationFirewall ?? true,
    accountLogRole: api?.accountLogRole ?? true,
    executeApiEndpoint: api?.executeApiEndpoint ?? true,
    domain,
    sources,
    partnerSources: routing?.partnerSources ?? PARTNERS.filter((source) => sources.includes(source)),
    highValue: routing?.highValue ?? HIGH_VALUE,
    reviewQueue: routing?.reviewQueue ?? true,
    concurrency,
    ingestTimeout: processing?.ingestTimeout ?? Duration.seconds(30),
    consumerTimeout,
    visibilityTimeout: processing?.visibilityTimeout ?? Duration.millis(6 * consumerTimeout.toMilliseconds()),
    maxReceiveCount: processing?.maxReceiveCount ?? 5,
    retryAttempts: processing?.retryAttempts ?? 2,
    maxEventAge: processing?.maxEventAge ?? Duration.hours(1),
    fees: { basisPoints: 0, fixed: {}, types: [], ...processing?.fees },
    queueRetention: data?.queueRetention ?? Duration.days(4),
    rememberFor: data?.rememberFor ?? Duration.days(30),
    auditShards: data?.auditShards ?? 16,
    logRetention: data?.logRetention ?? LogRetentionProfile.oneYear(),
    removalPolicy: data?.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    namePrefix: operations?.namePrefix ?? 'pay-events',
    environmentSuffix,
    tags: {
      Environment: environmentSuffix,
      ...suffixTag(environmentSuffix, operations?.tags?.Environment),
      Team: operations?.team ?? 'payments',
      CostCenter: operations?.costCenter ?? 'payments',
      ManagedBy: 'CloudFormation',
      ...operations?.tags,
    },
  };
}
