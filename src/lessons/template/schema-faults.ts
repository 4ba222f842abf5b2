import { isKnown, Model, OneOf, rawReferences, Resource, Stack } from '../../template';
import { Fault, FaultKind, propertyFaults } from '../../template/schema';
import { at, Finding } from '../lesson';

/** Worked out once: several lessons ask. */
const found = new WeakMap<Resource, readonly Fault[]>();
const decides = new WeakMap<Stack, ReadonlySet<string>>();

/** Parameters that a condition asks for: their default may be a sign (`none`, empty) that never gets to the property. */
function deciding(stack: Stack): ReadonlySet<string> {
  let names = decides.get(stack);
  if (!names) decides.set(stack, names = new Set(rawReferences(stack.conditions).map(({ target }) => target)));
  return names;
}

export function schemaFaults(resource: Resource): readonly Fault[] {
  const { stack } = resource;
  let faults = found.get(resource);
  if (!faults) {
    const resolve = (call: unknown) => {
      // What a resource gives is not known before it is there.
      if (rawReferences(call).some(({ kind, target }) => kind === 'GetAtt' || stack.resources.has(target) || deciding(stack).has(target))) return undefined;
      const value = stack.resolver.resolve(call);
      return value === '' || value instanceof OneOf || !isKnown(value) ? undefined : value;
    };
    faults = propertyFaults(resource.type, resource.body.Properties, { resolve });
    found.set(resource, faults);
  }
  return faults;
}

/** What the schemas of the types do not accept, of these kinds. */
export function* faultFindings(model: Model, ...kinds: FaultKind[]): Iterable<Finding> {
  for (const resource of model.resources()) {
    for (const { path, kind, message, expected } of schemaFaults(resource)) {
      if (kinds.includes(kind)) yield at(resource, path, message.replace(/\.$/, ''), [path, expected].filter((one) => one !== undefined).join(' '));
    }
  }
}
