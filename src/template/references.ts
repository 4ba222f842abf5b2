import { getAttOf, isRecord, variablesOf } from './intrinsics';
import { Path } from './source';
import { Call, writtenIn } from './written';

/** How a resource, an output or a condition names something else. */
export interface RawReference {
  readonly kind: 'Ref' | 'GetAtt' | 'Sub' | 'DependsOn' | 'Condition' | 'FindInMap' | 'ImportValue';
  /** A logical id, a parameter, a pseudo parameter, a condition or a mapping. */
  readonly target: string;
  readonly attribute?: string;
  /** Of an import, as written. */
  readonly name?: unknown;
  readonly path: Path;
}

/** Everything that `value` names, in the order it is written. */
export const rawReferences = (value: unknown, path: Path = []): RawReference[] => referencesOf(writtenIn(value, path).calls);

/** What these calls name. */
export function referencesOf(calls: readonly Call[]): RawReference[] {
  const found: RawReference[] = [];
  for (const call of calls) named(call, found);
  return found;
}

function named({ name, argument, path }: Call, found: RawReference[]): void {
  const add = (reference: Omit<RawReference, 'path'>) => found.push({ ...reference, path });
  const [first, second] = Array.isArray(argument) ? argument as unknown[] : [argument];
  switch (name) {
    case 'Ref':
      if (typeof argument === 'string') add({ kind: 'Ref', target: argument });
      break;
    case 'Fn::GetAtt': {
      const attribute = getAttOf(argument);
      if (attribute) add({ kind: 'GetAtt', ...attribute });
      break;
    }
    case 'Fn::Sub':
      for (const variable of typeof first === 'string' ? variablesOf(first) : []) {
        if (isRecord(second) && Object.hasOwn(second, variable)) continue;
        const [target, ...attribute] = variable.split('.');
        add({ kind: 'Sub', target, attribute: attribute.length > 0 ? attribute.join('.') : undefined });
      }
      break;
    case 'Fn::ImportValue':
      add({ kind: 'ImportValue', target: '', name: argument });
      break;
    case 'Fn::If':
      if (Array.isArray(argument) && typeof first === 'string') add({ kind: 'Condition', target: first });
      break;
    case 'Fn::FindInMap':
      if (Array.isArray(argument) && typeof first === 'string') add({ kind: 'FindInMap', target: first });
      break;
  }
}
