import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PaymentEventBus, PROCESSED, PROCESSOR, TYPE_PREFIX } from './bus';
import { EventPlatform, pascalCase } from './platform';
import { AccountServicePrincipal, NamedService } from '../hardened';

/** A queue, and where it and its rule put what fails. */
export interface Queues {
  readonly queue: sqs.Queue;
  readonly deadLetterQueue: sqs.Queue;
}

/** Where rules send to. */
export interface RuleTargets {
  /** Events to process. */
  readonly process: Queues;
  /** Processed events. */
  readonly store: Queues;
  /** Events of high value, where somebody reviews them. */
  readonly review?: Queues;
}

/**
 * Rules of the bus (EV-07). By type and by source each event goes to the queue of those to process, once: the sources of the two rules
 * exclude each other, and what `process-fn` publishes itself is in neither. By amount a copy goes to the reviews.
 */
export class EventRules extends Construct {
  /** The rules by name: `by-type`, `by-source`, `by-amount`, `processed`. */
  public readonly rules: Record<string, events.Rule> = {};

  constructor(scope: Construct, id: string, private readonly platform: EventPlatform, private readonly bus: PaymentEventBus, to: RuleTargets) {
    super(scope, id);
    const { sources, partnerSources, highValue } = platform.settings;
    this.addRule('by-type', 'Payment events of own systems', to.process, {
      source: events.Match.anythingBut(PROCESSOR, ...partnerSources), detailType: events.Match.prefix(TYPE_PREFIX),
    });
    if (partnerSources.length > 0) {
      this.addRule('by-source', 'Payment events of partners', to.process, { source: partnerSources });
    }
    if (to.review) {
      this.addRule('by-amount', 'Events of high value', to.review, { source: sources, detail: amountPattern(highValue) });
    }
    this.addRule('processed', 'What process-fn publishes', to.store, { source: [PROCESSOR], detailType: [PROCESSED] });
    platform.monitoring.section('Rules');
  }

  private addRule(name: string, description: string, queues: Queues, eventPattern: events.EventPattern): void {
    const { names, monitoring } = this.platform;
    const ruleName = names.of(NamedService.EVENT_RULE, name);
    this.rules[name] = new events.Rule(this, name, {
      eventBus: this.bus.bus,
      ruleName,
      description,
      eventPattern,
      targets: [new QueueTarget(queues)],
    });
    monitoring.watch(`Rule${pascalCase(name)}`, {
      metric: new cloudwatch.Metric({
        namespace: 'AWS/Events',
        metricName: 'InvocationsFailedToBeSentToDlq',
        dimensionsMap: { EventBusName: this.bus.bus.eventBusName, RuleName: ruleName },
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      description: `Rule ${name}: EventBridge could deliver an event neither to its queue nor to the dead-letter queue. It is lost there: send it again (runbook)`,
    });
  }
}

/** Not the CDK's: it lets every rule of the account send to the queue, and read what it is like. */
class QueueTarget implements events.IRuleTarget {
  constructor(private readonly queues: Queues) {}

  public bind(rule: events.IRule): events.RuleTargetConfig {
    const { queue, deadLetterQueue } = this.queues;
    for (const each of [queue, deadLetterQueue]) {
      each.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new AccountServicePrincipal('events.amazonaws.com', rule.ruleArn)], actions: ['sqs:SendMessage'], resources: [each.queueArn],
      }));
    }
    return {
      arn: queue.queueArn,
      // The DLQ of the queue takes what EventBridge cannot deliver: the same message, to be sent to the same queue again.
      deadLetterConfig: { arn: deadLetterQueue.queueArn },
      retryPolicy: { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 },
    };
  }
}

/** `amountMatch`: EventBridge knows numbers up to 5e9 alone, and ingest-fn writes none beyond it. */
function amountPattern(highValue: Record<string, number>): Record<string, unknown> {
  const amounts = Object.entries(highValue).map(([currency, minimum]) => ({ currency: [currency], amountMatch: [{ numeric: ['>=', minimum] }] }));
  return amounts.length === 1 ? amounts[0] : { $or: amounts };
}
