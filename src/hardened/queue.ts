import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { Faults } from './faults';

/** Props of `HardenedQueue`. */
export interface HardenedQueueProps {
  /** Physical name; the DLQ gets `deadLetterQueueName`. */
  readonly queueName: string;
  /** Physical name of the DLQ. */
  readonly deadLetterQueueName: string;
  /**
   * Customer managed key of both queues.
   * @default - SSE-SQS, a key that SQS manages
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * How long a received message stays hidden. At least the timeout of a function that polls it; six times is AWS's advice.
   * @default Duration.minutes(3)
   */
  readonly visibilityTimeout?: Duration;
  /**
   * How long a message waits to be processed.
   * @default Duration.days(4)
   */
  readonly retentionPeriod?: Duration;
  /**
   * How long a failed message is kept. Must exceed `retentionPeriod`: a standard queue counts from the first enqueue.
   * @default Duration.days(14)
   */
  readonly deadLetterRetentionPeriod?: Duration;
  /**
   * Receives after which a message moves to the DLQ.
   * @default 5
   */
  readonly maxReceiveCount?: number;
  /**
   * What happens to both queues when their stack goes.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What every queue has: encryption, TLS only, a removal policy. */
function encrypted({ encryptionKey, removalPolicy }: FailureQueueProps): sqs.QueueProps {
  return {
    enforceSSL: true,
    encryption: encryptionKey ? sqs.QueueEncryption.KMS : sqs.QueueEncryption.SQS_MANAGED,
    encryptionMasterKey: encryptionKey,
    dataKeyReuse: encryptionKey && Duration.minutes(5),
    removalPolicy: removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  };
}

/** A queue whose failures are kept: encrypted, TLS only, with a DLQ that takes messages from this queue alone (WH-06). */
export class HardenedQueue extends Construct {
  /** The queue. */
  public readonly queue: sqs.Queue;
  /** Where failed messages wait for a person. */
  public readonly deadLetterQueue: sqs.Queue;

  constructor(scope: Construct, id: string, props: HardenedQueueProps) {
    super(scope, id);
    const retention = props.retentionPeriod ?? Duration.days(4);
    const deadLetterRetention = props.deadLetterRetentionPeriod ?? Duration.days(14);
    const faults = new Faults();
    faults.range('maxReceiveCount', props.maxReceiveCount, 2, 1000);
    if (deadLetterRetention.toSeconds() <= retention.toSeconds()) {
      faults.add(`deadLetterRetentionPeriod (${deadLetterRetention.toHumanString()}) must exceed retentionPeriod (${retention.toHumanString()}): `
        + 'SQS counts both from the first enqueue, so a late failure would vanish at once');
    }
    faults.throwIfAny(this);

    const shared = encrypted(props);
    // The ARN is built from the name: a reference both ways would be a circular dependency.
    const sourceArn = Stack.of(this).formatArn({ service: 'sqs', resource: props.queueName });
    this.deadLetterQueue = new sqs.Queue(this, 'DeadLetterQueue', {
      ...shared,
      queueName: props.deadLetterQueueName,
      retentionPeriod: deadLetterRetention,
      redriveAllowPolicy: { sourceQueues: [sqs.Queue.fromQueueArn(this, 'Source', sourceArn)] },
    });
    acknowledge(this.deadLetterQueue, 'A dead-letter queue is the last stop: a person empties it, and its depth has an alarm', 'Serverless-SQSRedrivePolicy');
    this.queue = new sqs.Queue(this, 'Queue', {
      ...shared,
      queueName: props.queueName,
      retentionPeriod: retention,
      visibilityTimeout: props.visibilityTimeout ?? Duration.minutes(3),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: props.maxReceiveCount ?? 5 },
    });
  }
}

/** Props of `FailureQueue`. */
export interface FailureQueueProps {
  /** Physical name. */
  readonly queueName: string;
  /**
   * Customer managed key.
   * @default - SSE-SQS, a key that SQS manages
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * What happens to the queue when its stack goes.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** A DLQ that no queue redrives into: for function destinations, rule targets and workflows. Kept 14 days. */
export class FailureQueue extends sqs.Queue {
  constructor(scope: Construct, id: string, props: FailureQueueProps) {
    super(scope, id, {
      ...encrypted(props),
      queueName: props.queueName,
      retentionPeriod: Duration.days(14),
      redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.DENY_ALL },
    });
    acknowledge(this, 'A dead-letter queue of a function, a rule or a workflow: a person empties it, and its depth has an alarm',
      'AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy');
  }
}
