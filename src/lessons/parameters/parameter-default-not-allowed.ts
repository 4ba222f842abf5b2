import { Parameter, parametersOf } from './parameters';
import { Value } from '../../template';
import { inTemplate, Lesson } from '../lesson';
import { num } from '../query';

export const parameterDefaultNotAllowed: Lesson = {
  id: 'ParameterDefaultNotAllowed',
  title: 'The default of a parameter keeps its own constraints',
  severity: 'critical',
  facet: 'reliability',
  classes: ['param-validation', 'invalid-property'],
  why: 'CloudFormation refuses the template, or each deployment that does not give another value.',
  fix: 'Take a default from AllowedValues, or one that the pattern and the bounds accept.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Environment } }
Parameters:
  Environment: { Type: String, Default: production, AllowedValues: [dev, prod] }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Environment } }
Parameters:
  Environment: { Type: String, Default: prod, AllowedValues: [dev, prod] }`,
  *check(model) {
    for (const parameter of parametersOf(model)) {
      const wrong = faultOf(parameter);
      if (wrong) yield inTemplate(parameter.stack, ['Parameters', parameter.name, 'Default'], wrong);
    }
  },
};

function faultOf({ name, type, body }: Parameter): string | undefined {
  const { Default: value, AllowedValues: allowed, AllowedPattern: pattern } = body;
  // The default of an SSM type is the name of the value.
  if (!['string', 'number', 'boolean'].includes(typeof value) || type.startsWith('AWS::SSM::')) return undefined;
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  const texts = isList ? String(value).split(',').map((item) => item.trim()) : [String(value)];
  for (const text of texts) {
    if (Array.isArray(allowed) && !allowed.some((one) => String(one) === text)) return `${name} defaults to ${JSON.stringify(text)}, allowed are ${allowed.join(', ')}`;
    if (typeof pattern === 'string' && expression(pattern)?.test(text) === false) return `${name} defaults to ${JSON.stringify(text)}, which does not match ${pattern}`;
  }
  const [length, number] = [String(value).length, num(value as Value)];
  const bound = (key: string) => num(body[key] as Value | undefined);
  if (!isList && type === 'String' && (length < (bound('MinLength') ?? 0) || length > (bound('MaxLength') ?? Infinity))) {
    return `${name} defaults to ${length} characters, outside of its MinLength and MaxLength`;
  }
  if (type === 'Number' && number === undefined) return `${name} defaults to ${JSON.stringify(value)}, which is no number`;
  if (type === 'Number' && (number! < (bound('MinValue') ?? -Infinity) || number! > (bound('MaxValue') ?? Infinity))) {
    return `${name} defaults to ${number}, outside of its MinValue and MaxValue`;
  }
  return undefined;
}

/** A pattern is a Java expression and has to match the whole; not known when it is none of ours. */
function expression(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined;
  }
}
