import * as fs from 'fs';
import * as path from 'path';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { eventApiProps } from '../../golden/apps/event-api';
import { newApp } from '../../golden/apps/synthesise';
import { PaymentEventApi, PaymentEventApiProps } from '../../src/event-api';
import { physicalNames } from '../physical-names';
import { readGolden } from '../requirement';
import { Json, list, plain, Resource, Template } from '../webhook-pipeline/template';

export const DOMAIN = 'events.acme.com';

/** The golden templates, and the runbook. */
export class EventApis {
  constructor(readonly main: Template, readonly domain: Template, public runbook: string) {}

  get all(): Template[] {
    return [this.main, this.domain];
  }

  /** A deep copy, to break. */
  copy(): EventApis {
    return new EventApis(this.main.copy(), this.domain.copy(), this.runbook);
  }

  get json(): Json {
    return { main: this.main.json, domain: this.domain.json, runbook: this.runbook };
  }
}

export const RUNBOOK = path.join(__dirname, '..', '..', 'docs', 'runbook-event-api.md');

/** The goldens. */
export const goldenEventApis = (): EventApis => new EventApis(readGolden('event-api.default'), readGolden('event-api.domain'), fs.readFileSync(RUNBOOK, 'utf8'));

/** An event API with other props than the goldens', in a stack of its own. */
export function build(props: Partial<PaymentEventApiProps> = {}, app: App = newApp(), region?: string) {
  const stack = new Stack(app, 'Test', { env: region ? { region } : undefined });
  return { app, stack, events: new PaymentEventApi(stack, 'Events', { environmentSuffix: 'dev', ...props }) };
}

/** Its template and its warnings. */
export function synthesise(props: Partial<PaymentEventApiProps> = {}, appProps?: AppProps, region?: string) {
  const { app, stack, events } = build(props, appProps ? new App(appProps) : newApp(), region);
  const assembly = app.synth();
  const artifact = assembly.getStackArtifact(stack.artifactId);
  return { assembly, stack, events, template: new Template(artifact.template), warnings: artifact.messages.map(({ entry }) => String(entry.data)) };
}

export { eventApiProps, physicalNames, plain };

const named = (template: Template, type: string, property: string, part: string): Resource =>
  template.one(type, (properties) => new RegExp(`^pay-events-${part}-(dev|staging)$`).test(properties[property]));
/** The function with this name. */
export const fn = (template: Template, name: string): Resource => named(template, 'AWS::Lambda::Function', 'FunctionName', `${name}-fn`);
/** The queue with this name. */
export const queue = (template: Template, name: string): Resource => named(template, 'AWS::SQS::Queue', 'QueueName', name);
/** The rule with this name. */
export const rule = (template: Template, name: string): Resource => named(template, 'AWS::Events::Rule', 'Name', name);
/** The parameter with this name. */
export const parameter = (template: Template, name: string): Resource => template.one('AWS::SSM::Parameter', ({ Name }) => Name.endsWith(`/${name}`));
export const environment = (template: Template, name: string): Json => fn(template, name).Properties.Environment.Variables;
export const drop = (template: Template, { id }: Resource): void => { delete template.json.Resources[id]; };

/** What a function may do, one line for each action and resource; without its logs and traces, which every function has. */
export function permissions(template: Template, name: string): string[] {
  return template.statementsOf(fn(template, name)).flatMap(({ Effect, Action, Resource: resources, Condition }) =>
    list(Action).filter((action) => !/^(logs|xray):/.test(action)).flatMap((action) => list(resources).map((resource) => {
      const [condition] = Object.values<Json>(Condition ?? {});
      const held = condition ? ` as ${list(Object.values<Json>(condition)[0]).join(', ')}` : '';
      return `${Effect === 'Allow' ? '' : `${Effect} `}${action} ${plain(resource)}${held}`;
    }))).sort();
}

/** An event on the bus. */
export interface BusEvent { readonly 'source': string; readonly 'detail-type': string; readonly 'detail': Record<string, unknown> }

/** Whether an event matches a pattern, as far as our rules go. Throws at what it does not know. */
export function matches(pattern: Json, event: Json): boolean {
  return Object.entries<Json>(pattern).every(([key, expected]) => {
    if (key === '$or') return expected.some((one: Json) => matches(one, event));
    if (!Array.isArray(expected)) return matches(expected, event?.[key] ?? {});
    return expected.some((one) => matchesValue(one, event?.[key]));
  });
}

function matchesValue(expected: Json, value: Json): boolean {
  if (typeof expected !== 'object') return expected === value;
  if (expected.prefix !== undefined) return typeof value === 'string' && value.startsWith(expected.prefix);
  if (expected['anything-but'] !== undefined) return value !== undefined && !list(expected['anything-but']).includes(value);
  if (expected.numeric?.[0] === '>=') return typeof value === 'number' && value >= expected.numeric[1];
  throw new Error(`unknown matcher: ${JSON.stringify(expected)}`);
}
