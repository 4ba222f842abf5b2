import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { MigrationFeaturesProps } from './feature-props';
import { PaymentMigrationEnvironmentProps } from './props';
import { LogRetentionProfile } from '../hardened';

/** What RDS for MySQL stores at most, in GiB. */
export const MOST_STORAGE = 65_536;

/** The props with their defaults. */
export interface Settings {
  readonly environmentSuffix: string;
  readonly namePrefix: string;
  readonly tags: Record<string, string>;
  readonly developmentCidrs: string[];
  readonly vpcCidr: string;
  readonly maxAzs: number;
  /** No way to the internet: of the replica's network. */
  readonly isolated: boolean;
  readonly engineVersion: rds.MysqlEngineVersion;
  readonly instanceType: ec2.InstanceType;
  readonly allocatedStorage: number;
  readonly maxAllocatedStorage: number;
  readonly backupRetention: Duration;
  readonly databaseName: string;
  readonly replicaRegion?: string;
  readonly concurrency: number;
  readonly accountLimit: number;
  readonly memorySize: number;
  readonly timeout: Duration;
  readonly visibilityTimeout: Duration;
  readonly maxReceiveCount: number;
  readonly queueRetention: Duration;
  /** As given: each feature has its own defaults. */
  readonly features: MigrationFeaturesProps;
  readonly logRetention: LogRetentionProfile;
  readonly removalPolicy: RemovalPolicy;
  /** Of the database: gone, or a final snapshot. */
  readonly databaseRemoval: RemovalPolicy;
  readonly deletionProtection: boolean;
}

export function settingsOf(props: PaymentMigrationEnvironmentProps): Settings {
  const { environmentSuffix, developmentCidrs, network, database, processing, features, operations } = props;
  const allocatedStorage = database?.allocatedStorage ?? 100;
  const timeout = processing?.timeout ?? Duration.seconds(30);
  const removalPolicy = operations?.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
  const destroyed = removalPolicy === RemovalPolicy.DESTROY;
  return {
    environmentSuffix,
    namePrefix: operations?.namePrefix ?? 'pay-migration',
    tags: {
      Environment: 'production',
      EnvironmentSuffix: environmentSuffix,
      Project: 'payment-processing',
      CostCenter: operations?.costCenter ?? 'payments',
      Owner: operations?.owner ?? 'payments',
      ManagedBy: 'CloudFormation',
      ...operations?.tags,
    },
    developmentCidrs: developmentCidrs ?? ['10.0.0.0/16'],
    vpcCidr: network?.cidr ?? '172.16.0.0/16',
    maxAzs: network?.maxAzs ?? 2,
    isolated: false,
    engineVersion: database?.engineVersion ?? rds.MysqlEngineVersion.VER_8_4_8,
    instanceType: database?.instanceType ?? ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MEDIUM),
    allocatedStorage,
    maxAllocatedStorage: database?.maxAllocatedStorage ?? Math.min(2 * allocatedStorage, MOST_STORAGE),
    backupRetention: database?.backupRetention ?? Duration.days(7),
    databaseName: database?.databaseName ?? 'payments',
    replicaRegion: database?.replicaRegion,
    concurrency: processing?.concurrency ?? 50,
    accountLimit: processing?.accountLimit ?? 1000,
    memorySize: processing?.memorySize ?? 512,
    timeout,
    visibilityTimeout: processing?.visibilityTimeout ?? Duration.millis(6 * timeout.toMilliseconds()),
    maxReceiveCount: processing?.maxReceiveCount ?? 5,
    queueRetention: processing?.queueRetention ?? Duration.days(4),
    features: features ?? {},
    logRetention: operations?.logRetention ?? LogRetentionProfile.oneYear(),
    removalPolicy,
    databaseRemoval: destroyed ? RemovalPolicy.DESTROY : RemovalPolicy.SNAPSHOT,
    deletionProtection: !destroyed,
  };
}
