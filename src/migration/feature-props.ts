import { Duration } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { ServiceImage } from '../hardened';

/** What is beyond network, database and functions; each is turned on by its props, `{}` for the defaults. */
export interface MigrationFeaturesProps {
  /**
   * AWS Network Firewall between the private subnets and the internet (MG-02).
   * @default - private subnets reach the internet through NAT alone
   */
  readonly networkFirewall?: MigrationFirewallProps;
  /**
   * SFTP into an encrypted bucket (MG-08).
   * @default - no file transfer
   */
  readonly fileTransfer?: MigrationFileTransferProps;
  /**
   * What Application Migration Service (MGN) needs to replicate servers into the VPC (MG-09).
   * @default - no server migration
   */
  readonly serverMigration?: MigrationServersProps;
  /**
   * The payment service in containers (MG-10).
   * @default - no containers
   */
  readonly service?: MigrationServiceProps;
  /**
   * Feature flags of AppConfig, read by the functions (MG-11).
   * @default - the handlers' own defaults
   */
  readonly featureFlags?: MigrationFeatureFlagsProps;
  /**
   * Experiments of Fault Injection Service (MG-12).
   * @default - no experiments
   */
  readonly chaos?: MigrationChaosProps;
  /**
   * Share of the subnets with other accounts of the organisation (MG-13).
   * @default - nothing is shared
   */
  readonly share?: MigrationShareProps;
  /**
   * Plan of Region switch to the replica's Region (MG-14). Needs `database.replicaRegion`, and a stack that is bound to a Region.
   * @default - no plan
   */
  readonly regionSwitch?: MigrationRegionSwitchProps;
  /**
   * Detection of drift, and its remediation (MG-15). Needs a recorder of AWS Config in the account.
   * @default - drift is not looked for
   */
  readonly driftRemediation?: MigrationDriftProps;
  /**
   * Budget and detection of unusual costs (MG-15).
   * @default - no budget
   */
  readonly budget?: MigrationBudgetProps;
}

/** AWS Network Firewall between the private subnets and the internet (MG-02). */
export interface MigrationFirewallProps {
  /**
   * Domains that the private subnets may reach by HTTPS, by the name that TLS announces; with a dot before it also all names below. All else is dropped.
   * @default - services of AWS in the Region of the stack
   */
  readonly allowedDomains?: string[];
}

/** A user of the SFTP server. */
export interface MigrationFileTransferUser {
  /** Name with which the user logs in. 3 to 100 letters, digits and _ . @ -. */
  readonly userName: string;
  /** Public SSH keys. */
  readonly publicKeys: string[];
}

/** SFTP into an encrypted bucket (MG-08). */
export interface MigrationFileTransferProps {
  /**
   * Who may log in; each sees a folder of its own.
   * @default - nobody yet
   */
  readonly users?: MigrationFileTransferUser[];
  /**
   * Ranges from which the server is reached: what is connected with the VPC.
   * @default - the VPC itself
   */
  readonly allowedCidrs?: string[];
}

/** What Application Migration Service needs (MG-09). */
export interface MigrationServersProps {
  /**
   * Ranges of the servers that are migrated, from which their agents replicate (TCP 1500).
   * @default - the VPC itself
   */
  readonly sourceCidrs?: string[];
}

/** The payment service in containers (MG-10). There is no mode without TLS: a certificate, or a domain name with its zone; Express mode has its own. */
export interface MigrationServiceProps {
  /**
   * ECS Express mode, which makes load balancer, certificate and scaling by itself, instead of a service of your own. The load balancer is internal: reached from
   * the VPC and what is connected with it. It takes no certificate or domain name, and no web ACL of yours.
   * @default false
   */
  readonly express?: boolean;
  /**
   * Certificate of the listener, in the Region of the stack.
   * @default - a certificate for `domainName`, validated through `hostedZone`
   */
  readonly certificate?: acm.ICertificate;
  /**
   * Name of the service; with `hostedZone` an alias record leads to the load balancer.
   * @default - the load balancer's own name, which your certificate does not cover
   */
  readonly domainName?: string;
  /**
   * Zone of `domainName`.
   * @default - no record
   */
  readonly hostedZone?: route53.IHostedZone;
  /**
   * The container image, which talks to MySQL: it listens on port 8080, answers `/health` and `/ready`, has `/app/health.js` and runs as any user on a
   * read-only file system. It reads `DATABASE_SECRET_ARN` itself, and connects to `DATABASE_HOST` (RDS Proxy) and `DATABASE_NAME` with TLS.
   * `ServiceImage.fromAsset()` is no such image: it talks to PostgreSQL.
   */
  readonly image: ServiceImage;
  /**
   * CPU units of a task, one of Fargate's sizes.
   * @default 512
   */
  readonly cpu?: number;
  /**
   * Memory of a task in MiB, one that Fargate offers for `cpu`.
   * @default 1024
   */
  readonly memoryMiB?: number;
  /**
   * Tasks that always run.
   * @default 2
   */
  readonly minTasks?: number;
  /**
   * Most tasks.
   * @default - three times `minTasks`
   */
  readonly maxTasks?: number;
}

/** Feature flags of AppConfig (MG-11). */
export interface MigrationFeatureFlagsProps {
  /**
   * How long AppConfig watches the alarms after a deployment, and rolls back when one rings. A deployment itself takes 5 minutes.
   * @default Duration.minutes(10)
   */
  readonly bakeTime?: Duration;
  /**
   * Layer with AppConfig's agent for arm64, of the Region of the stack. AWS publishes new versions, and an ARN for each Region.
   * @default - the version that the CDK knows
   * @see https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-lambda-extensions-versions.html
   */
  readonly agentLayerArn?: string;
}

/** Experiments of Fault Injection Service (MG-12). */
export interface MigrationChaosProps {
  /**
   * How long a zone stays cut off, or the function stopped: 1 to 30 minutes. Below `processing.visibilityTimeout` times `maxReceiveCount`, after which payments
   * would move to the dead-letter queue.
   * @default Duration.minutes(5)
   */
  readonly duration?: Duration;
}

/** Share of the private subnets (MG-13). Never with principals outside the organisation. */
export interface MigrationShareProps {
  /** Accounts (12 digits), or ARNs of organisational units or of the organisation. */
  readonly principals: string[];
}

/** Plan of Region switch (MG-14). */
export interface MigrationRegionSwitchProps {
  /**
   * Time in which the payments must be taken again.
   * @default Duration.hours(1)
   */
  readonly recoveryTime?: Duration;
}

/** Detection of drift, and its remediation (MG-15). */
export interface MigrationDriftProps {
  /**
   * Start the remediation as soon as drift is found; otherwise a person starts it (runbook). Either way it reverts only what CloudFormation can change in place,
   * and leaves what would be replaced or deleted to a person.
   * @default false
   */
  readonly automatic?: boolean;
}

/** Budget and detection of unusual costs (MG-15). */
export interface MigrationBudgetProps {
  /** Budget of a month in US dollars. */
  readonly monthlyUsd: number;
  /**
   * An anomaly is told from this impact on in US dollars.
   * @default 100
   */
  readonly anomalyUsd?: number;
}
