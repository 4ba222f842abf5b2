import * as fs from 'fs';
import * as path from 'path';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { addGoldenStacks } from './webhook-pipeline';

const ROOT = path.join(__dirname, '..', '..');
const GOLDEN = path.join(ROOT, 'golden');

/** A golden template as it is committed, and the stack that it comes from. */
export interface Golden {
  readonly name: string;
  readonly file: string;
  readonly stack: Stack;
  readonly template: Template;
  readonly text: string;
  /** Warnings that the constructs added at synthesis. */
  readonly warnings: string[];
}

export interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown>; readonly [key: string]: unknown }>;
  readonly [section: string]: unknown;
}

/** An app with the feature flags of a new project, frozen in cdk.json. */
export function newApp(props?: AppProps): App {
  const { context } = JSON.parse(fs.readFileSync(path.join(ROOT, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  return new App({ ...props, analyticsReporting: false, postCliContext: { ...context, ...props?.postCliContext } });
}

/** Synthesises every golden. */
export function synthesise(outdir?: string): Golden[] {
  const app = newApp({ outdir });
  const stacks = addGoldenStacks(app);
  const assembly = app.synth();
  return Object.entries(stacks).map(([name, stack]) => {
    const artifact = assembly.getStackArtifact(stack.artifactId);
    // Hashes of assets change with every edit of a handler; all else is kept as it is.
    const text = `${JSON.stringify(artifact.template, null, 1)}\n`.replace(/[0-9a-f]{64}\.zip/g, '<asset>.zip');
    return {
      name,
      file: path.join(GOLDEN, `${name}.template.json`),
      stack,
      template: JSON.parse(text) as Template,
      text,
      warnings: artifact.messages.map(({ entry }) => String(entry.data)),
    };
  });
}
