import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { NamedService, PhysicalNames } from './names';
import { AccountServicePrincipal } from './narrow-role';

/** Props of `HardenedTopic`. */
export interface HardenedTopicProps {
  /** Physical name. */
  readonly topicName: string;
  /**
   * Key; must allow the services that publish: `HardenedKey.allowService`.
   * @default - not encrypted at rest by a key of yours
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Services of AWS that may publish for this account.
   * @default - none
   */
  readonly publishers?: string[];
}

/** An encrypted topic that takes messages over TLS only. */
export class HardenedTopic extends sns.Topic {
  constructor(scope: Construct, id: string, props: HardenedTopicProps) {
    super(scope, id, { topicName: props.topicName, masterKey: props.encryptionKey, enforceSSL: true });
    for (const service of props.publishers ?? []) {
      this.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new AccountServicePrincipal(service)],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
      }));
    }
  }
}

/** What to watch. */
export interface Watch {
  /** The metric, with its period and statistic. */
  readonly metric: cloudwatch.IMetric;
  /** What is wrong when the alarm rings, and where to look. */
  readonly description: string;
  /**
   * Rings when the metric is at or above this (see `comparison`), in the metric's own unit.
   * @default 1
   */
  readonly threshold?: number;
  /**
   * Periods to look at.
   * @default 1
   */
  readonly evaluationPeriods?: number;
  /**
   * Periods that must be over the threshold.
   * @default - all
   */
  readonly datapointsToAlarm?: number;
  /**
   * How the metric is compared with the threshold.
   * @default cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
   */
  readonly comparison?: cloudwatch.ComparisonOperator;
  /**
   * What a period without data means. `BREACHING` for a metric that must exist, such as that of a heartbeat.
   * @default cloudwatch.TreatMissingData.NOT_BREACHING
   */
  readonly missingData?: cloudwatch.TreatMissingData;
}

/** What to watch by other alarms. */
export interface WatchTogether {
  /** Physical name. */
  readonly alarmName: string;
  /** What is wrong when the alarm rings, and where to look. */
  readonly description: string;
  /** The alarms. */
  readonly alarms: cloudwatch.IAlarm[];
  /**
   * Ring only when all of them ring, not with the first.
   * @default false
   */
  readonly all?: boolean;
}

/** Props of `Monitoring`. */
export interface MonitoringProps {
  /** Name of the dashboard and the topic. */
  readonly names: PhysicalNames;
  /**
   * Key of the topic; must allow cloudwatch.amazonaws.com.
   * @default - no key of yours
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Where alarms go.
   * @default - a topic is made
   */
  readonly topic?: sns.ITopic;
}

/** Alarms to one topic, each with its graph on one dashboard (WH-14, EV-09, NE-11). */
export class Monitoring extends Construct {
  /** Where alarms go. */
  public readonly topic: sns.ITopic;
  /** One graph for each alarm. */
  public readonly dashboard: cloudwatch.Dashboard;
  private readonly watched: cloudwatch.Alarm[] = [];
  private drawn = 0;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.topic = props.topic ?? new HardenedTopic(this, 'Topic', {
      topicName: props.names.of(NamedService.SNS, 'alarms'),
      encryptionKey: props.encryptionKey,
      publishers: ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'],
    });
    // Dashboards are global in an account: the Region keeps two of them apart.
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: `${props.names.of(NamedService.DASHBOARD, 'overview')}-${Stack.of(this).region}`,
    });
  }

  /** Every alarm made so far. */
  public get alarms(): cloudwatch.Alarm[] {
    return [...this.watched];
  }

  /** An alarm with an action, and its graph. */
  public watch(id: string, watch: Watch): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, id, {
      metric: watch.metric,
      alarmDescription: watch.description,
      threshold: watch.threshold ?? 1,
      evaluationPeriods: watch.evaluationPeriods ?? 1,
      datapointsToAlarm: watch.datapointsToAlarm,
      comparisonOperator: watch.comparison ?? cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: watch.missingData ?? cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    this.tell(alarm);
    this.watched.push(alarm);
    return alarm;
  }

  /** One alarm over several, with an action: what to wake somebody for. It has no graph of its own. */
  public watchTogether(id: string, watch: WatchTogether): cloudwatch.CompositeAlarm {
    const ringing = watch.alarms.map((alarm) => cloudwatch.AlarmRule.fromAlarm(alarm, cloudwatch.AlarmState.ALARM));
    const alarm = new cloudwatch.CompositeAlarm(this, id, {
      compositeAlarmName: watch.alarmName,
      alarmDescription: watch.description,
      alarmRule: watch.all ? cloudwatch.AlarmRule.allOf(...ringing) : cloudwatch.AlarmRule.anyOf(...ringing),
    });
    this.tell(alarm);
    return alarm;
  }

  private tell(alarm: cloudwatch.AlarmBase): void {
    const action = new actions.SnsAction(this.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }

  /** Rings on the first message that fails for good. */
  public watchDeadLetters(id: string, queue: sqs.IQueue, what: string): void {
    this.watch(`${id}DeadLetters`, {
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: 'Maximum' }),
      description: `${what}: messages wait in the dead-letter queue; find the cause, then send them again (runbook)`,
    });
  }

  /** Rings when messages wait too long. */
  public watchAge(id: string, queue: sqs.IQueue, what: string, limit: Duration): void {
    this.watch(`${id}Age`, {
      metric: queue.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: 'Maximum' }),
      threshold: limit.toSeconds(),
      evaluationPeriods: 3,
      description: `${what}: the oldest message waits for over ${limit.toHumanString()}; the consumer is down or too slow`,
    });
  }

  /** Rings on errors, throttles and runs close to the timeout. */
  public watchFunction(id: string, fn: lambda.IFunction, what: string, timeout: Duration): void {
    this.watch(`${id}Errors`, {
      metric: fn.metricErrors({ period: MINUTE }),
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      description: `${what}: the function fails`,
    });
    this.watch(`${id}Throttles`, {
      metric: fn.metricThrottles({ period: MINUTE }),
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      description: `${what}: reserved concurrency or the account's limit is used up`,
    });
    this.watch(`${id}Duration`, {
      metric: fn.metricDuration({ period: MINUTE, statistic: 'p99' }),
      threshold: Math.floor(timeout.toMilliseconds() * 0.8),
      evaluationPeriods: 3,
      description: `${what}: p99 is above 80% of the timeout`,
    });
  }

  /** Draws every alarm made since the last call under a heading. */
  public section(heading: string): void {
    const fresh = this.watched.slice(this.drawn);
    this.drawn = this.watched.length;
    if (fresh.length === 0) return;
    this.dashboard.addWidgets(new cloudwatch.TextWidget({ markdown: `## ${heading}`, width: 24, height: 1 }));
    this.dashboard.addWidgets(...fresh.map((alarm) => new cloudwatch.GraphWidget({
      title: alarm.node.id, left: [alarm.metric], leftAnnotations: [alarm.toAnnotation()], width: 6, height: 5,
    })));
  }
}

const MINUTE = Duration.minutes(1);
