import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { allow } from './allow';

/** Props of `QueueSource`. */
export interface QueueSourceProps {
  /** Reads the queue; reports the messages of a batch that failed. To decrypt it needs the key of the queue too. */
  readonly target: lambda.IFunction;
  /** The queue. */
  readonly queue: sqs.IQueue;
  /** Batches at once: 2 to 1,000. */
  readonly maxConcurrency: number;
  /** Let the function choose when a message is tried again. */
  readonly changesVisibility?: boolean;
}

/**
 * Gives the messages of a queue to a function, message by message, with no more permission than that needs.
 *
 * Not `addEventSource`: it puts the path of the stack into the id, and the ids differ from Region to Region.
 */
export class QueueSource extends lambda.EventSourceMapping {
  constructor(scope: Construct, id: string, { target, queue, maxConcurrency, changesVisibility }: QueueSourceProps) {
    super(scope, id, { target, eventSourceArn: queue.queueArn, batchSize: 10, reportBatchItemFailures: true, maxConcurrency });
    const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...changesVisibility ? ['sqs:ChangeMessageVisibility'] : []];
    allow(target, actions, queue.queueArn);
    this.node.addDependency(target.role!);
    acknowledge(this, 'Lambda has no failure destination for SQS: the queue\'s own redrive policy keeps what fails', 'Serverless-LambdaEventSourceMappingDestination');
  }
}
