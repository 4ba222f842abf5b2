import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { SharedLayer } from './layer';
import { EventOperationsProps } from './props';
import { Settings } from './settings';
import {
  AccessLogBucket, FailureQueue, HardenedFunction, HardenedKey, HardenedLogs, HardenedQueue, Monitoring, NamedService, PhysicalNames,
} from '../hardened';
import { allow } from '../hardened/allow';
import { counted } from '../hardened/counted';
import { subscribeEmail } from '../hardened/email';

/** What one function adds to what all have. */
export interface EventFunction {
  readonly name: 'ingest' | 'process' | 'store';
  readonly description: string;
  readonly timeout: Duration;
  readonly reservedConcurrency: number;
}

/** What every part of the event API stands on: key, logs, layer, alarms. */
export class EventPlatform {
  public readonly key: HardenedKey;
  public readonly accessLogs: AccessLogBucket;
  public readonly logs: HardenedLogs;
  public readonly layer: SharedLayer;
  public readonly monitoring: Monitoring;
  /** Name of the parameter that the functions share. */
  public readonly configurationName: string;

  constructor(private readonly scope: Construct, readonly settings: Settings, readonly names: PhysicalNames, operations: EventOperationsProps = {}) {
    const { removalPolicy, logRetention: retention } = settings;
    this.configurationName = this.parameterName('configuration');
    this.key = new HardenedKey(scope, 'Key', { description: `Payment events (${settings.environmentSuffix})`, removalPolicy });
    this.key.allowLogs();
    for (const service of ['cloudwatch.amazonaws.com', 'events.amazonaws.com']) this.key.allowService(service);
    this.accessLogs = new AccessLogBucket(scope, 'AccessLogs', { bucketName: names.bucket(scope, 'access-logs'), removalPolicy });
    this.logs = new HardenedLogs(scope, 'Logs', { names, encryptionKey: this.key, accessLogs: this.accessLogs, retention, removalPolicy });
    this.layer = new SharedLayer(scope, 'Layer', { layerVersionName: names.of(NamedService.LAYER, 'shared'), removalPolicy });
    this.monitoring = new Monitoring(scope, 'Monitoring', { names, encryptionKey: this.key, topic: operations.alarmTopic });
    if (operations.alarmEmail !== undefined) subscribeEmail(this.monitoring.topic, operations.alarmEmail);
  }

  /** A function that takes events, with the layer and the configuration. */
  public function(scope: Construct, id: string, fn: EventFunction): HardenedFunction {
    const made = new HardenedFunction(scope, id, {
      functionName: this.functionName(fn.name),
      description: fn.description,
      handler: `event-api/handlers/${fn.name}`,
      logs: this.logs,
      encryptionKey: this.key,
      timeout: fn.timeout,
      reservedConcurrency: fn.reservedConcurrency,
      environment: { POWERTOOLS_METRICS_NAMESPACE: this.names.metricsNamespace, CONFIG_PARAMETER: this.configurationName },
    });
    made.addLayers(this.layer);
    allow(made, ['ssm:GetParameter'], this.parameterArn(this.configurationName));
    return made;
  }

  /** A queue with a DLQ; both with alarms. */
  public queue(scope: Construct, id: string, name: string, what: string, retentionPeriod: Duration, ageLimit: Duration): HardenedQueue {
    const { names, settings, monitoring } = this;
    const queues = new HardenedQueue(scope, id, {
      queueName: names.of(NamedService.SQS, `${name}-queue`),
      deadLetterQueueName: names.of(NamedService.SQS, `${name}-dlq`),
      encryptionKey: this.key,
      visibilityTimeout: settings.visibilityTimeout,
      retentionPeriod,
      maxReceiveCount: settings.maxReceiveCount,
      removalPolicy: settings.removalPolicy,
    });
    monitoring.watchDeadLetters(pascalCase(name), queues.deadLetterQueue, what);
    monitoring.watchAge(pascalCase(name), queues.queue, what, ageLimit);
    return queues;
  }

  /** A queue for what fails outside any queue, with an alarm. */
  public failureQueue(scope: Construct, id: string, name: string, what: string): FailureQueue {
    const queue = new FailureQueue(scope, id, {
      queueName: this.names.of(NamedService.SQS, name), encryptionKey: this.key, removalPolicy: this.settings.removalPolicy,
    });
    this.monitoring.watchDeadLetters(id, queue, what);
    return queue;
  }

  public functionName(name: string): string {
    return this.names.of(NamedService.LAMBDA, `${name}-fn`);
  }

  /** Name of a parameter of Systems Manager. */
  public parameterName(name: string): string {
    return `/${this.names.prefix}/${this.names.environmentSuffix}/${name}`;
  }

  private parameterArn(name: string): string {
    return Stack.of(this.scope).formatArn({ service: 'ssm', resource: `parameter${name}` });
  }

  /** A metric that a handler counts. */
  public counted(functionName: string, metricName: string, period?: Duration): cloudwatch.Metric {
    return counted(this.names, this.functionName(functionName), metricName, period);
  }
}

export function pascalCase(id: string): string {
  return id.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join('');
}
