import { App, PolicyValidationPluginReport, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NagPack, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { PaymentChecks } from '../../src';

/** An unacknowledged finding. */
export interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly path: string;
  readonly description: string;
}

/** The packs that every golden stack must pass: each gives its findings on a stack. */
export const PACKS: Record<string, (stack: Stack) => Finding[]> = {
  'AwsSolutions': (stack) => checked(stack, new AwsSolutionsChecks()),
  'PCI DSS 3.2.1': (stack) => checked(stack, new PCIDSS321Checks()),
  'Serverless': (stack) => checked(stack, new ServerlessChecks()),
  'PaymentChecks': ({ node }) => inApp(node.root as App).filter(({ path }) => path.startsWith(`${node.path}/`)),
};

const checked = (stack: Stack, pack: NagPack): Finding[] => found(pack.validateScope(stack));

const found = ({ violations }: PolicyValidationPluginReport): Finding[] =>
  violations.flatMap(({ ruleName: rule, severity = 'error', description, violatingResources }) =>
    violatingResources.map(({ constructPath: path = '' }) => ({ rule, severity, path, description })));

const apps = new WeakMap<App, Finding[]>();

/** As a plugin, once for all stacks: `validateScope` would synthesise the app again for each. */
function inApp(app: App): Finding[] {
  let findings = apps.get(app);
  if (!findings) {
    app.synth({ skipValidation: true });
    findings = found(new PaymentChecks(app).validate({ templatePaths: [] }));
    apps.set(app, findings);
  }
  return findings;
}
