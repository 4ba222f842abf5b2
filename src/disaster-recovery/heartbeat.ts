import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { RegionPlatform } from './platform';
import { RecoveryConsistency } from './props';
import { AccountServicePrincipal, FailureQueue, NamedService, NarrowRole } from '../hardened';
import { allow } from '../hardened/allow';

/** Partition key of the heartbeats, in the handlers too (tested). */
export const HEARTBEAT_KEY = 'heartbeat';
/** DR-06: what replication may take. */
const REPLICATION_LIMIT = Duration.seconds(30);
/** A heartbeat is written each minute, so the other Region's may be a minute old besides. */
const AGE_LIMIT = REPLICATION_LIMIT.plus(Duration.minutes(2));

/**
 * Writes to the table each minute, so that the metric of its replication exists also while nobody pays, and measures how old the other
 * Region's heartbeat is (DR-06).
 */
export class Heartbeat extends Construct {
  /** Writes and reads. */
  public readonly function: lambda.Function;
  /** Heartbeats that failed. */
  public readonly failureQueue: sqs.Queue;
  /** Rings when writes of this Region reach the other too late. Not with strong consistency, which has no such metric. */
  public readonly latencyAlarm?: cloudwatch.Alarm;
  /** Rings when the other Region's writes reach this one too late. */
  public readonly ageAlarm: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, platform: RegionPlatform) {
    super(scope, id);
    const { monitoring, settings, regions, key } = platform;
    this.failureQueue = new FailureQueue(this, 'Failures', {
      queueName: regions.names.of(NamedService.SQS, 'heartbeat-failures'), encryptionKey: key, removalPolicy: settings.removalPolicy,
    });
    const timeout = Duration.seconds(10);
    const fn = platform.function(this, 'Function', {
      name: 'heartbeat', description: 'Proves each minute that the table replicates', timeout, environment: { OTHER_REGION: regions.otherRegion },
    });
    platform.allowItems(fn, ['dynamodb:PutItem', 'dynamodb:GetItem'], HEARTBEAT_KEY);
    key.grantEncryptDecrypt(fn);
    allow(fn, ['sqs:SendMessage'], this.failureQueue.queueArn);
    this.function = fn;
    // L1: the L2 destination grants wildcards on the queue's key. One heartbeat is soon replaced by the next.
    new lambda.CfnEventInvokeConfig(this, 'Invocation', {
      functionName: fn.functionName,
      qualifier: '$LATEST',
      destinationConfig: { onFailure: { destination: this.failureQueue.queueArn } },
      maximumRetryAttempts: 1,
      maximumEventAgeInSeconds: 120,
    }).node.addDependency((fn.role as NarrowRole).permissions);
    this.schedule(platform);

    const minute = Duration.minutes(1);
    const { tableName, otherRegion } = regions;
    if (settings.consistency === RecoveryConsistency.EVENTUAL) {
      this.latencyAlarm = monitoring.watch('ReplicationLatency', {
        metric: new cloudwatch.Metric({
          namespace: 'AWS/DynamoDB',
          metricName: 'ReplicationLatency',
          dimensionsMap: { TableName: tableName, ReceivingRegion: otherRegion },
          statistic: 'Maximum',
          period: minute,
        }),
        threshold: REPLICATION_LIMIT.toMilliseconds(),
        comparison: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        missingData: cloudwatch.TreatMissingData.BREACHING,
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        description: `Payments reach ${otherRegion} after more than ${REPLICATION_LIMIT.toSeconds()} s, or not at all: a failover now would lose sight of them`,
      });
    }
    this.ageAlarm = monitoring.watch('ReplicationAge', {
      metric: new cloudwatch.Metric({
        namespace: regions.names.metricsNamespace,
        metricName: 'ReplicationAge',
        dimensionsMap: { service: regions.names.of(NamedService.LAMBDA, 'heartbeat'), SourceRegion: otherRegion },
        statistic: 'Maximum',
        period: minute,
      }),
      threshold: AGE_LIMIT.toSeconds(),
      comparison: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      missingData: cloudwatch.TreatMissingData.BREACHING,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      description: `The last heartbeat of ${otherRegion} is older than ${AGE_LIMIT.toSeconds()} s, or this Region has none of its own: that Region, or the replication, is down`,
    });
    monitoring.watchFunction('Heartbeat', fn, 'Heartbeat', timeout);
    monitoring.watchDeadLetters('Heartbeat', this.failureQueue, 'Heartbeats');
    monitoring.section(`Replication to and from ${otherRegion}`);
  }

  /** L1: the L2 target puts the path of the stack into the id of its permission, and the ids differ from Region to Region. */
  private schedule({ regions }: RegionPlatform): void {
    const ruleName = regions.names.of(NamedService.EVENT_RULE, 'heartbeat');
    // By name: the rule waits for the queue.
    const ruleArn = Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: ruleName });
    this.failureQueue.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new AccountServicePrincipal('events.amazonaws.com', ruleArn)],
      actions: ['sqs:SendMessage'],
      resources: [this.failureQueue.queueArn],
    }));
    const rule = new events.CfnRule(this, 'EachMinute', {
      name: ruleName,
      description: 'Heartbeat of the global table',
      scheduleExpression: 'rate(1 minute)',
      state: 'ENABLED',
      targets: [{
        id: 'Heartbeat',
        arn: this.function.functionArn,
        deadLetterConfig: { arn: this.failureQueue.queueArn },
        retryPolicy: { maximumRetryAttempts: 1, maximumEventAgeInSeconds: 120 },
      }],
    });
    new lambda.CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction', functionName: this.function.functionArn, principal: 'events.amazonaws.com', sourceArn: rule.attrArn,
    });
  }
}
