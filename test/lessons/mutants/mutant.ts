/** A template as a test changes it. */
export interface Template {
  Parameters: Record<string, Record<string, unknown>>;
  Resources: Record<string, {
    Type: string;
    Properties: any;
    DependsOn?: string | string[];
    DeletionPolicy?: unknown;
    UpdateReplacePolicy?: unknown;
    Metadata?: any;
    Condition?: string;
  }>;
  Outputs: Record<string, unknown>;
  [section: string]: any;
}

/** Breaks one lesson in a golden template. Without one, the flawed example of the lesson is added to the template. */
export type Mutants = Readonly<Record<string, (template: Template) => void>>;

/** The first resource of a type whose logical id holds `part`. */
export function first(template: Template, type: string, part = ''): Template['Resources'][string] {
  const found = Object.entries(template.Resources).find(([id, resource]) => resource.Type === type && id.includes(part));
  if (!found) throw new Error(`No ${type} ${part} in the golden template`);
  return found[1];
}
