import { Duration } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EnvironmentType } from './profile';
import { LogRetentionProfile, ServiceImage } from '../hardened';

/** Props of `PaymentEnvironment`. */
export interface PaymentEnvironmentProps {
  /** Which environment: selects sizes, retention and what outlives the stack (NE-03, NE-05). Also the tag `Environment`. */
  readonly environmentType: EnvironmentType;
  /** The load balancer's entry. Needs a certificate, or a domain name with its zone. */
  readonly ingress: EnvironmentIngressProps;
  /**
   * Ends every physical name, so that environments live side by side in an account: lower case letters, digits and hyphens,
   * beginning with a letter. With the default prefix up to 14 characters fit. Another one replaces what is deployed, the database by an empty one.
   * @default - the environment type
   */
  readonly environmentSuffix?: string;
  /**
   * VPC and subnets.
   * @default - see `EnvironmentNetworkProps`
   */
  readonly network?: EnvironmentNetworkProps;
  /**
   * The service.
   * @default - see `EnvironmentComputeProps`
   */
  readonly compute?: EnvironmentComputeProps;
  /**
   * Aurora PostgreSQL.
   * @default - see `EnvironmentDatabaseProps`
   */
  readonly database?: EnvironmentDatabaseProps;
  /**
   * Names, tags, alarms, logs.
   * @default - see `EnvironmentOperationsProps`
   */
  readonly operations?: EnvironmentOperationsProps;
}

/** The load balancer's entry (NE-08). There is no mode without TLS: one of the two ways to a certificate must be given. */
export interface EnvironmentIngressProps {
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
   * Put a web ACL of AWS managed rules before the load balancer. Without it cdk-nag's PCI pack finds ALBWAFEnabled.
   * @default true
   */
  readonly webApplicationFirewall?: boolean;
}

/** VPC and subnets (NE-07). */
export interface EnvironmentNetworkProps {
  /**
   * Your VPC. It must have public subnets, private subnets with a way out, and flow logs.
   * @default - a VPC with public, private and isolated subnets in each zone
   */
  readonly vpc?: ec2.IVpc;
  /**
   * Range of the VPC that is made, from /16 to /22.
   * @default - 10.0.0.0/16 in dev, 10.1.0.0/16 in staging, 10.2.0.0/16 in prod
   */
  readonly cidr?: string;
  /**
   * Ranges that the VPC must not overlap: of peers, of other apps' environments. The environments of one app are always compared.
   * @default - none
   */
  readonly otherCidrs?: string[];
  /**
   * Availability Zones of the VPC that is made, 2 to 6; the first ones that `Fn::GetAZs` names. Of your VPC, the zones that its private subnets
   * must have. It cannot change once it is deployed: all subnets would be replaced by overlapping ones.
   * @default 3
   */
  readonly maxAzs?: number;
  /**
   * NAT gateways of the VPC that is made, at most one for each zone. With fewer, zones share a way out.
   * @default - one for each zone
   */
  readonly natGateways?: number;
}

/** The service (NE-08). */
export interface EnvironmentComputeProps {
  /**
   * The container image.
   * @default ServiceImage.fromAsset()
   */
  readonly image?: ServiceImage;
  /**
   * CPU units of a task, one of Fargate's sizes.
   * @default - 512 in dev, 1,024 in staging, 2,048 in prod
   */
  readonly cpu?: number;
  /**
   * Memory of a task in MiB, one that Fargate offers for `cpu`.
   * @default - 1,024 in dev, 2,048 in staging, 4,096 in prod
   */
  readonly memoryMiB?: number;
  /**
   * Tasks that always run.
   * @default - 1 in dev, 2 in staging, 5 in prod
   */
  readonly minTasks?: number;
  /**
   * Most tasks.
   * @default - three times `minTasks`
   */
  readonly maxTasks?: number;
  /**
   * Percent of CPU and of memory that autoscaling aims at; below the threshold of the alarms.
   * @default 60
   */
  readonly targetUtilization?: number;
  /**
   * Environment of the container, beside the database's. It is not secret.
   * @default - none
   */
  readonly environment?: Record<string, string>;
}

/** Capacity of Aurora Serverless v2 in Aurora capacity units of about 2 GiB. */
export interface ServerlessCapacity {
  /** Least, from 0 in steps of 0.5. */
  readonly minimum: number;
  /** Most, from 1 in steps of 0.5 to 256. */
  readonly maximum: number;
}

/** Aurora PostgreSQL (NE-04). */
export interface EnvironmentDatabaseProps {
  /**
   * Version: 17, or what you restore from.
   * @default rds.AuroraPostgresEngineVersion.VER_17_7
   */
  readonly engineVersion?: rds.AuroraPostgresEngineVersion;
  /**
   * Type of the instances: r5 and newer, or medium and large of t3 and t4g. Graviton (r6g, r7g) costs less for the same work.
   * @default - r5.large in dev, r5.xlarge in staging, r5.2xlarge in prod, as NE-03 asks
   */
  readonly instanceType?: ec2.InstanceType;
  /**
   * Aurora Serverless v2 in place of `instanceType`.
   * @default - instances of a fixed size
   */
  readonly serverless?: ServerlessCapacity;
  /**
   * Instances, from 1 to 16: a writer, the others readers in other zones.
   * @default - 1 in dev, 2 in staging, 3 in prod
   */
  readonly instances?: number;
  /**
   * Connections that an instance accepts, `max_connections`. A change counts when the instances are restarted.
   * @default - 200 in dev, 500 in staging, 1,000 in prod
   */
  readonly maxConnections?: number;
  /**
   * How long automated backups are kept, 1 to 35 days.
   * @default - 7 days in dev, 14 in staging, 30 in prod
   */
  readonly backupRetention?: Duration;
  /**
   * Name of the database that is made: lower case letters, digits and underscores. It cannot change once it is deployed.
   * @default 'payments'
   */
  readonly databaseName?: string;
  /**
   * Performance insights (CloudWatch Database Insights, standard), kept 7 days without charge.
   * @default true
   */
  readonly performanceInsights?: boolean;
  /**
   * RDS Proxy between service and database. The service then trusts the system's certificate authorities.
   * @default false
   */
  readonly proxy?: boolean;
}

/** Names, tags, alarms, logs (NE-11 to NE-13). */
export interface EnvironmentOperationsProps {
  /**
   * Begins every physical name: lower case letters, digits and hyphens. Another one replaces what is deployed, as another suffix does.
   * @default 'payment-env'
   */
  readonly namePrefix?: string;
  /**
   * Tags beside Environment, Application and ManagedBy. `CostCenter` defaults to `payments`.
   * @default - none
   */
  readonly tags?: Record<string, string>;
  /**
   * Where alarms go. Its policy and its key must let cloudwatch.amazonaws.com publish.
   * @default - an encrypted topic is made; subscribe to `alarmTopic`
   */
  readonly alarmTopic?: sns.ITopic;
  /**
   * Retention of logs.
   * @default LogRetentionProfile.oneYear()
   */
  readonly logRetention?: LogRetentionProfile;
  /**
   * Response time, the slowest of a hundred requests, at which an alarm rings.
   * @default Duration.seconds(1)
   */
  readonly responseTime?: Duration;
  /**
   * Rules of AWS Config: required tags, encrypted databases, security groups open for 80 and 443 alone. Needs a recorder in the account.
   * @default false
   */
  readonly configRules?: boolean;
  /**
   * The exports also as parameters of Systems Manager, `/<prefix>/<suffix>/<name>`.
   * @default false
   */
  readonly ssmParameters?: boolean;
}
