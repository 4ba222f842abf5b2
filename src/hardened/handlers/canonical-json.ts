/** One text for one value, whatever order its members came in: what is hashed must be read again the same way. RFC 8785 for what JSON can hold. */
import { createHash } from 'node:crypto';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

/** Members that are undefined are left out, as JSON.stringify does; names are sorted by UTF-16 code units. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter((member): member is [string, Json] => member[1] !== undefined);
    return `{${members.sort(([a], [b]) => a < b ? -1 : 1).map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
  }
  // NaN and Infinity would be null.
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('not a number of JSON');
  return JSON.stringify(value);
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
