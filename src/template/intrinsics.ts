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
  let name: string | undefined;
  // Asked of every value, several times: no list of keys is made for it.
  for (const key in value) {
    if (name !== undefined || (key !== 'Ref' && !key.startsWith('Fn::'))) return undefined;
    name = key;
  }
  return name === undefined ? undefined : { name, argument: value[name] };
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
export function rawReferences(value: unknown, path: Path = []): RawReference[] {
  const found: RawReference[] = [];
  collect(value, [...path], found);
  return found;
}

/** `path` is where `value` stands; it is changed on the way and copied only where something is named. */
function collect(value: unknown, path: (string | number)[], found: RawReference[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) {
      if (typeof value[at] !== 'object') continue;
      path.push(at);
      collect(value[at], path, found);
      path.pop();
    }
    return;
  }
  const call = intrinsic(value);
  if (call) named(call.name, call.argument, path, found);
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== 'object') continue;
    path.push(key);
    collect(item, path, found);
    path.pop();
  }
}

function named(name: string, argument: unknown, path: Path, found: RawReference[]): void {
  const add = (reference: Omit<RawReference, 'path'>) => found.push({ ...reference, path: [...path] });
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
