import Ajv from 'ajv';
import draft04 from 'ajv/lib/refs/json-schema-draft-04.json';

/** Whether AppConfig's validator takes a document of flags. */
export function takenBy(schema: string): (content: string) => boolean {
  const ajv = new Ajv({ schemaId: 'auto', meta: false });
  ajv.addMetaSchema(draft04);
  const validate = ajv.compile(JSON.parse(schema) as object);
  return (content) => validate(JSON.parse(content)) as boolean;
}

/** Flags by name, as the agent hands them to the function. */
export function flagsIn(content: string): Record<string, boolean> {
  const { values } = JSON.parse(content) as { values: Record<string, { enabled: boolean }> };
  return Object.fromEntries(Object.entries(values).map(([name, { enabled }]) => [name, enabled]));
}
