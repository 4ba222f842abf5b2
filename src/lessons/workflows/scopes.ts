import { isMapping, Mapping, Model, once, Resource, Value } from '../../template';
import { at, Finding } from '../lesson';
import { list, mappings } from '../query';
import { definitionOf } from '../state-machines';

/** States that may name each other: those of the machine, of a Map or of a branch. */
export interface Scope {
  readonly machine: Resource;
  readonly startAt: Value | undefined;
  readonly states: ReadonlyMap<string, Mapping>;
  /** An enclosing state catches, or retries, what fails inside. */
  readonly caught: boolean;
  readonly retried: boolean;
}

export const scopes = once((model: Model): readonly Scope[] => model.resources('AWS::StepFunctions::StateMachine')
  .flatMap((machine) => [...walk(machine, definitionOf(machine), false, false)]));

function* walk(machine: Resource, definition: Value | undefined, caught: boolean, retried: boolean): Iterable<Scope> {
  if (!isMapping(definition) || !isMapping(definition.States)) return;
  const states = new Map(Object.entries(definition.States).filter((entry): entry is [string, Mapping] => isMapping(entry[1])));
  yield { machine, startAt: definition.StartAt, states, caught, retried };
  for (const state of states.values()) {
    for (const inner of [state.Iterator, state.ItemProcessor, ...list(state.Branches)]) {
      yield* walk(machine, inner, caught || list(state.Catch).length > 0, retried || list(state.Retry).length > 0);
    }
  }
}

/** Where the definition stands, for `at()`. */
export const definitionPath = (machine: Resource): string => machine.get('Definition') === undefined ? 'DefinitionString' : 'Definition';

/** One finding for all such states of a machine: they are one habit of its writer. */
export function* statesThat(model: Model, found: string, test: (name: string, body: Mapping, scope: Scope) => boolean): Iterable<Finding> {
  for (const machine of new Set(scopes(model).map((scope) => scope.machine))) {
    const names = scopes(model).filter((scope) => scope.machine === machine)
      .flatMap((scope) => [...scope.states].filter(([name, body]) => test(name, body, scope)).map(([name]) => name));
    if (names.length > 0) yield at(machine, definitionPath(machine), `${found}: ${names.join(', ')}`);
  }
}

const texts = (values: readonly (Value | undefined)[]): string[] => values.filter((value): value is string => typeof value === 'string');

/** States that follow when nothing fails, and those that take over when something does. */
export const following = (state: Mapping): string[] => texts([state.Next, state.Default, ...mappings(state.Choices).map(({ Next: next }) => next)]);
export const catching = (state: Mapping): string[] => texts(mappings(state.Catch).map(({ Next: next }) => next));

/** What can be reached from these states. */
export function reached({ states }: Scope, from: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...from];
  while (open.length > 0) {
    const name = open.pop()!;
    const state = states.get(name);
    if (found.has(name) || !state) continue;
    found.add(name);
    open.push(...following(state), ...catching(state));
  }
  return found;
}

export const isTask = ({ Type: type }: Mapping): boolean => type === 'Task';

/** Waits for somebody or something else, not for an answer of a service. */
export const waits = ({ Resource: resource }: Mapping): boolean => typeof resource === 'string' && /\.waitForTaskToken$|\.sync(:2)?$|:activity:/.test(resource);
