import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { HardenedQueue, NamedService } from '../hardened';
import { Platform } from './platform';
import { PaymentRoute } from './props';
import { EVENT_SOURCE, PROCESSED } from './workflow';

/** Rules of the bus: by payment type and by amount for each currency, each to a queue with a DLQ (WH-08). */
export class PaymentRoutes extends Construct {
  /** Queue of each route, by its name. */
  public readonly queues: Record<string, sqs.Queue> = {};

  constructor(scope: Construct, id: string, platform: Platform, bus: events.IEventBus) {
    super(scope, id);
    for (const route of platform.settings.routes) this.addRoute(route, platform, bus);
    platform.monitoring.section('Routes');
  }

  private addRoute(route: PaymentRoute, platform: Platform, bus: events.IEventBus): void {
    const { names, settings, monitoring } = platform;
    const scope = new Construct(this, route.name);
    const { queue, deadLetterQueue } = new HardenedQueue(scope, 'Queue', {
      queueName: names.of(NamedService.SQS, `route-${route.name}`),
      deadLetterQueueName: names.of(NamedService.SQS, `route-${route.name}-dlq`),
      encryptionKey: platform.key,
      // Your consumer may be down for a while: as long as the DLQ's 14 days allow.
      retentionPeriod: Duration.days(13),
      removalPolicy: settings.removalPolicy,
    });
    this.queues[route.name] = queue;
    new events.Rule(scope, 'Rule', {
      eventBus: bus,
      ruleName: names.of(NamedService.EVENT_RULE, `route-${route.name}`),
      description: `Processed payments of route ${route.name}`,
      eventPattern: { source: [EVENT_SOURCE], detailType: [PROCESSED], detail: pattern(route) },
      // The DLQ takes what EventBridge cannot deliver, and what your consumer gives up.
      targets: [new targets.SqsQueue(queue, { deadLetterQueue, maxEventAge: Duration.hours(24), retryAttempts: 185 })],
    });
    monitoring.watchDeadLetters(`Route-${route.name}-`, deadLetterQueue, `Route ${route.name}`);
    monitoring.watchAge(`Route-${route.name}-`, queue, `Route ${route.name}`, Duration.days(1));
  }
}

function pattern(route: PaymentRoute): Record<string, unknown> {
  const amounts = Object.entries(route.minimumAmounts ?? {}).map(([currency, minimum]) => ({
    currency: [currency], amount_match: [{ numeric: ['>=', minimum] }],
  }));
  return {
    ...(route.paymentTypes?.length && { payment_type: route.paymentTypes }),
    ...(amounts.length === 1 ? amounts[0] : amounts.length > 1 && { $or: amounts }),
  };
}
