import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { HEARTBEAT_KEY } from './heartbeat';
import { RegionPlatform } from './platform';
import { RegionRole } from './regions';
import { HardenedFunction, HardenedQueue, NamedService } from '../hardened';
import { allow } from '../hardened/allow';
import { QueueSource } from '../hardened/queue-source';

/** Items of payments: their partition key begins so, in the handlers too (tested). */
export const PAYMENT_KEYS = 'payment#*';

/** Accepts payments, keeps those that it cannot write, and tries these again (DR-02, DR-08). */
export class PaymentProcessing extends Construct {
  /** Accepts payments. */
  public readonly function: lambda.Function;
  /** What the API calls: the function, or its warm alias. */
  public readonly target: lambda.IFunction;
  /** Payments that could not be written. */
  public readonly queue: sqs.Queue;
  /** Payments that failed for good. */
  public readonly deadLetterQueue: sqs.Queue;
  /** Tries failed payments again. */
  public readonly redrive: lambda.Function;
  /** Payments that both Regions accepted. */
  public readonly acceptedTwice: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, private readonly platform: RegionPlatform) {
    super(scope, id);
    const { settings, regions: { names, role }, key } = platform;
    const visibilityTimeout = Duration.seconds(6 * settings.timeout.toSeconds());
    const queues = new HardenedQueue(this, 'FailedPayments', {
      queueName: names.of(NamedService.SQS, 'failed-payments'),
      deadLetterQueueName: names.of(NamedService.SQS, 'failed-payments-dlq'),
      encryptionKey: key,
      visibilityTimeout,
      maxReceiveCount: settings.maxReceiveCount,
      removalPolicy: settings.removalPolicy,
    });
    this.queue = queues.queue;
    this.deadLetterQueue = queues.deadLetterQueue;

    const environment = { QUEUE_URL: this.queue.queueUrl, CONSISTENCY: settings.consistency };
    // Clients and connections are made outside the handler: a cold start costs one of each.
    const payment = platform.function(this, 'Payment', {
      name: 'payment',
      description: 'Accepts payments, and answers for the health of the Region',
      memorySize: settings.memorySize,
      reservedConcurrency: settings.reservedConcurrency,
      environment,
    });
    this.allowPayments(payment);
    platform.allowItems(payment, ['dynamodb:GetItem'], HEARTBEAT_KEY); // what it reads to know that it could
    allow(payment, ['sqs:SendMessage'], this.queue.queueArn);
    key.grantEncryptDecrypt(payment);
    this.function = payment;
    this.target = role === RegionRole.SECONDARY && settings.warmStandby > 0 ? this.warm(settings.warmStandby) : payment;

    const redrive = platform.function(this, 'Redrive', { name: 'redrive', description: 'Tries failed payments again', environment });
    this.allowPayments(redrive);
    new QueueSource(this, 'RedriveSource', { target: redrive, queue: this.queue, maxConcurrency: settings.redriveConcurrency, changesVisibility: true });
    this.redrive = redrive;
    this.acceptedTwice = this.watch(visibilityTimeout);
  }

  /** One payment may be read, and written once; none may be changed or deleted. */
  private allowPayments(fn: HardenedFunction): void {
    this.platform.allowItems(fn, ['dynamodb:Query', 'dynamodb:PutItem'], PAYMENT_KEYS);
  }

  private warm(environments: number): lambda.Alias {
    return new lambda.Alias(this, 'Warm', {
      aliasName: 'warm',
      version: this.function.currentVersion,
      provisionedConcurrentExecutions: environments,
      description: 'Environments that are ready before the primary Region fails',
    });
  }

  private watch(visibilityTimeout: Duration): cloudwatch.Alarm {
    const { monitoring, settings, regions } = this.platform;
    monitoring.watchFunction('Payment', this.function, 'Payment function', settings.timeout);
    monitoring.watchFunction('Redrive', this.redrive, 'Redrive of failed payments', settings.timeout);
    monitoring.watchDeadLetters('FailedPayments', this.deadLetterQueue, 'Failed payments');
    monitoring.watchAge('FailedPayments', this.queue, 'Failed payments', Duration.seconds(Math.max(300, 2 * visibilityTimeout.toSeconds())));
    const alarm = monitoring.watch('PaymentAcceptedTwice', {
      metric: new cloudwatch.MathExpression({
        expression: 'FILL(payment, 0) + FILL(redrive, 0)',
        usingMetrics: Object.fromEntries(['payment', 'redrive'].map((service) => [service, new cloudwatch.Metric({
          namespace: regions.names.metricsNamespace,
          metricName: 'PaymentAcceptedTwice',
          dimensionsMap: { service: regions.names.of(NamedService.LAMBDA, service) },
          statistic: 'Sum',
        })])),
        label: 'PaymentAcceptedTwice',
        period: Duration.minutes(1),
      }),
      description: 'Both Regions accepted the same payment: reconcile it (runbook)',
    });
    monitoring.section(`Payments in ${Stack.of(this).region}`);
    return alarm;
  }
}
