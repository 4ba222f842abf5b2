import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MigrationPlatform } from './platform';
import { HardenedFunction } from '../hardened';
import { acknowledge } from '../hardened/acknowledge';
import { allow } from '../hardened/allow';

/** Name of the function, and of its handler. */
const MIGRATED = 'migrated';

/** Where the function finds its database. */
export interface ProcessingDatabase {
  /** Host name of proxy or instance. */
  readonly host: string;
  readonly databaseName: string;
  /** Whose certificate it shows: of RDS Proxy, or of RDS itself. */
  readonly authority: 'amazon' | 'rds';
  readonly secret: secretsmanager.ISecret;
  /** Lets a security group reach it. */
  allowFrom(caller: ec2.SecurityGroup, name: string): void;
}

/** The migrated function and its queue: a payment is written once, waits, or is in a queue with an alarm (MG-05). */
export class MigrationProcessing extends Construct {
  public readonly queue: sqs.Queue;
  public readonly deadLetterQueue: sqs.Queue;
  public readonly function: HardenedFunction;
  public readonly securityGroup: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, private readonly platform: MigrationPlatform, database: ProcessingDatabase) {
    super(scope, id);
    const { settings, network } = platform;
    const { endpoints } = network;
    endpoints.open('SecretsManager', ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, 'secretsmanager:GetSecretValue');
    endpoints.open('Kms', ec2.InterfaceVpcEndpointAwsService.KMS, 'kms:Decrypt', 'kms:GenerateDataKey');
    endpoints.open('Sqs', ec2.InterfaceVpcEndpointAwsService.SQS, 'sqs:SendMessage', 'sqs:GetQueueUrl');
    endpoints.open('Logs', ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, 'logs:CreateLogStream', 'logs:PutLogEvents');

    const queues = platform.queue(this, 'Queue', 'payments', 'Payments to write', this.ageLimit());
    this.queue = queues.queue;
    this.deadLetterQueue = queues.deadLetterQueue;
    const placement = network.placement(this, 'Group', MIGRATED);
    this.securityGroup = placement.securityGroup;
    database.allowFrom(this.securityGroup, `function ${MIGRATED}`);
    this.function = platform.function(this, 'Function', {
      name: MIGRATED,
      description: 'Writes each payment once to MySQL',
      handler: `migration/handlers/${MIGRATED}`,
      placement,
      memorySize: settings.memorySize,
      timeout: settings.timeout,
      reservedConcurrency: settings.concurrency,
      environment: {
        DATABASE_SECRET_ARN: database.secret.secretArn,
        DATABASE_HOST: database.host,
        DATABASE_NAME: database.databaseName,
        DATABASE_CA: database.authority,
      },
    });
    allow(this.function, ['secretsmanager:GetSecretValue'], database.secret.secretFullArn ?? `${database.secret.secretArn}-??????`);
    this.poll();
    this.watch();
  }

  /** Two thirds of the time that a payment is tried: before it goes to the dead-letter queue. */
  private ageLimit(): Duration {
    const { visibilityTimeout, maxReceiveCount } = this.platform.settings;
    return Duration.seconds(Math.ceil(2 * visibilityTimeout.toSeconds() * maxReceiveCount / 3));
  }

  private poll(): void {
    // To decrypt, by the key of its environment, is what else it needs.
    allow(this.function, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], this.queue.queueArn);
    const mapping = new lambda.EventSourceMapping(this, 'Source', {
      target: this.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: this.platform.settings.concurrency - 1, // one is left to operators: their `migrate` must not wait
    });
    mapping.node.addDependency(this.function.role!);
    acknowledge(mapping, 'Lambda has no failure destination for SQS: the queue\'s own redrive policy keeps what fails', 'Serverless-LambdaEventSourceMappingDestination');
  }

  private watch(): void {
    const { monitoring, settings } = this.platform;
    monitoring.watchFunction('Migrated', this.function, 'Function migrated', settings.timeout);
    const counted = (metric: string, description: string, threshold = 1) =>
      monitoring.watch(metric, { metric: this.platform.counted(MIGRATED, metric), threshold, description });
    counted('PaymentConflict', 'A payment came again with another content: the second is in the dead-letter queue, ask its sender');
    counted('CardDataRefused', 'A message had card data and was dropped: its sender must stop at once (PCI DSS 3.2)');
    counted('PaymentPostponed', 'Payments wait for the database: after 15 minutes of outage, by default, they go to the dead-letter queue', 10);
    monitoring.section('Payments');
  }
}
