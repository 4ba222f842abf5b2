/** Grades an app as a unit test would: `npx ts-node compare.ts`. */
import { App, Stack } from 'aws-cdk-lib';
import { PaymentProvider, PaymentWebhookPipeline, TemplateComparison } from 'cdk-payment-constructs';

const app = new App();
const stack = new Stack(app, 'Webhooks', { env: { region: 'us-east-1' } });
new PaymentWebhookPipeline(stack, 'Webhooks', { environmentSuffix: 'dev', providers: [PaymentProvider.stripe(), PaymentProvider.adyen()] });

const { grade, justification, findings } = TemplateComparison.ofStage(app, 'webhook-pipeline');
console.log([`${grade} of 100`, ...justification].join('\n  '));
for (const { severity, title, found, fix } of findings) console.log(`\n${severity}: ${title}\n  ${found}\n  ${fix}`);
