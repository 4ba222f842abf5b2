import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Which environment: selects a row of the table of NE-03. */
export enum EnvironmentType {
  /** Small, gone without a trace when it is deleted. */
  DEV = 'dev',
  /** Like production in shape; a snapshot of the database outlives it. */
  STAGING = 'staging',
  /** Real payments: data outlives the stack. */
  PROD = 'prod',
}

/** One row of the table. */
export interface EnvironmentProfile {
  /** Range of the VPC. */
  readonly vpcCidr: string;
  /** Tasks that always run. */
  readonly tasks: number;
  /** Most tasks: three times as many. */
  readonly maxTasks: number;
  /** CPU units of a task; 1,024 are a vCPU. */
  readonly taskCpu: number;
  /** Memory of a task in MiB. */
  readonly taskMemory: number;
  /** Size of an Aurora instance of class db.r5. */
  readonly instanceSize: ec2.InstanceSize;
  /** Aurora instances: a writer, the others readers. */
  readonly instances: number;
  /** Connections that each instance accepts; set, so that the alarm on them is a share of something known. */
  readonly maxConnections: number;
  /** How long automated backups are kept. */
  readonly backupRetention: Duration;
  /** Percent of CPU, memory or connections in use at which an alarm rings. */
  readonly alarmThreshold: number;
  /** What happens to the database when its stack goes. */
  readonly databaseRemoval: RemovalPolicy;
  /** What happens to other data, of which CloudFormation makes no snapshot. */
  readonly dataRemoval: RemovalPolicy;
  /** Whether database and load balancer refuse to be deleted. */
  readonly deletionProtection: boolean;
}

/** The table of NE-03 and NE-05; what it leaves open (maxTasks, maxConnections) is a choice of this library. */
export const PROFILES: Readonly<Record<EnvironmentType, EnvironmentProfile>> = {
  [EnvironmentType.DEV]: {
    vpcCidr: '10.0.0.0/16',
    tasks: 1,
    maxTasks: 3,
    taskCpu: 512,
    taskMemory: 1024,
    instanceSize: ec2.InstanceSize.LARGE,
    instances: 1,
    maxConnections: 200,
    backupRetention: Duration.days(7),
    alarmThreshold: 80,
    databaseRemoval: RemovalPolicy.DESTROY,
    dataRemoval: RemovalPolicy.DESTROY,
    deletionProtection: false,
  },
  [EnvironmentType.STAGING]: {
    vpcCidr: '10.1.0.0/16',
    tasks: 2,
    maxTasks: 6,
    taskCpu: 1024,
    taskMemory: 2048,
    instanceSize: ec2.InstanceSize.XLARGE,
    instances: 2,
    maxConnections: 500,
    backupRetention: Duration.days(14),
    alarmThreshold: 75,
    databaseRemoval: RemovalPolicy.SNAPSHOT,
    // No snapshot of a bucket, key, secret or log group exists. The database's own is useless without the key.
    dataRemoval: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    deletionProtection: false,
  },
  [EnvironmentType.PROD]: {
    vpcCidr: '10.2.0.0/16',
    tasks: 5,
    maxTasks: 15,
    taskCpu: 2048,
    taskMemory: 4096,
    instanceSize: ec2.InstanceSize.XLARGE2,
    instances: 3,
    maxConnections: 1000,
    backupRetention: Duration.days(30),
    alarmThreshold: 70,
    // Not ...EXCEPT_ON_CREATE: a protected cluster cannot be deleted by a rollback.
    databaseRemoval: RemovalPolicy.RETAIN,
    // Retained, unless it was made by a deployment that failed: its name would block the next one.
    dataRemoval: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    deletionProtection: true,
  },
};
