/** JSON schema as cfn-lint writes it: what we read of it. */
export interface Raw {
  readonly $ref?: string;
  readonly type?: string | string[];
  readonly properties?: Record<string, Schema>;
  readonly patternProperties?: Record<string, Schema>;
  readonly additionalProperties?: Schema;
  readonly propertyNames?: Schema;
  readonly required?: string[];
  readonly requiredOr?: string[];
  readonly requiredXor?: string[];
  readonly dependencies?: Record<string, string[] | Raw>;
  readonly dependentRequired?: Record<string, string[]>;
  readonly dependentExcluded?: Record<string, string[]>;
  readonly items?: Schema;
  readonly prefixItems?: Schema[];
  readonly contains?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly enum?: unknown[];
  readonly enumCaseInsensitive?: unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly anyOf?: Schema[];
  readonly oneOf?: Schema[];
  readonly allOf?: Schema[];
  readonly not?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  /** Ours: a list of instance types, what to say when no alternative fits. */
  readonly list?: string;
  readonly say?: string;
}

export type Schema = Raw | boolean;

/** The schema of a resource type. */
export interface Resource extends Raw {
  readonly typeName: string;
  readonly readOnlyProperties?: string[];
  readonly createOnlyProperties?: string[];
  readonly writeOnlyProperties?: string[];
  readonly conditionalCreateOnlyProperties?: string[];
  readonly tagging?: { taggable?: boolean; tagProperty?: string };
}

/** What a pointer as `#/definitions/Tag` names in its document. */
export function at(document: Raw, pointer: string): Schema | undefined {
  let found: unknown = document;
  for (const key of pointer.replace(/^#\//, '').split('/')) {
    found = (found as Record<string, unknown> | undefined)?.[key.replace(/~1/g, '/').replace(/~0/g, '~')];
  }
  return found as Schema | undefined;
}
