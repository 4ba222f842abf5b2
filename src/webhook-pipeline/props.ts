import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { FraudScreening } from './fraud-screening';
import { PaymentProvider } from './provider';
import { HandlerCode, LogRetentionProfile } from '../hardened';

/** Props of `PaymentWebhookPipeline`. */
export interface PaymentWebhookPipelineProps {
  /** Who sends webhooks: at least one. */
  readonly providers: PaymentProvider[];
  /** Ends every physical name, so that environments live side by side: lower case letters, digits and hyphens. Bucket names are the
   * shortest: with the prefix `payments` it has room for 14 characters. */
  readonly environmentSuffix: string;
  /**
   * The API.
   * @default - see `IngressProps`
   */
  readonly ingress?: IngressProps;
  /**
   * What happens to a payment.
   * @default - see `ProcessingProps`
   */
  readonly processing?: ProcessingProps;
  /**
   * How long data is kept, and how it is encrypted.
   * @default - see `DataProps`
   */
  readonly data?: DataProps;
  /**
   * Private networking.
   * @default - a VPC without a way to the internet, see `NetworkProps`
   */
  readonly network?: NetworkProps;
  /**
   * Names, tags, alarms, budget.
   * @default - see `OperationsProps`
   */
  readonly operations?: OperationsProps;
}

/** Who checks the signature. */
export enum IngressMode {
  /** A function checks before it queues: a forged webhook gets 401 and leaves nothing. */
  VALIDATOR = 'VALIDATOR',
  /** API Gateway queues at once, the processor checks: takes bursts that no function's concurrency would. A webhook whose
   * signature is wrong has got its 200 by then: it goes to the provider's DLQ. */
  DIRECT_TO_QUEUE = 'DIRECT_TO_QUEUE',
}

/** The API (WH-01, WH-02, WH-16). */
export interface IngressProps {
  /**
   * Who checks the signature.
   * @default IngressMode.VALIDATOR
   */
  readonly mode?: IngressMode;
  /**
   * A validator function for each provider instead of one for all. Needed for more than eight providers.
   * @default false
   */
  readonly validatorPerProvider?: boolean;
  /**
   * Requests a second that the stage accepts. Above what the concurrency sustains you get a warning with the arithmetic.
   * @default - what validator (10 a second for each reserved environment) and Step Functions' quota (300 executions a second in us-east-1,
   * us-west-2 and eu-west-1, 150 elsewhere) sustain; 10,000 in direct mode
   */
  readonly rateLimit?: number;
  /**
   * Requests at once above the rate.
   * @default - half of `rateLimit`, at most 5,000
   */
  readonly burstLimit?: number;
  /**
   * Largest body; a larger one gets 413. In direct mode the queue's own limit of 1 MiB holds, with a 503.
   * @default Size.kibibytes(256)
   */
  readonly maxBodySize?: Size;
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
}

/** Reserved concurrency of each function. All together must leave 100 of the account's. */
export interface ConcurrencyProps {
  /**
   * Validator (each, with `validatorPerProvider`).
   * @default 100
   */
  readonly validator?: number;
  /**
   * Processor of each provider; also how many batches SQS hands out at once. At least 2.
   * @default 20
   */
  readonly processor?: number;
  /**
   * Fraud rules.
   * @default 50
   */
  readonly fraudRules?: number;
  /**
   * Notification dispatcher.
   * @default 50
   */
  readonly dispatcher?: number;
  /**
   * Archival.
   * @default 5
   */
  readonly archival?: number;
  /**
   * Your account's limit in this Region. New accounts may start with 10.
   * @default 1000
   */
  readonly accountLimit?: number;
}

/** A target for some of the processed payments (WH-08). */
export interface PaymentRoute {
  /** Part of the names of queue and rule: lower case letters, digits and hyphens. */
  readonly name: string;
  /**
   * Payments of these types: `card`, `wallet`, `bank_transfer`, `other`.
   * @default - every type
   */
  readonly paymentTypes?: string[];
  /**
   * Payments of at least this amount: ISO 4217 currency to minor units. A currency that is not listed does not match.
   * @default - every amount
   */
  readonly minimumAmounts?: Record<string, number>;
}

