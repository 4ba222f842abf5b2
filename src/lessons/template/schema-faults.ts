import { isKnown, Model, once, OneOf, rawReferences, Resource, Stack } from '../../template';
import { Fault, FaultKind, propertyFaults } from '../../template/schema';
import { at, Finding } from '../lesson';

/** Parameters that a condition asks for: their default may be a sign (`none`, empty) that never gets to the property. */
const deciding = once((stack: Stack): ReadonlySet<string> => new Set(rawReferences(stack.conditions).map(({ target }) => target)));

export const schemaFaults = once(({ stack, type, body }: Resource): readonly Fault[] => {
  const resolve = (call: unknown) => {
    // What a resource gives is not known before it is there.
    if (rawReferences(call).some(({ kind, target }) => kind === 'GetAtt' || stack.resources.has(target) || deciding(stack).has(target))) return undefined;
    const value = stack.resolver.resolve(call);
    return value === '' || value instanceof OneOf || !isKnown(value) ? undefined : value;
  };
  return propertyFaults(type, body.Properties, { resolve });
});

/** What the schemas of the types do not accept, of these kinds. */
export function* faultFindings(model: Model, ...kinds: FaultKind[]): Iterable<Finding> {
  for (const resource of model.resources()) {
    for (const { path, kind, message, expected } of schemaFaults(resource)) {
      if (kinds.includes(kind)) yield at(resource, path, message.replace(/\.$/, ''), [path, expected].filter((one) => one !== undefined).join(' '));
    }
  }
}
