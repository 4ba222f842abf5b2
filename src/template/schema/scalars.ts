import { Fault, listed, shown } from './fault';
import { instanceFault } from './instances';
import type { Bounds, NodeBody } from './node';
import { because } from './reason';
import { Run, subject } from './run';
import { nearestValue } from './suggest';
import { onceByText } from '../once';

const LONGEST = 2000;

/** The pattern as an expression; undefined when this JavaScript cannot read it. */
export const expression = onceByText((pattern): RegExp | undefined => {
  const isInsensitive = pattern.startsWith('(?i)');
  for (const flags of ['u', '']) {
    try {
      return new RegExp(isInsensitive ? pattern.slice(4) : pattern, isInsensitive ? `${flags}i` : flags);
    } catch {
      // the next flags
    }
  }
  return undefined;
});

/** `from 1 to 10`, `at least 1`, `at most 10`. */
export function between([least, greatest]: Bounds): string {
  if (least === greatest) return `exactly ${least}`;
  if (least === null) return `at most ${greatest}`;
  return greatest === null ? `at least ${least}` : `from ${least} to ${greatest}`;
}

function isWithin(value: number, [least, greatest]: Bounds): boolean {
  return (least === null || value >= least) && (greatest === null || value <= greatest);
}

type Found = Omit<Fault, 'path'> | undefined;
/** In a trial only the fact counts. */
const TRIED: Found = { kind: 'not-allowed', message: '' };

function valueFault(node: NodeBody, text: string, path: string, run: Run): Found {
  const accepted = node.e ?? node.ei;
  if (!accepted) return undefined;
  // A boolean may be written in any case.
  const isInsensitive = !node.e || /^(true|false)$/i.test(text);
  if (accepted.includes(text) || (isInsensitive && accepted.some((each) => each.toLowerCase() === text.toLowerCase()))) return undefined;
  if (run.isTrial) return TRIED;
  const suggestion = nearestValue(text, accepted);
  const expected = listed(accepted);
  const choice = accepted.length === 1 ? `it has to be ${expected}` : `it has to be one of ${expected}`;
  const message = `${subject(path, run)} does not accept ${shown(text)}${because(run)}: ${suggestion ? `did you mean '${suggestion}'?` : `${choice}.`}`;
  return { kind: 'not-allowed', message, expected, ...suggestion ? { suggestion } : {} };
}

function range(node: NodeBody, given: unknown, path: string, run: Run): Found {
  if (!node.n && !node.nx && !node.m) return undefined;
  const number = typeof given === 'boolean' || given === '' ? NaN : Number(given);
  if (Number.isNaN(number)) return undefined;
  const fault = (expected: string): Found => ({
    kind: 'out-of-range', message: `${subject(path, run)} is ${shown(given)}, but has to be ${expected}${because(run)}.`, expected,
  });
  if (node.n && !isWithin(number, node.n)) return fault(between(node.n));
  const [more, less] = node.nx ?? [null, null];
  if (more !== null && number <= more) return fault(`more than ${more}`);
  if (less !== null && number >= less) return fault(`less than ${less}`);
  return node.m && number % node.m !== 0 ? fault(`a multiple of ${node.m}`) : undefined;
}

function string(node: NodeBody, text: string, path: string, run: Run): Found {
  if (node.l && !isWithin(text.length, node.l)) {
    const expected = `${between(node.l)} characters`;
    return { kind: 'length', message: `${subject(path, run)} has ${text.length} characters, but has to have ${expected}.`, expected };
  }
  if (node.re && text.length <= LONGEST && expression(node.re)?.test(text) === false) {
    return { kind: 'bad-pattern', message: `${subject(path, run)} is ${shown(text)}, but has to match the pattern ${node.re}${because(run)}.`, expected: node.re };
  }
  return undefined;
}

/** What a node does not accept of a string, number or boolean of an accepted type. */
export function scalarFault(node: NodeBody, given: string | number | boolean, path: string, run: Run): Found {
  const text = String(given);
  return valueFault(node, text, path, run) ?? range(node, given, path, run) ?? string(node, text, path, run)
    ?? (node.f ? instanceFault(node.f, text, subject(path, run)) : undefined);
}
