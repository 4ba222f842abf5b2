import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { AccountServicePrincipal } from './narrow-role';
import { ownProviderLogs } from './provider-logs';

/** Props of `HardenedBucket`. */
export interface HardenedBucketProps {
  /** Physical name, globally unique: include account and Region. */
  readonly bucketName: string;
  /** Where the bucket's access logs go. */
  readonly accessLogs: AccessLogBucket;
  /**
   * Customer managed key.
   * @default - SSE-KMS with the AWS managed key of S3
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Lifecycle rules beside the two that every bucket has: incomplete uploads go after 7 days, replaced versions after 90.
   * @default - none
   */
  readonly lifecycleRules?: s3.LifecycleRule[];
  /**
   * What happens to the bucket when its stack goes. `DESTROY` empties it first.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

function privateBucket(removalPolicy: RemovalPolicy): s3.BucketProps {
  return {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2, // PCI DSS 4.2.1
    versioned: true,
    removalPolicy,
    // Custom resource: CloudFormation cannot delete a bucket that holds objects.
    autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
  };
}

function ownEmptierLogs(bucket: s3.Bucket): void {
  const emptier = bucket.node.tryFindChild('AutoDeleteObjectsCustomResource');
  if (emptier) ownProviderLogs(emptier, 'Custom::S3AutoDeleteObjects');
}

/** A private bucket: versioned, encrypted with KMS, TLS 1.2, access-logged (WH-09, DR-05, MG-08). */
export class HardenedBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: HardenedBucketProps) {
    super(scope, id, {
      ...privateBucket(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE),
      bucketName: props.bucketName,
      encryption: props.encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.KMS_MANAGED,
      encryptionKey: props.encryptionKey,
      bucketKeyEnabled: true,
      lifecycleRules: [
        { id: 'AbortIncompleteUploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
        { id: 'ExpireReplacedVersions', noncurrentVersionExpiration: Duration.days(90) },
        ...props.lifecycleRules ?? [],
      ],
    });
    props.accessLogs.receiveFrom(this);
    ownEmptierLogs(this);
    acknowledge(this, 'Survives the loss of its Region only where a system asks for it: PaymentDisasterRecovery replicates its buckets (DR-05)',
      'PCI.DSS.321-S3BucketReplicationEnabled');
  }
}

/** Props of `AccessLogBucket`. */
export interface AccessLogBucketProps {
  /** Physical name, globally unique: include account and Region. */
  readonly bucketName: string;
  /**
   * How long access logs are kept.
   * @default Duration.days(365), PCI DSS 10.5.1
   */
  readonly retention?: Duration;
  /**
   * What happens to the bucket when its stack goes. `DESTROY` empties it first.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Where buckets write their access logs. Granted by bucket policy: ACLs are off. */
export class AccessLogBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id, {
      ...privateBucket(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE),
      bucketName: props.bucketName,
      encryption: s3.BucketEncryption.S3_MANAGED,
      lifecycleRules: [{
        id: 'ExpireLogs',
        expiration: props.retention ?? Duration.days(365),
        noncurrentVersionExpiration: Duration.days(30),
        abortIncompleteMultipartUploadAfter: Duration.days(7),
      }],
    });
    ownEmptierLogs(this);
    acknowledge(this, 'S3 delivers server access logs only to buckets with SSE-S3', 'PCI.DSS.321-S3DefaultEncryptionKMS');
    acknowledge(this, 'Access logs are evidence about their own Region; they are not needed to go on in another', 'PCI.DSS.321-S3BucketReplicationEnabled');
    acknowledge(this, 'The target of access logs cannot log to itself: each log would write another', 'AwsSolutions-S1', 'PCI.DSS.321-S3BucketLoggingEnabled');
  }

  /** Makes this bucket the target of another's access logs. */
  public receiveFrom(source: s3.Bucket): void {
    const prefix = `${source.node.id}/`;
    const bucket = source.node.defaultChild as s3.CfnBucket;
    // Not `serverAccessLogsBucket`: what that does (ACL or policy) hangs on a feature flag of the user's app.
    bucket.loggingConfiguration = { destinationBucketName: this.bucketName, logFilePrefix: prefix };
    this.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new AccountServicePrincipal('logging.s3.amazonaws.com', source.stack.formatArn({
        service: 's3', region: '', account: '', resource: bucket.bucketName ?? '*',
      }))],
      actions: ['s3:PutObject'],
      resources: [this.arnForObjects(`${prefix}*`)],
    }));
    source.node.addDependency(this.policy!);
  }
  /**
   * Lets load balancers of this account write their access logs below `prefix`; give them the bucket before they log.
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  public receiveFromLoadBalancers(prefix: string): void {
    this.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'LoadBalancerLogs',
      principals: [new AccountServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [this.arnForObjects(`${prefix}/AWSLogs/${Aws.ACCOUNT_ID}/*`)],
    }));
  }
}
