import { list } from '../../lessons/query';
import { isRecord, Model, show, Unknown } from '../../template';
import type { Context } from '../context';
import { fails, failsAt, HOLDS, Verdict } from '../verdict';

type Options = Readonly<Record<string, unknown>>;

const WRITERS = /^Custom::CrossRegionExport|^Custom::.*(Export|Output)(Reader|Writer)$/;

/** No value passes between the stacks but by name: no import, no value that a custom resource carries over. Stacks of one Region may import. */
export function stacksStandAlone(_: Options, { model }: Context): Verdict {
  for (const stack of model.stacks) {
    const text = JSON.stringify(stack.template);
    if (/\{\{resolve:ssm:\/cdk\/exports/.test(text)) return fails(() => `${stack.name} reads what a custom resource of another stack has written`);
    if (model.roots.length > 1 && text.includes('"Fn::ImportValue"')) return fails(() => `${stack.name} imports a value, which no stack of another Region can export`);
    for (const resource of stack.resources.values()) if (WRITERS.test(resource.type)) return failsAt(resource, () => `${resource.id} carries values to another Region`);
  }
  return HOLDS;
}

/** The outputs name what their own stack has. */
export function outputsAreOwn(_: Options, { model }: Context): Verdict {
  for (const { name, outputs, resolver } of model.roots) {
    for (const [id, output] of Object.entries(outputs)) {
      const value = isRecord(output) ? resolver.resolve(output.Value) : undefined;
      if (value instanceof Unknown && value.reason.startsWith('nothing is called')) return fails(() => `output ${id} of ${name}: ${value.reason}`);
    }
  }
  return HOLDS;
}

/** Of the global table. */
const consistencyOf = (model: Model): string => model.resources('AWS::DynamoDB::GlobalTable').flatMap((one) => list(one.get('MultiRegionConsistency'))).map(show)[0] ?? 'EVENTUAL';

/** Functions that are told how consistent the table is are told what it is. */
export function consistencyIsTold(_: Options, { model }: Context): Verdict {
  const real = consistencyOf(model);
  for (const one of model.resources('AWS::Lambda::Function')) {
    const told = one.get('Environment.Variables.CONSISTENCY');
    if (told !== undefined && show(told) !== real) return failsAt(one, () => `${one.id} is told ${show(told)}, the table is ${real}`, ['Environment', 'Variables', 'CONSISTENCY']);
  }
  return HOLDS;
}
