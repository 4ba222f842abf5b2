import { intrinsic, isRecord, record, Stack, variablesOf } from '../../template';

/**
 * What a value differs by. `deployment`: a parameter, the stack, or a resource of it. `account`: account or Region alone. `nothing`: the same everywhere.
 * Ordered: the best part of a name counts.
 */
export type Variety = 'nothing' | 'account' | 'deployment';

const ORDER: readonly Variety[] = ['nothing', 'account', 'deployment'];
const PLACES = ['AWS::AccountId', 'AWS::Region', 'AWS::Partition', 'AWS::URLSuffix'];
const DEEPEST = 12;

const best = (all: readonly Variety[]): Variety => all.reduce((most, one) => ORDER.indexOf(one) > ORDER.indexOf(most) ? one : most, 'nothing');

/** What a value of a stack differs by, as written: also through the arguments of a nested stack. */
export function varietyOf(stack: Stack, raw: unknown, depth = 0): Variety {
  if (depth > DEEPEST) return 'deployment';
  const within = (value: unknown) => varietyOf(stack, value, depth + 1);
  if (Array.isArray(raw)) return best(raw.map(within));
  if (!isRecord(raw)) return 'nothing';
  const call = intrinsic(raw);
  if (!call) return typeof raw.Condition === 'string' ? within(stack.conditions[raw.Condition]) : best(Object.values(raw).map(within));
  const { name, argument } = call;
  const items: readonly unknown[] = Array.isArray(argument) ? argument : [];
  switch (name) {
    case 'Ref': return named(stack, String(argument), depth);
    case 'Fn::GetAtt': return 'deployment';
    case 'Fn::Sub': {
      const own = record(items[1]);
      const text = typeof argument === 'string' ? argument : items[0];
      return best((typeof text === 'string' ? variablesOf(text) : []).map((variable) => Object.hasOwn(own, variable) ? within(own[variable])
        : variable.includes('.') ? 'deployment' : named(stack, variable, depth)));
    }
    // A choice by a condition tells apart what the condition tells apart.
    case 'Fn::If': return best([JSON.stringify(items[1]) === JSON.stringify(items[2]) ? 'nothing' : within(stack.conditions[String(items[0])]), within(items[1]), within(items[2])]);
    case 'Fn::FindInMap': return best([within(items[1]), within(items[2])]);
    case 'Fn::ImportValue': return 'deployment';
    default: return within(argument);
  }
}

function named(stack: Stack, name: string, depth: number): Variety {
  if (name === 'AWS::NoValue') return 'nothing';
  if (PLACES.includes(name)) return 'account';
  if (name.startsWith('AWS::')) return 'deployment';
  if (!(name in stack.parameters)) return 'deployment'; // What CloudFormation makes up is new in each stack.
  const parameter = record(stack.parameters[name]);
  if (stack.parent) {
    const given = record(record(stack.parent.body.Properties).Parameters)[name];
    if (given !== undefined) return varietyOf(stack.parent.stack, given, depth + 1);
    return 'nothing'; // The default, in every deployment of the parent.
  }
  return Array.isArray(parameter.AllowedValues) && parameter.AllowedValues.length === 1 ? 'nothing' : 'deployment';
}
