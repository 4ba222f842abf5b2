import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge';
import { allow } from './allow';
import { AccessLogBucket, HardenedBucket } from './bucket';
import { NamedService, PhysicalNames } from './names';
import { AccountServicePrincipal, NarrowRole } from './narrow-role';

/** How long logs are kept, and where. PCI DSS 10.5.1 asks for twelve months, three of them at hand. */
export class LogRetentionProfile {
  /** Twelve months in CloudWatch Logs. */
  public static oneYear(): LogRetentionProfile {
    return new LogRetentionProfile(logs.RetentionDays.ONE_YEAR);
  }

  /** Seven days in CloudWatch Logs; a copy in a bucket for `archive`, by default 365 days. */
  public static sevenDaysAndArchive(archive?: Duration): LogRetentionProfile {
    return new LogRetentionProfile(logs.RetentionDays.ONE_WEEK, archive ?? Duration.days(365));
  }

  /** Your own numbers; without `archive` nothing is copied to a bucket. */
  public static of(cloudWatch: logs.RetentionDays, archive?: Duration): LogRetentionProfile {
    return new LogRetentionProfile(cloudWatch, archive);
  }

  private constructor(
    /** Retention in CloudWatch Logs. */
    public readonly cloudWatch: logs.RetentionDays,
    /** Retention of the copy in a bucket. */
    public readonly archive?: Duration,
  ) {}
}

/** Props of `HardenedLogs`. */
export interface HardenedLogsProps {
  /** Names of the stream and the bucket. */
  readonly names: PhysicalNames;
  /** Key of the log groups and of the archive. Must allow CloudWatch Logs: `HardenedKey.allowLogs`. */
  readonly encryptionKey?: kms.IKey;
  /** Where the archive bucket logs its access. */
  readonly accessLogs: AccessLogBucket;
  /**
   * Retention.
   * @default LogRetentionProfile.oneYear()
   */
  readonly retention?: LogRetentionProfile;
  /**
   * What happens to groups and bucket when their stack goes.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Makes log groups that all follow one profile; with an archive, a subscription copies each to the bucket. */
export class HardenedLogs extends Construct {
  /** The archive, when the profile has one. */
  public readonly archiveBucket?: s3.Bucket;
  private readonly retention: LogRetentionProfile;
  private readonly delivery?: { readonly streamArn: string; readonly role: NarrowRole };

  constructor(scope: Construct, id: string, private readonly props: HardenedLogsProps) {
    super(scope, id);
    this.retention = props.retention ?? LogRetentionProfile.oneYear();
    if (!this.retention.archive) return;

    const stack = Stack.of(this);
    const { names, encryptionKey, removalPolicy } = props;
    this.archiveBucket = new HardenedBucket(this, 'Archive', {
      bucketName: `${names.of(NamedService.S3, 'logs')}-${stack.account}-${stack.region}`,
      accessLogs: props.accessLogs,
      encryptionKey,
      lifecycleRules: [{ id: 'ExpireLogs', expiration: this.retention.archive }],
      removalPolicy,
    });
    const stream = this.deliverTo(this.archiveBucket, names.of(NamedService.FIREHOSE, 'logs'));
    const subscriber = new NarrowRole(this, 'SubscriptionRole', {
      assumedBy: new AccountServicePrincipal('logs.amazonaws.com', stack.formatArn({ service: 'logs', resource: '*' })),
      description: 'Sends log events to the delivery stream',
    });
    allow(subscriber, ['firehose:PutRecord', 'firehose:PutRecordBatch'], stream.attrArn);
    this.delivery = { streamArn: stream.attrArn, role: subscriber };
  }

  /** A log group with the profile's retention. */
  public group(scope: Construct, id: string, logGroupName: string): logs.LogGroup {
    const group = this.bareGroup(scope, id, logGroupName);
    if (this.delivery) {
      const filter = new logs.CfnSubscriptionFilter(group, 'Archive', {
        logGroupName: group.logGroupName,
        filterPattern: '',
        destinationArn: this.delivery.streamArn,
        roleArn: this.delivery.role.roleArn,
      });
      // CloudWatch Logs sends a test record when the filter is made.
      filter.node.addDependency(this.delivery.role.permissions);
    }
    return group;
  }

  private bareGroup(scope: Construct, id: string, logGroupName: string): logs.LogGroup {
    return new logs.LogGroup(scope, id, {
      logGroupName,
      retention: this.retention.cloudWatch,
      encryptionKey: this.props.encryptionKey,
      removalPolicy: this.props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  /** L1: the L2 grants every action on the bucket by pattern. */
  private deliverTo(bucket: s3.Bucket, name: string): firehose.CfnDeliveryStream {
    const { encryptionKey } = this.props;
    const ownLogs = this.bareGroup(this, 'DeliveryLogs', `/aws/kinesisfirehose/${name}`); // not copied: it would log its own delivery
    const logStream = new logs.LogStream(this, 'DeliveryLogStream', { logGroup: ownLogs, logStreamName: 'delivery', removalPolicy: RemovalPolicy.DESTROY });
    const role = new NarrowRole(this, 'DeliveryRole', {
      assumedBy: new AccountServicePrincipal('firehose.amazonaws.com'),
      description: 'Writes log copies to the archive bucket',
    });
    allow(role, ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], bucket.bucketArn);
    const objects = ['logs/*', 'failed/*'].map((pattern) => bucket.arnForObjects(pattern));
    allow(role, ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'], ...objects);
    acknowledgeWildcards(role, 'Firehose names the objects that it delivers', ...objects);
    allow(role, ['logs:PutLogEvents'], ownLogs.logGroupArn);
    encryptionKey?.grantEncryptDecrypt(role);
    const stream = new firehose.CfnDeliveryStream(this, 'Delivery', {
      deliveryStreamName: name,
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: encryptionKey
        ? { keyType: 'CUSTOMER_MANAGED_CMK', keyArn: encryptionKey.keyArn }
        : { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        bufferingHints: { intervalInSeconds: 300, sizeInMBs: 5 },
        compressionFormat: 'UNCOMPRESSED', // CloudWatch Logs sends gzip already
        encryptionConfiguration: encryptionKey ? { kmsEncryptionConfig: { awskmsKeyArn: encryptionKey.keyArn } } : undefined,
        prefix: 'logs/',
        errorOutputPrefix: 'failed/',
        cloudWatchLoggingOptions: { enabled: true, logGroupName: ownLogs.logGroupName, logStreamName: logStream.logStreamName },
      },
    });
    stream.node.addDependency(role.permissions);
    return stream;
  }
}
