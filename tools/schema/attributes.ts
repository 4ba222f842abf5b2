import { at, Raw, Resource, Schema } from './raw';

const dotted = (pointer: string) => pointer.split('/').slice(2);

function resolved(resource: Resource, schema: Schema | undefined): Raw {
  if (!schema || typeof schema === 'boolean') return {};
  return schema.$ref ? resolved(resource, at(resource, schema.$ref)) : schema;
}

function propertyAt(resource: Resource, keys: readonly string[]): Raw {
  return keys.reduce<Raw>((schema, key) => resolved(resource, schema.properties?.[key]), resource);
}

/** The names of all that GetAtt can read below a property. */
function leaves(resource: Resource, schema: Raw, keys: readonly string[]): string[] {
  const nested = Object.entries(schema.properties ?? {});
  const own = keys.join('.');
  if (nested.length === 0 || keys.length > 4) return [own];
  return [own, ...nested.flatMap(([key, child]) => leaves(resource, resolved(resource, child), [...keys, key]))];
}

/** The attributes: properties that AWS sets, all properties for the types of `whole`, and the exceptions. */
export function attributesOf(resource: Resource, whole: readonly string[], exceptions: Readonly<Record<string, string[]>>): string[] {
  const pointers = whole.includes(resource.typeName)
    ? Object.keys(resource.properties ?? {}).map((name) => [name])
    : (resource.readOnlyProperties ?? []).map(dotted);
  const found = pointers.filter((keys) => !keys.includes('*')).flatMap((keys) => leaves(resource, propertyAt(resource, keys), keys));
  return [...new Set([...found, ...exceptions[resource.typeName] ?? []])].sort();
}

/** Names of the properties that a list of pointers holds, without those within lists. */
export function paths(pointers: readonly string[] | undefined): string[] {
  return [...new Set((pointers ?? []).map(dotted).filter((keys) => !keys.includes('*')).map((keys) => keys.join('.')))].sort();
}
