import { Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Platform } from './platform';
import { IngressMode } from './props';
import { PaymentProvider } from './provider';
import { ProviderResources } from './provider-resources';
import { HardenedQueue, NamedService } from '../hardened';
import { acknowledge, acknowledgeWildcards } from '../hardened/acknowledge';
import { allow, allowItems } from '../hardened/allow';

/** Queue, DLQ, processor with role and logs, secret of one provider: one that fails stops no other. */
export class ProviderLane extends Construct implements ProviderResources {
  public readonly queue: sqs.Queue;
  public readonly deadLetterQueue: sqs.Queue;
  public readonly secret: secretsmanager.ISecret;
  private handler?: lambda.Function;

  constructor(scope: Construct, id: string, private readonly platform: Platform, readonly provider: PaymentProvider) {
    super(scope, id);
    const { settings, names } = platform;
    const queues = new HardenedQueue(this, 'Queue', {
      queueName: names.of(NamedService.SQS, provider.id),
      deadLetterQueueName: names.of(NamedService.SQS, `${provider.id}-dlq`),
      encryptionKey: platform.key,
      visibilityTimeout: settings.visibilityTimeout,
      retentionPeriod: settings.queueRetention,
      maxReceiveCount: settings.maxReceiveCount,
      removalPolicy: settings.removalPolicy,
    });
    this.queue = queues.queue;
    this.deadLetterQueue = queues.deadLetterQueue;
    this.secret = provider.secret ?? this.makeSecret();
  }

  /** The provider as its functions read it from their environment. */
  public configuration(): Record<string, unknown> {
    const { scheme, id, header, notificationUrl, tolerance } = this.provider;
    return {
      id,
      scheme,
      ...(header && { header: header.toLowerCase() }),
      ...(notificationUrl && { notificationUrl }),
      toleranceSeconds: tolerance.toSeconds(),
      // Without a way out, certificates come from the secret.
      ...(scheme === 'paypal' && { certificates: this.platform.network?.isolated ? 'pinned' : 'fetch' }),
    };
  }

  public get processor(): lambda.Function {
    if (!this.handler) throw new Error('the processor exists once the workflow does');
    return this.handler;
  }

  /** Lets a function read the signing key. By the role alone: `grantRead` writes to the key's policy, a cycle when that is in another stack. */
  public allowRead(fn: lambda.Function): void {
    const { secretFullArn, secretArn, encryptionKey } = this.secret;
    // A secret that is known by name has six characters more.
    allow(fn, ['secretsmanager:GetSecretValue'], secretFullArn ?? `${secretArn}-??????`);
    if (encryptionKey) allow(fn, ['kms:Decrypt'], encryptionKey.keyArn);
  }

  /** Makes the processor, when archive and workflow exist. */
  public process(archive: s3.Bucket, workflow: sfn.StateMachine): void {
    const { platform, provider } = this;
    const { settings } = platform;
    const verifies = settings.mode === IngressMode.DIRECT_TO_QUEUE;
    const processor = platform.function(this, 'Processor', {
      name: `${provider.id}-processor`,
      handler: 'processor',
      description: `Normalises webhooks of ${provider.id}, once each, and starts the workflow`,
      reservedConcurrency: settings.concurrency.processor,
      environment: {
        PROVIDER: Stack.of(this).toJsonString({ ...this.configuration(), ...(verifies && { secretId: this.secret.secretArn }) }),
        VERIFY_SIGNATURE: String(verifies),
        TABLE_NAME: platform.table.tableName,
        ARCHIVE_BUCKET: archive.bucketName,
        STATE_MACHINE_ARN: workflow.stateMachineArn,
        RETENTION_SECONDS: String(settings.stateRetention.toSeconds()),
      },
    });
    // One provider cannot touch another's.
    allowItems(processor, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], platform.table.tableArn, `${provider.id}#*`);
    allow(processor, ['states:StartExecution'], workflow.stateMachineArn);
    const objects = ['payments', 'ignored'].map((folder) => archive.arnForObjects(`${folder}/${provider.id}/*`));
    allow(processor, ['s3:PutObject'], ...objects);
    acknowledgeWildcards(processor.role!, 'Bodies are stored under the digest of their event, below the provider\'s own prefix', ...objects);
    platform.key?.grantEncryptDecrypt(processor);
    if (verifies) this.allowRead(processor);
    processor.addEventSource(new sources.SqsEventSource(this.queue, {
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: settings.concurrency.processor,
    }));
    acknowledge(processor, 'Lambda has no failure destination for SQS: the queue\'s own redrive policy keeps what fails', 'Serverless-LambdaEventSourceMappingDestination');
    this.handler = processor;
    this.watch(settings.visibilityTimeout);
  }

  private watch(visibilityTimeout: Duration): void {
    const { monitoring, settings } = this.platform;
    const { id } = this.provider;
    monitoring.watchDeadLetters(`${id}-`, this.deadLetterQueue, `Webhooks of ${id}`);
    monitoring.watchAge(`${id}-`, this.queue, `Webhooks of ${id}`, Duration.seconds(Math.max(300, visibilityTimeout.toSeconds())));
    monitoring.watchFunction(`${id}-Processor`, this.processor, `Processor of ${id}`, settings.timeout);
    monitoring.section(`Provider ${id}`);
  }

  private makeSecret(): secretsmanager.Secret {
    const { provider, platform } = this;
    // No name: a deleted secret blocks its name for days, and with it the next deployment.
    const secret = new secretsmanager.Secret(this, 'Secret', {
      description: `Signing key of ${provider.id} webhooks (${platform.names.environmentSuffix}): store { "current": "<key>" }`,
      encryptionKey: platform.key,
      // No `current`: webhooks get 503 and are sent again, until somebody stores the provider's key.
      generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'unset' },
      removalPolicy: platform.settings.removalPolicy,
    });
    acknowledge(secret, `${provider.id} issues this key and alone can change it: rotate in its dashboard, then store the new key as "current" and the old as "previous"`,
      'AwsSolutions-SMG4');
    return secret;
  }
}
