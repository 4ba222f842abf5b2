import { list, mappings, num } from '../../lessons/query';
import { isMapping, Mapping, OneOf, Unknown, Value } from '../../template';
import type { Context } from '../context';
import type { Subject } from '../subject';
import { fails, HOLDS, open, Verdict } from '../verdict';
import { definitionWithReferences, statesIn } from '../workflow';

const MACHINE = 'AWS::StepFunctions::StateMachine';

const states = (definition: Value | undefined): readonly Mapping[] => {
  const all = statesIn(definition);
  return Array.isArray(all) ? (all as readonly Value[]).filter(isMapping) : [];
};

const nameOf = (state: Mapping) => String(state.StateName);

/** Where a state goes when nothing fails. */
function next(state: Mapping): string[] {
  const inner = [state.Iterator, state.ItemProcessor, ...list(state.Branches)].flatMap((one) => isMapping(one) && typeof one.StartAt === 'string' ? [one.StartAt] : []);
  return [state.Next, state.Default, ...mappings(state.Choices).map((choice) => choice.Next), ...inner].filter((one): one is string => typeof one === 'string');
}

/** The states that can be reached without some. */
function reachable(all: readonly Mapping[], start: string, without: ReadonlySet<string>): ReadonlySet<string> {
  const byName = new Map(all.map((state) => [nameOf(state), state]));
  const found = new Set<string>();
  const waiting = [start];
  while (waiting.length > 0) {
    const name = waiting.pop()!;
    const state = byName.get(name);
    if (!state || found.has(name) || without.has(name)) continue;
    found.add(name);
    waiting.push(...next(state));
  }
  return found;
}

/**
 * `stages`: patterns of state names. There are states of each, and none of a stage is reached but through the stage before.
 * One state machine of the templates has to be so.
 */
export function workflowOrder({ stages }: Readonly<Record<string, unknown>>, { model }: Context): Verdict {
  const patterns = (stages as readonly string[]).map((pattern) => new RegExp(pattern, 'i'));
  let nearest: Verdict = { ...fails(() => 'no StepFunctions::StateMachine'), missing: 'StepFunctions::StateMachine' };
  for (const machine of model.resources(MACHINE)) {
    const definition = definitionWithReferences(machine);
    if (definition === undefined || definition instanceof Unknown || definition instanceof OneOf || !isMapping(definition)) {
      return open(() => `the definition of ${machine.id} cannot be read`);
    }
    const verdict = ordered(machine.id, states(definition), String(definition.StartAt), patterns);
    if (verdict.truth === true) return verdict;
    nearest = verdict;
  }
  return nearest;
}

function ordered(id: string, all: readonly Mapping[], start: string, patterns: readonly RegExp[]): Verdict {
  let before: string[] | undefined;
  const all0 = reachable(all, start, new Set());
  for (const pattern of patterns) {
    const stage = all.map(nameOf).filter((name) => pattern.test(name) && all0.has(name));
    if (stage.length === 0) return fails(() => `${id} reaches no state like ${pattern.source}`);
    if (before) {
      const passed = before;
      const around = reachable(all, start, new Set(passed));
      const bypassing = stage.filter((name) => around.has(name) && !passed.includes(name));
      if (bypassing.length > 0) return fails(() => `${id}: ${bypassing.join(', ')} is reached around ${passed.join(', ')}`);
    }
    before = stage;
  }
  return HOLDS;
}

/** A state that some `Catch` of its state machine leads to. */
export function isCaughtBy({ resource, value, id }: Subject): Verdict {
  if (!resource || !isMapping(value)) return fails(() => `${id} is no state`);
  const name = nameOf(value);
  const leads = states(definitionWithReferences(resource)).some((state) => mappings(state.Catch).some((one) => one.Next === name));
  return leads ? HOLDS : fails(() => `no Catch leads to ${name}`);
}

const ABOVE = ['NumericGreaterThan', 'NumericGreaterThanEquals'];
const BELOW = ['NumericLessThan', 'NumericLessThanEquals'];

/** A choice by a number whose branches go to different states. */
export function decidesByNumber({ value, id }: Subject): Verdict {
  if (!isMapping(value) || value.Type !== 'Choice') return fails(() => `${id} is no choice`);
  const choices = mappings(value.Choices);
  const byNumber = choices.filter((choice) => numeric(choice, [...ABOVE, ...BELOW]));
  if (byNumber.length === 0) return fails(() => `${nameOf(value)} compares no number`);
  const others = new Set([value.Default, ...choices.filter((choice) => !byNumber.includes(choice)).map((choice) => choice.Next)]);
  const decides = byNumber.some((choice) => value.Default === undefined || choice.Next !== value.Default)
    && !byNumber.every((choice) => others.size === 1 && others.has(choice.Next));
  return decides ? HOLDS : fails(() => `${nameOf(value)} goes to ${String(value.Default)} whatever the number is`);
}

/** In either query language. */
const numeric = (choice: Mapping, keys: readonly string[]): boolean => /[<>]=?\s*\d/.test(String(choice.Condition ?? '')) || keys.some((key) => num(choice[key]) !== undefined || typeof choice[`${key}Path`] === 'string')
  || [choice.Not, ...list(choice.And), ...list(choice.Or)].some((inner) => isMapping(inner) && numeric(inner, keys));
