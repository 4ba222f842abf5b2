import * as fs from 'fs';
import * as path from 'path';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
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

/** Adds stacks to an app, by the names of their goldens; nested ones too. */
export type AddStacks = (app: App) => Record<string, Stack>;

/** Without what nobody reads here, which takes a third of the time. */
const QUICK: AppProps = { analyticsReporting: false, treeMetadata: false, stackTraces: false };
const UNTRACED = { 'aws:cdk:disable-creation-stack-traces': true, 'aws:cdk:disable-logicalId-metadata': true };

/** An app with the feature flags of a new project, frozen in cdk.json. */
export function newApp(props?: AppProps): App {
  const { context } = JSON.parse(fs.readFileSync(path.join(ROOT, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  return new App({ ...QUICK, ...props, postCliContext: { ...context, ...UNTRACED, ...props?.postCliContext } });
}

/** Synthesises goldens: those of the webhook pipeline, or what `add` adds. */
export function synthesise(outdir?: string, add: AddStacks = addGoldenStacks): Golden[] {
  const app = newApp({ outdir });
  const stacks = add(app);
  const assembly = app.synth();
  const names = new Map(Object.entries(stacks).map(([name, { templateFile }]) => [templateFile, `${name}.template.json`]));
  return Object.entries(stacks).map(([name, stack]) => {
    const master = assembly.getStackArtifact(masterOf(stack).artifactId);
    const text = normalised(fs.readFileSync(path.join(assembly.directory, stack.templateFile), 'utf8'), publishedAs(assembly, master.id), names);
    return {
      name,
      file: path.join(GOLDEN, `${name}.template.json`),
      stack,
      template: JSON.parse(text) as Template,
      text,
      warnings: master.messages.map(({ entry }) => String(entry.data)),
    };
  });
}

const masterOf = (stack: Stack): Stack => stack.nestedStackParent ? masterOf(stack.nestedStackParent) : stack;

/** Files of the assembly by the hash that they are published under. */
function publishedAs({ directory }: CloudAssembly, stack: string): Map<string, string> {
  const { files } = JSON.parse(fs.readFileSync(path.join(directory, `${stack}.assets.json`), 'utf8')) as { files: Record<string, { source: { path: string } }> };
  return new Map(Object.entries(files).map(([hash, { source }]) => [hash.slice(0, 64), source.path]));
}

/** Hashes of assets change with every edit: a nested template is called by its golden, all else `<asset>`. What is no hash is kept as it is. */
function normalised(text: string, published: Map<string, string>, names: Map<string, string>): string {
  return `${JSON.stringify(JSON.parse(text), null, 1)}\n`
    .replace(/([0-9a-f]{64})\.(zip|json)/g, (_, hash: string, extension: string) => names.get(published.get(hash) ?? '') ?? `<asset>.${extension}`);
}
