import { intrinsic, isRecord } from './intrinsics';

const PREFIX = 'Fn::ForEach::';
const MOST_RESOURCES = 5_000;

/** Writes out `Fn::ForEach` of the language extensions in a section, where its list is known. */
export function expandForEach(
  section: Record<string, unknown>, template: Record<string, unknown>,
): { resources: Record<string, unknown>; unresolved: string[] } {
  const resources: Record<string, unknown> = {};
  const unresolved: string[] = [];
  const add = (entries: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(entries)) {
      if (!key.startsWith(PREFIX)) {
        Object.defineProperty(resources, key, { value, enumerable: true, configurable: true, writable: true });
        continue;
      }
      const [variable, list, body] = Array.isArray(value) ? value as unknown[] : [];
      const items = listOf(list, template);
      if (typeof variable !== 'string' || !items || !isRecord(body)) unresolved.push(`${key}: its list is not known`);
      else if (Object.keys(resources).length + items.length > MOST_RESOURCES) unresolved.push(`${key}: more than ${MOST_RESOURCES} resources`);
      else for (const item of items) add(replaced(body, variable, item) as Record<string, unknown>);
    }
  };
  add(section);
  return { resources, unresolved };
}

function listOf(list: unknown, template: Record<string, unknown>): string[] | undefined {
  const call = intrinsic(list);
  if (call?.name === 'Ref' && isRecord(template.Parameters)) {
    const parameter = template.Parameters[String(call.argument)];
    const value = isRecord(parameter) ? parameter.Default : undefined;
    return typeof value === 'string' ? value.split(',').map((item) => item.trim()) : undefined;
  }
  return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
}

function replaced(value: unknown, variable: string, item: string): unknown {
  const text = (one: string) => one.split(`\${${variable}}`).join(item).split(`&{${variable}}`).join(item.replace(/[^A-Za-z0-9]/g, ''));
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((one) => replaced(one, variable, item));
  if (!isRecord(value)) return value;
  if (intrinsic(value)?.argument === variable && 'Ref' in value) return item;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [text(key), replaced(one, variable, item)]));
}
