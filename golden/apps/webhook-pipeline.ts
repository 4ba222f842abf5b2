import { Annotations, App, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { HandlerCode, HardenedRepository, LogRetentionProfile, PaymentProvider, PaymentWebhookPipeline, PaymentWebhookPipelineProps } from '../../src';

const SUFFIX = 'dev';

/** The requirements' own numbers (WH), where they differ from the library's defaults. */
export function goldenProps(overrides: Partial<PaymentWebhookPipelineProps> = {}): PaymentWebhookPipelineProps {
  return {
    environmentSuffix: SUFFIX,
    providers: [
      PaymentProvider.stripe(),
      PaymentProvider.adyen(),
      PaymentProvider.paypal(),
      PaymentProvider.square(),
      PaymentProvider.hmac('partner'),
    ],
    ingress: { rateLimit: 10_000, burstLimit: 5_000 },
    processing: { timeout: Duration.seconds(30), visibilityTimeout: Duration.seconds(30) },
    data: { removalPolicy: RemovalPolicy.DESTROY, logRetention: LogRetentionProfile.sevenDaysAndArchive() },
    operations: { monthlyBudgetUsd: 500 },
    ...overrides,
  };
}

class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps, overrides: Partial<PaymentWebhookPipelineProps>) {
    super(scope, id, props);
    Annotations.of(this).acknowledgeWarning('cdk-payment-constructs:taken', 'one of the two is deployed');
    const pipeline = new PaymentWebhookPipeline(this, 'Pipeline', goldenProps(overrides));
    Annotations.of(pipeline).acknowledgeWarning('cdk-payment-constructs:capacity',
      'WH-02 asks for 10,000 requests a second, an account of the default size sustains less: the throttle is a ceiling');
  }
}

/** The golden stacks: `webhook-pipeline.<variant>`. Bound to us-east-1, to no account. */
export function addGoldenStacks(app: App): Record<string, Stack> {
  const env = { region: 'us-east-1' };
  const zip = new PipelineStack(app, 'WebhookPipelineZip', { env, description: 'Payment webhook pipeline, bundled code' }, {});

  const images = new Stack(app, 'WebhookPipelineImages', { env, description: 'Images of the payment webhook pipeline: deploy and push first' });
  const repository = new HardenedRepository(images, 'Repository', { repositoryName: `payments-handlers-${SUFFIX}`, removalPolicy: RemovalPolicy.DESTROY });
  const ecr = new PipelineStack(app, 'WebhookPipelineEcr', { env, description: 'Payment webhook pipeline, code from private ECR' }, {
    processing: { ...goldenProps().processing, code: HandlerCode.fromEcr(repository, '1.0.0') },
  });
  return { 'webhook-pipeline.zip': zip, 'webhook-pipeline.ecr': ecr, 'webhook-pipeline.ecr-repository': images };
}
