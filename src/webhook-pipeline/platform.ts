import { Construct } from 'constructs';
import { PrivateNetwork } from './network';
import { PipelineEncryption, PaymentWebhookPipelineProps } from './props';
import { Settings } from './settings';
import {
  AccessLogBucket, FailureQueue, HardenedFunction, HardenedKey, HardenedLogs, HardenedTable, Monitoring, NamedService, PhysicalNames,
} from '../hardened';

/** What one function of the pipeline adds to what all have. */
export interface PipelineFunction {
  readonly name: string;
  readonly handler: string;
  readonly description: string;
  readonly reservedConcurrency: number;
  readonly environment: Record<string, string>;
  /** Run outside the VPC, to reach the internet. */
  readonly needsInternet?: boolean;
}

/** What every part of the pipeline stands on. */
export class Platform {
  public readonly key?: HardenedKey;
  public readonly accessLogs: AccessLogBucket;
  public readonly logs: HardenedLogs;
  public readonly network?: PrivateNetwork;
  public readonly table: HardenedTable;
  public readonly monitoring: Monitoring;

  constructor(scope: Construct, props: PaymentWebhookPipelineProps, readonly settings: Settings, readonly names: PhysicalNames) {
    const { removalPolicy } = settings;
    if (props.data?.encryption !== PipelineEncryption.AWS_MANAGED) {
      this.key = new HardenedKey(scope, 'Key', { description: `Payment webhooks (${props.environmentSuffix})`, removalPolicy });
      this.key.allowLogs();
      for (const service of ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com', 'events.amazonaws.com']) this.key.allowService(service);
    }
    this.accessLogs = new AccessLogBucket(scope, 'AccessLogs', { bucketName: names.bucket(scope, 'access-logs'), removalPolicy });
    this.logs = new HardenedLogs(scope, 'Logs', {
      names, encryptionKey: this.key, accessLogs: this.accessLogs, retention: props.data?.logRetention, removalPolicy,
    });
    if (props.network?.enabled !== false) this.network = new PrivateNetwork(scope, 'Network', props.network ?? {}, names, this.logs);
    this.table = new HardenedTable(scope, 'State', {
      tableName: names.of(NamedService.DYNAMODB, 'state'),
      partitionKey: 'webhook_id',
      timeToLiveAttribute: 'processed_timestamp',
      encryptionKey: this.key,
      removalPolicy,
    });
    this.monitoring = new Monitoring(scope, 'Monitoring', { names, encryptionKey: this.key, topic: props.operations?.alarmTopic });
  }

  /** A function of the pipeline. */
  public function(scope: Construct, id: string, fn: PipelineFunction): HardenedFunction {
    const { settings, names } = this;
    return new HardenedFunction(scope, id, {
      functionName: names.of(NamedService.LAMBDA, fn.name),
      description: fn.description,
      handler: `webhook-pipeline/handlers/${fn.handler}`,
      code: settings.code,
      logs: this.logs,
      encryptionKey: this.key,
      timeout: settings.timeout,
      reservedConcurrency: fn.reservedConcurrency,
      environment: { POWERTOOLS_METRICS_NAMESPACE: names.metricsNamespace, ...fn.environment },
      placement: fn.needsInternet && this.network?.isolated ? undefined : this.network?.placement,
    });
  }

  /** A queue for what fails outside any queue. */
  public failureQueue(scope: Construct, id: string, name: string): FailureQueue {
    return new FailureQueue(scope, id, {
      queueName: this.names.of(NamedService.SQS, name), encryptionKey: this.key, removalPolicy: this.settings.removalPolicy,
    });
  }
}
