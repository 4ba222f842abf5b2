import { callsOf, inPart, partsOf } from './sections';
import { intrinsic, isRecord, record, Stack, variablesOf } from '../../template';
import { inTemplate, Lesson } from '../lesson';

export const functionMisuse: Lesson = {
  id: 'FunctionMisuse',
  title: 'Intrinsic functions get the arguments that they take',
  severity: 'critical',
  facet: 'reliability',
  classes: ['invalid-property', 'invalid-reference'],
  why: 'CloudFormation refuses the template, or fails when it evaluates the function.',
  fix: 'Write the function as documented: Fn::If [condition, then, else], Fn::Join [delimiter, list], Fn::Select [index, list], Fn::GetAtt [resource, attribute]; Fn::ForEach, Fn::Length and Fn::ToJsonString with Transform: AWS::LanguageExtensions.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !If [IsProd, alias/payments] } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !Join ['/', [alias, payments]], DelaySeconds: !Select [1, [0, 5]] } }`,
  *check(model) {
    for (const stack of model.stacks) {
      const isExtended = knowsExtensions(stack);
      for (const [section, key] of isExtended ? [] : loopsOf(stack)) yield inTemplate(stack, [section, key], `Fn::ForEach ${NEEDS}`);
      for (const part of partsOf(stack)) {
        for (const { name, argument, path } of callsOf(part)) {
          const wrong = !isExtended && EXTENSIONS.includes(name) ? NEEDS : faultOf(name, argument);
          if (wrong) yield inPart(stack, part, path, `${name} ${wrong}`, `${name} at ${path.join('.')}`);
        }
      }
    }
  },
};

/** Functions that the language extensions bring. */
const EXTENSIONS = ['Fn::Length', 'Fn::ToJsonString'];
const NEEDS = 'needs Transform: AWS::LanguageExtensions';

/** Whether the transform is there, or a macro that may stand for it. */
const knowsExtensions = (stack: Stack): boolean => [stack.template.Transform].flat()
  .some((one) => one === 'AWS::LanguageExtensions' || (one !== undefined && !(typeof one === 'string' && one.startsWith('AWS::'))));

const loopsOf = (stack: Stack): Array<[section: string, key: string]> => ['Resources', 'Outputs', 'Conditions'].flatMap((section) =>
  Object.keys(record(stack.template[section])).filter((key) => key.startsWith('Fn::ForEach')).map((key): [string, string] => [section, key]));

function faultOf(name: string, argument: unknown): string | undefined {
  const items: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const isList = Array.isArray(argument);
  switch (name) {
    case 'Ref': return typeof argument === 'string' ? /^\w+\.\w+/.test(argument) ? `takes no attribute: ${argument} is for Fn::GetAtt` : undefined
      : isRecord(argument) ? undefined : 'takes the name of a resource or parameter';
    case 'Fn::GetAtt': return (isList ? items.length < 2 : typeof argument === 'string' && !argument.includes('.')) ? 'takes a resource and an attribute' : undefined;
    case 'Fn::If': return !isList || items.length !== 3 ? `takes a condition and two values, not ${isList ? `${items.length} items` : 'this'}`
      : typeof items[0] === 'string' ? undefined : 'takes the name of a condition first';
    case 'Fn::Join': return !isList || items.length !== 2 ? 'takes a delimiter and one list'
      : typeof items[0] !== 'string' ? 'takes a text as delimiter' : Array.isArray(items[1]) || isRecord(items[1]) ? undefined : 'takes a list as second argument';
    case 'Fn::Select': return !isList || items.length !== 2 ? 'takes an index and a list' : selectFault(items[0], items[1]);
    case 'Fn::Split': return !isList || items.length !== 2 ? 'takes a delimiter and a text' : undefined;
    case 'Fn::FindInMap': return !isList || items.length < 3 ? 'takes a mapping and two keys' : undefined;
    case 'Fn::Equals': return !isList || items.length !== 2 ? 'takes two values' : undefined;
    case 'Fn::Sub': return typeof argument === 'string' ? undefined
      : !isList || items.length !== 2 || typeof items[0] !== 'string' || !isRecord(items[1]) ? 'takes a text, or a text and a mapping' : unusedFault(items[0], items[1]);
    default: return undefined;
  }
}

function selectFault(index: unknown, list: unknown): string | undefined {
  const at = typeof index === 'string' || typeof index === 'number' ? Number(index) : undefined;
  if (at === undefined || (typeof index === 'string' && index.trim() === '')) return undefined;
  if (!Number.isInteger(at) || at < 0) return `takes an index from 0, not ${String(index)}`;
  return Array.isArray(list) && at >= list.length && list.every((item) => !isRecord(item) || intrinsic(item)?.name !== 'Fn::Split')
    ? `takes item ${at} of a list of ${list.length}` : undefined;
}

/** CloudFormation takes it, but one of the two was misspelt. */
function unusedFault(text: string, own: Record<string, unknown>): string | undefined {
  const used = variablesOf(text).map((one) => one.split('.')[0]);
  return Object.keys(own).some((name) => name.trim() === '') ? 'has a variable without a name' : used.length === 0 && Object.keys(own).length > 0 ? 'uses none of its variables' : undefined;
}
