/** Synthesises the pipeline in a fresh process. Arguments: a variant, the repository, the folder for the assembly. */
import * as fs from 'fs';
import * as path from 'path';
import type { Stack } from 'aws-cdk-lib';
import type { SynthTiming, Variant } from '../synth';

const [variant, root, outdir] = process.argv.slice(2) as [Variant, string, string];
const { context } = JSON.parse(fs.readFileSync(path.join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };

async function main(): Promise<void> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  // Loaded inside the measurement: what is lazy here is loaded later there.
  const { App, Stack } = await import('aws-cdk-lib');
  const build = variant === 'plain' ? await plain() : await library();
  const loaded = performance.now();
  const app = new App({ outdir, analyticsReporting: false, postCliContext: context });
  const stack = new Stack(app, 'Stack', { env: { region: 'us-east-1' } });
  build(stack);
  const constructed = performance.now();
  const { template } = app.synth().getStackArtifact(stack.artifactId) as { template: { Resources: Record<string, { Type: string }> } };
  const end = performance.now();
  const { user, system } = process.cpuUsage(cpu);

  const types: Record<string, number> = {};
  for (const { Type } of Object.values(template.Resources)) types[Type] = (types[Type] ?? 0) + 1;
  const timing: SynthTiming = {
    load: loaded - start, construct: constructed - loaded, synth: end - constructed, total: end - start, cpu: (user + system) / 1000, types,
  };
  console.log(`\n${JSON.stringify(timing)}`);
}

async function library(): Promise<(stack: Stack) => void> {
  const { PaymentWebhookPipeline } = await import('../../src/index.js');
  const { goldenProps } = await import('../../golden/apps/webhook-pipeline.js');
  // A rate that needs no warning: the CDK prints a report for one, which is no part of the synthesis.
  return (stack) => { new PaymentWebhookPipeline(stack, 'Pipeline', goldenProps({ ingress: { rateLimit: 1000, burstLimit: 500 } })); };
}

async function plain(): Promise<(stack: Stack) => void> {
  const { addPlainPipeline } = await import('../plain-pipeline.js');
  return (stack) => addPlainPipeline(stack, path.join(root, 'assets', 'webhook-pipeline', 'handlers'));
}

void main();
