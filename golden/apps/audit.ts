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

/** The packs that every golden stack must pass. */
export const PACKS: Record<string, () => NagPack> = {
  'AwsSolutions': () => new AwsSolutionsChecks(),
  'PCI DSS 3.2.1': () => new PCIDSS321Checks(),
  'Serverless': () => new ServerlessChecks(),
  'PaymentChecks': () => new PaymentChecks(),
};

/** Findings of one pack on one stack. */
export function audit(stack: Stack, pack: NagPack): Finding[] {
  return pack instanceof PaymentChecks ? within(stack, inApp(stack.node.root as App)) : found(pack.validateScope(stack));
}

const found = ({ violations }: PolicyValidationPluginReport): Finding[] =>
  violations.flatMap(({ ruleName: rule, severity = 'error', description, violatingResources }) =>
    violatingResources.map(({ constructPath: path = '' }) => ({ rule, severity, path, description })));

const within = ({ node }: Stack, findings: readonly Finding[]) => findings.filter(({ path }) => path.startsWith(`${node.path}/`));

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
