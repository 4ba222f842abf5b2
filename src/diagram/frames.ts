import { Folding } from './folding';
import { Pair } from './links';
import { wordsOf } from './names';
import { isMapping, show } from '../template';
import type { Model, Resource, Stack, Value } from '../template';

export type FrameKind = 'stack' | 'vpc' | 'subnets';

export interface Frame {
  readonly id: string;
  readonly kind: FrameKind;
  readonly title: string;
  /** What it stands for: a VPC, its subnets, a nested stack; none for a root stack. */
  readonly resources: readonly Resource[];
  readonly parent?: Frame;
}

const VPC = 'AWS::EC2::VPC';
const SUBNET = 'AWS::EC2::Subnet';
/** What is a frame, and no part. */
export const FRAMED: ReadonlySet<string> = new Set([VPC, SUBNET]);
const FUNCTION = 'AWS::Lambda::Function';
/** Ways from a part to its subnets. */
const THROUGH = /SubnetGroup$|MountTarget$|LaunchTemplate$|TaskSet$/;
const TIERS = { public: 'Public subnets', private: 'Private subnets', isolated: 'Isolated subnets', plain: 'Subnets' } as const;
type Tier = keyof typeof TIERS;

/** The stacks and networks of the templates, and what is drawn in which. */
export class Frames {
  private readonly stacks = new Map<Stack, Frame>();
  private readonly networks = new Map<Resource, Frame>();
  private readonly places = new Map<Resource, Frame>();
  private readonly away = new Set<Resource>();

  public constructor(private readonly model: Model, folding: Folding, private readonly heads: readonly Resource[], pairs: readonly Pair[]) {
    const isFramed = model.stacks.length > 1;
    for (const stack of isFramed ? model.stacks : []) {
      const parent = stack.parent && this.stacks.get(stack.parent.stack);
      this.stacks.set(stack, { id: `stack-${this.stacks.size + 1}`, kind: 'stack', title: titleOf(stack), resources: stack.parent ? [stack.parent] : [], parent });
    }
    for (const vpc of folding.heads.filter(({ type }) => type === VPC)) {
      this.networks.set(vpc, { id: `vpc-${this.networks.size + 1}`, kind: 'vpc', title: vpcTitle(vpc), resources: [vpc], parent: this.stacks.get(vpc.stack) });
    }
    this.addTiers(folding.heads.filter(({ type }) => type === SUBNET));
    for (const head of heads) {
      const place = this.placeOf(head);
      if (place) this.places.set(head, place);
    }
    this.evict(pairs);
  }

  /** Where the part is drawn. */
  public of(head: Resource): Frame | undefined {
    return (this.away.has(head) ? undefined : this.places.get(head)) ?? this.stacks.get(head.stack);
  }

  /** Parts of different places are never drawn as one. */
  public keyOf(head: Resource): string {
    return `${head.stack.prefix} ${this.of(head)?.id ?? ''} ${this.away.has(head) ? this.places.get(head)!.id : ''}`;
  }

  public remarkOn(head: Resource): string | undefined {
    const place = this.places.get(head);
    if (this.away.has(head)) return `in VPC, ${place!.kind === 'vpc' ? 'any subnet' : place!.title.replace(/^.*: | ·.*$/g, '').toLowerCase()}`;
    const stack = this.stacks.get(head.stack);
    return place && stack && rootOf(place, 'stack') !== stack ? `of stack ${stack.title}` : undefined;
  }

  /** Frames with something to show, outer ones before those in them. A stack without parts has nothing. */
  public filled(): Frame[] {
    const used = new Set(this.heads.map((head) => this.of(head)));
    for (const frame of [...this.networks.values()]) used.add(frame);
    const withParents = new Set([...used].flatMap((frame) => chain(frame)));
    return [...this.stacks.values(), ...new Set(this.networks.values())].filter((frame) => withParents.has(frame));
  }

  private addTiers(subnets: readonly Resource[]): void {
    const tiers = new Map<string, Resource[]>();
    for (const subnet of subnets) {
      const vpc = this.networkNamed(subnet);
      const key = `${vpc?.id ?? ''} ${this.stacks.get(subnet.stack)?.id ?? ''} ${this.tierOf(subnet)} ${groupOf(subnet) ?? ''}`;
      tiers.set(key, [...tiers.get(key) ?? [], subnet]);
    }
    let count = 0;
    for (const same of tiers.values()) {
      const [first] = same;
      const title = `${tierTitle(TIERS[this.tierOf(first)], groupOf(first))}${same.length > 1 ? ` · ${same.length}` : ''}`;
      const frame: Frame = { id: `subnets-${count += 1}`, kind: 'subnets', title, resources: same, parent: this.networkNamed(first) ?? this.stacks.get(first.stack) };
      for (const subnet of same) this.networks.set(subnet, frame);
    }
  }

