import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sns from 'aws-cdk-lib/aws-sns';
import { MigrationFeaturesProps } from './feature-props';
import { LogRetentionProfile } from '../hardened';

/** Props of `PaymentMigrationEnvironment`. */
export interface PaymentMigrationEnvironmentProps {
  /** Ends every physical name, so that deployments live side by side: lower case letters, digits and hyphens, beginning with a letter.
   * With the default prefix up to 12 characters fit. */
  readonly environmentSuffix: string;
  /**
   * Ranges of the development networks that this one must not overlap, so that the two can be told apart and never be connected by mistake (MG-01).
   * @default ['10.0.0.0/16']
   */
  readonly developmentCidrs?: string[];
  /**
   * VPC and subnets.
   * @default - see `MigrationNetworkProps`
   */
  readonly network?: MigrationNetworkProps;
  /**
   * MySQL.
   * @default - see `MigrationDatabaseProps`
   */
  readonly database?: MigrationDatabaseProps;
  /**
   * The migrated function and its queue.
   * @default - see `MigrationProcessingProps`
   */
  readonly processing?: MigrationProcessingProps;
  /**
   * What is beyond network, database and functions.
   * @default - none
   */
  readonly features?: MigrationFeaturesProps;
  /**
   * Names, tags, alarms, logs, and what outlives the stack.
   * @default - see `MigrationOperationsProps`
   */
  readonly operations?: MigrationOperationsProps;
}

/** VPC and subnets (MG-01). */
export interface MigrationNetworkProps {
  /**
   * Range of the VPC, from /16 to /22. It cannot change once it is deployed.
   * @default '172.16.0.0/16'
   */
  readonly cidr?: string;
  /**
   * Availability Zones, 2 or 3: the first ones that `Fn::GetAZs` names. It cannot change once it is deployed: subnets would be replaced by overlapping ones.
   * @default 2
   */
  readonly maxAzs?: number;
}

/** MySQL (MG-03, MG-04). */
export interface MigrationDatabaseProps {
  /**
   * Version: 8.4, or 8.0 for which AWS charges extended support.
   * @default rds.MysqlEngineVersion.VER_8_4_8
   */
  readonly engineVersion?: rds.MysqlEngineVersion;
  /**
   * Type of the instance.
   * @default - db.t3.medium, as MG-03 asks
   */
  readonly instanceType?: ec2.InstanceType;
  /**
   * Storage in GiB, gp3, 20 to 65,536. It can grow, never shrink.
   * @default 100
   */
  readonly allocatedStorage?: number;
  /**
   * Storage in GiB up to which it grows by itself; at least a tenth more than `allocatedStorage`.
   * @default - twice `allocatedStorage`
   */
  readonly maxAllocatedStorage?: number;
  /**
   * How long automated backups are kept, 1 to 35 days.
   * @default Duration.days(7)
   */
  readonly backupRetention?: Duration;
  /**
   * Name of the database that is made: letters, digits and underscores. It cannot change once it is deployed.
   * @default 'payments'
   */
  readonly databaseName?: string;
  /**
   * Region of the `PaymentMigrationReplica`: the credentials are replicated to it.
   * @default - no replica
   */
  readonly replicaRegion?: string;
}

/** The migrated function and its queue (MG-05). */
export interface MigrationProcessingProps {
  /**
   * Reserved concurrency of the function. SQS hands out one batch fewer at once: one environment is left to operators, whose `migrate` must not wait.
   * @default 50
   */
  readonly concurrency?: number;
  /**
   * Your account's limit of concurrency in this Region. New accounts may start with 10.
   * @default 1000
   */
  readonly accountLimit?: number;
  /**
   * Memory of the function in MiB.
   * @default 512
   */
  readonly memorySize?: number;
  /**
   * Timeout of the function, 30 to 300 seconds.
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;
  /**
   * How long a received message stays hidden; at least `timeout`. Times `maxReceiveCount` it is the outage of the database that payments outlast: 15 minutes.
   * @default - six times `timeout`, as AWS advises
   */
  readonly visibilityTimeout?: Duration;
  /**
   * Receives after which a message moves to the dead-letter queue.
   * @default 5
   */
  readonly maxReceiveCount?: number;
  /**
   * Retention of the queue; the dead-letter queue keeps 14 days.
   * @default Duration.days(4)
   */
  readonly queueRetention?: Duration;
}

/** Names, tags, alarms, logs, and what outlives the stack (MG-07, MG-15, MG-18). */
export interface MigrationOperationsProps {
  /**
   * Begins every physical name: lower case letters, digits and hyphens.
   * @default 'pay-migration'
   */
  readonly namePrefix?: string;
  /**
   * Tag `Owner`.
   * @default 'payments'
   */
  readonly owner?: string;
  /**
   * Tag `CostCenter`.
   * @default 'payments'
   */
  readonly costCenter?: string;
  /**
   * More tags; `Environment` (production) and `Project` (payment-processing) can be replaced here.
   * @default - none
   */
  readonly tags?: Record<string, string>;
  /**
   * Where alarms go. Its policy and its key must let cloudwatch.amazonaws.com and events.rds.amazonaws.com publish.
   * @default - an encrypted topic is made
   */
  readonly alarmTopic?: sns.ITopic;
  /**
   * Address that is subscribed to the topic that is made.
   * @default - nobody is told: subscribe to `alarmTopic` yourself
   */
  readonly alarmEmail?: string;
  /**
   * Retention of logs.
   * @default LogRetentionProfile.oneYear()
   */
  readonly logRetention?: LogRetentionProfile;
  /**
   * What happens to data when the stack goes. `DESTROY` leaves nothing behind. Otherwise the database is protected from deletion, and once you
   * lift that, leaves a final snapshot.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}
