import { Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { watchDatabase, watchNat } from './alarms';
import { MigrationCore } from './core';
import { MigrationDatabase } from './database';
import { addFeatures } from './features';
import { MigrationPlatform } from './platform';
import { MigrationProcessing } from './processing';
import { PaymentMigrationEnvironmentProps } from './props';
import { MigrationFeatureResources } from './resources';
import { Settings } from './settings';
import { validated } from './validate';
import { Monitoring, PhysicalNames } from '../hardened';
import { addOutputs, Output } from '../hardened/outputs';

/**
 * The production side of a payment system that moves from development: a network of its own, MySQL with rotated credentials behind a proxy, the migrated
 * function and its queue; and, by `features`, a network firewall, file transfer, server migration, containers, feature flags, experiments, shares, a Region
 * switch, drift remediation and budgets.
 *
 * Queue -> `migrated` -> proxy -> MySQL. A payment is written once, waits, or is in a queue with an alarm.
 *
 * One in a stack: its outputs are `VpcId`, `DatabaseEndpoint` and so on, exported as `<prefix>-<output>-<suffix>`.
 *
 * @see requirements MG-01 to MG-18 in docs/requirements.md
 */
export class PaymentMigrationEnvironment extends Construct {
  /** The network: public, firewall, private, database and entry subnets in each zone. */
  public readonly vpc: ec2.Vpc;
  /** MySQL. */
  public readonly database: rds.DatabaseInstance;
  /** Pools connections to the database; what the function talks to. */
  public readonly databaseProxy: rds.DatabaseProxy;
  /** Credentials of the database, with host and port; rotated every 30 days. */
  public readonly databaseSecret: secretsmanager.ISecret;
  /** Rotation of the credentials. */
  public readonly rotation: secretsmanager.RotationSchedule;
  /** Writes payments. */
  public readonly migratedFunction: lambda.Function;
  /** Payments to write: JSON as src/migration/handlers/contract.ts has it. */
  public readonly queue: sqs.Queue;
  /** Payments that could not be written. */
  public readonly deadLetterQueue: sqs.Queue;
  /** Key of all data. */
  public readonly encryptionKey: kms.Key;
  /** Copy of the logs, where the retention profile has one. */
  public readonly logBucket?: s3.Bucket;
  /** Access logs of the buckets and load balancers. */
  public readonly accessLogBucket: s3.Bucket;
  /** Alarms and dashboard. */
  public readonly monitoring: Monitoring;
  /** Where alarms go. */
  public readonly alarmTopic: sns.ITopic;
  /** What the features made. */
  public readonly features: MigrationFeatureResources;
  /** @internal */
  public readonly _settings: Settings;

  /** @throws one error with every fault of the props */
  constructor(scope: Construct, id: string, props: PaymentMigrationEnvironmentProps) {
    super(scope, id);
    this._settings = validated(this, props);
    const names = new PhysicalNames({ prefix: this._settings.namePrefix, environmentSuffix: this._settings.environmentSuffix });

    const platform = new MigrationPlatform(this, this._settings, names, props.operations);
    const { network, monitoring } = platform;
    watchNat(platform);
    monitoring.section('Network');
    const database = new MigrationDatabase(this, 'Database', platform);
    watchDatabase(this, platform, database.instance, database.instanceIdentifier);
    monitoring.section('Database');
    const processing = new MigrationProcessing(this, 'Processing', platform, {
      host: database.proxy.endpoint,
      databaseName: this._settings.databaseName,
      authority: 'amazon',
      secret: database.secret,
      allowFrom: (caller, name) => database.allowFrom(caller, name),
    });
    const core: MigrationCore = {
      platform, database, function: processing.function, queue: processing.queue, deadLetterQueue: processing.deadLetterQueue,
    };
    const features = addFeatures(this, core, this._settings.features);

    this.vpc = network.vpc;
    this.database = database.instance;
    this.databaseProxy = database.proxy;
    this.databaseSecret = database.secret;
    this.rotation = database.rotation.schedule;
    this.migratedFunction = processing.function;
    this.queue = processing.queue;
    this.deadLetterQueue = processing.deadLetterQueue;
    this.encryptionKey = platform.key;
    this.logBucket = platform.logs.archiveBucket;
    this.accessLogBucket = platform.accessLogs;
    this.monitoring = monitoring;
    this.alarmTopic = monitoring.topic;
    this.features = features.resources;
    for (const [key, value] of Object.entries(this._settings.tags)) Tags.of(this).add(key, value);
    addOutputs(this, names, { ...this.ownOutputs(database, processing), ...features.outputs });
  }

  private ownOutputs(database: MigrationDatabase, processing: MigrationProcessing): Record<string, Output> {
    return {
      VpcId: [this.vpc.vpcId, 'The network'],
      VpcCidr: [this._settings.vpcCidr, 'Range of the network'],
      DatabaseEndpoint: [this.database.dbInstanceEndpointAddress, 'MySQL itself: for the rotation and operators'],
      DatabaseProxyEndpoint: [this.databaseProxy.endpoint, 'What programs connect to'],
      DatabaseIdentifier: [database.instanceIdentifier, 'Identifier of the database'],
      DatabaseSecretArn: [this.databaseSecret.secretArn, 'Credentials of the database'],
      MigratedFunctionName: [this.migratedFunction.functionName, 'Writes payments'],
      MigratedFunctionArn: [this.migratedFunction.functionArn, 'Writes payments; after a deployment invoke it with {"operation":"migrate"}'],
      RotationFunctionName: [database.rotation.functionName, 'Rotates the credentials'],
      PaymentsQueueUrl: [processing.queue.queueUrl, 'Payments to write'],
      PaymentsDlqUrl: [processing.deadLetterQueue.queueUrl, 'Payments that could not be written'],
      KeyArn: [this.encryptionKey.keyArn, 'Key of all data'],
      AlarmTopicArn: [this.alarmTopic.topicArn, 'Where alarms go'],
      Region: [Stack.of(this).region, 'Region of all this'],
    };
  }
}
