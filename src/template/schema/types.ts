import { shown } from './fault';
import { isDynamic } from './intrinsic';
import type { Node, NodeBody } from './node';
import { isIntrinsic, isRecord } from '../intrinsics';

const NAMES: Readonly<Record<string, string>> = {
  s: 'a string', i: 'an integer', n: 'a number', b: 'a boolean', o: 'an object', a: 'a list',
};

/** `a string or an object`. */
export function typeNames(letters: string): string {
  return [...letters].map((letter) => NAMES[letter]).join(' or ');
}

const isNumeric = (value: unknown) => typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));

/** CloudFormation turns strings, numbers and booleans into each other where that loses nothing. */
const ACCEPTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  s: (value) => typeof value !== 'object' && value !== undefined,
  i: (value) => isNumeric(value) && Number.isInteger(Number(value)),
  n: isNumeric,
  b: (value) => typeof value === 'boolean' || (typeof value === 'string' && /^(true|false)$/i.test(value)),
  o: isRecord,
  a: Array.isArray,
};

/** Objects of any content may be written as JSON in a string. */
function isFree(node: NodeBody): boolean {
  return node.t!.includes('o') && !node.p && !node.pp && node.ap === undefined;
}

export function hasType(node: NodeBody, value: unknown): boolean {
  return !node.t || isOfType(node.t, value) || (typeof value === 'string' && isFree(node));
}

/** Whether a value has one of these types. */
function isOfType(letters: string, value: unknown): boolean {
  for (let at = 0; at < letters.length; at += 1) if (ACCEPTS[letters[at]!]?.(value)) return true;
  return false;
}

/** Whether a node asks for a type alone, and a literal has it: by far the most frequent case. */
export function fitsPlainly(node: Node, value: unknown): boolean {
  return typeof node === 'string' && isOfType(node, value) && !isIntrinsic(value) && !isDynamic(value);
}

/** What a value is, as a message names it. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `${shown(value)}`;
}
