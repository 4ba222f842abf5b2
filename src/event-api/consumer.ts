import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EventPlatform, pascalCase } from './platform';
import { HardenedFunction } from '../hardened';
import { acknowledge } from '../hardened/acknowledge';
import { allow } from '../hardened/allow';

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
    // To decrypt, by the key of its environment, is what else it needs.
    allow(this.function, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], this.queue.queueArn);
    const mapping = new lambda.EventSourceMapping(this, 'Source', {
      target: this.function, eventSourceArn: this.queue.queueArn, batchSize: 10, reportBatchItemFailures: true, maxConcurrency: concurrency,
    });
    mapping.node.addDependency(this.function.role!);
    acknowledge(mapping, 'Lambda has no failure destination for SQS: the queue\'s own redrive policy keeps what fails', 'Serverless-LambdaEventSourceMappingDestination');
    monitoring.watchFunction(pascalCase(name), this.function, `${name}-fn`, settings.consumerTimeout);
  }
}
