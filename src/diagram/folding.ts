import { ByName } from './by-name';
import { isCustom, isShared, joinsOf, leftOutBecause, NAMED, SERVICE_TOKEN, USERS, Ways, waysOf } from './details';
import { FRAMED } from './frames';
import { isPart } from './kinds';
import { Edge, Model, Resource } from '../template';

const POLICY = /PolicyDocument$|PolicyText$|^(KeyPolicy|ResourcePolicy|Policies|Policy|AccessPolicies)$/;
/** What details name among others: asked last. */
const COMMON = /^AWS::(IAM|KMS|Logs|EC2)::/;
const BY_NAME = '@name';
const OF_LEFT_OUT = 'belongs to what is left out';
const HELPER = 'serves custom resources';

/** A document that only says who may do what. */
export const isInPolicy = ({ path }: Edge): boolean => path.some((key) => typeof key === 'string' && POLICY.test(key));

/** Which resources are drawn, and to which of them the others belong. */
export class Folding {
  /** Parts, and frames of networks; in the order of the templates. */
  public readonly heads: readonly Resource[];
  /** With the reason. */
  public readonly leftOut: ReadonlyMap<Resource, string>;
  private readonly owners = new Map<Resource, readonly Resource[]>();
  public readonly names: ByName;

  public constructor(private readonly model: Model) {
    this.names = new ByName(model);
    const resources = model.stacks.flatMap((stack) => [...stack.resources.values()]).filter(({ child }) => !child);
    for (const resource of resources) this.owners.set(resource, this.find(resource, new Set()));
    this.leftOut = new Map(resources.flatMap((resource) => {
      const reason = this.reasonFor(resource);
      return reason ? [[resource, reason]] : [];
    }));
    for (const [resource, owners] of this.owners) {
      const drawn = owners.filter((owner) => !this.leftOut.has(owner));
      if (drawn.length > 0) this.owners.set(resource, drawn);
    }
    this.heads = resources.filter((resource) => this.ownersOf(resource)[0] === resource && !this.leftOut.has(resource));
  }

  /** The parts that a resource belongs to: itself, when it is one. A role of three functions belongs to three. */
  public ownersOf(resource: Resource): readonly Resource[] { return this.owners.get(resource) ?? []; }

  private reasonFor(resource: Resource): string | undefined {
    const owners = this.ownersOf(resource);
    if (owners.length > 0 && owners.every((owner) => this.isHelper(owner))) return HELPER;
    return leftOutBecause(resource.type) ?? (owners.some((owner) => !leftOutBecause(owner.type)) ? undefined : OF_LEFT_OUT);
  }

  private find(resource: Resource, seen: Set<Resource>): readonly Resource[] {
    // Its frame is that of its stack.
    if (resource.child) return [];
    const joined = this.through(resource, joinsOf(resource.type), seen);
    if (joined.length > 0) return joined;
    if (FRAMED.has(resource.type) || isPart(resource.type) || leftOutBecause(resource.type)) return [resource];
    const found = this.through(resource, [...waysOf(resource.type), BY_NAME], seen);
    // A detail of nothing is drawn: nothing is lost silently.
    return found.length > 0 || seen.size > 0 ? found : [resource];
  }

  private through(resource: Resource, ways: Ways, seen: Set<Resource>): readonly Resource[] {
    if (seen.has(resource)) return [];
    const inside = new Set([...seen, resource]);
    for (const way of ways) {
      for (const candidates of this.candidates(resource, way)) {
        const found = new Set(candidates.flatMap((one) => one === resource ? [] : this.find(one, inside)));
        if (found.size > 0) return [...found];
      }
    }
    return [];
  }

  /** Those that are asked together, the likeliest first. */
  private candidates(resource: Resource, way: string): Resource[][] {
    if (way === BY_NAME) return this.names.meantBy(resource).map((one) => [one]);
    if (way === USERS) {
      const users = this.model.edgesTo(resource).filter(({ kind, from }) => kind !== 'DependsOn' && !isCustom(from.type) && isOwner(from, resource));
      const plain = users.filter((edge) => !isInPolicy(edge)).map(({ from }) => from);
      const [parts, details] = divided(plain, ({ type }) => isPart(type) && !isShared(type));
      return [parts, details, users.filter(isInPolicy).map(({ from }) => from)];
    }
    const edges = this.model.edgesFrom(resource).filter(({ path }) => path[0] === 'Properties' && path[1] !== SERVICE_TOKEN);
    if (way !== NAMED) return edges.filter(({ path }) => path[1] === way).map(({ to }) => [to]);
    const [rare, common] = divided(edges.map(({ to }) => to), ({ type }) => !COMMON.test(type));
    const [parts, details] = divided(rare, ({ type }) => isPart(type));
    return [...parts, ...details, ...common].map((one) => [one]);
  }

  private isHelper(resource: Resource): boolean {
    if (resource.type !== 'AWS::Lambda::Function') return false;
    const users = this.model.edgesTo(resource).filter((edge) => edge.kind !== 'DependsOn' && edge.from.type !== 'AWS::Logs::LogGroup' && !isInPolicy(edge));
    return users.length > 0 && users.every(({ from, path }) => isCustom(from.type) && path[1] === SERVICE_TOKEN);
  }
}

/** Some name much, and have little: a name in the DNS its health check, an endpoint its security group. What watches has nothing. */
function isOwner({ type }: Resource, of: Resource): boolean {
  if (type === 'AWS::Route53::RecordSet') return of.type === 'AWS::Route53::HealthCheck';
  if (type === 'AWS::EC2::VPCEndpoint') return of.type === 'AWS::EC2::SecurityGroup';
  return !type.startsWith('AWS::CloudWatch::');
}

function divided<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}
