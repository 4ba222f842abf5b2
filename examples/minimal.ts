/** The smallest app: `npx aws-cdk@2.1148.1 deploy --app "npx ts-node minimal.ts"`. */
import { App, Stack } from 'aws-cdk-lib';
import { PaymentProvider, PaymentWebhookPipeline } from 'cdk-payment-constructs';

const app = new App();
const stack = new Stack(app, 'PaymentWebhooks', { env: { region: 'us-east-1' } });
new PaymentWebhookPipeline(stack, 'Pipeline', {
  environmentSuffix: 'dev',
  providers: [PaymentProvider.stripe(), PaymentProvider.adyen()],
});
app.synth();