  private networkNamed(resource: Resource): Frame | undefined {
    return this.model.edgesFrom(resource).flatMap(({ to }) => to.type === VPC ? this.networks.get(to) ?? [] : [])[0];
  }

  /** By what its route table leads to. */
  private tierOf(subnet: Resource): Tier {
    const isPublic = subnet.get('MapPublicIpOnLaunch');
    const tables = this.model.edgesTo(subnet).filter(({ from }) => from.type === 'AWS::EC2::SubnetRouteTableAssociation')
      .flatMap(({ from }) => this.model.edgesFrom(from)).filter(({ to }) => to.type === 'AWS::EC2::RouteTable').map(({ to }) => to);
    const leadsTo = tables.flatMap((table) => this.model.edgesTo(table)).filter(({ from, path }) => from.type === 'AWS::EC2::Route' && path[1] === 'RouteTableId')
      .flatMap(({ from }) => this.model.edgesFrom(from)).map(({ to }) => to.type);
    if (leadsTo.includes('AWS::EC2::InternetGateway') || isPublic === true || isPublic === 'true') return 'public';
    if (leadsTo.some((type) => /NatGateway$|::Instance$|::TransitGateway$|NetworkFirewall::Firewall$/.test(type))) return 'private';
    return tables.length > 0 ? 'isolated' : 'plain';
  }

  private placeOf(head: Resource): Frame | undefined {
    const named = this.model.edgesFrom(head).filter(({ path, kind }) => kind !== 'DependsOn' && path[1] !== 'Environment').map(({ to }) => to);
    const naming = this.model.edgesTo(head).map(({ from }) => from);
    const through = [head, ...[...named, ...naming].filter(({ type }) => THROUGH.test(type))];
    const subnets = through.flatMap((one) => this.model.edgesFrom(one)).filter(({ kind }) => kind !== 'DependsOn').flatMap(({ to }) => to.type === SUBNET ? this.networks.get(to) ?? [] : []);
    const tiers = new Set(subnets);
    if (tiers.size === 1) return subnets[0];
    const attached = this.model.edgesTo(head).filter(({ from }) => from.type === 'AWS::EC2::VPCGatewayAttachment').map(({ from }) => from);
    const vpcs = [...subnets.map((one) => one.parent), ...[head, ...attached].map((one) => this.networkNamed(one))];
    return vpcs.find((frame) => frame?.kind === 'vpc') ?? subnets[0];
  }

  /** A function that works with another in its network through something outside would tie the drawing in a knot: all functions of that network stay outside. */
  private evict(pairs: readonly Pair[]): void {
    const targets = new Map<Resource, Resource[]>();
    for (const { from, to } of pairs) targets.set(from, [...targets.get(from) ?? [], to]);
    for (const network of new Set([...this.networks.values()].filter(({ kind }) => kind === 'vpc'))) {
      const isInside = (one: Resource) => rootOf(this.places.get(one), 'vpc') === network;
      const inside = this.heads.filter(isInside);
      const outside = new Set(inside.flatMap((one) => targets.get(one) ?? []).filter((one) => !isInside(one)));
      for (const one of outside) for (const next of targets.get(one) ?? []) if (!isInside(next)) outside.add(next);
      if ([...outside].some((one) => (targets.get(one) ?? []).some(isInside))) {
        for (const one of inside) if (one.type === FUNCTION) this.away.add(one);
      }
    }
  }
}

const chain = (frame: Frame | undefined): Frame[] => frame ? [frame, ...chain(frame.parent)] : [];
const rootOf = (frame: Frame | undefined, kind: FrameKind): Frame | undefined => chain(frame).find((one) => one.kind === kind);

function titleOf(stack: Stack): string {
  const region = stack.pseudo('AWS::Region');
  if (!stack.parent) return [stack.name.replace(/\.template$/, ''), ...region ? [region] : []].join(' · ');
  // As the CDK calls nested stacks, a second time with the path in front.
  return wordsOf(/NestedStack(\w+)NestedStackResource[0-9A-F]{8}$/.exec(stack.name)?.[1] ?? stack.name).join(' ');
}

/** What the CDK calls the subnets of one kind, one in each zone. */
function groupOf(subnet: Resource): string | undefined {
  const tags = subnet.get('Tags');
  const tag = Array.isArray(tags) ? (tags as readonly Value[]).find((one) => isMapping(one) && one.Key === 'aws-cdk:subnet-name') : undefined;
  return isMapping(tag) && typeof tag.Value === 'string' ? tag.Value : undefined;
}

/** `Database: isolated subnets`, where the name does not say it already. */
const tierTitle = (tier: string, group?: string): string =>
  group === undefined || tier.toLowerCase().startsWith(group.toLowerCase()) ? tier : `${group}: ${tier.toLowerCase()}`;

function vpcTitle(vpc: Resource): string {
  const cidr = vpc.get('CidrBlock');
  return typeof cidr === 'string' ? `VPC · ${show(cidr)}` : 'VPC';
}
