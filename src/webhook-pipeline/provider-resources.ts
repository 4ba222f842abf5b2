import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { PaymentProvider } from './provider';

/** What a provider has of its own (WH-11). */
export interface ProviderResources {
  /** The provider. */
  readonly provider: PaymentProvider;
  /** Verified webhooks wait here. */
  readonly queue: sqs.Queue;
  /** Webhooks that failed for good wait here for a person. */
  readonly deadLetterQueue: sqs.Queue;
  /** Signing key: JSON `{ "current": "...", "previous"?: "..." }`. */
  readonly secret: secretsmanager.ISecret;
  /** Reads the queue and starts the workflow. */
  readonly processor: lambda.Function;
}
