import * as fs from 'fs';
import * as path from 'path';
import { App, AppProps } from 'aws-cdk-lib';
import { recoveryProps } from '../../golden/apps/disaster-recovery';
import { newApp } from '../../golden/apps/synthesise';
import { PaymentDisasterRecovery, PaymentDisasterRecoveryProps } from '../../src/disaster-recovery';
import { readGolden } from '../requirement';
import { Json, plain, Resource, Template } from '../webhook-pipeline/template';

const PARTS = ['primary', 'secondary', 'dns'] as const;
export type Part = typeof PARTS[number];
/** The Regions of the goldens. */
export const REGION: Record<'primary' | 'secondary', string> = { primary: 'us-east-1', secondary: 'us-east-2' };
export const DOMAIN = 'payments.acme.com';

/** The templates of a system, and its runbook. */
export class Recovery {
  constructor(readonly parts: Record<Part, Template>, public runbook: string) {}

  get primary(): Template { return this.parts.primary; }
  get secondary(): Template { return this.parts.secondary; }
  get dns(): Template { return this.parts.dns; }

  /** Both Regions, each with its own Region, the other one, and its template. */
  get regions() {
    return [
      { template: this.primary, region: REGION.primary, other: REGION.secondary },
      { template: this.secondary, region: REGION.secondary, other: REGION.primary },
    ];
  }

  get all(): Template[] {
    return PARTS.map((part) => this.parts[part]);
  }

  /** A deep copy, to break. */
  copy(): Recovery {
    return new Recovery(Object.fromEntries(PARTS.map((part) => [part, this.parts[part].copy()])) as Record<Part, Template>, this.runbook);
  }

  get json(): Json {
    return { ...Object.fromEntries(PARTS.map((part) => [part, this.parts[part].json])), runbook: this.runbook };
  }
}

export const RUNBOOK = path.join(__dirname, '..', '..', 'docs', 'runbook-disaster-recovery.md');
export const readRunbook = (): string => fs.readFileSync(RUNBOOK, 'utf8');

/** The goldens. */
export const goldenRecovery = (): Recovery =>
  new Recovery(Object.fromEntries(PARTS.map((part) => [part, readGolden(`disaster-recovery.${part}`)])) as Record<Part, Template>, readRunbook());

/** A system with other props than the goldens'. */
export function build(props: Partial<PaymentDisasterRecoveryProps> = {}, app: App = newApp()) {
  return { app, recovery: new PaymentDisasterRecovery(app, 'Payments', recoveryProps(props)) };
}

/** Its templates, those that there are, and its warnings. */
export function synthesise(props: Partial<PaymentDisasterRecoveryProps> = {}, appProps?: AppProps) {
  const { app, recovery } = build(props, appProps ? new App(appProps) : newApp());
  const assembly = app.synth();
  const stacks = { primary: recovery.primary.stack, secondary: recovery.secondary.stack, dns: recovery.failover?.stack };
  const artifacts = Object.entries(stacks).flatMap(([part, stack]) => stack ? [[part, assembly.getStackArtifact(stack.artifactId)] as const] : []);
  return {
    recovery,
    assembly,
    templates: Object.fromEntries(artifacts.map(([part, { template }]) => [part, new Template(template)])) as Record<Part, Template>,
    warnings: artifacts.flatMap(([, { messages }]) => messages.map(({ entry }) => String(entry.data))),
  };
}

/** The function with this name. */
export const fn = (template: Template, name: string): Resource =>
  template.one('AWS::Lambda::Function', ({ FunctionName }) => FunctionName === `payment-dr-${name}-prod`);
/** The queue with this name. */
export const queue = (template: Template, name: string): Resource =>
  template.one('AWS::SQS::Queue', ({ QueueName }) => QueueName === `payment-dr-${name}-prod`);
/** The alarm whose id ends so. */
export const alarm = (template: Template, name: string): Resource => template.one('AWS::CloudWatch::Alarm', (_, id) => id.startsWith(`Monitoring${name}`) && /^[0-9A-F]{8}$/.test(id.slice(`Monitoring${name}`.length)));
/** Dimensions of an alarm by name; a value with intrinsics is written as text. */
export const dimensions = ({ Properties }: Resource): Record<string, string> =>
  Object.fromEntries(Properties.Dimensions.map(({ Name, Value }: Json) => [Name, plain(Value)]));

export { plain };
