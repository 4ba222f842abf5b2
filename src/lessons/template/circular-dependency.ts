import { canHold, Guard, guardsOf } from './conditions';
import { Path, Resource, Stack } from '../../template';
import { Lesson } from '../lesson';

interface Step { readonly from: Resource; readonly to: Resource; readonly path: Path }

export const circularDependency: Lesson = {
  id: 'CircularDependency',
  title: 'Resources do not need each other in a circle',
  severity: 'critical',
  facet: 'reliability',
  classes: ['circular-dependency', 'depends-on'],
  why: 'CloudFormation cannot create either of them first and refuses the template.',
  fix: 'Move one reference into a resource of its own (AWS::EC2::SecurityGroupIngress, AWS::IAM::Policy), or build the name or ARN with Fn::Sub.',
  source: 'https://repost.aws/knowledge-center/cloudformation-circular-dependency-error',
  flawed: `
    App:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: app
        SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: !Ref Database }]
    Database:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: database
        SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref App }]`,
  sound: `
    App: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: app } }
    Database:
      Type: AWS::EC2::SecurityGroup
      Properties:
        GroupDescription: database
        SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref App }]
    ToDatabase:
      Type: AWS::EC2::SecurityGroupEgress
      Properties: { GroupId: !Ref App, IpProtocol: tcp, FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: !Ref Database }`,
  *check(model) {
    for (const stack of model.stacks) {
      const steps = stepsOf(stack);
      for (const component of components(stack, steps)) {
        const circle = shortestCircle(component, steps);
        if (!circle) continue;
        const guards = circle.flatMap(guardsOn);
        if (canHold(stack, guards) === false) continue;
        const [first] = circle;
        const from = circle[circle.length - 1].to;
        const route = circle.map(({ to, path }) => ` (${written(path)}) -> ${to.id}`).join('');
        yield {
          stack,
          resource: from,
          path: ['Resources', from.id, ...first.path],
          found: `${from.id}${route}${component.length > circle.length ? `; ${component.length} resources in all` : ''}`,
          detail: component.map(({ id }) => id).sort().join(','),
        };
      }
    }
  },
};

/** What must hold for the step to be there. */
function guardsOn({ from, to: { condition }, path }: Step): readonly Guard[] {
  const guards = guardsOf(from.body, path);
  return condition ? [...guards, { condition, holds: true }] : guards;
}

const written = (path: Path): string => path.filter((key) => !String(key).startsWith('Fn::')).slice(0, 3).join('.');

function stepsOf(stack: Stack): ReadonlyMap<Resource, readonly Step[]> {
  return new Map([...stack.resources.values()].map((from) => [from, from.references.flatMap(({ kind, target, path }) => {
    const to = kind === 'Condition' || kind === 'FindInMap' || kind === 'ImportValue' ? undefined : stack.resources.get(target);
    return to ? [{ from, to, path }] : [];
  })]));
}

/** Strongly connected resources (Tarjan), without recursion: a template may be long. */
function components(stack: Stack, steps: ReadonlyMap<Resource, readonly Step[]>): Resource[][] {
  const order = new Map<Resource, number>();
  const low = new Map<Resource, number>();
  const waiting: Resource[] = [];
  const isWaiting = new Set<Resource>();
  const found: Resource[][] = [];
  for (const start of stack.resources.values()) {
    if (order.has(start)) continue;
    const path: { readonly node: Resource; next: number }[] = [];
    const enter = (node: Resource) => {
      low.set(node, order.size);
      order.set(node, order.size);
      waiting.push(node);
      isWaiting.add(node);
      path.push({ node, next: 0 });
    };
    enter(start);
    while (path.length > 0) {
      const frame = path[path.length - 1];
      const { node } = frame;
      const step = steps.get(node)![frame.next];
      frame.next += 1;
      if (step && !order.has(step.to)) {
        enter(step.to);
      } else if (step && isWaiting.has(step.to)) {
        low.set(node, Math.min(low.get(node)!, order.get(step.to)!));
      } else if (!step) {
        path.pop();
        const before = path[path.length - 1]?.node;
        if (before) low.set(before, Math.min(low.get(before)!, low.get(node)!));
        if (low.get(node) !== order.get(node)) continue;
        const component = waiting.splice(waiting.indexOf(node));
        for (const one of component) isWaiting.delete(one);
        if (component.length > 1 || steps.get(node)!.some(({ to }) => to === node)) found.push(component);
      }
    }
  }
  return found;
}

/** From the first of the component back to it; the shortest circle that any of them is in. */
function shortestCircle(component: readonly Resource[], steps: ReadonlyMap<Resource, readonly Step[]>): Step[] | undefined {
  const inside = new Set(component);
  let best: Step[] | undefined;
  for (const start of component) {
    const circle = circleFrom(start, inside, steps);
    if (circle && (!best || circle.length < best.length)) best = circle;
    if (best && best.length <= 2) break;
  }
  return best;
}

function circleFrom(start: Resource, inside: ReadonlySet<Resource>, steps: ReadonlyMap<Resource, readonly Step[]>): Step[] | undefined {
  const reached = new Map<Resource, Step[]>([[start, []]]);
  for (const [node, route] of reached) {
    for (const step of steps.get(node)!) {
      if (step.to === start) return [...route, step];
      if (inside.has(step.to) && !reached.has(step.to)) reached.set(step.to, [...route, step]);
    }
  }
  return undefined;
}
