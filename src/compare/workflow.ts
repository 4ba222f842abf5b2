import { isMapping, joined, Mapping, once, OneOf, Resource, Text, Unknown, Value } from '../template';
import { objectIn } from '../template/json-text';

const PLACEHOLDER = /\$\{([A-Za-z0-9_]+)\}/;

/** The definition of a state machine, with references where its text and its substitutions name resources. */
export const definitionWithReferences = once((machine: Resource): Value | undefined => {
  const text = machine.get('DefinitionString');
  const written = machine.get('Definition') ?? (typeof text === 'string' || text instanceof Text ? objectIn(text) : text);
  if (written === undefined && machine.get('DefinitionS3Location') !== undefined) return new Unknown('definition in a bucket');
  const substitutions = machine.get('DefinitionSubstitutions');
  return isMapping(substitutions) && written !== undefined ? substituted(written, substitutions) : written;
});

function substituted(value: Value, by: Mapping): Value {
  if (typeof value === 'string') {
    if (!PLACEHOLDER.test(value)) return value;
    // Odd pieces are names.
    const pieces = value.split(PLACEHOLDER).map((piece, at): Value => at % 2 === 0 ? piece : by[piece] ?? `\${${piece}}`).filter((piece) => piece !== '');
    return pieces.length === 1 ? pieces[0] : joined(pieces);
  }
  if (value instanceof Text) return joined(value.parts.map((part) => substituted(part, by)));
  if (Array.isArray(value)) return (value as readonly Value[]).map((one) => substituted(one, by));
  return isMapping(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, substituted(one, by)])) : value;
}

/** All states, those inside Map and Parallel too. */
export function statesIn(definition: Value | undefined): Value | undefined {
  if (definition instanceof Unknown || definition instanceof OneOf) return definition;
  return [...walk(definition)];
}

function* walk(definition: Value | undefined): Iterable<Value> {
  if (!isMapping(definition) || !isMapping(definition.States)) return;
  for (const [name, body] of Object.entries(definition.States)) {
    if (!isMapping(body)) continue;
    yield { StateName: name, ...body };
    yield* walk(body.Iterator);
    yield* walk(body.ItemProcessor);
    for (const branch of Array.isArray(body.Branches) ? body.Branches as Value[] : []) yield* walk(branch);
  }
}
