/** Handlers from images in a private ECR repository. Deploy `PaymentImages`, push the image with tag 1.0.0, deploy `PaymentWebhooks`. */
import { App, Stack } from 'aws-cdk-lib';
import { HandlerCode, HardenedRepository, PaymentProvider, PaymentWebhookPipeline } from 'cdk-payment-constructs';

const app = new App();
const env = { region: 'us-east-1' };

const images = new Stack(app, 'PaymentImages', { env });
const repository = new HardenedRepository(images, 'Repository', { repositoryName: 'payments-handlers-dev' });

const stack = new Stack(app, 'PaymentWebhooks', { env });
new PaymentWebhookPipeline(stack, 'Pipeline', {
  environmentSuffix: 'dev',
  providers: [PaymentProvider.stripe()],
  processing: { code: HandlerCode.fromEcr(repository, '1.0.0') },
});
app.synth();
