import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { MigrationNetwork } from './network';
import { MigrationOperationsProps } from './props';
import { Settings } from './settings';
import {
  AccessLogBucket, AccountServicePrincipal, FunctionPlacement, HardenedFunction, HardenedKey, HardenedLogs, HardenedQueue, Monitoring, NamedService,
  PhysicalNames,
} from '../hardened';
import { counted } from '../hardened/counted';
import { subscribeEmail } from '../hardened/email';

/** Where load balancers write in the bucket of access logs. */
export const BALANCER_PREFIX = 'load-balancer';

/** As which RDS tells of a failover. */
const RDS_EVENTS = 'events.rds.amazonaws.com';

/** What one function adds to what all have. */
export interface MigrationFunction {
  /** Part of the physical name. */
  readonly name: string;
  readonly description: string;
  /** Path of the handler below the assets. */
  readonly handler: string;
  /** Where in the VPC it runs: `network.placement`. */
  readonly placement: FunctionPlacement;
  readonly memorySize: number;
  readonly timeout: Duration;
  readonly reservedConcurrency?: number;
  readonly environment: Record<string, string>;
}

/** What every part stands on: key, logs, alarms, network. */
export class MigrationPlatform {
  public readonly key: HardenedKey;
  public readonly accessLogs: AccessLogBucket;
  public readonly logs: HardenedLogs;
  public readonly monitoring: Monitoring;
  public readonly network: MigrationNetwork;

  constructor(scope: Construct, readonly settings: Settings, readonly names: PhysicalNames, operations: MigrationOperationsProps = {}) {
    const { removalPolicy, logRetention: retention, environmentSuffix } = settings;
    this.key = new HardenedKey(scope, 'Key', { description: `Payment migration (${environmentSuffix})`, removalPolicy });
    this.key.allowLogs();
    for (const service of publishers(settings)) this.key.allowService(service);
    this.accessLogs = new AccessLogBucket(scope, 'AccessLogs', { bucketName: names.bucket(scope, 'access'), removalPolicy });
    this.logs = new HardenedLogs(scope, 'Logs', { names, encryptionKey: this.key, accessLogs: this.accessLogs, retention, removalPolicy });
    this.monitoring = new Monitoring(scope, 'Monitoring', { names, encryptionKey: this.key, topic: operations.alarmTopic });
    if (operations.alarmTopic === undefined) {
      this.monitoring.topic.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new AccountServicePrincipal(RDS_EVENTS)], actions: ['sns:Publish'], resources: [this.monitoring.topic.topicArn],
      }));
    }
    if (operations.alarmEmail !== undefined) subscribeEmail(this.monitoring.topic, operations.alarmEmail);
    this.network = new MigrationNetwork(scope, 'Network', settings, names, this.logs);
  }

  /** A function in the private subnets. */
  public function(scope: Construct, id: string, fn: MigrationFunction): HardenedFunction {
    return new HardenedFunction(scope, id, {
      ...fn,
      functionName: this.names.of(NamedService.LAMBDA, fn.name),
      logs: this.logs,
      encryptionKey: this.key,
      environment: { POWERTOOLS_METRICS_NAMESPACE: this.names.metricsNamespace, ...fn.environment },
    });
  }

  /** A queue with a DLQ; both with alarms. */
  public queue(scope: Construct, id: string, name: string, what: string, ageLimit: Duration): HardenedQueue {
    const { names, settings, monitoring } = this;
    const queues = new HardenedQueue(scope, id, {
      queueName: names.of(NamedService.SQS, `${name}-queue`),
      deadLetterQueueName: names.of(NamedService.SQS, `${name}-dlq`),
      encryptionKey: this.key,
      visibilityTimeout: settings.visibilityTimeout,
      retentionPeriod: settings.queueRetention,
      maxReceiveCount: settings.maxReceiveCount,
      removalPolicy: settings.removalPolicy,
    });
    monitoring.watchDeadLetters(id, queues.deadLetterQueue, what);
    monitoring.watchAge(id, queues.queue, what, ageLimit);
    return queues;
  }

  /** A metric that a handler counts. */
  public counted(functionName: string, metricName: string, period?: Duration): cloudwatch.Metric {
    return counted(this.names, this.names.of(NamedService.LAMBDA, functionName), metricName, period);
  }
}

/** Services that publish to the topic. */
const publishers = ({ features }: Settings): string[] => [
  'cloudwatch.amazonaws.com', RDS_EVENTS, ...features.driftRemediation ? ['events.amazonaws.com'] : [], ...features.budget ? ['budgets.amazonaws.com'] : [],
];
