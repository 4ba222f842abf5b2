import { intrinsic, isRecord, rawReferences, RawReference, Stack } from '../../template';
import { namedBy, partsOf, record } from '../template/sections';

const cache = new WeakMap<Stack, ReadonlySet<string>>();

/** What the template names, as `kind:name`. */
export function usedIn(stack: Stack): ReadonlySet<string> {
  let used = cache.get(stack);
  if (!used) {
    used = new Set([...partsOf(stack).flatMap(namedBy), ...ofLoops(stack), ...ofTransforms(stack)].map(({ kind, target }) => `${sort(kind)}:${target}`));
    cache.set(stack, used);
  }
  return used;
}

const sort = (kind: RawReference['kind']): string => kind === 'Condition' ? 'condition' : kind === 'FindInMap' ? 'mapping' : 'name';

/** The list of a loop is no longer there once it is written out. */
const ofLoops = (stack: Stack): RawReference[] => Object.entries(record(stack.template.Resources))
  .filter(([key]) => key.startsWith('Fn::ForEach::')).flatMap(([, loop]) => rawReferences(loop));

const ofTransforms = ({ template }: Stack): RawReference[] => [template.Transform, template.Globals].flatMap((section) => rawReferences(section));

/** Whether a mapping is named by something that is not known before the deployment. */
export function hasOpenLookup(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasOpenLookup);
  if (!isRecord(value)) return false;
  const call = intrinsic(value);
  if (call?.name === 'Fn::FindInMap' && Array.isArray(call.argument) && typeof call.argument[0] !== 'string') return true;
  return Object.values(value).some(hasOpenLookup);
}
