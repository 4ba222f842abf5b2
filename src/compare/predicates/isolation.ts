import { grantsOf } from '../../lessons/iam/roles';
import { leadsTo, linksTo, linksFrom } from '../links';
import type { Subject } from '../subject';
import { fails, HOLDS, Verdict } from '../verdict';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const QUEUE = 'AWS::SQS::Queue';

/** A function that reads a queue may not touch a queue that another function reads. */
export function touchesOwnQueuesOnly({ resource, model, id }: Subject): Verdict {
  if (!resource) return HOLDS;
  const queuesOf = (one: typeof resource) => linksTo(one).filter(({ from }) => from.type === MAPPING)
    .flatMap(({ from }) => linksFrom(from).map(({ to }) => to).filter(({ type }) => type === QUEUE));
  const own = new Set(queuesOf(resource));
  const others = new Set(model.resources('AWS::Lambda::Function').filter((one) => one !== resource).flatMap(queuesOf).filter((queue) => !own.has(queue)));
  for (const role of linksFrom(resource).filter(({ to }) => to.type === 'AWS::IAM::Role').map(({ to }) => to)) {
    for (const { allows, resources } of grantsOf(role)) {
      const other = allows ? resources.flatMap((one) => leadsTo(model, one) ?? []).find((one) => others.has(one)) : undefined;
      if (other) return fails(() => `${id} may use ${other.id}, which another function reads`);
    }
  }
  return HOLDS;
}
