import { Environment, Found } from './templates';
import { Json, list } from '../webhook-pipeline/template';

/** Whoever is outside. */
export const INTERNET = 'internet';
/** What a security group is called here: the third part of its logical id. */
const nameOf = ({ resource }: Found): string => /^SecurityGroups([A-Za-z]+?)[0-9A-F]{8}$/.exec(resource.id)?.[1].toLowerCase() ?? resource.id;

/** Every rule that lets traffic in, as `from -> to:port`; inline and of its own, from all templates. */
export function waysIn(environment: Environment): string[] {
  const ways: string[] = [];
  const add = (part: Found['part'], to: string, rule: Json) => {
    const from = rule.SourceSecurityGroupId === undefined ? rule.CidrIp === '0.0.0.0/0' ? INTERNET : String(rule.CidrIp ?? rule.CidrIpv6 ?? 'prefix list')
      : nameOf(environment.follow(part, rule.SourceSecurityGroupId));
    const ports = rule.IpProtocol === 'tcp' ? rule.FromPort === rule.ToPort ? rule.FromPort : `${rule.FromPort}-${rule.ToPort}` : 'all';
    ways.push(`${from} -> ${to}:${ports}`);
  };
  for (const group of environment.all('AWS::EC2::SecurityGroup')) {
    for (const rule of list(group.resource.Properties.SecurityGroupIngress)) add(group.part, nameOf(group), rule);
  }
  for (const { part, resource: { Properties: p } } of environment.all('AWS::EC2::SecurityGroupIngress')) add(part, nameOf(environment.follow(part, p.GroupId)), p);
  return ways.sort();
}

/** Every rule that lets traffic out. */
export function waysOut(environment: Environment): string[] {
  const ways: string[] = [];
  for (const group of environment.all('AWS::EC2::SecurityGroup')) {
    const rules = list(group.resource.Properties.SecurityGroupEgress);
    if (rules.length === 0 && !environment.all('AWS::EC2::SecurityGroupEgress').some(({ part, resource }) => nameOf(environment.follow(part, resource.Properties.GroupId)) === nameOf(group))) {
      ways.push(`${nameOf(group)} -> everywhere`); // what EC2 does with a group without rules
    }
    for (const rule of rules) if (rule.CidrIp !== '255.255.255.255/32') ways.push(`${nameOf(group)} -> ${rule.CidrIp === '0.0.0.0/0' ? INTERNET : rule.CidrIp}:${rule.FromPort}`);
  }
  for (const { part, resource: { Properties: p } } of environment.all('AWS::EC2::SecurityGroupEgress')) {
    ways.push(`${nameOf(environment.follow(part, p.GroupId))} -> ${nameOf(environment.follow(part, p.DestinationSecurityGroupId))}:${p.FromPort}`);
  }
  return ways.sort();
}

/** The groups that can be reached from one, over as many steps as it takes, but not past one of `walls`. */
export function reachable(environment: Environment, from: string, walls: string[] = []): string[] {
  const edges = waysIn(environment).map((way) => way.split(' -> ')).map(([source, target]) => [source, target.split(':')[0]]);
  const seen = new Set([from]);
  for (const node of seen) {
    for (const [source, target] of edges) if (source === node && !walls.includes(target)) seen.add(target);
  }
  seen.delete(from);
  return [...seen].sort();
}

/** The group of a resource, by name. */
export function groupOf(environment: Environment, part: Found['part'], value: Json): string {
  return nameOf(environment.follow(part, value));
}
