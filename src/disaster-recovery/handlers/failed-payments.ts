/** The queue of payments that the table did not take. */
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { ReceivedPayment } from './contract';
import { CLIENT_CONFIG } from '../../hardened/handlers/aws-client';
import { tracer } from '../../hardened/handlers/telemetry';

export class FailedPayments {
  private readonly sqs = tracer.captureAWSv3Client(new SQSClient({ ...CLIENT_CONFIG, maxAttempts: 2 }));

  constructor(private readonly queueUrl: string) {
  }

  async send(received: ReceivedPayment, remainingMs: number): Promise<void> {
    await this.sqs.send(
      new SendMessageCommand({ QueueUrl: this.queueUrl, MessageBody: JSON.stringify(received) }),
      { abortSignal: AbortSignal.timeout(Math.max(1, remainingMs - 500)) },
    );
  }

  /** The message comes again after this time, and not as soon as the queue would give it. */
  async postpone(receiptHandle: string, seconds: number): Promise<void> {
    await this.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: this.queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds }));
  }
}
