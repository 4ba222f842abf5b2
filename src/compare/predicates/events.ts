import { list, mappings } from '../../lessons/query';
import { isMapping, show, Value } from '../../template';
import type { Context } from '../context';
import { subjectsOf } from '../subject';
import { fails, HOLDS, Verdict } from '../verdict';
import { VIEWS } from '../views';

/** Keys of an event's detail that a pattern reads. */
function* keysRead(pattern: Value | undefined): Iterable<string> {
  if (!isMapping(pattern)) return;
  for (const [key, value] of Object.entries(pattern)) {
    if (key === '$or') for (const one of list(value)) yield* keysRead(one);
    else yield key;
  }
}

/** What the rules of the templates read of an event, the workflow that publishes it puts in. Holds where no workflow publishes. */
export function eventsCarryWhatRulesRead(_: Readonly<Record<string, unknown>>, { model, stacks }: Context): Verdict {
  const published = subjectsOf(model, stacks, ['AWS::StepFunctions::StateMachine'], false)
    .flatMap(({ resource }) => mappings(VIEWS['@states'](resource!)))
    .filter(({ Resource: resource }) => show(resource).includes('events:putEvents'))
    .flatMap((state) => mappings((isMapping(state.Parameters) ? state.Parameters : isMapping(state.Arguments) ? state.Arguments : {}).Entries));
  for (const rule of subjectsOf(model, stacks, ['AWS::Events::Rule'], false)) {
    const pattern = rule.resource!.get('EventPattern');
    if (!isMapping(pattern) || rule.resource!.get('EventBusName') === undefined) continue;
    const types = list(pattern['detail-type']);
    for (const entry of published) {
      const given = entry.Detail;
      const type = entry.DetailType;
      if (!isMapping(given) || (typeof type === 'string' && types.length > 0 && !types.includes(type))) continue;
      const names = new Set(Object.keys(given).map((name) => name.replace(/\.\$$/, '')));
      const missing = [...keysRead(pattern.detail)].find((key) => !names.has(key));
      if (missing !== undefined) return fails(() => `${rule.id} reads ${missing}, which the published event does not hold`);
    }
  }
  return HOLDS;
}
