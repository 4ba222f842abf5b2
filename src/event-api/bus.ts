import { Aws, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EventPlatform } from './platform';
import { AccountServicePrincipal, NamedService } from '../hardened';

/** Source of the events that `process-fn` publishes; nobody may send as it. As in handlers/shared/contract.ts (tested). */
export const PROCESSOR = 'payments.processor';
/** Type of the events that `process-fn` publishes. */
export const PROCESSED = 'payment.processed';
/** Every type that may be sent begins so. */
export const TYPE_PREFIX = 'payment.';

/** The bus: for principals of this account, as one of the sources (EV-07). */
export class PaymentEventBus extends Construct {
  /** The bus. */
  public readonly bus: events.EventBus;
  /** Events that the bus could not read, for want of its key. */
  public readonly undeliveredQueue: sqs.Queue;

  constructor(scope: Construct, id: string, platform: EventPlatform) {
    super(scope, id);
    const { names, key, settings } = platform;
    const eventBusName = names.of(NamedService.EVENT_BUS, 'bus');
    this.undeliveredQueue = platform.failureQueue(this, 'BusUndelivered', 'bus-undelivered', 'Events that the bus could not read');
    // By name: the bus waits for the queue.
    const busArn = Stack.of(this).formatArn({ service: 'events', resource: 'event-bus', resourceName: eventBusName });
    this.undeliveredQueue.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AllowBus',
      principals: [new AccountServicePrincipal('events.amazonaws.com', busArn)],
      actions: ['sqs:SendMessage'],
      resources: [this.undeliveredQueue.queueArn],
    }));
    this.bus = new events.EventBus(this, 'Bus', {
      eventBusName, description: 'Payment events', kmsKey: key, deadLetterQueue: this.undeliveredQueue,
    });
    this.bus.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AllowAccount',
      principals: [new iam.AccountPrincipal(Aws.ACCOUNT_ID)],
      actions: ['events:PutEvents'],
      resources: [this.bus.eventBusArn],
      conditions: {
        StringEquals: { 'events:source': settings.sources },
        StringLike: { 'events:detail-type': `${TYPE_PREFIX}*` },
      },
    }));
    platform.monitoring.section('Bus');
  }

  /** Lets a function publish as these sources. */
  public allowPublish(fn: iam.IGrantable, ...sources: string[]): void {
    fn.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['events:PutEvents'], resources: [this.bus.eventBusArn], conditions: { StringEquals: { 'events:source': sources } },
    }));
  }
}
