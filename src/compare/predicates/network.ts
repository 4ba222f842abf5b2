import type { Selector } from '../assertion';
import type { Context } from '../context';
import { fails, HOLDS, open, Verdict } from '../verdict';
import { zoneOf } from '../../lessons/network/topology';

/** `{ subnets: S, zones: 3 }`: these subnets lie in so many Availability Zones. */
export function spansZones(options: Readonly<Record<string, unknown>>, context: Context): Verdict {
  const { subnets, zones } = options as { subnets: Selector; zones: number };
  const selected = context.select(subnets);
  const found = new Set(selected.map(({ subject }) => zoneOf(subject.resource!)));
  if (found.size - Number(found.has(undefined)) >= zones) return HOLDS;
  const say = () => selected.length === 0 ? 'no such subnet' : `${selected.length} subnets in ${found.size} Availability Zones, expected ${zones}`;
  return selected.length >= zones && found.has(undefined) ? open(say) : fails(say);
}
