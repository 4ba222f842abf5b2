import { show } from '../../template';
import type { Subject } from '../subject';
import { fails, HOLDS, open, Verdict } from '../verdict';

const PARSES = /\bJSON\.parse\(|\bjson\.loads\(/g;
const AT = ['Code', 'ZipFile'];

/** Of JavaScript: whether a place lies in the block of a `try`. */
function isInTryBlock(code: string, place: number): boolean {
  const blocks: boolean[] = [];
  for (const { 0: brace, index } of code.slice(0, place).matchAll(/[{}]/g)) {
    if (brace === '{') blocks.push(/\btry\s*$/.test(code.slice(0, index))); else blocks.pop();
  }
  return blocks.includes(true);
}

const indentOf = (line: string) => line.length - line.trimStart().length;

/** Of Python: whether a line is indented below a `try:`. */
function isBelowTry(code: string, place: number): boolean {
  const lines = code.slice(0, place).split('\n');
  let indent = indentOf(lines.at(-1)!);
  for (const line of lines.slice(0, -1).reverse().filter((one) => one.trim() !== '')) {
    if (indentOf(line) >= indent) continue;
    if (/^\s*try:/.test(line)) return true;
    indent = indentOf(line);
  }
  return false;
}

/** Code in the template, as far as it can be read. */
const codeOf = ({ resource }: Subject) => show(resource?.get('Code.ZipFile'));

/** What the handler parses is parsed in a try, and a wrong request is answered 400. */
export function parsesSafely(subject: Subject): Verdict {
  const code = codeOf(subject);
  if (code.includes('${?}')) return open(() => `the code of ${subject.id} cannot be read`);
  const isSafe = ({ 0: call, index }: RegExpMatchArray) => (call.startsWith('json') ? isBelowTry : isInTryBlock)(code, index!);
  const bare = [...code.matchAll(PARSES)].find((one) => !isSafe(one));
  if (bare) return fails(() => `${subject.id} calls ${bare[0]}) outside of try`, AT);
  return /\b4(00|22)\b/.test(code) ? HOLDS : fails(() => `${subject.id} answers no request with 400`, AT);
}

/** What goes wrong is not told to whoever calls. */
export function hidesErrors(subject: Subject): Verdict {
  const found = /(?:body|Body|dumps|stringify)[^\n]*?(\b(?:err|error|e|ex|exception)\.(?:message|stack|toString)|\bstr\((?:e|err|ex|error|exc)\))/.exec(codeOf(subject));
  return found ? fails(() => `${subject.id} answers with ${found[1]}`, AT) : HOLDS;
}

/** A write that fails when the item is there, or something that says that it is idempotent. */
export function writesOnce(subject: Subject): Verdict {
  return /ConditionExpression|attribute_not_exists|[iI]dempoten/.test(codeOf(subject)) ? HOLDS : fails(() => `${subject.id} writes without a condition`, AT);
}
