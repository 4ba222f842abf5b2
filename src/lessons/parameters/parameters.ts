import { Model, record, Stack } from '../../template';

export interface Parameter {
  readonly stack: Stack;
  readonly name: string;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Parameters that the CDK adds. */
const OF_CDK = /^(BootstrapVersion$|AssetParameters[0-9a-f]{64}|CDK)/;

/** The parameters that people write. */
export function parametersOf(model: Model): Parameter[] {
  return model.stacks.flatMap((stack) => Object.entries(stack.parameters).filter(([name]) => !OF_CDK.test(name))
    .map(([name, body]): Parameter => ({ stack, name, type: String(record(body).Type ?? 'String'), body: record(body) })));
}

/** Types whose values CloudFormation does not look up. */
export const PLAIN_TYPES = ['String', 'Number', 'CommaDelimitedList', 'List<Number>', 'List<String>'];

const CONSTRAINTS = ['AllowedPattern', 'AllowedValues', 'MinLength', 'MaxLength', 'MinValue', 'MaxValue'];

export const isConstrained = ({ body }: Parameter): boolean => CONSTRAINTS.some((key) => body[key] !== undefined);
