import { ArnFormat, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { watchDatabase, watchLag } from './alarms';
import { DATABASE_PORT, MySqlParts } from './mysql-parts';
import { MigrationPlatform } from './platform';
import { MigrationProcessing } from './processing';
import { PaymentMigrationReplicaProps } from './replica-props';
import { REPLICA_CIDR, validateReplica } from './replica-validate';
import { Settings } from './settings';
import { Monitoring, NamedService, PhysicalNames } from '../hardened';
import { acknowledge } from '../hardened/acknowledge';
import { connect, fixed } from '../hardened/connect';
import { addOutputs } from '../hardened/outputs';

/**
 * The other Region of a `PaymentMigrationEnvironment`: an encrypted read replica of its database, and the migrated function with its queue, ready for the day
 * the replica is promoted (MG-14). Both databases are found by their names: no stack refers to the other, and each is updated alone.
 *
 * Until the promotion nothing may be sent to its queue: the replica takes no writes. See docs/runbook-migration.md.
 */
export class PaymentMigrationReplica extends Construct {
  /** Its network, without a way to the internet. */
  public readonly vpc: ec2.Vpc;
  /** The replica; after its promotion, the database. */
  public readonly database: rds.DatabaseInstanceReadReplica;
  /** Credentials: a copy that Secrets Manager keeps. */
  public readonly databaseSecret: secretsmanager.ISecret;
  /** Writes payments, once the replica is promoted. */
  public readonly migratedFunction: lambda.Function;
  /** Payments to write, once the replica is promoted. */
  public readonly queue: sqs.Queue;
  /** Payments that could not be written. */
  public readonly deadLetterQueue: sqs.Queue;
  /** Key of all data of this Region. */
  public readonly encryptionKey: kms.Key;
  /** Copy of the logs, where the retention profile has one. */
  public readonly logBucket?: s3.Bucket;
  /** Access logs of the buckets. */
  public readonly accessLogBucket: s3.Bucket;
  /** Alarms and dashboard. */
  public readonly monitoring: Monitoring;
  /** Where alarms of this Region go. */
  public readonly alarmTopic: sns.ITopic;
  /** Rings when the replica is too far behind, or says nothing. */
  public readonly lagAlarm: cloudwatch.Alarm;

  /** @throws one error with every fault of the props */
  constructor(scope: Construct, id: string, props: PaymentMigrationReplicaProps) {
    super(scope, id);
    validateReplica(this, props);
    const stack = Stack.of(this);
    const source = Stack.of(props.primary);
    // A replica needs its source, and the function the secret's copy.
    stack.addDependency(source);
    const { _settings } = props.primary;
    const settings: Settings = { ..._settings, vpcCidr: props.cidr ?? REPLICA_CIDR, isolated: true, replicaRegion: undefined, features: {} };
    const names = new PhysicalNames({ prefix: settings.namePrefix, environmentSuffix: settings.environmentSuffix });
    const platform = new MigrationPlatform(this, settings, names, { alarmEmail: props.alarmEmail });

    const instanceIdentifier = names.of(NamedService.DB_INSTANCE, 'replica');
    const securityGroup = platform.network.group(this, 'DatabaseGroup', 'Payment database: from the function alone');
    this.database = this.replicate(platform, securityGroup, instanceIdentifier, source.region);
    watchDatabase(this, platform, this.database, instanceIdentifier);
    this.lagAlarm = watchLag(platform, this.database, props.lagLimit ?? Duration.minutes(5));
    platform.monitoring.section('Replica');
    this.databaseSecret = secretsmanager.Secret.fromSecretNameV2(this, 'Secret', names.of(NamedService.SECRET, 'database'));
    const processing = new MigrationProcessing(this, 'Processing', platform, {
      host: this.database.dbInstanceEndpointAddress, // a proxy takes no replica
      databaseName: settings.databaseName,
      authority: 'rds',
      secret: this.databaseSecret,
      allowFrom: (caller, name) => connect(caller, securityGroup, DATABASE_PORT, name, 'database'),
    });

    this.vpc = platform.network.vpc;
    this.migratedFunction = processing.function;
    this.queue = processing.queue;
    this.deadLetterQueue = processing.deadLetterQueue;
    this.encryptionKey = platform.key;
    this.logBucket = platform.logs.archiveBucket;
    this.accessLogBucket = platform.accessLogs;
    this.monitoring = platform.monitoring;
    this.alarmTopic = platform.monitoring.topic;
    for (const [key, value] of Object.entries(settings.tags)) Tags.of(this).add(key, value);
    addOutputs(this, names, {
      VpcId: [this.vpc.vpcId, 'The network'],
      ReplicaEndpoint: [this.database.dbInstanceEndpointAddress, 'The replica; after its promotion, the database'],
      ReplicaIdentifier: [instanceIdentifier, 'Identifier of the replica: aws rds promote-read-replica'],
      MigratedFunctionName: [this.migratedFunction.functionName, 'Writes payments, once the replica is promoted'],
      PaymentsQueueUrl: [this.queue.queueUrl, 'Payments to write, once the replica is promoted'],
      PaymentsDlqUrl: [this.deadLetterQueue.queueUrl, 'Payments that could not be written'],
      KeyArn: [this.encryptionKey.keyArn, 'Key of all data of this Region'],
      AlarmTopicArn: [this.alarmTopic.topicArn, 'Where alarms of this Region go'],
      Region: [stack.region, 'Region of all this'],
    });
  }

  private replicate(
    platform: MigrationPlatform, group: ec2.SecurityGroup, instanceIdentifier: string, sourceRegion: string,
  ): rds.DatabaseInstanceReadReplica {
    const { settings, names } = platform;
    // Not a snapshot: CloudFormation takes none of what its template calls a replica, also after the promotion.
    const removal = settings.databaseRemoval === RemovalPolicy.DESTROY ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    const parts = new MySqlParts(this, platform, removal);
    const sourceIdentifier = names.of(NamedService.DB_INSTANCE, 'mysql');
    const replica = new rds.DatabaseInstanceReadReplica(this, 'Replica', {
      ...parts.propsOf(fixed(this, 'FixedGroup', group)),
      instanceIdentifier,
      sourceDatabaseInstance: rds.DatabaseInstance.fromDatabaseInstanceAttributes(this, 'Source', {
        instanceIdentifier: sourceIdentifier,
        instanceEndpointAddress: sourceIdentifier, // nobody asks for it
        port: DATABASE_PORT,
        securityGroups: [],
        engine: parts.engine,
      }),
    });
    const resource = replica.node.defaultChild as rds.CfnDBInstance;
    resource.sourceDbInstanceIdentifier = Stack.of(this).formatArn({
      service: 'rds', region: sourceRegion, resource: 'db', resourceName: sourceIdentifier, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    resource.sourceRegion = sourceRegion; // for the signature with which RDS copies what is encrypted
    resource.storageEncrypted = undefined; // CloudFormation refuses it beside a source
    acknowledge(replica, 'Encrypted with the key of this Region: of a replica KmsKeyId says it', 'AwsSolutions-RDS2', 'PCI.DSS.321-RDSStorageEncrypted');
    parts.finish(replica, instanceIdentifier);
    return replica;
  }
}
