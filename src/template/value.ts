import type { Resource } from './model';

/** What only the deployment knows: `AWS::Region` and the like. */
export class Pseudo {
  public constructor(public readonly name: string) {}
}

/** The `Ref` of a resource, or one of its attributes. */
export class Reference {
  public constructor(public readonly resource: Resource, public readonly attribute?: string) {}
}

/** Text with parts that are not known. */
export class Text {
  public constructor(public readonly parts: readonly Value[]) {}
}

/** One of these, by a condition or a mapping that is not decided. `undefined`: the property is absent then. */
export class OneOf {
  public readonly options: readonly (Value | undefined)[];

  public constructor(choices: readonly (Value | undefined)[]) {
    this.options = choices;
  }
}

/** Cannot be known from the template. */
export class Unknown {
  /** `parameter`: its name, when the value is the caller's to give. */
  public constructor(public readonly reason: string, public readonly parameter?: string) {}
}

/** What a value of a template comes to. An absent property is `undefined`. */
export type Value =
  string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value } | Pseudo | Reference | Text | OneOf | Unknown;

export type Mapping = { readonly [key: string]: Value };

export const isMapping = (value: unknown): value is Mapping => typeof value === 'object' && value !== null
  && Object.getPrototypeOf(value) === Object.prototype;

/** Whether the value is known to the last part. */
export function isKnown(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.every(isKnown);
  return typeof value !== 'object' || value === null || (isMapping(value) && Object.values(value).every(isKnown));
}

const MOST_OPTIONS = 16;

/** Every value that it may have: `OneOf` is opened. Absent counts as an option. */
export function options(value: Value | undefined): readonly (Value | undefined)[] {
  return value instanceof OneOf ? value.options : [value];
}

/** One value, or a choice of several. */
export function oneOf(all: readonly (Value | undefined)[]): Value | undefined {
  const seen = new Map<string, Value | undefined>();
  for (const value of all.flatMap(options)) {
    seen.set(isKnown(value) ? JSON.stringify(value) ?? '' : `token ${seen.size}`, value);
    if (seen.size > MOST_OPTIONS) return new Unknown(`more than ${MOST_OPTIONS} possible values`);
  }
  return seen.size === 1 ? [...seen.values()][0] : new OneOf([...seen.values()]);
}

/** Applies `change` to every option. */
export function mapOptions(value: Value | undefined, change: (option: Value | undefined) => Value | undefined): Value | undefined {
  return value instanceof OneOf ? oneOf(value.options.map(change)) : change(value);
}

const isScalar = (value: Value | undefined): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** Joins parts to text: a string when all are known, a choice when some are, else `Text`. */
export function joined(parts: readonly Value[]): Value {
  const choices = parts.filter((part): part is OneOf => part instanceof OneOf && part.options.every(isScalar));
  if (choices.length === 1) {
    const [choice] = choices;
    return oneOf(choice.options.map((option) => joined(parts.map((part) => part === choice ? option! : part))))!;
  }
  const merged: Value[] = [];
  for (const part of parts.flatMap((one) => one instanceof Text ? one.parts : [one])) {
    const last = merged[merged.length - 1];
    if (isScalar(part) && typeof last === 'string') merged[merged.length - 1] = last + String(part);
    else merged.push(isScalar(part) ? String(part) : part);
  }
  if (merged.length === 0) return '';
  return merged.length === 1 && (typeof merged[0] === 'string') ? merged[0] : new Text(merged);
}

/** The value as text for people and for comparing: `arn:aws:sqs:${AWS::Region}:…`. */
export function show(value: Value | undefined): string {
  if (value === undefined) return '';
  if (value instanceof Pseudo) return `\${${value.name}}`;
  if (value instanceof Reference) return `\${${value.resource.address}${value.attribute ? `.${value.attribute}` : ''}}`;
  if (value instanceof Text) return value.parts.map(show).join('');
  if (value instanceof OneOf) return value.options.map(show).join(' | ');
  if (value instanceof Unknown) return value.parameter ? `\${${value.parameter}}` : '${?}';
  const plain = (one: Value) => isMapping(one) || Array.isArray(one) || isScalar(one) || one === null;
  return typeof value === 'object' && value !== null ? JSON.stringify(value, (_, one: Value) => plain(one) ? one : show(one)) : String(value);
}
