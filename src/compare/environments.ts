import type { Context } from './context';
import { VIEWS } from './views';
import { taggedEnvironments } from '../lessons/tags';
import { isRecord, Model, redeployed, show, Stack } from '../template';

/** The templates as they are deployed to one environment. */
export interface Deployment {
  /** `prod`; absent when the templates do not say which one they are for. */
  readonly environment?: string;
  /** Absent when the environment is not one that the templates can be deployed to. */
  readonly context?: Context;
  /** The parameter that selects it; absent when it is fixed. */
  readonly parameter?: string;
}

/** How to look at other templates, or at some of the stacks. */
export interface Looks {
  at(model: Model): Context;
  within(stacks: ReadonlySet<Stack>): Context;
}

const PARAMETER = /^(deployment|target)?(env(ironment)?|stage)(type|name|id)?$/i;
/** What people call them. */
const ALIASES: readonly (readonly [RegExp, string])[] = [[/^dev/i, 'dev'], [/^(stag|stg|uat|pre-?prod)/i, 'staging'], [/^(prod|prd|live)/i, 'prod']];

const plainName = (written: string): string => ALIASES.find(([pattern]) => pattern.test(written))?.[1] ?? written.toLowerCase();

/** One for each environment when a parameter selects it; else one for each that the stacks are for. */
export function deploymentsOf(model: Model, environments: readonly string[], looks: Looks): Deployment[] {
  const selecting = model.roots.map((root) => ({ root, parameter: environmentParameter(root) }));
  const [first] = selecting.filter(({ parameter }) => parameter !== undefined);
  return first ? environments.map((environment) => selected(model, environment, first.parameter!, looks)) : fixed(model, looks);
}

/** The parameter of a root template that says which environment it is. */
function environmentParameter({ parameters }: Stack): string | undefined {
  const names = Object.keys(parameters);
  return names.find((name) => allowed(parameters[name])?.some((value) => plainName(value) === 'prod')) ?? names.find((name) => PARAMETER.test(name));
}

const allowed = (parameter: unknown): readonly string[] | undefined =>
  isRecord(parameter) && Array.isArray(parameter.AllowedValues) ? parameter.AllowedValues.map(String) : undefined;

function selected(model: Model, environment: string, parameter: string, looks: Looks): Deployment {
  const given = new Map<Stack, Readonly<Record<string, string>>>();
  for (const root of model.roots) {
    const name = environmentParameter(root);
    if (name === undefined) continue;
    const values = allowed(root.parameters[name]);
    const value = values ? values.find((one) => plainName(one) === environment) : environment;
    if (value === undefined) return { environment, parameter };
    given.set(root, { [name]: value });
  }
  return { environment, parameter, context: looks.at(redeployed(model, (root) => given.get(root) ?? {})) };
}

/** Stacks of the same environment belong together; those that say none belong to each. */
function fixed(model: Model, looks: Looks): Deployment[] {
  const byRoot = new Map(model.roots.map((root) => [root, environmentOf(root)]));
  const environments = [...new Set(byRoot.values())].filter((one) => one !== undefined);
  if (environments.length === 0) return [{ context: looks.within(new Set(model.stacks)) }];
  return environments.map((environment) => ({
    environment,
    context: looks.within(new Set(model.stacks.filter(({ root }) => [environment, undefined].includes(byRoot.get(root))))),
  }));
}

/** What most tags say, else what most names end with. */
function environmentOf(root: Stack): string | undefined {
  const tags = taggedEnvironments(root);
  const endings = () => root.together.flatMap(({ resources }) => [...resources.values()])
    .flatMap((resource) => /-(dev|staging|stage|prod|production)$/i.exec(show(VIEWS['@name'](resource)))?.[1] ?? []);
  return mostFrequent((tags.length > 0 ? tags : endings()).map(plainName));
}

function mostFrequent(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
