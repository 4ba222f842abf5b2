export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value, where it is a mapping; else an empty one. */
export const record = (value: unknown): Readonly<Record<string, unknown>> => isRecord(value) ? value : {};

function functionName(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  let name: string | undefined;
  // Asked of every value, several times: no list of keys is made for it.
  for (const key in value) {
    if (name !== undefined || (key !== 'Ref' && !key.startsWith('Fn::'))) return undefined;
    name = key;
  }
  return name;
}

/** `{ Ref }` or `{ Fn::* }`, alone. */
export const isIntrinsic = (value: unknown): value is Readonly<Record<string, unknown>> => functionName(value) !== undefined;

/** The function and its argument, when the value is an intrinsic function. */
export function intrinsic(value: unknown): { readonly name: string; readonly argument: unknown } | undefined {
  const name = functionName(value);
  return name === undefined ? undefined : { name, argument: (value as Record<string, unknown>)[name] };
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
