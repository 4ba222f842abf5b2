import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PaymentEventBus } from './bus';
import { EventPlatform } from './platform';
import { HardenedFunction, NarrowRole } from '../hardened';
import { allow } from '../hardened/allow';

/** Takes events that the API has accepted: onto the bus; what became of each to a queue, by destinations of Lambda (EV-03). */
export class EventIngestion extends Construct {
  /** Takes events. */
  public readonly function: HardenedFunction;
  /** Events that it failed on, whole. */
  public readonly failureQueue: sqs.Queue;
  /** Retries, age and destinations. */
  public readonly invocation: lambda.CfnEventInvokeConfig;

  constructor(scope: Construct, id: string, private readonly platform: EventPlatform, bus: PaymentEventBus, successQueue: sqs.IQueue) {
    super(scope, id);
    const { settings, key } = platform;
    this.failureQueue = platform.failureQueue(this, 'IngestFailures', 'ingest-failures', 'Events that ingest-fn failed on');
    this.function = platform.function(this, 'Function', {
      name: 'ingest',
      description: 'Takes events that the API has accepted, onto the bus',
      timeout: settings.ingestTimeout,
      reservedConcurrency: settings.concurrency.ingest,
    });
    bus.allowPublish(this.function, ...settings.sources);
    allow(this.function, ['sqs:SendMessage'], successQueue.queueArn, this.failureQueue.queueArn);
    allow(this.function, ['kms:GenerateDataKey'], key.keyArn); // it may decrypt already
    // L1: the L2 destination grants wildcards on the queues' key.
    this.invocation = new lambda.CfnEventInvokeConfig(this, 'Invocation', {
      functionName: this.function.functionName,
      qualifier: '$LATEST',
      destinationConfig: { onSuccess: { destination: successQueue.queueArn }, onFailure: { destination: this.failureQueue.queueArn } },
      maximumRetryAttempts: settings.retryAttempts,
      maximumEventAgeInSeconds: settings.maxEventAge.toSeconds(),
    });
    // Lambda checks that the function may send there.
    this.invocation.node.addDependency((this.function.role as NarrowRole).permissions);
    this.watch();
  }

  private watch(): void {
    const { monitoring, settings } = this.platform;
    const minute = Duration.minutes(1);
    const metric = (metricName: string, statistic: string): cloudwatch.Metric => this.function.metric(metricName, { statistic, period: minute });
    monitoring.watchFunction('Ingest', this.function, 'ingest-fn', settings.ingestTimeout);
    monitoring.watch('IngestDestinations', {
      metric: metric('DestinationDeliveryFailures', 'Sum'),
      description: 'Lambda could not send what became of an event to its queue: an accepted event is not recorded, or lost. Send it again from the log (runbook)',
    });
    monitoring.watch('IngestAge', {
      metric: metric('AsyncEventAge', 'Maximum'),
      threshold: Math.floor(settings.maxEventAge.toMilliseconds() / 4),
      evaluationPeriods: 3,
      description: `Accepted events wait for over a quarter of ${settings.maxEventAge.toHumanString()}: more come than ingest-fn takes, raise processing.concurrency.ingest`,
    });
    monitoring.section('Ingestion');
  }
}
