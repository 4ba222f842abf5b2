import { isShared } from './details';
import { Flow, flowOf, LINK_KINDS, LinkKind } from './flows';
import { Folding } from './folding';
import { FRAMED } from './frames';
import { kindOf as kindOfType } from './kinds';
import { Model, Resource } from '../template';

export interface Link<T> {
  readonly from: T;
  readonly to: T;
  readonly kind: LinkKind;
}

export type Pair = Link<Resource>;

/** A secret or parameter that only tells where a firewall is open says less than a call. */
const WIRED: readonly LinkKind[] = ['flow', 'failure'];

/** The links between parts: one for each pair and direction, the strongest; in the order of the templates. */
export function linksOf(model: Model, folding: Folding): Pair[] {
  const found = new Map<Resource, Map<Resource, LinkKind>>();
  const kindOf = (from: Resource, to: Resource) => found.get(from)?.get(to);
  const isGateway = ({ type }: Resource) => kindOfType(type).category === 'network';
  const add = (from: Resource, to: Resource, kind: LinkKind) => {
    const known = kindOf(from, to);
    if (known && LINK_KINDS.indexOf(known) <= LINK_KINDS.indexOf(kind)) return;
    found.set(from, (found.get(from) ?? new Map<Resource, LinkKind>()).set(to, kind));
  };
  const linkable = (one: Resource) => !FRAMED.has(one.type) && !folding.leftOut.has(one) && !isShared(one.type);
  for (const stack of model.stacks) {
    for (const resource of stack.resources.values()) {
      for (const edge of model.edgesFrom(resource)) {
        const flow: Flow | undefined = flowOf(edge);
        if (!flow) continue;
        const others = folding.ownersOf(edge.to).filter(linkable);
        // A parameter of several is nobody's to reach.
        for (const owner of folding.ownersOf(edge.from).filter((one) => linkable(one) && !others.includes(one))) {
          for (const other of others) {
            const [from, to] = flow.reversed ? [other, owner] : [owner, other];
            if (!isGateway(from) && !isGateway(to)) add(from, to, flow.kind);
          }
        }
      }
    }
  }
  for (const head of folding.heads.filter(linkable)) {
    for (const from of head.type === 'AWS::Events::Rule' ? folding.names.watchedBy(head).filter(linkable) : []) add(from, head, 'flow');
    for (const to of folding.names.toldTo(head).filter(linkable)) add(head, to, head.type === 'AWS::Route53::RecordSet' ? 'flow' : 'uses');
  }
  return [...found].flatMap(([from, targets]) => [...targets].flatMap(([to, kind]): Pair[] => {
    const back = kindOf(to, from);
    // The way back is a permission to answer, or to look up what it was called by.
    const isEcho = kind === 'uses' && back !== undefined && WIRED.includes(back);
    const isKnown = kind === 'reaches' && (back !== undefined && back !== 'reaches');
    return isEcho || isKnown ? [] : [{ from, to, kind }];
  }));
}
