/**
 * A property schema as the data files hold it: a number points into the shared definitions `d` of its service; a string is the type
 * alone, a letter for each type accepted (`s`tring, `i`nteger, `n`umber, `b`oolean, `o`bject, `a`rray; empty: anything; `!`: never).
 */
export type Node = number | string | NodeBody;

/** Least and greatest, either may be open. */
export type Bounds = readonly [number | null, number | null];

export interface NodeBody {
  /** Types, letters as above. */
  readonly t?: string;
  /** Properties. */
  readonly p?: Readonly<Record<string, Node>>;
  /** Properties other than those of `p` are accepted too. */
  readonly x?: 1;
  /** Properties by a pattern of their name. */
  readonly pp?: Readonly<Record<string, Node>>;
  /** Properties of other names. */
  readonly ap?: Node;
  /** Names of the properties. */
  readonly pn?: Node;
  /** Required properties. */
  readonly r?: readonly string[];
  /** At least one of these properties. */
  readonly or?: readonly string[];
  /** Exactly one of these groups of properties. */
  readonly one?: readonly (readonly string[])[];
  /** A property needs others. */
  readonly dr?: Readonly<Record<string, readonly string[]>>;
  /** A property excludes others. */
  readonly dx?: Readonly<Record<string, readonly string[]>>;
  /** Items, and those of the first places. */
  readonly i?: Node;
  readonly pi?: readonly Node[];
  /** One item at least is so. */
  readonly has?: Node;
  /** Count of items. */
  readonly c?: Bounds;
  /** No item twice. */
  readonly u?: 1;
  /** Accepted values, `ei`: in any case. */
  readonly e?: readonly string[];
  readonly ei?: readonly string[];
  /** Name of a list of instance types. */
  readonly f?: string;
  /** Pattern of a string, `(?i)` before it: in any case. */
  readonly re?: string;
  /** Length of a string. */
  readonly l?: Bounds;
  /** Range of a number, the bounds themselves not accepted in `nx`. */
  readonly n?: Bounds;
  readonly nx?: Bounds;
  /** A multiple of it. */
  readonly m?: number;
  readonly any?: readonly Node[];
  readonly all?: readonly Node[];
  readonly not?: Node;
  readonly if?: Node;
  readonly th?: Node;
  readonly el?: Node;
  /** What to say when the conditions and alternatives do not fit. */
  readonly say?: string;
}

export interface TypeSchema {
  /** The properties. */
  readonly s: Node;
  /** Attributes for GetAtt. */
  readonly ga?: readonly string[];
  /** Properties that only AWS sets. */
  readonly ro?: readonly string[];
  /** The property with the tags. */
  readonly tag?: string;
}

export interface ServiceData {
  readonly source: string;
  /** By type. */
  readonly t: Readonly<Record<string, TypeSchema>>;
  /** Shared definitions. */
  readonly d: readonly Node[];
}

export interface IndexData {
  readonly source: string;
  readonly services: readonly string[];
  readonly types: readonly string[];
}

/** The name of a service's data: `AWS::SQS::Queue` -> `sqs`. */
export function serviceOf(type: string): string {
  return type.split('::')[1]!.toLowerCase();
}
