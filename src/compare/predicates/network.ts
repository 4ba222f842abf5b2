import { range, zoneOf } from '../../lessons/network/topology';
import { Resource, show, Value } from '../../template';
import type { Selector } from '../assertion';
import type { Context } from '../context';
import { linksFrom, linksTo } from '../links';
import type { Subject } from '../subject';
import { fails, failsAt, HOLDS, open, Verdict } from '../verdict';

/** `{ subnets: S, zones: 3 }`: these subnets lie in so many Availability Zones. */
export function spansZones(options: Readonly<Record<string, unknown>>, context: Context): Verdict {
  const { subnets, zones } = options as { subnets: Selector; zones: number };
  const selected = context.select(subnets);
  const found = new Set(selected.map(({ subject }) => zoneOf(subject.resource!)));
  if (found.size - Number(found.has(undefined)) >= zones) return HOLDS;
  const say = () => selected.length === 0
    ? 'no such subnet'
    : `${selected.length} ${selected.length === 1 ? 'subnet' : 'subnets'} in ${found.size} Availability ${found.size === 1 ? 'Zone' : 'Zones'}, expected ${zones}`;
  if (selected.length >= zones && found.has(undefined)) return open(say);
  return selected.length === 0 ? fails(say) : failsAt(selected[0].subject.resource!, say);
}

const SUBNET = 'AWS::EC2::Subnet';
const FIREWALL = 'AWS::NetworkFirewall::Firewall';
const ledTo = (one: Resource, type: string, at: string) =>
  linksFrom(one).filter(({ to, path }) => to.type === type && path[0] === at).map(({ to }) => to);

/** Where a firewall has one endpoint, the routes of its zone lead to it, and those of no other. */
export function firewallsServeOwnZone(_: Readonly<Record<string, unknown>>, { model, stacks }: Context): Verdict {
  for (const route of model.resources('AWS::EC2::Route').filter(({ stack }) => stacks.has(stack))) {
    for (const firewall of ledTo(route, FIREWALL, 'VpcEndpointId')) {
      const [own, ...others] = ledTo(firewall, SUBNET, 'SubnetMappings');
      const zone = own && others.length === 0 ? zoneOf(own) : undefined;
      if (zone === undefined) continue;
      const served = ledTo(route, 'AWS::EC2::RouteTable', 'RouteTableId').flatMap((table) => linksTo(table))
        .filter(({ from }) => from.type === 'AWS::EC2::SubnetRouteTableAssociation').flatMap(({ from }) => ledTo(from, SUBNET, 'SubnetId'));
      const foreign = served.find((subnet) => ![zone, undefined].includes(zoneOf(subnet)));
      if (foreign) return failsAt(route, () => `${route.id} leads ${foreign.id} to ${firewall.id}, which is in another zone`);
    }
  }
  return HOLDS;
}

/** The subnets that an experiment names lie in one Availability Zone. */
export function cutsOneZone({ resource, id }: Subject): Verdict {
  const zones = new Set(linksFrom(resource!).filter(({ to }) => to.type === SUBNET).map(({ to }) => zoneOf(to)));
  return zones.size <= 1 ? HOLDS : fails(() => `${id} names subnets in ${zones.size} zones`, ['Targets']);
}

/** `{ asked: { dev: 10.0.0.0/16 } }`: no VPC lies in the range of another environment; of one that the templates do not deploy, in the range that was asked for it. */
export function rangesApart({ asked }: Readonly<Record<string, unknown>>, context: Context): Verdict {
  const ranges = Object.entries(asked as Readonly<Record<string, string>>);
  const deployed = context.deployments(ranges.map(([environment]) => environment)).filter(({ environment }) => environment !== undefined);
  const made = deployed.flatMap(({ environment, context: there }) =>
    (there?.select('AWS::EC2::VPC') ?? []).map(({ subject }) => ({ environment: environment!, vpc: subject.resource, cidr: subject.resource!.get('CidrBlock') })));
  const others = ranges.filter(([name]) => !deployed.some(({ environment }) => environment === name))
    .map(([environment, cidr]) => ({ environment, cidr }));
  for (const { environment, vpc, cidr } of made) {
    const other = [...made, ...others].find((one) => one.environment !== environment && haveInCommon(one.cidr, cidr));
    if (other) return failsAt(vpc!, () => `${vpc!.id} has ${show(cidr)} in ${environment}, and ${other.environment} ${show(other.cidr)}`, ['CidrBlock']);
  }
  return HOLDS;
}

function haveInCommon(one: Value | undefined, other: Value | undefined): boolean {
  const [left, right] = [range(one), range(other)];
  return left !== undefined && right !== undefined && left[0] <= right[1] && right[0] <= left[1];
}
