import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { IPaymentAuthorization } from './authorization';
import { HandlerCode, LogRetentionProfile } from '../hardened';

/** Props of `PaymentDisasterRecovery`. */
export interface PaymentDisasterRecoveryProps {
  /**
   * Where payments are taken.
   * @default - us-east-1, and us-east-2 when it fails
   */
  readonly regions?: RecoveryRegionsProps;
  /**
   * The name of the API, and how it moves to the other Region.
   * @default - no name: nothing fails over, and a warning says so
   */
  readonly domain?: RecoveryDomainProps;
  /**
   * The API.
   * @default - see `RecoveryApiProps`
   */
  readonly api?: RecoveryApiProps;
  /**
   * What happens to a payment.
   * @default - see `RecoveryProcessingProps`
   */
  readonly processing?: RecoveryProcessingProps;
  /**
   * How data is replicated, and how long it is kept.
   * @default - see `RecoveryDataProps`
   */
  readonly data?: RecoveryDataProps;
  /**
   * Names, tags, alarms.
   * @default - see `RecoveryOperationsProps`
   */
  readonly operations?: RecoveryOperationsProps;
  /**
   * Means to try a failover.
   * @default - none
   */
  readonly exercises?: RecoveryExercisesProps;
}

/** Who takes payments while both Regions are well. */
export enum RecoveryMode {
  /** The primary Region; the secondary takes over when it is unhealthy. */
  ACTIVE_PASSIVE = 'ACTIVE_PASSIVE',
  /** Both, the nearer one by latency. With eventual consistency a client whose address moves between two Regions can pay twice: see DR-09. */
  ACTIVE_ACTIVE = 'ACTIVE_ACTIVE',
}

/** Where payments are taken (DR-02). */
export interface RecoveryRegionsProps {
  /**
   * Takes payments.
   * @default 'us-east-1'
   */
  readonly primary?: string;
  /**
   * Takes over; in active/active, takes payments too.
   * @default 'us-east-2'
   */
  readonly secondary?: string;
  /**
   * Account of all stacks.
   * @default - the one that you deploy with
   */
  readonly account?: string;
  /**
   * Who takes payments while both Regions are well.
   * @default RecoveryMode.ACTIVE_PASSIVE
   */
  readonly mode?: RecoveryMode;
}

/** The name of the API, and how it moves (DR-04). */
export interface RecoveryDomainProps {
  /**
   * Name that clients call: below its zone, not the zone itself, which cannot be an alias of another name.
   * Each Region gets `<Region>.<domainName>` and `entry-<Region>.<domainName>`.
   */
  readonly domainName: string;
  /**
   * Your zone of the name, in the account of the stacks.
   * @default - a zone is made for `zoneName`: deploy its stack first, delegate to its name servers, give its id to the others
   */
  readonly hostedZone?: route53.HostedZoneAttributes;
  /**
   * The zone that is made.
   * @default - `domainName` without its first label
   */
  readonly zoneName?: string;
  /**
   * How often each health checker asks: 10 or 30 seconds.
   * @default Duration.seconds(10)
   */
  readonly healthCheckInterval?: Duration;
  /**
   * Failed requests in a row after which a Region is unhealthy, 1 to 10.
   * @default 3
   */
  readonly failureThreshold?: number;
  /**
   * How long resolvers keep the answer which Region it is.
   * @default Duration.seconds(10)
   */
  readonly recordTtl?: Duration;
}

