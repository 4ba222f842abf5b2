import Ajv from 'ajv';

/** Whether AppConfig's validator takes a document of flags. */
export function takenBy(schema: string): (content: string) => boolean {
  // AppConfig takes draft 4, which this library knows no more; the words that are used mean the same.
  const validate = new Ajv({ meta: false, validateSchema: false }).compile(JSON.parse(schema) as object);
  return (content) => validate(JSON.parse(content)) as boolean;
}

/** Flags by name, as the agent hands them to the function. */
export function flagsIn(content: string): Record<string, boolean> {
  const { values } = JSON.parse(content) as { values: Record<string, { enabled: boolean }> };
  return Object.fromEntries(Object.entries(values).map(([name, { enabled }]) => [name, enabled]));
}
