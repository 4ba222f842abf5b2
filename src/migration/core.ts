import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { MigrationPlatform } from './platform';
import { HardenedFunction } from '../hardened';

/** What is always there, for the features that stand on it. */
export interface MigrationCore {
  readonly platform: MigrationPlatform;
  readonly database: MigrationCoreDatabase;
  /** The migrated function. */
  readonly function: HardenedFunction;
  /** Payments to process. */
  readonly queue: sqs.Queue;
  readonly deadLetterQueue: sqs.Queue;
}

/** The database as others see it. */
export interface MigrationCoreDatabase {
  readonly instance: rds.DatabaseInstance;
  /** Known before deployment. */
  readonly instanceIdentifier: string;
  readonly proxy: rds.DatabaseProxy;
  /** Credentials, with host and port. */
  readonly secret: secretsmanager.ISecret;
  /** Lets a security group reach the proxy. */
  allowFrom(caller: ec2.SecurityGroup, name: string): void;
}