/** The API (DR-03). */
export interface RecoveryApiProps {
  /**
   * Requests a second that the stage of each Region accepts.
   * @default 1000
   */
  readonly rateLimit?: number;
  /**
   * Requests at once above the rate.
   * @default 2000
   */
  readonly burstLimit?: number;
  /**
   * Who may pay. IAM would not survive a failover: its signatures are bound to one Region.
   * @default - a bearer token, made in the primary Region and replicated to the secondary, see `HardenedTokenAuthorizer`
   */
  readonly authorization?: IPaymentAuthorization;
  /**
   * Put a web ACL before the API. Without it cdk-nag finds AwsSolutions-APIG3, and one address can use up the health check's limit.
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

/** What happens to a payment (DR-02, DR-08). */
export interface RecoveryProcessingProps {
  /**
   * Where the functions' code comes from.
   * @default HandlerCode.bundled()
   */
  readonly code?: HandlerCode;
  /**
   * Memory of the payment function in MiB.
   * @default 1024
   */
  readonly memorySize?: number;
  /**
   * Timeout of payment and redrive: from 10 seconds, since it must leave 6.5 to queue what the table does not take, to API Gateway's 29.
   * @default Duration.seconds(15)
   */
  readonly timeout?: Duration;
  /**
   * Concurrency kept for the payment function in each Region, also its limit.
   * @default 100
   */
  readonly reservedConcurrency?: number;
  /**
   * Environments of the payment function that are kept warm in the secondary Region, which else starts cold when it takes over.
   * @default 0
   */
  readonly warmStandby?: number;
  /**
   * Functions at once that process failed payments again, 2 to 1,000.
   * @default 5
   */
  readonly redriveConcurrency?: number;
  /**
   * Tries after which a failed payment moves to the dead-letter queue.
   * @default 5
   */
  readonly maxReceiveCount?: number;
}

/** Whether a payment is in both Regions before it is accepted. */
export enum RecoveryConsistency {
  /** No: it follows, in about a second. A payment that is sent to both Regions in that time is accepted twice, found and reported. */
  EVENTUAL = 'EVENTUAL',
  /** Yes, in two of three Regions: nothing is lost or accepted twice; writes take longer. Only in the Region sets of DynamoDB. */
  STRONG = 'STRONG',
}

/** Which logs are copied to the other Region. */
export enum LogReplication {
  /** Those of the primary. */
  PRIMARY_TO_SECONDARY = 'PRIMARY_TO_SECONDARY',
  /** Those of both. The secondary is deployed a second time, with its parameter `ReverseReplication` on. */
  BOTH_WAYS = 'BOTH_WAYS',
}

/** How data is replicated, and how long it is kept (DR-01, DR-05, DR-12). */
export interface RecoveryDataProps {
  /**
   * Whether a payment is in both Regions before it is accepted.
   * @default RecoveryConsistency.EVENTUAL
   */
  readonly consistency?: RecoveryConsistency;
  /**
   * With strong consistency, the third Region: it votes, and keeps no copy.
   * @default - the third of the Region set, where there is one alone
   */
  readonly witnessRegion?: string;
  /**
   * Which logs are copied to the other Region.
   * @default LogReplication.PRIMARY_TO_SECONDARY
   */
  readonly logReplication?: LogReplication;
  /**
   * Retention of logs; needs an archive, which is what is replicated.
   * @default - three months in CloudWatch Logs, twelve in the archive (PCI DSS 10.5.1)
   */
  readonly logRetention?: LogRetentionProfile;
  /**
   * What happens to data when the stacks go. `DESTROY` leaves nothing behind.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Names, tags, alarms (DR-06, DR-11). */
export interface RecoveryOperationsProps {
  /**
   * Begins every physical name: lower case letters, digits and hyphens.
   * @default 'payment-dr'
   */
  readonly namePrefix?: string;
  /**
   * Ends every physical name, so that environments live side by side; also the tag `Environment`. With the default prefix up to 12 characters fit.
   * @default 'prod'
   */
  readonly environmentSuffix?: string;
  /**
   * Tag `Project`.
   * @default 'payments'
   */
  readonly project?: string;
  /**
   * Tag `CostCenter`.
   * @default 'payments'
   */
  readonly costCenter?: string;
  /**
   * Tag `Owner`.
   * @default 'payments'
   */
  readonly owner?: string;
  /**
   * More tags.
   * @default - none
   */
  readonly tags?: Record<string, string>;
  /**
   * Address that is subscribed to the alarm topic of each stack.
   * @default - nobody is told: subscribe to the topics yourself
   */
  readonly alarmEmail?: string;
}

/** Means to try a failover (DR-13). */
export interface RecoveryExercisesProps {
  /**
   * A template of AWS FIS in each Region that pauses the replication of the table, so that the alarms prove themselves.
   * @default false
   */
  readonly pauseReplication?: boolean;
  /**
   * How long it is paused, up to 12 hours. DynamoDB may take 5 minutes to begin.
   * @default Duration.minutes(15)
   */
  readonly pauseDuration?: Duration;
  /**
   * A plan of ARC Region switch that moves the name by hand, in both directions. Needs a domain, and costs by the month.
   * @default false
   */
  readonly regionSwitch?: boolean;
}
