import { record } from './intrinsics';
import type { Model } from './model';
import { nearest } from './schema/suggest';

/**
 * What is wrong with values that were given to parameters of the templates: a name that no template declares, or a value that none allows, is a
 * mistake in typing. All unknown names in one fault.
 */
export function parameterFaults(models: readonly Model[], given: Readonly<Record<string, string>>): string[] {
  const declared = models.flatMap(({ roots }) => roots).flatMap(({ parameters }) => Object.entries(parameters));
  const names = [...new Set(declared.map(([name]) => name))];
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  return [
    ...unknown.length > 0 ? [unknownNames(unknown, names)] : [],
    ...Object.entries(given).flatMap(([name, value]) => {
      const same = declared.filter(([one]) => one === name).map(([, parameter]) => record(parameter));
      if (same.length === 0 || same.some((parameter) => allows(parameter, value))) return [];
      return [`${name}=${value}: expected ${[...new Set(same.flatMap(({ AllowedValues: values }) => values))].join(', ')}`];
    }),
  ];
}

function unknownNames(unknown: readonly string[], names: readonly string[]): string {
  const near = [...new Set(unknown.flatMap((name) => nearest(name, names) ?? []))];
  const none = `${unknown.join(', ')}: no template has ${unknown.length === 1 ? 'a parameter of that name' : 'parameters of these names'}`;
  if (near.length > 0) return `${none}; did you mean ${near.join(', ')}? There are ${names.join(', ')}`;
  return `${none}; there are ${names.join(', ') || 'none at all'}`;
}

function allows({ AllowedValues: allowed, Type: type }: Readonly<Record<string, unknown>>, value: string): boolean {
  if (!Array.isArray(allowed)) return true;
  const given = type === 'CommaDelimitedList' || String(type).startsWith('List<') ? value.split(',').map((one) => one.trim()) : [value];
  return given.every((one) => allowed.map(String).includes(one));
}
