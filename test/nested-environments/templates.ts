import * as fs from 'fs';
import * as path from 'path';
import { EnvironmentStack } from '../../golden/apps/nested-environments';
import { newApp } from '../../golden/apps/synthesise';
import { EnvironmentType, PaymentEnvironmentProps } from '../../src';
import { readGolden } from '../requirement';
import { Json, Resource, Template } from '../webhook-pipeline/template';

export const PARTS = ['master', 'network', 'database', 'compute'] as const;
export type Part = typeof PARTS[number];

/** A resource and the template that it is in. */
export interface Found { readonly part: Part; readonly resource: Resource }

/** The templates of one environment, and its runbook; the portable set beside them, where it is looked at. */
export class Environment {
  constructor(
    readonly type: EnvironmentType, readonly parts: Record<Part, Template>, public runbook: string, readonly portable?: Record<Part, Template>,
  ) {}

  get master(): Template { return this.parts.master; }
  get network(): Template { return this.parts.network; }
  get database(): Template { return this.parts.database; }
  get compute(): Template { return this.parts.compute; }

  /** A deep copy, to break. */
  copy(): Environment {
    return new Environment(this.type, copyOf(this.parts), this.runbook, this.portable && copyOf(this.portable));
  }

  get json(): Json {
    const jsonOf = (parts: Record<Part, Template>) => Object.fromEntries(PARTS.map((part) => [part, parts[part].json]));
    return { ...jsonOf(this.parts), runbook: this.runbook, ...this.portable && { portable: jsonOf(this.portable) } };
  }

  /** Resources of these types, over all templates; all without a type. */
  all(...types: string[]): Found[] {
    return PARTS.flatMap((part) => {
      const template = this.parts[part];
      const wanted = types.length > 0 ? types : [...new Set(Object.values<Json>(template.json.Resources).map(({ Type }) => Type))];
      return wanted.flatMap((type) => template.all(type)).map((resource) => ({ part, resource }));
    });
  }

  /** The stack resource of a nested template, in the master. */
  nested(part: Part): Resource {
    return this.master.one('AWS::CloudFormation::Stack', (_, id) => id.toLowerCase().includes(`payment${part}stack`));
  }

  /** The resource that a reference leads to, through parameters and outputs of the nested stacks. */
  follow(part: Part, value: Json): Found {
    const id = value?.Ref ?? value?.['Fn::GetAtt']?.[0];
    const attribute: string = value?.['Fn::GetAtt']?.[1] ?? '';
    const template = this.parts[part];
    if (part !== 'master' && template.json.Parameters?.[id]) return this.follow('master', this.nested(part).Properties.Parameters[id]);
    if (attribute.startsWith('Outputs.')) {
      const target = PARTS.find((one) => one !== 'master' && this.nested(one).id === id)!;
      return this.follow(target, this.parts[target].json.Outputs[attribute.slice('Outputs.'.length)].Value);
    }
    return { part, resource: template.target(value) };
  }

  /** Where an output of the master comes from. */
  output(name: string): Found {
    return this.follow('master', this.master.json.Outputs[`Payments${name}`].Value);
  }
}

/** A deep copy of the templates. */
export const copyOf = (parts: Record<Part, Template>) =>
  Object.fromEntries(PARTS.map((part) => [part, parts[part].copy()])) as Record<Part, Template>;

export const RUNBOOK = path.join(__dirname, '..', '..', 'docs', 'runbook-nested-environments.md');

const readParts = (prefix: string) => Object.fromEntries(PARTS.map((part) => [part, readGolden(`${prefix}.${part}`)])) as Record<Part, Template>;

/** The golden environments, and the portable set with each. */
export function goldenEnvironments(): Record<EnvironmentType, Environment> {
  const runbook = fs.readFileSync(RUNBOOK, 'utf8');
  const portable = readParts('nested-environments.portable');
  return Object.fromEntries(Object.values(EnvironmentType).map((type) =>
    [type, new Environment(type, readParts(`nested-environments.${type}`), runbook, portable)])) as Record<EnvironmentType, Environment>;
}

/** One environment with other props. */
export function build(props: Partial<PaymentEnvironmentProps> = {}, region: string | null = 'us-east-1', type = EnvironmentType.DEV, id = 'Test') {
  const app = newApp({ postCliContext: { 'aws:cdk:enable-path-metadata': true } });
  const stack = new EnvironmentStack(app, id, region === null ? {} : { env: { region } }, type, props);
  return { app, stack, payments: stack.payments };
}

/** Its templates. */
export function synthesise(...args: Parameters<typeof build>) {
  const { app, stack, payments } = build(...args);
  const { directory } = app.synth();
  const parts = Object.fromEntries(Object.entries(stack.parts)
    .map(([part, { templateFile }]) => [part, new Template(JSON.parse(fs.readFileSync(path.join(directory, templateFile), 'utf8')))]));
  return { stack, payments, environment: new Environment(args[2] ?? EnvironmentType.DEV, parts as Record<Part, Template>, '') };
}
