import { once, RawReference, rawReferences, record, Stack } from '../../template';
import { callsOf, namedBy, partsOf } from '../template/sections';

/** What the template names, as `kind:name`. */
export const usedIn = once((stack: Stack): ReadonlySet<string> => {
  const references = [...partsOf(stack).flatMap(namedBy), ...ofLoops(stack), ...ofTransforms(stack)];
  return new Set(references.map(({ kind, target }) => `${sort(kind)}:${target}`));
});

const sort = (kind: RawReference['kind']): string => kind === 'Condition' ? 'condition' : kind === 'FindInMap' ? 'mapping' : 'name';

/** The list of a loop is no longer there once it is written out. */
const ofLoops = (stack: Stack): RawReference[] => Object.entries(record(stack.template.Resources))
  .filter(([key]) => key.startsWith('Fn::ForEach::')).flatMap(([, loop]) => rawReferences(loop));

const ofTransforms = ({ template }: Stack): RawReference[] => [template.Transform, template.Globals].flatMap((section) => rawReferences(section));

/** Whether a mapping is named by something that is not known before the deployment. */
export const hasOpenLookup = (stack: Stack): boolean => partsOf(stack).some((part) => callsOf(part)
  .some(({ name, argument }) => name === 'Fn::FindInMap' && Array.isArray(argument) && typeof argument[0] !== 'string'));