/** What happens to a payment (WH-03, WH-04, WH-06 to WH-08, WH-15). */
export interface ProcessingProps {
  /**
   * Where the functions' code comes from.
   * @default HandlerCode.bundled()
   */
  readonly code?: HandlerCode;
  /**
   * Reserved concurrency.
   * @default - see `ConcurrencyProps`
   */
  readonly concurrency?: ConcurrencyProps;
  /**
   * Timeout of the functions; the validator's ends with API Gateway's 29 seconds.
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;
  /**
   * How long a received message stays hidden from other processors; at least `timeout`.
   * @default - six times `timeout`, as AWS advises
   */
  readonly visibilityTimeout?: Duration;
  /**
   * Receives after which a message moves to its provider's DLQ.
   * @default 5
   */
  readonly maxReceiveCount?: number;
  /**
   * Who scores the risk of a payment.
   * @default FraudScreening.rules()
   */
  readonly fraudScreening?: FraudScreening;
  /**
   * Score from 0 to 100 from which a payment is rejected.
   * @default 80
   */
  readonly riskThreshold?: number;
  /**
   * Where processed payments go, each to a queue with a DLQ. An empty list makes none.
   * @default - a queue for each payment type, and one for payments from 10,000 USD, EUR or GBP
   */
  readonly routes?: PaymentRoute[];
  /**
   * HTTPS endpoint that is told of each outcome. The dispatcher then runs outside a VPC that this construct made, which has no way out.
   * @default - the topic `notifications`
   */
  readonly notificationEndpoint?: string;
}

/** Encryption at rest. */
export enum PipelineEncryption {
  /** One customer managed key, rotated every year. */
  CUSTOMER_MANAGED = 'CUSTOMER_MANAGED',
  /** Keys that AWS manages; topics are then not encrypted, since CloudWatch could not publish to them. cdk-nag's PCI pack has findings for it. */
  AWS_MANAGED = 'AWS_MANAGED',
}

/** How long data is kept, and how it is encrypted (WH-05, WH-06, WH-09, WH-18). */
export interface DataProps {
  /**
   * Encryption at rest.
   * @default PipelineEncryption.CUSTOMER_MANAGED
   */
  readonly encryption?: PipelineEncryption;
  /**
   * Retention of the queues; DLQs keep 14 days.
   * @default Duration.days(4)
   */
  readonly queueRetention?: Duration;
  /**
   * How long events and payments are remembered, counted from their processing. Must outlast queue and DLQ (18 days by default)
   * and every provider's retries, or a late duplicate is processed again.
   * @default Duration.days(90)
   */
  readonly stateRetention?: Duration;
  /**
   * Age at which bodies move to `archiveStorageClass`.
   * @default Duration.days(30)
   */
  readonly archiveAfter?: Duration;
  /**
   * How long bodies are kept.
   * @default - for ever
   */
  readonly archiveRetention?: Duration;
  /**
   * Storage class of old bodies: GLACIER, GLACIER_INSTANT_RETRIEVAL or DEEP_ARCHIVE. Objects of every size move; until then they are in
   * Intelligent-Tiering.
   * @default s3.StorageClass.GLACIER
   */
  readonly archiveStorageClass?: s3.StorageClass;
  /**
   * Retention of logs.
   * @default LogRetentionProfile.oneYear()
   */
  readonly logRetention?: LogRetentionProfile;
  /**
   * What happens to data when the stack goes. `DESTROY` leaves nothing behind.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Private networking (WH-10). */
export interface NetworkProps {
  /**
   * Run the functions in a VPC.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Your VPC; it must reach the services that the functions call.
   * @default - a VPC with private subnets, endpoints and no NAT
   */
  readonly vpc?: ec2.IVpc;
  /**
   * Subnets of your VPC.
   * @default - its private subnets with a way out
   */
  readonly subnets?: ec2.SubnetSelection;
  /**
   * Availability Zones of the VPC that is made: 2 or more.
   * @default 2
   */
  readonly maxAzs?: number;
  /**
   * Range of the VPC that is made.
   * @default '10.64.0.0/20'
   */
  readonly cidr?: string;
}

/** Names, tags, alarms, budget (WH-14, WH-16, WH-19). */
export interface OperationsProps {
  /**
   * Begins every physical name.
   * @default 'payments'
   */
  readonly namePrefix?: string;
  /**
   * Tags beside Environment, Application and ManagedBy. `CostCenter` defaults to `payments`.
   * @default - none
   */
  readonly tags?: Record<string, string>;
  /**
   * Where alarms go. Its policy and its key must let cloudwatch.amazonaws.com publish, with a budget also budgets.amazonaws.com.
   * @default - an encrypted topic is made
   */
  readonly alarmTopic?: sns.ITopic;
  /**
   * Address that is subscribed to the topic that is made.
   * @default - nobody is told: subscribe to `alarmTopic` yourself
   */
  readonly alarmEmail?: string;
  /**
   * Monthly budget in US dollars for what bears this `Environment` tag; at 80% and, by forecast, at 100% the alarm topic hears of
   * it. Activate the tag for cost allocation in the Billing console: until then the budget counts nothing.
   * @default - no budget
   */
  readonly monthlyBudgetUsd?: number;
}
