import { Duration } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EventPlatform, pascalCase } from './platform';
import { HardenedFunction } from '../hardened';
import { QueueSource } from '../hardened/queue-source';

/** Props of `EventConsumer`. */
export interface EventConsumerProps {
  /** Of queue, DLQ and function. */
  readonly name: 'process' | 'store';
  /** What the function does. */
  readonly description: string;
  /** What waits in the queue. */
  readonly what: string;
  /** Reserved, and batches at once. */
  readonly concurrency: number;
}

/** A queue with a DLQ, and the function that reads it message by message (EV-06). */
export class EventConsumer extends Construct {
  /** The queue. */
  public readonly queue: sqs.Queue;
  /** Where failed messages wait for a person. */
  public readonly deadLetterQueue: sqs.Queue;
  /** Reads the queue. */
  public readonly function: HardenedFunction;

  constructor(scope: Construct, id: string, platform: EventPlatform, { name, description, what, concurrency }: EventConsumerProps) {
    super(scope, id);
    const { settings, monitoring } = platform;
    const ageLimit = Duration.seconds(Math.max(600, 2 * settings.visibilityTimeout.toSeconds()));
    const queues = platform.queue(this, 'Queue', name, what, settings.queueRetention, ageLimit);
    this.queue = queues.queue;
    this.deadLetterQueue = queues.deadLetterQueue;
    this.function = platform.function(this, 'Function', { name, description, timeout: settings.consumerTimeout, reservedConcurrency: concurrency });
    new QueueSource(this, 'Source', { target: this.function, queue: this.queue, maxConcurrency: concurrency });
    monitoring.watchFunction(pascalCase(name), this.function, `${name}-fn`, settings.consumerTimeout);
  }
}
