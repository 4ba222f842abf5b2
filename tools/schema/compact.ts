import { safePattern } from './patterns';
import type { Raw, Schema } from './raw';
import type { Bounds, Node, NodeBody } from '../../src/template/schema/node';

const LETTERS: Record<string, string> = { string: 's', integer: 'i', number: 'n', boolean: 'b', object: 'o', array: 'a' };

type Writable = { -readonly [K in keyof NodeBody]: NodeBody[K] };

function letters(type: Raw['type']): string | undefined {
  if (type === undefined) return undefined;
  const found = [type].flat().map((each) => LETTERS[each] ?? '').join('');
  return [...'sinboa'].filter((letter) => found.includes(letter)).join('') || undefined;
}

function bounds(least: number | undefined, greatest: number | undefined, none = -Infinity): Bounds | undefined {
  const from = least !== undefined && least > none ? least : null;
  return from === null && greatest === undefined ? undefined : [from, greatest ?? null];
}

const isEmpty = (node: Node) => node === '';
const mapped = (schemas: Record<string, Schema>, scope: string) => Object.fromEntries(
  Object.keys(schemas).sort().map((key) => [key, compact(schemas[key]!, scope)]));

/** Only names required: `{ required: [...] }`, possibly none. */
function names(schema: Schema): string[] | undefined {
  if (typeof schema === 'boolean') return undefined;
  const others = Object.keys(schema).filter((key) => key !== 'required' && key !== 'description');
  return schema.required && others.length === 0 ? schema.required : undefined;
}

function objects(raw: Raw, scope: string, node: Writable): void {
  if (raw.properties) {
    node.p = mapped(raw.properties, scope);
    if (raw.additionalProperties !== false) node.x = 1;
  } else if (raw.additionalProperties === false && !raw.patternProperties) {
    node.p = {};
  }
  const patterns = Object.entries(raw.patternProperties ?? {});
  if (patterns.every(([pattern]) => safePattern(pattern) === pattern || /^\^?\.[*+]\$?$/.test(pattern))) {
    if (patterns.length > 0) node.pp = mapped(raw.patternProperties!, scope);
  } else {
    node.x = 1;
  }
  if (node.pp && raw.additionalProperties !== false) node.x = 1;
  if (typeof raw.additionalProperties === 'object') node.ap = compact(raw.additionalProperties, scope);
  if (raw.propertyNames !== undefined) node.pn = compact(raw.propertyNames, scope);
  if (raw.required?.length) node.r = [...raw.required].sort();
  if (raw.requiredOr) node.or = raw.requiredOr;
  if (raw.requiredXor) node.one = raw.requiredXor.map((name) => [name]);
  if (raw.dependentExcluded) node.dx = raw.dependentExcluded;
  const needs = { ...raw.dependencies, ...raw.dependentRequired };
  const plain = Object.entries(needs).filter((entry): entry is [string, string[]] => Array.isArray(entry[1]));
  if (plain.length > 0) node.dr = Object.fromEntries(plain);
}

function arrays(raw: Raw, scope: string, node: Writable): void {
  if (raw.items !== undefined) {
    const items = compact(raw.items, scope);
    if (!isEmpty(items)) node.i = items;
  }
  if (raw.prefixItems) node.pi = raw.prefixItems.map((each) => compact(each, scope));
  if (raw.contains !== undefined) node.has = compact(raw.contains, scope);
  node.c = bounds(raw.minItems, raw.maxItems, 0);
  if (raw.uniqueItems) node.u = 1;
}

function scalars(raw: Raw, node: Writable): void {
  if (raw.enum) node.e = [...new Set(raw.enum.map(String))];
  if (raw.enumCaseInsensitive) node.ei = raw.enumCaseInsensitive.map(String);
  if (raw.const !== undefined) node.e = [String(raw.const)];
  if (raw.pattern !== undefined) node.re = safePattern(raw.pattern);
  node.l = bounds(raw.minLength, raw.maxLength, 0);
  node.n = bounds(raw.minimum, raw.maximum);
  node.nx = bounds(raw.exclusiveMinimum, raw.exclusiveMaximum);
  if (raw.multipleOf && Number.isInteger(raw.multipleOf) && raw.multipleOf > 1) node.m = raw.multipleOf;
  if (raw.list) node.f = raw.list;
}

function logic(raw: Raw, scope: string, node: Writable): void {
  const groups = raw.oneOf?.map(names);
  if (groups?.every((group) => group !== undefined)) node.one = groups;
  const choices = [raw.anyOf, node.one && !raw.requiredXor ? undefined : raw.oneOf].filter((each) => each !== undefined)
    .map((each) => each.map((one) => compact(one, scope))).filter((each) => !each.some(isEmpty));
  if (choices[0]) node.any = choices[0];
  const parts = (raw.allOf ?? []).map((each) => compact(each, scope));
  const all = [...parts, ...choices.slice(1).map((any) => ({ any }))].filter((each) => !isEmpty(each));
  if (all.length > 0) node.all = all;
  if (raw.say) node.say = raw.say;
  if (raw.not !== undefined) node.not = compact(raw.not, scope);
  if (raw.if !== undefined) {
    node.if = compact(raw.if, scope);
    if (raw.then !== undefined) node.th = compact(raw.then, scope);
    if (raw.else !== undefined) node.el = compact(raw.else, scope);
  }
}

/** The compact form; a reference becomes the string `$<scope><pointer>`, put in place later. */
export function compact(raw: Schema, scope: string): Node {
  if (typeof raw === 'boolean') return raw ? '' : '!';
  if (raw.$ref) return `$${scope}${raw.$ref}`;
  const node: Writable = { t: letters(raw.type) };
  objects(raw, scope, node);
  arrays(raw, scope, node);
  scalars(raw, node);
  logic(raw, scope, node);
  const entries = Object.entries(node).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return '';
  return entries.length === 1 && node.t ? node.t : Object.fromEntries(entries);
}
