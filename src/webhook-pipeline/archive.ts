import { Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { HardenedBucket, NarrowRole } from '../hardened';
import { Platform } from './platform';
import { DataProps } from './props';
import { acknowledgeWildcards } from '../hardened/acknowledge';
import { allow, allowItems } from '../hardened/allow';

/** Bodies of all webhooks: Intelligent-Tiering, then an archive class; S3 tells the archival function of each move (WH-09). */
export class PaymentArchive extends Construct {
  public readonly bucket: s3.Bucket;
  public readonly function: lambda.Function;
  public readonly failureQueue: sqs.Queue;

  constructor(scope: Construct, id: string, platform: Platform, data: DataProps) {
    super(scope, id);
    const { settings, monitoring, table } = platform;
    const bucketName = platform.names.bucket(this, 'archive');
    const bucketArn = Stack.of(this).formatArn({ service: 's3', region: '', account: '', resource: bucketName });
    this.failureQueue = platform.failureQueue(this, 'Failures', 'archival-failures');
    this.function = platform.function(this, 'Archival', {
      name: 'archival',
      handler: 'archival',
      description: 'Notes in the table which payments were archived',
      reservedConcurrency: settings.concurrency.archival,
      environment: { TABLE_NAME: table.tableName, ARCHIVE_BUCKET: bucketName },
    });
    allowItems(this.function, ['dynamodb:UpdateItem'], table.tableArn, 'payment#*');
    // HeadObject; ListBucket makes a missing object a 404 instead of a 403. By name: a reference would be circular.
    allow(this.function, ['s3:GetObject', 's3:GetObjectVersion'], `${bucketArn}/payments/*`);
    acknowledgeWildcards(this.function.role!, 'S3 tells of any payment body, so the function may read any', `${bucketArn}/payments/*`);
    platform.key?.grantEncryptDecrypt(this.function);
    allow(this.function, ['s3:ListBucket'], bucketArn);
    // L1: the L2 destination grants wildcards on the queue's key.
    allow(this.function, ['sqs:SendMessage'], this.failureQueue.queueArn);
    new lambda.CfnEventInvokeConfig(this, 'Invocation', {
      functionName: this.function.functionName,
      qualifier: '$LATEST',
      destinationConfig: { onFailure: { destination: this.failureQueue.queueArn } },
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: Duration.hours(6).toSeconds(),
    }).node.addDependency((this.function.role as NarrowRole).permissions);
    const permission = new lambda.CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: this.function.functionArn,
      principal: 's3.amazonaws.com',
      sourceArn: bucketArn,
      sourceAccount: Stack.of(this).account,
    });

    this.bucket = new HardenedBucket(this, 'Bucket', {
      bucketName,
      accessLogs: platform.accessLogs,
      encryptionKey: platform.key,
      lifecycleRules: [{
        id: 'Archive',
        // An explicit size: by default S3 does not move objects under 128 KB, and webhooks are smaller.
        objectSizeGreaterThan: 1,
        transitions: [
          { storageClass: s3.StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(0) },
          { storageClass: data.archiveStorageClass ?? s3.StorageClass.GLACIER, transitionAfter: settings.archiveAfter },
        ],
        expiration: data.archiveRetention,
      }],
      removalPolicy: settings.removalPolicy,
    });
    // Not `addEventNotification`: that deploys a custom resource for what CloudFormation can do.
    const bucket = this.bucket.node.defaultChild as s3.CfnBucket;
    bucket.notificationConfiguration = {
      lambdaConfigurations: [{
        event: 's3:LifecycleTransition',
        filter: { s3Key: { rules: [{ name: 'prefix', value: 'payments/' }] } },
        function: this.function.functionArn,
      }],
    };
    bucket.node.addDependency(permission);

    monitoring.watchFunction('Archival', this.function, 'Archival', settings.timeout);
    monitoring.watchDeadLetters('Archival', this.failureQueue, 'Archived payments that were not noted');
    monitoring.section('Archive');
  }
}
