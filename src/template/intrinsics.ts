import { Path } from './source';

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

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The function and its argument, when the value is an intrinsic function. */
export function intrinsic(value: unknown): { readonly name: string; readonly argument: unknown } | undefined {
  if (!isRecord(value)) return undefined;
  const keys = Object.keys(value);
  const [name] = keys;
  return keys.length === 1 && (name === 'Ref' || name.startsWith('Fn::')) ? { name, argument: value[name] } : undefined;
}

/** Logical id and attribute of `Fn::GetAtt`, in either form. */
export function getAttOf(argument: unknown): { readonly target: string; readonly attribute: string } | undefined {
  const parts = typeof argument === 'string' ? argument.split('.') : argument;
  if (!Array.isArray(parts) || typeof parts[0] !== 'string') return undefined;
  const names = parts.slice(1);
  return { target: parts[0], attribute: names.every((name) => typeof name === 'string') ? names.join('.') : '' };
}

const VARIABLE = /\$\{([^!}][^}]*)\}/g;

/** `${Name}` and `${Name.Attribute}` of a `Fn::Sub` text; `${!Literal}` is none. */
export function variablesOf(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name]) => name.trim());
}

/** Everything that `value` names, in the order it is written. */
export function rawReferences(value: unknown, path: Path = [], found: RawReference[] = []): RawReference[] {
  if (Array.isArray(value)) {
    value.forEach((item, at) => rawReferences(item, [...path, at], found));
    return found;
  }
  if (!isRecord(value)) return found;
  const call = intrinsic(value);
  if (call) {
    const { name, argument } = call;
    if (name === 'Ref' && typeof argument === 'string') found.push({ kind: 'Ref', target: argument, path });
    if (name === 'Fn::GetAtt') {
      const attribute = getAttOf(argument);
      if (attribute) found.push({ kind: 'GetAtt', ...attribute, path });
    }
    if (name === 'Fn::Sub') {
      const [text, own] = Array.isArray(argument) ? argument as unknown[] : [argument];
      for (const variable of typeof text === 'string' ? variablesOf(text) : []) {
        if (isRecord(own) && Object.hasOwn(own, variable)) continue;
        const [target, ...attribute] = variable.split('.');
        found.push({ kind: 'Sub', target, attribute: attribute.length > 0 ? attribute.join('.') : undefined, path });
      }
    }
    if (name === 'Fn::ImportValue') found.push({ kind: 'ImportValue', target: '', name: argument, path });
    if (name === 'Fn::If' && Array.isArray(argument) && typeof argument[0] === 'string') found.push({ kind: 'Condition', target: argument[0], path });
    if (name === 'Fn::FindInMap' && Array.isArray(argument) && typeof argument[0] === 'string') found.push({ kind: 'FindInMap', target: argument[0], path });
  }
  for (const [key, item] of Object.entries(value)) rawReferences(item, [...path, key], found);
  return found;
}
