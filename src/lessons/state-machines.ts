import { isMapping, Mapping, once, Reference, Resource, show, Value } from '../template';

export interface State {
  readonly name: string;
  readonly body: Mapping;
}

/** The states of a state machine, those inside Map and Parallel included; none when the definition cannot be read. */
export const statesOf = once((machine: Resource): readonly State[] => [...walk(definitionOf(machine))]);

/** The definition, when it can be read. */
export function definitionOf(machine: Resource): Value | undefined {
  const written = machine.get('Definition');
  if (isMapping(written)) return written;
  try {
    return JSON.parse(show(machine.get('DefinitionString'))) as Value;
  } catch {
    return undefined;
  }
}

function* walk(definition: Value | undefined): Iterable<State> {
  if (!isMapping(definition) || !isMapping(definition.States)) return;
  for (const [name, body] of Object.entries(definition.States)) {
    if (!isMapping(body)) continue;
    yield { name, body };
    yield* walk(body.Iterator);
    yield* walk(body.ItemProcessor);
    for (const branch of Array.isArray(body.Branches) ? body.Branches as Value[] : []) yield* walk(branch);
  }
}

/** What a task gives to its integration. */
export const inputOf = ({ Parameters: parameters, Arguments: given }: Mapping): Mapping =>
  isMapping(parameters) ? parameters : isMapping(given) ? given : {};

/** The resource that a text of the definition names: by reference, or by a substitution. */
export function mentioned(machine: Resource, text: unknown): Resource | undefined {
  const name = typeof text === 'string' ? /^\$\{([^}]+)\}$/.exec(text)?.[1] : undefined;
  if (name === undefined) return undefined;
  const substitutions = machine.get('DefinitionSubstitutions');
  const substituted = isMapping(substitutions) ? substitutions[name] : undefined;
  if (substituted instanceof Reference) return substituted.resource;
  return machine.edges.map(({ to }) => to).find((to) => name === to.address || name === `${to.address}.Arn`);
}
