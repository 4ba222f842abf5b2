export type FaultKind = 'unknown-property' | 'missing-property' | 'wrong-type' | 'not-allowed' | 'bad-pattern' | 'out-of-range' | 'length' | 'read-only';

/** What the schema of a type does not accept. */
export interface Fault {
  /** Where, below the properties: `Foo.0.Bar`, empty for the properties themselves. */
  readonly path: string;
  readonly kind: FaultKind;
  /** A sentence for the end user. */
  readonly message: string;
  /** What is expected there. */
  readonly expected?: string;
  /** The name or value that was probably meant. */
  readonly suggestion?: string;
}

const SHOWN = 8;
const LONGEST = 60;

/** A value as a message quotes it. */
export function shown(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) ?? '' : String(value);
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return typeof value === 'string' ? `'${short}'` : short;
}

/** The first of the values, and how many follow. */
export function listed(values: readonly string[]): string {
  const rest = values.length - SHOWN;
  return `${values.slice(0, SHOWN).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
