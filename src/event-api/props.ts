import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LogRetentionProfile } from '../hardened';

/** Props of `PaymentEventApi`. */
export interface PaymentEventApiProps {
  /** Ends every physical name, so that deployments live side by side, and is the tag `Environment`: lower case letters, digits and
   * hyphens. With the default prefix up to 12 characters fit. */
  readonly environmentSuffix: string;
  /**
   * The API.
   * @default - see `EventApiIngressProps`
   */
  readonly api?: EventApiIngressProps;
  /**
   * A name of your own for the API.
   * @default - the address that API Gateway gives
   */
  readonly domain?: EventApiDomainProps;
  /**
   * Who may send, and which events are special.
   * @default - see `EventRoutingProps`
   */
  readonly routing?: EventRoutingProps;
  /**
   * What happens to an event.
   * @default - see `EventProcessingProps`
   */
  readonly processing?: EventProcessingProps;
  /**
   * How long data is kept.
   * @default - see `EventDataProps`
   */
  readonly data?: EventDataProps;
  /**
   * Names, tags, alarms.
   * @default - see `EventOperationsProps`
   */
  readonly operations?: EventOperationsProps;
}

/** The API (EV-01). */
export interface EventApiIngressProps {
  /**
   * Requests a second that the stage accepts. Above what the concurrency of `ingest-fn` sustains you get a warning with the arithmetic.
   * @default - what `ingest-fn` sustains: 10 a second for each environment that it reserves
   */
  readonly rateLimit?: number;
  /**
   * Requests at once above the rate.
   * @default - `rateLimit`, at most 5,000
   */
  readonly burstLimit?: number;
  /**
   * How long API Gateway remembers the answer for a token, and how long a withdrawn token goes on working. Up to an hour.
   * @default Duration.minutes(5)
   */
  readonly tokenCacheTtl?: Duration;
  /**
   * Timeout of `auth-fn`, up to 30 seconds: callers wait for it.
   * @default Duration.seconds(30)
   */
  readonly authorizerTimeout?: Duration;
  /**
   * Put a web ACL before the API. Without it cdk-nag finds AwsSolutions-APIG3.
   * @default true
   */
  readonly webApplicationFirewall?: boolean;
  /**
   * Make the role with which API Gateway logs. There is one for the account in each Region: `false` where it exists.
   * @default true
   */
  readonly accountLogRole?: boolean;
  /**
   * Answer on the address of API Gateway too. Needed without a domain.
   * @default true
   */
  readonly executeApiEndpoint?: boolean;
}

/** A name of your own for the API (EV-10). */
export interface EventApiDomainProps {
  /** Name that senders call; in the zone, or the zone itself. */
  readonly domainName: string;
  /** Public zone of the name, in this account. */
  readonly hostedZone: route53.IHostedZone;
  /**
   * Certificate of the name, in the Region of the stack.
   * @default - one is made, and validated through the zone
   */
  readonly certificate?: acm.ICertificate;
  /**
   * Path below which the API answers, for example `v1`, without a slash: one name may serve several APIs.
   * @default - the API answers at the root of the name
   */
  readonly basePath?: string;
}

/** Who may send, and which events are special (EV-07). */
export interface EventRoutingProps {
  /**
   * Systems that may send: the field `source` of their events. The API refuses every other with 400.
   * @default ['payments.api', 'payments.batch', 'payments.partner']
   */
  readonly sources?: string[];
  /**
   * Those of `sources` that belong to others. Their events have a rule of their own, to which you can add targets.
   * @default - `payments.partner`, where it is one of `sources`
   */
  readonly partnerSources?: string[];
  /**
   * Amounts from which an event is of high value: ISO 4217 currency to minor units. A copy of such an event goes to the queue of reviews.
   * @default - 10,000 USD, EUR or GBP
   */
  readonly highValue?: Record<string, number>;
  /**
   * Make the queue of reviews. Somebody must read it: an alarm rings when an event has waited there for a day.
   * @default true
   */
  readonly reviewQueue?: boolean;
}

