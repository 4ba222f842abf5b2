import { getAttOf, intrinsic, once, Path, record, Stack } from '../../template';

/** A condition and what it must be. */
export interface Guard {
  readonly condition: string;
  readonly holds: boolean;
}

const MOST_CASES = 4_096;
const OTHER = '\u0000another value';

/** The branches of `Fn::If` that a path goes through. */
export function guardsOf(body: unknown, path: Path): Guard[] {
  const guards: Guard[] = [];
  let value = body;
  path.forEach((key, at) => {
    const argument = intrinsic(value)?.name === 'Fn::If' && key === 'Fn::If' ? record(value)['Fn::If'] : undefined;
    const branch = path[at + 1];
    if (Array.isArray(argument) && typeof argument[0] === 'string' && (branch === 1 || branch === 2)) {
      guards.push({ condition: argument[0], holds: branch === 1 });
    }
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  });
  return guards;
}

const answersOf = once((_: Stack) => new Map<string, boolean | undefined>());

/** Whether all can hold at once, for some values of the parameters. `undefined`: too many cases to try, or something cannot be read. */
export function canHold(stack: Stack, guards: readonly Guard[]): boolean | undefined {
  if (guards.length === 0) return true;
  const answers = answersOf(stack);
  const key = JSON.stringify(guards);
  if (!answers.has(key)) answers.set(key, tryAll(stack, guards));
  return answers.get(key);
}

function tryAll(stack: Stack, guards: readonly Guard[]): boolean | undefined {
  const cases = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  try {
    for (const { condition } of guards) collect(stack, { Condition: condition }, cases, seen);
  } catch {
    return undefined;
  }
  if ([...cases.values()].reduce((product, values) => product * values.length, 1) > MOST_CASES) return undefined;
  for (const values of tries([...cases])) {
    if (guards.every(({ condition, holds }) => holdsFor(stack, { Condition: condition }, values) === holds)) return true;
  }
  return false;
}

/** Each choice of values once. */
function* tries([next, ...rest]: [string, readonly string[]][]): Iterable<Map<string, string>> {
  if (!next) return void (yield new Map());
  for (const chosen of tries(rest)) {
    for (const value of next[1]) yield chosen.set(next[0], value);
  }
}

/** Throws when a condition cannot be read. */
function collect(stack: Stack, raw: unknown, cases: Map<string, readonly string[]>, seen: Set<string>): void {
  const [name, argument, ...more] = Object.entries(record(raw)).flat();
  if (typeof name !== 'string' || more.length > 0) throw new Error('not a condition');
  if (name === 'Condition') {
    if (typeof argument !== 'string' || !(argument in stack.conditions)) throw new Error('no such condition');
    if (!seen.has(argument)) {
      seen.add(argument);
      collect(stack, stack.conditions[argument], cases, seen);
    }
  } else if (name === 'Fn::Equals') {
    const sides = equalsOf(argument);
    const literals = sides.flatMap(({ literal }) => literal ?? []);
    for (const { variable } of sides) {
      // Two unknown values may be the same or not.
      const own = literals.length === 0 ? [`${OTHER} of ${variable}`] : literals;
      if (variable !== undefined) cases.set(variable, [...new Set([...cases.get(variable) ?? [], ...allowedOf(stack, variable) ?? [OTHER, ...own]])]);
    }
  } else if (['Fn::And', 'Fn::Or', 'Fn::Not'].includes(name) && Array.isArray(argument)) {
    for (const item of argument as unknown[]) collect(stack, item, cases, seen);
  } else {throw new Error('not a condition');}
}

interface Side { readonly literal?: string; readonly variable?: string }

/** Whatever is not literal counts as a variable of its own. */
function equalsOf(argument: unknown): Side[] {
  if (!Array.isArray(argument) || argument.length !== 2) throw new Error('not a comparison');
  return (argument as unknown[]).map((side) => {
    if (['string', 'number', 'boolean'].includes(typeof side)) return { literal: String(side) };
    const call = intrinsic(side);
    if (!call) throw new Error('not a value');
    if (call.name === 'Fn::GetAtt' && getAttOf(call.argument)) throw new Error('an attribute is not known to a condition');
    return { variable: call.name === 'Ref' ? String(call.argument) : JSON.stringify(side) };
  });
}

const allowedOf = (stack: Stack, variable: string): string[] | undefined => {
  const allowed = record(stack.parameters[variable]).AllowedValues;
  return Array.isArray(allowed) ? allowed.map(String) : undefined;
};

function holdsFor(stack: Stack, raw: unknown, values: ReadonlyMap<string, string>, depth = 0): boolean {
  const [name, argument] = Object.entries(record(raw))[0] ?? [];
  const items = Array.isArray(argument) ? argument as unknown[] : [];
  if (depth > 50) return false; // A condition that refers to itself.
  const inner = (item: unknown) => holdsFor(stack, item, values, depth + 1);
  switch (name) {
    case 'Condition': return inner(stack.conditions[String(argument)]);
    case 'Fn::And': return items.every(inner);
    case 'Fn::Or': return items.some(inner);
    case 'Fn::Not': return !items.some(inner);
    default: {
      const [left, right] = equalsOf(argument).map(({ literal, variable }) => literal ?? values.get(variable!));
      return left === right;
    }
  }
}
