import { callsOf, inPart, partsOf } from './sections';
import { intrinsic, isRecord, record, Stack } from '../../template';
import { Lesson } from '../lesson';

export const mappingKeyMissing: Lesson = {
  id: 'MappingKeyMissing',
  title: 'A mapping has a row for each value that its key may take',
  severity: 'high',
  facet: 'reliability',
  classes: ['invalid-reference', 'env-conditions'],
  why: 'Fn::FindInMap without a row fails the deployment: at once for a literal key, else in the environment that has none.',
  fix: 'Add the row, or take the value out of AllowedValues.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-findinmap.html',
  flawed: `
    Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !FindInMap [Settings, !Ref Environment, Delay] } }
Parameters:
  Environment: { Type: String, AllowedValues: [dev, prod] }
Mappings:
  Settings: { dev: { Delay: 0 } }`,
  sound: `
    Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !FindInMap [Settings, !Ref Environment, Delay] } }
Parameters:
  Environment: { Type: String, AllowedValues: [dev, prod] }
Mappings:
  Settings: { dev: { Delay: 0 }, prod: { Delay: 5 } }`,
  *check(model) {
    for (const stack of model.stacks) {
      for (const part of partsOf(stack)) {
        for (const { name: call, argument, path } of callsOf(part)) {
          if (call !== 'Fn::FindInMap' || !Array.isArray(argument)) continue;
          const [name, first, second, ...fallback] = argument as unknown[];
          const rows = typeof name === 'string' ? stack.mappings[name] : undefined;
          if (fallback.length > 0 || !isRecord(rows)) continue;
          const keys = valuesOf(stack, first);
          const missing = keys?.filter((key) => !Object.hasOwn(rows, key)) ?? [];
          const columns = (keys ?? []).filter((key) => Object.hasOwn(rows, key)).flatMap((key) => (valuesOf(stack, second) ?? [])
            .filter((column) => !Object.hasOwn(record(rows[key]), column)).map((column) => `${key}.${column}`));
          for (const one of [...missing, ...columns]) yield inPart(stack, part, path, `${String(name)} has no ${one}`, `${String(name)}.${one}`);
        }
      }
    }
  },
};

/** Literal, or every value that is allowed. */
function valuesOf(stack: Stack, key: unknown): string[] | undefined {
  if (typeof key === 'string' || typeof key === 'number') return [String(key)];
  const call = intrinsic(key);
  if (call?.name !== 'Ref' || typeof call.argument !== 'string') return undefined;
  const allowed = record(stack.parameters[call.argument]).AllowedValues;
  return Array.isArray(allowed) ? allowed.map(String) : undefined;
}
