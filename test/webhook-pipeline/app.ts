import { Stack } from 'aws-cdk-lib';
import { Template } from './template';
import { newApp } from '../../golden/apps/synthesise';
import { PaymentProvider, PaymentWebhookPipeline, PaymentWebhookPipelineProps } from '../../src';

/** A pipeline in a stack of its own, with Stripe alone and the library's defaults. */
export function build(props: Partial<PaymentWebhookPipelineProps> = {}, region: string | undefined = 'us-east-1', context: Record<string, unknown> = {}) {
  const stack = new Stack(newApp({ postCliContext: context }), 'Test', { env: region ? { region } : undefined });
  const pipeline = new PaymentWebhookPipeline(stack, 'Pipeline', { environmentSuffix: 'dev', providers: [PaymentProvider.stripe()], ...props });
  return { stack, pipeline };
}

/** The template of such a stack, and its warnings. */
export function synthesise(...args: Parameters<typeof build>) {
  const { stack, pipeline } = build(...args);
  const app = stack.node.root as ReturnType<typeof newApp>;
  const artifact = app.synth().getStackArtifact(stack.artifactId);
  const warnings = artifact.messages.map(({ entry }) => String(entry.data));
  return { stack, pipeline, template: new Template(artifact.template), warnings };
}