/** Reserved concurrency of the functions (EV-02). All together must leave 100 of the account's. */
export interface EventConcurrencyProps {
  /**
   * `auth-fn`. Its answers are cached: it runs about once for each token in `api.tokenCacheTtl`.
   * @default - none reserved: shares what the account has left
   */
  readonly authorizer?: number;
  /**
   * `ingest-fn`.
   * @default 10
   */
  readonly ingest?: number;
  /**
   * `process-fn`; also how many batches SQS hands out at once. At least 2.
   * @default 5
   */
  readonly process?: number;
  /**
   * `store-fn`; also how many batches SQS hands out at once. At least 2.
   * @default 5
   */
  readonly store?: number;
  /**
   * Your account's limit in this Region. New accounts may start with 10.
   * @default 1000
   */
  readonly accountLimit?: number;
}

/** What an event costs. */
export interface EventFeeProps {
  /**
   * Part of the amount, in hundredths of a per cent: 0 to 10,000.
   * @default 0
   */
  readonly basisPoints?: number;
  /**
   * For each event: ISO 4217 currency to minor units.
   * @default - none
   */
  readonly fixed?: Record<string, number>;
  /** Types of event that cost: `payment.captured` and the like. */
  readonly types: string[];
}

/** What happens to an event (EV-02, EV-03, EV-06). */
export interface EventProcessingProps {
  /**
   * Reserved concurrency.
   * @default - see `EventConcurrencyProps`
   */
  readonly concurrency?: EventConcurrencyProps;
  /**
   * Timeout of `ingest-fn`, 30 to 300 seconds.
   * @default Duration.seconds(30)
   */
  readonly ingestTimeout?: Duration;
  /**
   * Timeout of `process-fn` and `store-fn`, 30 to 300 seconds.
   * @default Duration.seconds(50)
   */
  readonly consumerTimeout?: Duration;
  /**
   * How long a received message stays hidden from other consumers; at least `consumerTimeout`.
   * @default - six times `consumerTimeout`, as AWS advises
   */
  readonly visibilityTimeout?: Duration;
  /**
   * Receives after which a message moves to its dead-letter queue.
   * @default 5
   */
  readonly maxReceiveCount?: number;
  /**
   * How often Lambda tries an event again that `ingest-fn` failed on, 0 to 2.
   * @default 2
   */
  readonly retryAttempts?: number;
  /**
   * How long an event may wait for `ingest-fn`, a minute to 6 hours; then it goes to the queue `ingest-failures`.
   * @default Duration.hours(1)
   */
  readonly maxEventAge?: Duration;
  /**
   * What an event costs.
   * @default - nothing
   */
  readonly fees?: EventFeeProps;
}

/** How long data is kept (EV-05, EV-06, EV-09). */
export interface EventDataProps {
  /**
   * Retention of the queues; dead-letter queues keep 14 days.
   * @default Duration.days(4)
   */
  readonly queueRetention?: Duration;
  /**
   * How long `process-fn` knows what it has done. Must outlast queue and dead-letter queue (18 days by default), or a late duplicate is
   * processed again.
   * @default Duration.days(30)
   */
  readonly rememberFor?: Duration;
  /**
   * Chains of the audit trail, 1 to 256: of each chain one writer at a time succeeds. Never lower it: `verify-trail` would not look at the last ones.
   * @default 16
   */
  readonly auditShards?: number;
  /**
   * Retention of logs.
   * @default LogRetentionProfile.oneYear()
   */
  readonly logRetention?: LogRetentionProfile;
  /**
   * What happens to data, and to replaced versions of the layer, when the stack goes. `DESTROY` leaves nothing behind.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Names, tags, alarms (EV-09, EV-11). */
export interface EventOperationsProps {
  /**
   * Begins every physical name: lower case letters, digits and hyphens.
   * @default 'pay-events'
   */
  readonly namePrefix?: string;
  /**
   * Tag `Team`.
   * @default 'payments'
   */
  readonly team?: string;
  /**
   * Tag `CostCenter`.
   * @default 'payments'
   */
  readonly costCenter?: string;
  /**
   * More tags.
   * @default - none
   */
  readonly tags?: Record<string, string>;
  /**
   * Where alarms go. Its policy and its key must let cloudwatch.amazonaws.com publish.
   * @default - an encrypted topic is made
   */
  readonly alarmTopic?: sns.ITopic;
  /**
   * Address that is subscribed to the topic that is made.
   * @default - nobody is told: subscribe to `alarmTopic` yourself
   */
  readonly alarmEmail?: string;
}
